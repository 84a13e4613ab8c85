"""Monatswerte: what is owed for a month, typed and saved."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from agreements.domain.months import month_name, month_of
from agreements.models import Agreement
from agreements.rules import is_logged_in
from agreements.web import HouseRequest, permitted
from monitoring.choices import Origin
from monitoring.forms import FigureForm
from monitoring.rules import may_type_figures, typed_sources
from monitoring.selectors.entry import EntryMonth, entry_month
from monitoring.services.actuals import record
from monitoring.services.entries import EntriesRefused
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
    forms: Forms = {row.name: FigureForm(row) for row in owed.rows}
    if request.method == "POST":
        refused = _save(request, owed)
        if not refused:
            return redirect(reverse("entry", args=[agreement.key, month]))
        owed = entry_month(agreement, month, sources=sources, today=request.today)
        forms = {row.name: FigureForm(row) for row in owed.rows} | refused
    return render(request, "monitoring/entry.html", _context(request, agreement, owed, forms))


def _context(request: HouseRequest, agreement: Agreement, owed: EntryMonth, forms: Forms) -> dict[str, object]:
    before, after = months_around(agreement.year, owed.month)
    return {
        "agreement": agreement,
        "owed": owed,
        "groups": [(group, [(row, forms[row.name]) for row in group.rows]) for group in owed.groups],
        "due": month_of(owed.month.year + owed.month.month // 12, owed.month.month % 12 + 1).replace(day=15),
        "before": before,
        "after": after if after and after <= request.today else None,
        "begun": owed.month <= request.today,
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
    stored = 0
    while wanted:
        try:
            stored = record(by=request.user, entries=wanted.values(), origin=Origin.PAGE, on=request.today).stored
            break
        except EntriesRefused as error:
            for refusal in error.refusals:
                name = f"{refusal.entry.series.code}-{refusal.entry.region.key}"
                form = refused[name] = touched[name]
                form.add_error("value", refusal.message)
                if refusal.standing is not None:
                    form.overwrite_next_time(refusal.standing.version)
                wanted.pop(name, None)
    _say(request, stored, refused)
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
