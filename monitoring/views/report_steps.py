"""The steps of an MBZ in the browser: release, return with a question, accept."""

from __future__ import annotations

from datetime import date

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from agreements.domain.months import month_name
from agreements.models import Agreement
from agreements.web import HouseRequest, permitted
from monitoring.documents.wording import listed
from monitoring.forms.reports import AcceptForm, ReturnForm
from monitoring.rules import may_read_report, may_release, may_review
from monitoring.selectors.reading import released_months
from monitoring.services.reports import ReportRefused, accept_reports, release_report, return_report
from monitoring.views.report import reading_of, report_page


@permitted(see=may_read_report, do=may_release)
def release(request: HouseRequest, agreement: Agreement, month: date) -> HttpResponse:
    """Freeze the report and hand it to the Agentur."""
    if request.method == "POST" and month.year == agreement.year:
        try:
            release_report(by=request.user, agreement=agreement, month=month, on=request.today)
            messages.success(request, f"Der MBZ {month_name(month)} ist freigegeben und eingefroren.")
        except ReportRefused as error:
            messages.error(request, str(error))
    return _back(agreement, month)


@permitted(see=may_read_report, do=may_review)
def give_back(request: HouseRequest, agreement: Agreement, month: date) -> HttpResponse:
    """Back to the Jobcenter with a question."""
    if request.method != "POST" or month.year != agreement.year:
        return _back(agreement, month)
    form = ReturnForm(request.POST)
    if form.is_valid():
        try:
            return_report(
                by=request.user,
                agreement=agreement,
                month=month,
                reason=form.cleaned_data["reason"],
                on=request.today,
            )
            messages.success(request, f"Der MBZ {month_name(month)} ist mit der Rückfrage beim Jobcenter.")
        except ReportRefused as error:
            messages.error(request, str(error))
        return _back(agreement, month)
    reading = reading_of(request, agreement, month)
    return report_page(request, agreement, reading, forms={"return_form": form}, status=400)


@permitted(see=may_read_report, do=may_review)
def accept(request: HouseRequest, agreement: Agreement, month: date) -> HttpResponse:
    """ "Abgenommen / besprochen am …", several months at once."""
    if request.method != "POST" or month.year != agreement.year:
        return _back(agreement, month)
    form = AcceptForm(request.POST, waiting=released_months(agreement))
    if form.is_valid():
        try:
            reports = accept_reports(
                by=request.user,
                agreement=agreement,
                months=form.cleaned_data["months"],
                discussed_on=form.cleaned_data["discussed_on"],
                on=request.today,
            )
            names = listed([month_name(report.month) for report in reports])
            messages.success(request, f"Abgenommen: MBZ {names}.")
            return _back(agreement, month)
        except ReportRefused as error:
            form.add_error(None, str(error))
    reading = reading_of(request, agreement, month)
    return report_page(request, agreement, reading, forms={"accept_form": form}, status=400)


def _back(agreement: Agreement, month: date) -> HttpResponse:
    if month.year != agreement.year:
        raise Http404
    return redirect(reverse("report", args=[agreement.key, month]))
