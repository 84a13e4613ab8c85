"""Export of figures, and the template of what is missing; both can be read in again."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse

from agreements.domain.months import month_of, year_months
from agreements.models import Agreement
from agreements.web import HouseRequest, attachment, permitted
from monitoring.documents.figures_file import CONTENT_TYPES, figures_file
from monitoring.forms.files import ExportForm
from monitoring.resources import FigureResource, MissingResource
from monitoring.rules import imported_sources, may_import
from monitoring.selectors.exchange import agreements_to_import, figures_to_export, missing_figures
from monitoring.services.exports import record_figures_export


@permitted(see=may_import)
def export(request: HouseRequest) -> HttpResponseBase:
    """The page that asks what, and with an answer the file."""
    form = ExportForm(request.GET or None, agreements=agreements_to_import(request.actor))
    if not form.is_valid():
        crumbs = [("Import", reverse("import")), ("Export und Vorlagen", None)]
        return render(request, "monitoring/import_export.html", {"form": form, "crumbs": crumbs})
    asked = form.cleaned_data
    agreement, template = asked["agreement"], asked["what"] != "figures"
    dataset = _template(request, agreement, asked) if template else _figures(request, agreement, asked)
    name = f"{'vorlage' if template else 'monatswerte'}-{agreement.key}-{asked['first']:02d}-{asked['last']:02d}.{asked['file_format']}"
    rows = list(dataset)
    content = figures_file(
        dataset.headers, rows, file_format=asked["file_format"], title=agreement.title, created=request.today
    )
    record_figures_export(
        by=request.user, agreement=agreement, file_name=name, content=content, rows=len(rows), template=template
    )
    return attachment(content, name, CONTENT_TYPES[asked["file_format"]])


def _figures(request: HouseRequest, agreement: Agreement, asked: dict[str, Any]) -> Any:
    sources = imported_sources(request.actor, agreement)
    months = year_months(agreement.year)[asked["first"] - 1 : asked["last"]]
    return FigureResource().export(figures_to_export(agreement, sources, agreement.year).filter(month__in=months))


def _template(request: HouseRequest, agreement: Agreement, asked: dict[str, Any]) -> Any:
    months = [month_of(agreement.year, number) for number in range(asked["first"], asked["last"] + 1)]
    sources = imported_sources(request.actor, agreement)
    early = asked["what"] == "early"
    return MissingResource().export(list(missing_figures(agreement, sources, months, on=request.today, early=early)))
