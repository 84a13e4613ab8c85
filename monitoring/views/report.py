"""MBZ: the page, its files, and the Jobcenter's comments."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from agreements.domain.months import month_name
from agreements.models import Agreement
from agreements.rules import is_jobcenter_staff
from agreements.web import HouseRequest, attachment, permitted
from monitoring.documents.report import report_name, report_pdf
from monitoring.documents.report_json import report_json
from monitoring.documents.report_xlsx import XLSX_TYPE, report_xlsx
from monitoring.domain.sheet import ReportSheet
from monitoring.forms.figures import CommentForm
from monitoring.rules import may_comment, may_read_report
from monitoring.selectors.report import report_sheet
from monitoring.services.comments import CommentConflict, ReportClosed, save_comment
from monitoring.views.choose import choose, months_around


@permitted(see=lambda actor, _: actor.user.is_authenticated)
def report_choose(request: HouseRequest) -> HttpResponseBase:
    """To the report of the month that is over, of the newest agreement whose reports one reads."""
    return choose(request, rule=may_read_report, name="report", title="MBZ", months_back=1)


@permitted(see=may_read_report)
def report(request: HouseRequest, agreement: Agreement, month: date) -> HttpResponse:
    """The report of one month."""
    return _page(request, agreement, _sheet(request, agreement, month))


@permitted(see=may_read_report, do=may_comment)
def comment(request: HouseRequest, agreement: Agreement, month: date, code: str) -> HttpResponse:
    """Save the comment on one target; on a conflict the page shows both texts and loses neither."""
    if month.year != agreement.year:
        raise Http404
    place = reverse("report", args=[agreement.key, month]) + f"#{code}"
    target = get_object_or_404(agreement.targets.filter(in_mbz=True), code=code)
    form = CommentForm(request.POST or None)
    if not form.is_valid():
        return redirect(place)
    text, version = form.cleaned_data["text"], form.cleaned_data["version"]
    try:
        save_comment(
            by=request.user, agreement=agreement, month=month, target=target, text=text, expected_version=version
        )
    except (CommentConflict, ReportClosed) as error:
        messages.error(request, str(error))
        return _page(request, agreement, _sheet(request, agreement, month), unsaved=(code, text), status=409)
    messages.success(request, f"Kommentar gespeichert: {target}.")
    return redirect(place)


@permitted(see=may_read_report)
def pdf(request: HouseRequest, agreement: Agreement, month: date) -> HttpResponse:
    """The report on paper."""
    sheet = _sheet(request, agreement, month)
    return attachment(report_pdf(sheet), report_name(sheet, "pdf"), "application/pdf", inline=True)


@permitted(see=may_read_report)
def xlsx(request: HouseRequest, agreement: Agreement, month: date) -> HttpResponse:
    """The report as a workbook that computes itself."""
    sheet = _sheet(request, agreement, month)
    return attachment(report_xlsx(sheet), report_name(sheet, "xlsx"), XLSX_TYPE)


@permitted(see=may_read_report)
def json(request: HouseRequest, agreement: Agreement, month: date) -> HttpResponse:
    """The report for machines (contract.md)."""
    sheet = _sheet(request, agreement, month)
    return JsonResponse(report_json(sheet), json_dumps_params={"ensure_ascii": False, "indent": 1})


def _sheet(request: HouseRequest, agreement: Agreement, month: date) -> ReportSheet:
    """404 outside the year; comments of a report in work only for the Jobcenter itself."""
    if month.year != agreement.year:
        raise Http404
    own = is_jobcenter_staff(request.actor, agreement)
    return report_sheet(agreement, month, today=request.today, with_comments=own)


def _page(
    request: HouseRequest,
    agreement: Agreement,
    sheet: ReportSheet,
    *,
    unsaved: tuple[str, str] | None = None,
    status: int = 200,
) -> HttpResponse:
    before, after = months_around(agreement.year, sheet.month)
    context = {
        "agreement": agreement,
        "sheet": sheet,
        "print": False,
        "before": before,
        "after": after if after and after <= request.today else None,
        "may_comment": may_comment(request.actor, agreement),
        "unsaved_code": unsaved[0] if unsaved else "",
        "unsaved_text": unsaved[1] if unsaved else "",
        "crumbs": [
            ("MBZ", reverse("report-choose")),
            (agreement.title, reverse("agreement", args=[agreement.key])),
            (month_name(sheet.month), None),
        ],
    }
    return render(request, "monitoring/report.html", context, status=status)
