"""Pflichten: the list over all agreements with its files, the paper, one duty with report and answer, and the evidence."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from agreements.domain.lifecycle import IN_FORCE
from agreements.domain.months import month_of
from agreements.models import Agreement, Party
from agreements.rules import may_read_agreement
from agreements.web import HouseRequest, attachment, permitted
from monitoring.choices import DutyState
from monitoring.documents.duties import duties_file, duties_pdf
from monitoring.documents.figures_file import CONTENT_TYPES
from monitoring.domain.duty_list import DutyLine, wished
from monitoring.forms.duties import DutyAnswerForm, DutyFilterForm, DutyForm
from monitoring.rules import answering_parties, duty_parties, may_read_duties
from monitoring.selectors.duties import DutyInForce, conditions_met, duties_in_force, duty_lines
from monitoring.services.duties import ReviewRefused, answer_review, review_duty
from monitoring.views.sorted_lists import SortedList

FILE_TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}
LIST = SortedList(
    page="duties",
    words={
        "agreement": "vereinbarung",
        "target": "ziel",
        "responsible": "verantwortlich",
        "state": "stand",
        "urgency": "frist",
        "text": "suche",
        "order": "sortierung",
    },
    heads={
        "pflicht": "Pflicht",
        "ziel": "Ziel",
        "verantwortlich": "verantwortlich",
        "termin": "Termin",
        "stand": "Stand",
    },
)


@permitted(see=may_read_duties)
def duties(request: HouseRequest) -> HttpResponse:
    """All duties of the papers one may read."""
    lines = _lines(request)
    form = DutyFilterForm(request.GET, lines=lines)
    wish = form.wish()
    found = wished(lines, wish)
    agreements = {line.agreement for line in found}
    context = {
        "form": form,
        "lines": found,
        "all": lines,
        "several": len({line.agreement for line in lines}) > 1,
        "heads": LIST.columns(wish),
        "files": LIST.files(wish),
        "paper": agreements.pop() if len(agreements) == 1 else None,
        "print": False,
        "crumbs": [("Pflichten", None)],
    }
    return render(request, "monitoring/duties.html", context)


@permitted(see=may_read_duties)
def export(request: HouseRequest, file_format: str) -> HttpResponse:
    """The list as the page shows it, as a file."""
    lines = _lines(request)
    chosen = wished(lines, DutyFilterForm(request.GET, lines=lines).wish())
    content = duties_file(chosen, file_format=file_format, created=request.today)
    return attachment(content, f"{request.today:%Y-%m-%d}_pflichten.{file_format}", CONTENT_TYPES[file_format])


@permitted(see=may_read_agreement)
def pdf(request: HouseRequest, agreement: Agreement) -> HttpResponse:
    """All duties of one agreement on paper."""
    if agreement.amends_id is not None or agreement.state not in IN_FORCE:
        raise Http404
    content = duties_pdf(
        duty_lines(request.actor, [agreement], today=request.today),
        title=agreement.title,
        jobcenter=agreement.jobcenter.name,
        created=request.today,
        fictitious=settings.TODAY is not None,
    )
    return attachment(
        content, f"{request.today:%Y-%m-%d}_pflichten_{agreement.key}.pdf", "application/pdf", inline=True
    )


@permitted(see=may_read_agreement, do=may_read_agreement)
def duty(request: HouseRequest, agreement: Agreement, code: str, position: int) -> HttpResponse:
    """What was reported, the newest first; whoever is responsible reports here."""
    found = _duty(agreement, code, position)
    if request.method != "POST":
        return _page(request, agreement, code, found)
    parties = Party.objects.filter(pk__in=duty_parties(request.actor, found.duty))
    if not parties:
        raise PermissionDenied
    form = DutyForm(request.POST, request.FILES, parties=parties)
    if form.is_valid():
        said = form.cleaned_data | {"state": DutyState(form.cleaned_data["state"])}
        try:
            review_duty(by=request.user, duty=found.duty, on=request.today, **said)
        except ReviewRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Der Bericht zu „{found.duty}“ ist gespeichert.")
            return redirect("duty", agreement.key, code, position)
    return _page(request, agreement, code, found, form=form)


@permitted(see=may_read_agreement, do=may_read_agreement)
def answer(request: HouseRequest, agreement: Agreement, code: str, position: int) -> HttpResponse:
    """The other side accepts the newest report, or asks back."""
    found = _duty(agreement, code, position)
    if request.method != "POST":
        return redirect("duty", agreement.key, code, position)
    parties = _answering(request, agreement, found)
    if not parties:
        raise PermissionDenied
    form = DutyAnswerForm(request.POST, parties=parties)
    if form.is_valid():
        said = dict(form.cleaned_data)
        number = said.pop("review")
        review = next((row for row in found.reviews if row.pk == number), None)
        if review is None:
            raise Http404
        try:
            answer_review(by=request.user, review=review, on=request.today, **said)
        except ReviewRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, "Die Antwort ist gespeichert.")
            return redirect("duty", agreement.key, code, position)
    return _page(request, agreement, code, found, answer_form=form)


@permitted(see=may_read_agreement)
def evidence(request: HouseRequest, agreement: Agreement, number: int) -> HttpResponse:
    """The file of one report, always to be saved, never shown in the page."""
    reviews = (row for each in _duties(agreement).values() for row in each.reviews if row.pk == number)
    found = next(reviews, None)
    if found is None or not found.evidence or not found.evidence.storage.exists(found.evidence.name):
        raise Http404
    name = found.evidence.name.rpartition("/")[2]
    with found.evidence.open("rb") as file:
        return attachment(
            file.read(), name, FILE_TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
        )


@permitted(see=may_read_agreement)
def moved(request: HouseRequest, agreement: Agreement, code: str, position: int) -> HttpResponse:
    """Where a duty had its page below the settlement; mails and bookmarks still lead there."""
    return redirect("duty", agreement.key, code, position, permanent=True)


def _page(
    request: HouseRequest,
    agreement: Agreement,
    code: str,
    found: DutyInForce,
    *,
    form: DutyForm | None = None,
    answer_form: DutyAnswerForm | None = None,
) -> HttpResponse:
    reporting = Party.objects.filter(pk__in=duty_parties(request.actor, found.duty))
    answering = _answering(request, agreement, found)
    if form is None and reporting:
        form = DutyForm(parties=reporting)
    if answer_form is None and answering:
        answer_form = DutyAnswerForm(parties=answering, initial={"review": found.reviews[-1].pk})
    context = {
        "agreement": agreement,
        "code": code,
        "duty": found.duty,
        "reviews": found.reviews[::-1],
        "form": form,
        "answer_form": answer_form,
        "unlocked": found.duty.is_condition and conditions_met(agreement, code, month_of(agreement.year, 12)),
        "crumbs": [
            ("Pflichten", reverse("duties")),
            (agreement.title, reverse("agreement", args=[agreement.key])),
            (found.duty.title, None),
        ],
    }
    bound = any(each is not None and each.is_bound for each in (form, answer_form))
    return render(request, "monitoring/duty.html", context, status=400 if bound else 200)


def _answering(request: HouseRequest, agreement: Agreement, found: DutyInForce) -> QuerySet[Party]:
    """The parties for which this person answers the newest report, as long as nobody has."""
    newest = found.reviews[-1] if found.reviews else None
    open_ = newest is not None and not newest.answers.all()
    keys = answering_parties(request.actor, agreement, newest, found.duty) if open_ and newest else frozenset()
    return Party.objects.filter(pk__in=keys)


def _lines(request: HouseRequest) -> tuple[DutyLine, ...]:
    agreements = Agreement.objects.visible_to(request.actor).originals().with_partners()
    return duty_lines(request.actor, agreements, today=request.today)


def _duties(agreement: Agreement) -> dict[tuple[str, int], DutyInForce]:
    """404 for an amendment: its duties stand with its original."""
    if agreement.amends_id is not None:
        raise Http404
    return duties_in_force(agreement, month_of(agreement.year, 12))


def _duty(agreement: Agreement, code: str, position: int) -> DutyInForce:
    found = _duties(agreement).get((code, position))
    if found is None:
        raise Http404
    return found
