"""Steuerungsmaßnahmen: the list over all agreements and its files, a new measure, and one with its history."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from agreements.models import Agreement
from agreements.web import HouseRequest, attachment, permitted
from monitoring.choices import DialogueState
from monitoring.documents.figures_file import CONTENT_TYPES
from monitoring.documents.steering import steering_file
from monitoring.domain.steering import around_start
from monitoring.domain.steering_list import SteeringWish, wished
from monitoring.forms.steering import SteeringFilterForm, SteeringForm
from monitoring.models import SteeringMeasure
from monitoring.rules import may_manage_measures, may_read_measures
from monitoring.selectors.in_force import first_rows
from monitoring.selectors.lists import leading_sheets, running
from monitoring.selectors.steering import steering_history, steering_line, steering_lines, visible_measure
from monitoring.services.steering import SteeringConflict, SteeringRefused, change, propose
from monitoring.views.sorted_lists import SortedList

LIST = SortedList(
    page="measures",
    words={
        "agreement": "vereinbarung",
        "target": "ziel",
        "state": "stand",
        "urgency": "frist",
        "text": "suche",
        "order": "sortierung",
    },
    heads={
        "nummer": "Nr.",
        "massnahme": "Maßnahme",
        "ziel": "Ziel",
        "verantwortlich": "verantwortlich",
        "beginn": "Beginn",
        "bis": "bis",
        "stand": "Stand",
    },
)


@permitted(see=may_read_measures)
def measures(request: HouseRequest) -> HttpResponse:
    """All measures one may read."""
    lines = steering_lines(request.actor, today=request.today)
    form = SteeringFilterForm(request.GET, lines=lines)
    wish = form.wish()
    context = {
        "form": form,
        "lines": wished(lines, wish),
        "all": lines,
        "several": len({line.agreement for line in lines}) > 1,
        "heads": LIST.columns(wish),
        "files": LIST.files(wish),
        "manageable": _manageable(request, wish),
        "crumbs": [("Maßnahmen", None)],
    }
    return render(request, "monitoring/measures.html", context)


@permitted(see=may_read_measures)
def export(request: HouseRequest, file_format: str) -> HttpResponse:
    """The list as the page shows it, as a file."""
    lines = steering_lines(request.actor, today=request.today)
    chosen = wished(lines, SteeringFilterForm(request.GET, lines=lines).wish())
    content = steering_file(chosen, file_format=file_format, created=request.today)
    return attachment(content, f"{request.today:%Y-%m-%d}_massnahmen.{file_format}", CONTENT_TYPES[file_format])


@permitted(see=may_manage_measures, do=may_manage_measures)
def new(request: HouseRequest, agreement: Agreement) -> HttpResponseBase:
    """Agree on a measure; `ziel` names the target it is for, `dialog` the number of the dialogue that is written down."""
    dialogue = agreement.dialogues.filter(state=DialogueState.HELD, number=number_of(request)).first()
    target = first_rows(agreement).filter(in_mbz=True, code=request.GET.get("ziel", "")).first()
    form = SteeringForm(request.POST or None, agreement=agreement, target=target)
    if request.method == "POST" and form.is_valid():
        try:
            measure = propose(by=request.user, agreement=agreement, draft=form.draft(), dialogue=dialogue)
        except SteeringRefused as refused:
            form.refuse(refused.faults)
        else:
            messages.success(request, f"{measure} ist vereinbart.")
            if dialogue is not None:
                return redirect("dialogue", agreement.key, dialogue.number)
            return redirect("measure", agreement.key, measure.number)
    context = {"agreement": agreement, "form": form, "crumbs": [*_crumbs(agreement), ("neu", None)]}
    return render(request, "monitoring/measure_new.html", context)


@permitted(see=may_read_measures, do=may_manage_measures)
def measure(request: HouseRequest, agreement: Agreement, number: int) -> HttpResponseBase:
    """One measure: what it says, what the figure did around its start, how it came to this; POST changes it."""
    found = visible_measure(request.actor, agreement, number)
    form = SteeringForm(request.POST or None, agreement=agreement, measure=found)
    if request.method != "POST" or not form.is_valid():
        return _page(request, agreement, found, form)
    try:
        changed = change(
            by=request.user, measure=found, draft=form.draft(), expected_version=form.cleaned_data["version"]
        )
    except SteeringRefused as refused:
        form.refuse(refused.faults)
        return _page(request, agreement, found, form)
    except SteeringConflict as conflict:
        messages.error(request, str(conflict))
        form.overwrite_next_time(conflict.standing.version)
        return _page(request, agreement, conflict.standing, form, status=409)
    messages.success(request, f"{changed} ist gespeichert.")
    return redirect("measure", agreement.key, changed.number)


def number_of(request: HouseRequest) -> int:
    """The dialogue named in the address; 0 for none."""
    text = request.GET.get("dialog", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0


def _page(
    request: HouseRequest, agreement: Agreement, found: SteeringMeasure, form: SteeringForm, *, status: int = 200
) -> HttpResponse:
    sheet = leading_sheets([found.target], today=request.today).get(found.target_id)
    context = {
        "agreement": agreement,
        "measure": found,
        "line": steering_line(found, today=request.today),
        "sheet": sheet,
        "around": around_start(sheet.points, found.start) if sheet else None,
        "history": steering_history(agreement, found),
        "form": form,
        "may_manage": may_manage_measures(request.actor, agreement),
        "crumbs": [*_crumbs(agreement), (f"M{found.number}", None)],
    }
    return render(request, "monitoring/measure.html", context, status=status)


def _crumbs(agreement: Agreement) -> list[tuple[str, str]]:
    return [
        ("Maßnahmen", reverse("measures")),
        (agreement.title, reverse("agreement", args=[agreement.key])),
    ]


def _manageable(request: HouseRequest, wish: SteeringWish) -> list[Agreement]:
    """The agreements for which this person may agree on measures; from here only where it is one."""
    visible = Agreement.objects.visible_to(request.actor).originals().with_partners()
    found = [row for row in visible if may_manage_measures(request.actor, row) and wish.agreement in {"", row.key}]
    return running(found, request.today)
