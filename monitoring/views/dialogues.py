"""Dialoge: the list over all agreements with its files, planning, one dialogue with what to know, and its papers."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from agreements.domain.fingerprint import fingerprint
from agreements.domain.months import month_key
from agreements.models import Agreement, Party
from agreements.web import HouseRequest, attachment, permitted
from monitoring.choices import DialogueState
from monitoring.documents.dialogue_list import dialogues_file
from monitoring.documents.figures_file import CONTENT_TYPES
from monitoring.documents.invitation import calendar_file
from monitoring.documents.minutes import folder_name, folder_pdf, minutes_name, minutes_pdf
from monitoring.domain.dialogue import wished
from monitoring.forms.dialogues import DialogueFilterForm, DialogueForm, GuestFormSet, MinutesForm, guests_of
from monitoring.models import Dialogue
from monitoring.rules import (
    confirming_parties,
    may_read_dialogues,
    may_record_dialogues,
    reads_work_in_progress,
)
from monitoring.selectors.dialogues import (
    before,
    confirmations,
    confirming,
    dialogue_lines,
    guests,
    minutes_sheet,
    preparation,
    suggested_day,
    unplanned,
    visible_dialogue,
)
from monitoring.selectors.lists import month_over
from monitoring.selectors.reading import read_report
from monitoring.services.dialogues import DialogueRefused, change_plan, plan_dialogue
from monitoring.services.invitations import invitation_of
from monitoring.views.sorted_lists import SortedList

LIST = SortedList(
    page="dialogues",
    words={"agreement": "vereinbarung", "state": "stand", "text": "suche", "order": "sortierung"},
    heads={"tag": "Tag", "jobcenter": "Jobcenter", "mbz": "MBZ", "stand": "Stand"},
)


@permitted(see=may_read_dialogues)
def dialogues(request: HouseRequest) -> HttpResponse:
    """All dialogues one may read, and the agreements for which none is planned."""
    lines = dialogue_lines(request.actor)
    form = DialogueFilterForm(request.GET, lines=lines)
    wish = form.wish()
    agreements = list(Agreement.objects.visible_to(request.actor).originals().with_partners())
    context = {
        "form": form,
        "lines": wished(lines, wish),
        "all": lines,
        "heads": LIST.columns(wish),
        "files": LIST.files(wish),
        "plannable": [each for each in agreements if may_record_dialogues(request.actor, each)],
        "unplanned": unplanned(request.actor, agreements, request.today),
        "cadence": settings.DIALOGUE_MONTHS,
        "crumbs": [("Dialoge", None)],
    }
    return render(request, "monitoring/dialogues.html", context)


@permitted(see=may_read_dialogues)
def export(request: HouseRequest, file_format: str) -> HttpResponse:
    """The list as the page shows it, as a file."""
    lines = dialogue_lines(request.actor)
    chosen = wished(lines, DialogueFilterForm(request.GET, lines=lines).wish())
    content = dialogues_file(chosen, file_format=file_format, created=request.today)
    return attachment(content, f"{request.today:%Y-%m-%d}_dialoge.{file_format}", CONTENT_TYPES[file_format])


@permitted(see=may_record_dialogues, do=may_record_dialogues)
def new(request: HouseRequest, agreement: Agreement) -> HttpResponseBase:
    """Plan the next dialogue: the day that the cadence proposes, the last report, the guests of the last one."""
    month = month_over(agreement, request.today) or agreement.starts.replace(day=1)
    initial = {"day": suggested_day(agreement, request.today), "month": month_key(month)}
    return _planned(request, agreement, None, initial)


@permitted(see=may_record_dialogues, do=may_record_dialogues)
def edit(request: HouseRequest, agreement: Agreement, number: int) -> HttpResponseBase:
    """Another day, place or list, as long as the dialogue is ahead."""
    found = visible_dialogue(request.actor, agreement, number)
    names = ("day", "begins", "ends", "place", "questions")
    initial = {name: getattr(found, name) for name in names} | {"month": month_key(found.month)}
    return _planned(request, agreement, found, initial)


@permitted(see=may_read_dialogues)
def dialogue(request: HouseRequest, agreement: Agreement, number: int) -> HttpResponse:
    """One dialogue: what to know before it, or its minutes and who confirmed them."""
    found = visible_dialogue(request.actor, agreement, number)
    found.agreement = agreement
    return page(request, agreement, found)


@permitted(see=may_read_dialogues)
def ics(request: HouseRequest, agreement: Agreement, number: int) -> HttpResponse:
    """The invitation for one's calendar."""
    found = visible_dialogue(request.actor, agreement, number)
    name = f"{found.day:%Y-%m-%d}_dialog_{agreement.key}.ics"
    return attachment(calendar_file(invitation_of(found)), name, "text/calendar; charset=utf-8")


@permitted(see=may_read_dialogues)
def minutes(request: HouseRequest, agreement: Agreement, number: int) -> HttpResponse:
    """The minutes on paper: a draft until both sides confirmed, then the frozen bytes."""
    found = visible_dialogue(request.actor, agreement, number)
    found.agreement = agreement
    if found.state not in {DialogueState.HELD, DialogueState.CONFIRMED}:
        raise Http404
    sheet = minutes_sheet(found)
    if found.frozen is not None:
        with found.frozen.file.open("rb") as file:
            return attachment(file.read(), minutes_name(sheet), "application/pdf", inline=True)
    return attachment(minutes_pdf(sheet, draft=True), minutes_name(sheet), "application/pdf", inline=True)


@permitted(see=may_read_dialogues)
def folder(request: HouseRequest, agreement: Agreement, number: int) -> HttpResponse:
    """The Dialogmappe as one PDF."""
    found = visible_dialogue(request.actor, agreement, number)
    found.agreement = agreement
    own = reads_work_in_progress(request.actor, agreement)
    report = read_report(agreement, found.month, today=request.today, own=own).sheet
    sheet = minutes_sheet(found)
    prepared = preparation(found, report, today=request.today)
    content = folder_pdf(sheet, report, prepared, questions=found.questions)
    return attachment(content, folder_name(sheet), "application/pdf", inline=True)


def page(
    request: HouseRequest,
    agreement: Agreement,
    found: Dialogue,
    *,
    form: MinutesForm | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page of a dialogue; `form` is one that was refused."""
    sheet, records = minutes_sheet(found), may_record_dialogues(request.actor, agreement)
    given = confirmations(found, sheet)
    mine = confirming_parties(request.actor, agreement) - {each.party_id for each in given}
    if form is None and records and found.state == DialogueState.HELD:
        form = MinutesForm(sheet=sheet, dialogue=found, participants=found.participants.select_related("party"))
    own = reads_work_in_progress(request.actor, agreement)
    planned = found.state == DialogueState.PLANNED
    report = read_report(agreement, found.month, today=request.today, own=own).sheet if planned else None
    context = {
        "agreement": agreement,
        "dialogue": found,
        "minutes": sheet,
        "seen": fingerprint(sheet),
        "form": form,
        "records": records,
        "open": found.state == DialogueState.HELD,
        "planned": planned,
        "begins_today": planned and request.today >= found.day,
        "given": given,
        "sides": confirming(agreement),
        "confirms": Party.objects.filter(pk__in=mine) if found.state == DialogueState.HELD else (),
        "prepared": preparation(found, report, today=request.today) if report else None,
        "earlier": before(found),
        "invited": [each for each in found.participants.all() if each.email],
        "crumbs": [
            ("Dialoge", reverse("dialogues")),
            (agreement.title, reverse("agreement", args=[agreement.key])),
            (f"Dialog Nr. {found.number}", None),
        ],
    }
    return render(request, "monitoring/dialogue.html", context, status=status)


def _planned(
    request: HouseRequest, agreement: Agreement, found: Dialogue | None, initial: dict[str, Any]
) -> HttpResponseBase:
    data = request.POST if request.method == "POST" else None
    form = DialogueForm(data, agreement=agreement, initial=initial)
    known = found.participants.select_related("party") if found else guests(agreement, request.today)
    rows = [{name: getattr(each, name) for name in ("party", "name", "function", "email")} for each in known]
    parties = Party.objects.filter(pk__in=[party.pk for party in confirming(agreement)])
    formset = GuestFormSet(data, initial=rows, form_kwargs={"parties": parties}, prefix="gast")
    if data is not None and form.is_valid() and formset.is_valid():
        plan, by, on = form.plan(guests_of(formset)), request.user, request.today
        try:
            if found is None:
                found = plan_dialogue(by=by, agreement=agreement, plan=plan, on=on)
            else:
                change_plan(by=by, dialogue=found, plan=plan, on=on)
        except DialogueRefused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, f"Der Dialog am {plan.day:%d.%m.%Y} ist geplant.")
            return redirect("dialogue", agreement.key, found.number)
    last = f"Dialog Nr. {found.number}" if found else "neu"
    context = {"agreement": agreement, "form": form, "formset": formset, "dialogue": found,
               "crumbs": [("Dialoge", reverse("dialogues")), (last, None)]}  # fmt: skip
    return render(request, "monitoring/dialogue_plan.html", context, status=400 if data is not None else 200)
