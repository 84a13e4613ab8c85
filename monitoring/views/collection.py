"""Erfassungsbögen: who was asked for what, the workbook to send, and what came back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from agreements.domain.months import month_of, parse_month
from agreements.models import Region, Series
from agreements.web import HouseRequest, attachment, permitted
from monitoring.choices import SheetState
from monitoring.documents.figures_file import CONTENT_TYPES
from monitoring.forms.files import SheetForm
from monitoring.models import CollectionSheet
from monitoring.resources import collection_workbook
from monitoring.rules import imported_sources, may_import
from monitoring.selectors.exchange import (
    agreements_to_import,
    importable_catalogue,
    missing_figures,
    visible_sheets,
)
from monitoring.services.collection import SheetRefused, send_sheet, withdraw_sheet


@permitted(see=may_import, do=may_import)
def sheets(request: HouseRequest) -> HttpResponseBase:
    """All sheets, and a new one."""
    _, series = importable_catalogue(request.actor)
    form = SheetForm(request.POST or None, agreements=agreements_to_import(request.actor), series=series)
    if request.method == "POST" and form.is_valid():
        try:
            sheet = _send(request, form.cleaned_data, series)
        except SheetRefused as error:
            form.add_error(None, str(error))
        else:
            messages.success(
                request, f"Der Erfassungsbogen an {sheet.recipient} ist erstellt; bitte herunterladen und versenden."
            )
            return redirect("sheet", sheet.pk)
    crumbs = [("Import", reverse("import")), ("Erfassungsbögen", None)]
    context = {"form": form, "sheets": visible_sheets(request.actor), "today": request.today, "crumbs": crumbs}
    return render(request, "monitoring/import_sheets.html", context)


@permitted(see=may_import, do=may_import)
def sheet(request: HouseRequest, pk: int) -> HttpResponseBase:
    """What was asked and what came back; POST withdraws an open one."""
    found = _sheet(request, pk)
    if request.method == "POST":
        try:
            withdraw_sheet(by=request.user, sheet=found)
            messages.success(
                request, f"Der Bogen an {found.recipient} ist zurückgezogen; er wird nicht mehr eingelesen."
            )
        except SheetRefused as error:
            messages.error(request, str(error))
        return redirect("sheet", found.pk)
    series, regions = _catalogue()
    asked = [(series[code], regions[region], parse_month(month)) for code, region, month in found.cells]
    context = {
        "sheet": found,
        "asked": asked,
        "open": found.state == SheetState.OPEN,
        "crumbs": [("Import", reverse("import")), ("Erfassungsbögen", reverse("sheets")), (found.recipient, None)],
    }
    return render(request, "monitoring/import_sheet.html", context)


@permitted(see=may_import)
def workbook(request: HouseRequest, pk: int) -> HttpResponseBase:
    """The workbook of an open sheet."""
    found = _sheet(request, pk)
    if found.state != SheetState.OPEN:
        raise Http404
    content = collection_workbook(found, *_catalogue())
    return attachment(content, f"erfassungsbogen-{found.pk}.xlsx", CONTENT_TYPES["xlsx"])


def _sheet(request: HouseRequest, pk: int) -> CollectionSheet:
    found = next((row for row in visible_sheets(request.actor) if row.pk == pk), None)
    if found is None:
        raise Http404
    return found


def _catalogue() -> tuple[dict[str, Series], dict[str, Region]]:
    return Series.objects.in_bulk(field_name="code"), Region.objects.in_bulk(field_name="key")


def _send(request: HouseRequest, asked: dict[str, Any], series: list[Series]) -> CollectionSheet:
    """The missing cells of the chosen series and months."""
    agreement = asked["agreement"]
    months = [month_of(agreement.year, number) for number in range(asked["first"], asked["last"] + 1)]
    sources = imported_sources(request.actor, agreement)
    chosen = set(asked["series"])
    missing = missing_figures(agreement, sources, months, on=request.today, early=True)
    cells = [cell for cell in missing if cell[0].code in chosen]
    return send_sheet(by=request.user, agreement=agreement, recipient=asked["recipient"], due=asked["due"], cells=cells)
