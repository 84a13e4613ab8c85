"""Monatswerte: what is owed for a month, typed and saved."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from agreements.choices import Source
from agreements.domain.months import last_day, month_name
from agreements.models import Agreement
from agreements.rules import is_logged_in
from agreements.web import HouseRequest, permitted
from monitoring.choices import Origin
from monitoring.domain.calendar import month_due
from monitoring.domain.changes import Change
from monitoring.forms.figures import FigureForm
from monitoring.rules import may_close_month, may_type_figures, typed_sources
from monitoring.selectors.changes import changes_since
from monitoring.selectors.entry import EntryMonth, EntryRow, entry_month
from monitoring.selectors.figures import series_spec
from monitoring.selectors.months import MonthState, month_state
from monitoring.services.plausibility import doubts
from monitoring.services.typing import save_typed
from monitoring.views.choose import choose, months_around

Forms = dict[str, FigureForm]


@permitted(see=is_logged_in)
def entry_choose(request: HouseRequest) -> HttpResponseBase:
    """To the month that runs, of the newest agreement whose figures one types."""
    return choose(request, rule=may_type_figures, name="entry", title="Monatswerte", months_back=0)


@permitted(see=may_type_figures, do=may_type_figures)
def entry(request: HouseRequest, agreement: Agreement, month: date) -> HttpResponse:
    """One month: figures beside those of the month and the year before; what cannot be saved stays in its field."""
    if month.year != agreement.year:
        raise Http404
    sources = typed_sources(request.actor, agreement)
    owed = entry_month(agreement, month, sources=sources, today=request.today)
    refused: Forms = {}
    if request.method == "POST":
        refused = _save(request, owed)
        if not refused:
            return redirect(reverse("entry", args=[agreement.key, month]))
        owed = entry_month(agreement, month, sources=sources, today=request.today)
    state = month_state(agreement, month)
    unlikely = doubts(row.actual for row in owed.rows if row.actual)
    forms = {row.name: _form(row, unlikely, state) for row in owed.rows} | refused
    context = _context(request, agreement, owed, forms) | _month_context(request, agreement, owed, state, sources)
    return render(request, "monitoring/entry.html", context)


def _form(row: EntryRow, unlikely: dict[int, tuple[str, ...]], state: MonthState) -> FigureForm:
    return FigureForm(row, doubts=unlikely.get(row.actual.pk, ()) if row.actual else (), closed=state.closed)


def _month_context(
    request: HouseRequest, agreement: Agreement, owed: EntryMonth, state: MonthState, sources: frozenset[Source]
) -> dict[str, object]:
    """The month itself: open or closed, when it is due, what changed since it was closed."""
    changes: list[Change] = []
    if state.closed and state.at is not None:
        changes = changes_since(agreement, state.at, months=[owed.month], sources=sources)
    return {
        "state": state,
        "due": month_due([series_spec(row.series) for row in owed.rows], owed.month, state.due),
        "changes": changes,
        "may_close": may_close_month(request.actor, agreement),
        "over": request.today > last_day(owed.month),
    }


def _context(request: HouseRequest, agreement: Agreement, owed: EntryMonth, forms: Forms) -> dict[str, object]:
    before, after = months_around(agreement.year, owed.month)
    return {
        "agreement": agreement,
        "owed": owed,
        "groups": [(group, [(row, forms[row.name]) for row in group.rows]) for group in owed.groups],
        "before": before,
        "after": after if after and after <= request.today else None,
        "begun": owed.month <= request.today,
        "doubted": [form for form in forms.values() if form.doubts],
        "errors": [form for form in forms.values() if form.is_bound and form.errors],
        "crumbs": [
            ("Monatswerte", reverse("entry-choose")),
            (agreement.title, reverse("agreement", args=[agreement.key])),
            (month_name(owed.month), None),
        ],
    }


def _save(request: HouseRequest, owed: EntryMonth) -> Forms:
    """Store every figure that can be; the forms of the others come back with what is wrong."""
    forms = {row.name: FigureForm(row, request.POST) for row in owed.rows if f"{row.name}-version" in request.POST}
    touched = {name: form for name, form in forms.items() if not form.is_valid() or form.wants_change()}
    refused = {name: form for name, form in touched.items() if not form.is_valid()}
    wanted = {name: form.entry() for name, form in touched.items() if name not in refused}
    result = save_typed(by=request.user, entries=wanted.values(), origin=Origin.PAGE, on=request.today)
    for refusal in result.refusals:
        name = f"{refusal.entry.series.code}-{refusal.entry.region.key}"
        form = refused[name] = touched[name]
        form.add_error("value", refusal.message)
        if refusal.standing is not None:
            form.overwrite_next_time(refusal.standing.version)
    _say(request, result.recorded.stored, refused)
    return refused


def _say(request: HttpRequest, stored: int, refused: Forms) -> None:
    """What happened, in one sentence each."""
    if stored:
        messages.success(request, f"{stored} {'Wert' if stored == 1 else 'Werte'} gespeichert.")
    elif not refused:
        messages.info(request, "Es war nichts geändert; gespeichert wurde nichts.")
    if refused:
        one = len(refused) == 1
        words = "Ein Wert ist" if one else f"{len(refused)} Werte sind"
        messages.error(request, f"{words} nicht gespeichert; der Grund steht am Feld.")
