"""Kennzahlenvergleich: the month that is over, the page of a month, and its table as a file."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from agreements.domain.months import month_name
from agreements.web import HouseRequest, attachment, permitted
from monitoring.documents.comparison import Order, parts
from monitoring.documents.comparison_files import FILES, file_name
from monitoring.domain.comparison import Column, ComparisonSheet
from monitoring.rules import may_compare
from monitoring.selectors.comparison import comparison_month, comparison_sheet
from monitoring.views.choose import months_around

UP, DOWN = "auf", "ab"
HEADS = {
    Column.NAME: "Jobcenter",
    Column.TYPE: "Vergleichstyp",
    Column.LEVEL: "Ist",
    Column.PLAN: "Ist in % vom Soll",
    Column.PRIOR_YEAR: "zum Vorjahr",
}
FEW = 12  # Jobcenter whose tables are open at once


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the address asks for; every link keeps what it does not change."""

    month: date
    comparison_type: str
    order: Order

    def url(self, name: str = "comparison", **changes: Any) -> str:
        """The address of a page or file with these changes; what is the default is left out."""
        wish = replace(self, **changes)
        query = {"typ": wish.comparison_type}
        if wish.order != Order():
            query |= {"sortieren": wish.order.column, "richtung": DOWN if wish.order.descending else UP}
        query = {word: value for word, value in query.items() if value}
        return reverse(name, args=[wish.month]) + (f"?{urlencode(query)}" if query else "")


@dataclass(frozen=True)
class Link:
    """One head of the table or one choice: what it says, where it leads, and what it is now (aria-sort, aria-current)."""

    label: str
    url: str
    now: str


@permitted(see=may_compare)
def choose(request: HouseRequest) -> HttpResponse:
    """To the month that is over."""
    month = comparison_month(request.actor, request.today)
    if month is None:
        raise Http404
    return redirect("comparison", month)


@permitted(see=may_compare)
def comparison(request: HouseRequest, month: date) -> HttpResponse:
    """All Jobcenter whose MBZ one reads, beside each other."""
    wish = _wish(request, month)
    sheet = _sheet(request, wish)
    before, after = months_around(month.year, month)
    context = {
        "sheet": sheet,
        "parts": parts(sheet, wish.order),
        "heads": _heads(wish),
        "open": len(sheet.jobcenter) <= FEW or wish.order != Order(),
        "types": [Link(each, wish.url(comparison_type=each), _current(each, sheet)) for each in sheet.types],
        "before": before,
        "after": after if after and after <= request.today else None,
        "exports": [(label, wish.url(f"comparison-{ending}")) for ending, (label, _, _) in FILES.items()],
        "crumbs": [("Vergleich", reverse("comparison-choose")), (month_name(month), None)],
    }
    return render(request, "monitoring/comparison.html", context)


@permitted(see=may_compare)
def export(request: HouseRequest, month: date, file_format: str) -> HttpResponse:
    """The table as a file, in the order of the page."""
    wish = _wish(request, month)
    _, content_type, write = FILES[file_format]
    return attachment(write(_sheet(request, wish), wish.order), file_name(month, file_format), content_type)


def _sheet(request: HouseRequest, wish: Wish) -> ComparisonSheet:
    """404 where one reads no MBZ of that year."""
    sheet = comparison_sheet(request.actor, wish.month, today=request.today, wanted_type=wish.comparison_type)
    if sheet is None:
        raise Http404
    return sheet


def _wish(request: HouseRequest, month: date) -> Wish:
    """What cannot be read in the address is the default: an order hides nothing."""
    column, direction = request.GET.get("sortieren", ""), request.GET.get("richtung", UP)
    known = column in {each.value for each in Column}
    order = Order(Column(column), direction == DOWN) if known else Order()
    return Wish(month=month, comparison_type=request.GET.get("typ", ""), order=order)


def _heads(wish: Wish) -> list[Link]:
    """A click on the column that orders already turns its direction."""
    heads = []
    for column, label in HEADS.items():
        current = column is wish.order.column
        turned = Order(column, current and not wish.order.descending)
        now = ("descending" if wish.order.descending else "ascending") if current else ""
        heads.append(Link(label, wish.url(order=turned), now))
    return heads


def _current(comparison_type: str, sheet: ComparisonSheet) -> str:
    return "true" if comparison_type == sheet.comparison_type else ""
