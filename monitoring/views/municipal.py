"""Kommunaler Bericht: the counterpart of the MBZ between Jobcenter and Kreis, its page and its files."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from agreements.domain.months import month_name
from agreements.models import Agreement
from agreements.rules import is_logged_in
from agreements.web import HouseRequest, attachment, permitted
from monitoring.documents.municipal import municipal_json, municipal_name, municipal_pdf, municipal_xlsx
from monitoring.documents.report_xlsx import XLSX_TYPE
from monitoring.domain.municipal import MunicipalSheet
from monitoring.rules import may_see_exact_cities, may_see_municipal_figures
from monitoring.selectors.municipal import municipal_sheet
from monitoring.views.choose import choose, months_around


@permitted(see=is_logged_in)
def municipal_choose(request: HouseRequest) -> HttpResponseBase:
    """To the report of the month that is over, of the newest agreement one is a party of."""
    return choose(request, rule=may_see_municipal_figures, name="municipal", title="Kommunaler Bericht", months_back=1)


@permitted(see=may_see_municipal_figures)
def municipal(request: HouseRequest, agreement: Agreement, month: date) -> HttpResponse:
    """The report of one month."""
    sheet = _sheet(request, agreement, month)
    before, after = months_around(agreement.year, month)
    context = {
        "agreement": agreement,
        "sheet": sheet,
        "print": False,
        "services": reverse("cities", args=[agreement.key]) if sheet.exact else "",
        "before": before,
        "after": after if after and after <= request.today else None,
        "crumbs": [
            ("Kommunaler Bericht", reverse("municipal-choose")),
            (agreement.title, reverse("agreement", args=[agreement.key])),
            (month_name(month), None),
        ],
    }
    return render(request, "monitoring/municipal.html", context)


@permitted(see=may_see_municipal_figures)
def pdf(request: HouseRequest, agreement: Agreement, month: date) -> HttpResponse:
    """The report on paper."""
    sheet = _sheet(request, agreement, month)
    return attachment(municipal_pdf(sheet), municipal_name(sheet, "pdf"), "application/pdf", inline=True)


@permitted(see=may_see_municipal_figures)
def xlsx(request: HouseRequest, agreement: Agreement, month: date) -> HttpResponse:
    """The report as a workbook."""
    sheet = _sheet(request, agreement, month)
    return attachment(municipal_xlsx(sheet), municipal_name(sheet, "xlsx"), XLSX_TYPE)


@permitted(see=may_see_municipal_figures)
def json(request: HouseRequest, agreement: Agreement, month: date) -> HttpResponse:
    """The report for machines (contract.md)."""
    sheet = _sheet(request, agreement, month)
    return JsonResponse(municipal_json(sheet), json_dumps_params={"ensure_ascii": False, "indent": 1})


def _sheet(request: HouseRequest, agreement: Agreement, month: date) -> MunicipalSheet:
    """404 outside the year; exact counts and what would give them away only for who sees the exact city table."""
    if month.year != agreement.year:
        raise Http404
    exact = may_see_exact_cities(request.actor, agreement)
    return municipal_sheet(agreement, month, today=request.today, exact=exact)
