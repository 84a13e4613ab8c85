"""Das Jahr als Raster: the page, its plain form, the address that saves cells, and what one wants to know of a cell."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import asdict
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement
from agreements.web import HouseRequest, permitted
from monitoring.choices import Origin
from monitoring.forms.grid import CellFault, Payload, PayloadError, TypedCell, cells_from_form, entry_of, payload_of
from monitoring.rules import may_type_figures, typed_sources
from monitoring.selectors.context import cell_context
from monitoring.selectors.entry_year import entry_year
from monitoring.selectors.year_rows import EntryYear, Total, YearCell
from monitoring.services.entries import Entry, Refusal
from monitoring.services.plausibility import doubts
from monitoring.services.typing import save_typed
from monitoring.views.choose import month_for

Faults = dict[str, CellFault]


@permitted(see=may_type_figures, do=may_type_figures)
def year(request: HouseRequest, agreement: Agreement, year: int) -> HttpResponse:
    """The grid; as a plain form it stores what was changed, and what it cannot store stays in its field."""
    if year != agreement.year:
        raise Http404
    grid = _read(request, agreement)
    if request.method == "POST":
        typed = cells_from_form(request.POST, grid)
        faults, stored = _store(request, grid, typed)
        _say(request, stored, faults)
        if not faults:
            return redirect(reverse("entry-year", args=[agreement.key, year]))
        grid = _read(request, agreement)
        grid = grid.with_refused(
            {each.name: (each.text, faults[each.name].message) for each in typed if each.name in faults}
        )
    return render(request, "monitoring/grid.html", _context(request, agreement, grid))


@permitted(see=may_type_figures, do=may_type_figures)
def save(request: HouseRequest, agreement: Agreement, year: int) -> HttpResponse:
    """Cells as JSON in, what became of each as JSON out; whatever can be stored is."""
    if year != agreement.year:
        raise Http404
    if request.method != "POST":
        return HttpResponseNotAllowed(["POST"])
    try:
        payload = payload_of(request.body)
    except PayloadError as error:
        return JsonResponse({"message": str(error)}, status=400)
    if payload.user and payload.user != request.user.username:
        return JsonResponse({"message": f"Angemeldet ist jetzt {request.user}; gespeichert wurde nichts."}, status=409)
    faults, _ = _store(request, _read(request, agreement, with_doubts=False), payload.cells)
    return JsonResponse(_answer(_read(request, agreement), payload, faults))


@permitted(see=may_type_figures)
def context(request: HouseRequest, agreement: Agreement, name: str) -> HttpResponse:
    """What one wants to know of one figure while typing it."""
    known = cell_context(agreement, name, sources=typed_sources(request.actor, agreement), today=request.today)
    if known is None:
        raise Http404
    return render(request, "monitoring/_grid_context.html", {"known": known})


def _read(request: HouseRequest, agreement: Agreement, *, with_doubts: bool = True) -> EntryYear:
    grid = entry_year(agreement, sources=typed_sources(request.actor, agreement), today=request.today)
    return grid.with_doubts(doubts(grid.actuals)) if with_doubts else grid


def _store(request: HouseRequest, grid: EntryYear, typed: Iterable[TypedCell]) -> tuple[Faults, int]:
    """Faults by name of the cell, and how many figures were stored, changed or removed."""
    faults: Faults = {}
    wanted: dict[str, Entry] = {}
    for each in typed:
        entry = entry_of(each, grid.cells.get(each.name))
        if isinstance(entry, CellFault):
            faults[each.name] = entry
        else:
            wanted[each.name] = entry
    names = {id(entry): name for name, entry in wanted.items()}
    result = save_typed(by=request.user, entries=wanted.values(), on=request.today, origin=Origin.GRID)
    for refusal in result.refusals:
        name = names[id(refusal.entry)]
        faults[name] = CellFault(message=refusal.message, asks=_asks(refusal, grid.cells[name]))
    return faults, result.recorded.stored


def _asks(refusal: Refusal, cell: YearCell) -> str:
    """What would settle the refusal: a decision between two values, or a reason."""
    removed_meanwhile = cell.actual is None and bool(refusal.entry.expected_version)
    if refusal.standing is not None or removed_meanwhile:
        return "conflict"
    return "reason" if cell.actual is not None and not refusal.entry.why and not cell.closed else ""


def _answer(grid: EntryYear, payload: Payload, faults: Faults) -> dict[str, Any]:
    """What became of the cells, and what else changed by that: sums, and doubts about other cells."""
    sent = {each.name for each in payload.cells}
    touched = {name.rsplit("-", 2)[0] for name in sent}
    others = [
        {"name": name} | _standing(cell)
        for name, cell in grid.cells.items()
        if name not in sent and (cell.doubts or name in payload.doubted or name.rsplit("-", 2)[0] in touched)
    ]
    cells = [_result(each, grid.cells.get(each.name), faults.get(each.name)) for each in payload.cells]
    return {"cells": cells, "others": others, "totals": _totals(grid, touched), "missing": grid.missing}


def _result(typed: TypedCell, cell: YearCell | None, fault: CellFault | None) -> dict[str, Any]:
    """What the page is told of one cell."""
    found: dict[str, Any] = {"name": typed.name, "ok": fault is None}
    if fault is not None:
        found |= {"message": fault.message, "asks": fault.asks, "readings": [asdict(each) for each in fault.readings]}
    if cell is None:
        return found
    if fault is not None and fault.asks == "conflict":
        return found | {"standing": _standing(cell)}
    return found | (_standing(cell) if fault is None else {})


def _standing(cell: YearCell) -> dict[str, Any]:
    """What stands in a cell."""
    at = timezone.localtime(cell.actual.at) if cell.actual else None
    return {
        "text": cell.text,
        "version": cell.version,
        "state": cell.state,
        "says": cell.says,
        "mark": cell.mark,
        "note": cell.note,
        "doubts": list(cell.doubts),
        "by": str(cell.actual.by) if cell.actual else "",
        "at": f"{at:%d.%m.%Y um %H:%M Uhr}" if at else "",
    }


def _totals(grid: EntryYear, touched: Collection[str]) -> dict[str, Any]:
    """New sums of the rows that were touched, and of the city series they belong to."""
    found: dict[str, Any] = {}
    for group in grid.groups:
        for block in group.blocks:
            rows = [row for row in block.rows if row.name in touched]
            found |= {row.name: _total(row.total) for row in rows}
            if rows and block.by_city:
                sums = [{"text": each.text, "missing": each.missing} if each else None for each in block.sums]
                found[block.series.code] = _total(block.total) | {"sums": sums}
    return found


def _total(total: Total) -> dict[str, str]:
    return {"text": total.text, "until": total.until, "plan": total.plan}


def _say(request: HouseRequest, stored: int, faults: Faults) -> None:
    """What became of the plain form, in a sentence each."""
    if stored:
        messages.success(request, f"{stored} {'Wert' if stored == 1 else 'Werte'} gespeichert.")
    elif not faults:
        messages.info(request, "Es war nichts geändert; gespeichert wurde nichts.")
    if faults:
        words = "Ein Wert ist" if len(faults) == 1 else f"{len(faults)} Werte sind"
        messages.error(request, f"{words} nicht gespeichert; die Gründe stehen über der Tabelle.")


def _context(request: HouseRequest, agreement: Agreement, grid: EntryYear) -> dict[str, object]:
    return {
        "agreement": agreement,
        "grid": grid,
        "refused": [cell for cell in grid.cells.values() if cell.fault],
        "month": month_for(agreement, request.today, 0),
        "crumbs": [
            ("Monatswerte", reverse("entry-choose")),
            (agreement.title, reverse("agreement", args=[agreement.key])),
            (f"Jahr {agreement.year}", None),
        ],
    }
