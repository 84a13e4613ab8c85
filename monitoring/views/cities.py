"""Städte: choosing an agreement, the table of a year in two views, and its files."""

from __future__ import annotations

from dataclasses import dataclass, replace
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from agreements.models import Agreement
from agreements.rules import is_logged_in
from agreements.web import HouseRequest, attachment, permitted
from monitoring.documents.cities import city_file
from monitoring.domain.city_table import city_table
from monitoring.domain.disclosure import mask_sheet
from monitoring.domain.sheet import CitySheet
from monitoring.rules import may_see_exact_cities
from monitoring.selectors.cities import city_sheet, city_years, exact_city_agreements
from monitoring.selectors.lists import running
from monitoring.services.cities import record_export

EXACT, MASKED = "genau", "veroeffentlichung"
VIEWS = {EXACT: "Genaue Zahlen", MASKED: "Zur Veröffentlichung"}
FORMATS = {"xlsx": "Excel", "csv": "CSV", "pdf": "PDF"}
GIVEN = {EXACT: "genaue Zahlen", MASKED: "zur Veröffentlichung"}


@dataclass(frozen=True)
class Choice:
    """One link of a row of choices."""

    label: str
    url: str
    current: bool = False


@dataclass(frozen=True, kw_only=True)
class Wish:
    """What the address asks for; every link keeps what it does not change."""

    key: str
    agreed_year: int
    year: int
    view: str
    service: str = ""

    def url(self, name: str = "cities", **changes: str | int) -> str:
        """The address of a page or file with these changes; what is the default is left out."""
        wish = replace(self, **changes)  # type: ignore[arg-type]
        query = {
            "ansicht": wish.view if wish.view != EXACT else "",
            "jahr": wish.year if wish.year != wish.agreed_year else "",
            "leistung": wish.service,
        }
        query = {word: value for word, value in query.items() if value}
        return reverse(name, args=[wish.key]) + (f"?{urlencode(query)}" if query else "")


@permitted(is_logged_in)
def choose(request: HouseRequest) -> HttpResponse:
    """To the newest agreement whose exact table one may see; a list where the newest year has several; else 404."""
    agreements = running(exact_city_agreements(request.actor), request.today)
    if not agreements:
        raise Http404
    newest = [agreement for agreement in agreements if agreement.year == agreements[0].year]
    if len(newest) == 1:
        return redirect("cities", key=newest[0].key)
    links = [(agreement, reverse("cities", args=[agreement.key])) for agreement in agreements]
    return render(request, "monitoring/choose.html", {"title": "Städte", "links": links, "crumbs": [("Städte", "")]})


@permitted(may_see_exact_cities)
def cities(request: HouseRequest, agreement: Agreement) -> HttpResponse:
    """The table of one year, exact or as it may be published."""
    years = city_years(agreement)
    wish = _wish(request, agreement, years)
    whole = _sheet(request, agreement, wish)
    sheet = _of_service(whole, wish.service)
    context = {
        "sheet": sheet,
        "table": city_table(sheet),
        "exports": [Choice(f"{word}, {GIVEN[wish.view]}", wish.url(f"cities-{end}")) for end, word in FORMATS.items()],
        "switches": {
            "views": [Choice(word, wish.url(view=view), view == wish.view) for view, word in VIEWS.items()],
            "years": years,
            "services": city_table(whole).columns,
            "service": wish.service,
        },
        "crumbs": [("Städte", reverse("cities-choose")), (agreement.title, "")],
    }
    return render(request, "monitoring/cities.html", context)


@permitted(may_see_exact_cities)
def export(request: HouseRequest, agreement: Agreement, file_format: str) -> HttpResponse:
    """The same table as a file; every file that leaves is on record."""
    wish = _wish(request, agreement, city_years(agreement))
    sheet = _of_service(_sheet(request, agreement, wish), wish.service)
    file = city_file(sheet, file_format)
    record_export(by=request.user, sheet=sheet, file_name=file.name, content=file.content)
    return attachment(file.content, file.name, file.content_type)


def _wish(request: HouseRequest, agreement: Agreement, years: tuple[int, ...]) -> Wish:
    """Raises Http404 for a view or year that does not exist: a slip must never turn the masked view into the exact one."""
    view = request.GET.get("ansicht", EXACT)
    year = request.GET.get("jahr", str(agreement.year))
    if view not in VIEWS or year not in map(str, years):
        raise Http404
    return Wish(
        key=agreement.key,
        agreed_year=agreement.year,
        year=int(year),
        view=view,
        service=request.GET.get("leistung", ""),
    )


def _sheet(request: HouseRequest, agreement: Agreement, wish: Wish) -> CitySheet:
    sheet = city_sheet(agreement, year=wish.year, today=request.today)
    return mask_sheet(sheet) if wish.view == MASKED else sheet


def _of_service(sheet: CitySheet, code: str) -> CitySheet:
    """The sheet with one service alone; masks are made per service, so cutting changes none."""
    if not code:
        return sheet
    services = tuple(service for service in sheet.services if service.series == code)
    if not services:
        raise Http404
    return replace(sheet, services=services)
