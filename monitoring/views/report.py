"""MBZ: the page of one month and its files."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from agreements.domain.months import last_day, month_name
from agreements.models import Agreement
from agreements.web import HouseRequest, attachment, permitted
from monitoring.documents.report import report_name, report_pdf
from monitoring.documents.report_json import report_json
from monitoring.documents.report_xlsx import XLSX_TYPE, report_xlsx
from monitoring.domain.report_lifecycle import uncommented
from monitoring.domain.sheet import ReportSheet
from monitoring.domain.then_now import ThenNow
from monitoring.forms.reports import AcceptForm, ReturnForm
from monitoring.forms.trial import read_trial
from monitoring.rules import (
    may_comment,
    may_manage_measures,
    may_read_report,
    may_release,
    may_review,
    reads_work_in_progress,
)
from monitoring.selectors.frozen import paper_of
from monitoring.selectors.notes import notes_by_target
from monitoring.selectors.reading import NoSuchNumber, Reading, read_report, released_months, then_and_now
from monitoring.views.choose import choose, months_around


@permitted(see=lambda actor, _: actor.user.is_authenticated)
def report_choose(request: HouseRequest) -> HttpResponseBase:
    """To the report of the month that is over, of the newest agreement whose reports one reads."""
    return choose(request, rule=may_read_report, name="report", title="MBZ", months_back=1)


@permitted(see=may_read_report)
def report(request: HouseRequest, agreement: Agreement, month: date) -> HttpResponse:
    """The report of one month; `?nummer=1` an earlier number, `?stand=heute` a frozen one with today's figures."""
    return report_page(request, agreement, reading_of(request, agreement, month))


@permitted(see=may_read_report)
def pdf(request: HouseRequest, agreement: Agreement, month: date) -> HttpResponse:
    """The report on paper; a frozen one byte for byte as it was released."""
    reading = reading_of(request, agreement, month)
    paper = paper_of(reading.report) if reading.report else None
    return attachment(
        paper or report_pdf(reading.sheet), report_name(reading.sheet, "pdf"), "application/pdf", inline=True
    )


@permitted(see=may_read_report)
def xlsx(request: HouseRequest, agreement: Agreement, month: date) -> HttpResponse:
    """The report as a workbook that computes itself."""
    sheet = reading_of(request, agreement, month).sheet
    return attachment(report_xlsx(sheet), report_name(sheet, "xlsx"), XLSX_TYPE)


@permitted(see=may_read_report)
def json(request: HouseRequest, agreement: Agreement, month: date) -> HttpResponse:
    """The report for machines (contract.md)."""
    sheet = reading_of(request, agreement, month).sheet
    return JsonResponse(report_json(sheet), json_dumps_params={"ensure_ascii": False, "indent": 1})


def reading_of(request: HouseRequest, agreement: Agreement, month: date) -> Reading:
    """What this reader gets; 404 outside the year, and for a number that is not theirs to see."""
    number = request.GET.get("nummer", "")
    if month.year != agreement.year or (number and not (number.isascii() and number.isdigit() and len(number) < 5)):
        raise Http404
    own = reads_work_in_progress(request.actor, agreement)
    try:
        return read_report(agreement, month, today=request.today, own=own, number=int(number) if number else None)
    except NoSuchNumber as error:
        raise Http404 from error


def report_page(
    request: HouseRequest,
    agreement: Agreement,
    reading: Reading,
    *,
    unsaved: dict[str, str] | None = None,
    forms: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The page; `unsaved` holds the code of a target and the text that could not be saved, `forms` what was refused."""
    sheet, today = reading.sheet, request.GET.get("stand") == "heute"
    revised: tuple[ThenNow, ...] = ()
    if reading.is_frozen:
        now, revised = then_and_now(agreement, sheet, today=request.today)
        sheet = now if today else sheet
    before, after = months_around(agreement.year, sheet.month)
    context = {
        "agreement": agreement,
        "reading": reading,
        "sheet": sheet,
        "print": False,
        "live": not reading.is_frozen or today,
        "revised": revised,
        "before": before,
        "after": after if after and after <= request.today else None,
        "unsaved": unsaved,
        "trial": read_trial(request.GET, sheet),
        **_verbs(request, agreement, reading, sheet),
        **(forms or {}),
        "crumbs": [
            ("MBZ", reverse("report-choose")),
            (agreement.title, reverse("agreement", args=[agreement.key])),
            (month_name(sheet.month), None),
        ],
    }
    return render(request, "monitoring/report.html", context, status=status)


def _verbs(request: HouseRequest, agreement: Agreement, reading: Reading, sheet: ReportSheet) -> dict[str, Any]:
    """What this person may do with the report now, with the forms for it."""
    actor, newest = request.actor, not reading.frozen or reading.report in (None, reading.frozen[0])
    is_open, is_waiting = not reading.is_frozen, newest and sheet.state == "released"
    reviewing = may_review(actor, agreement)
    waiting = released_months(agreement) if reviewing and is_waiting else []
    over = last_day(sheet.month) < request.today
    return {
        "own": reads_work_in_progress(actor, agreement),
        "commenting": may_comment(actor, agreement) and is_open,
        "releasing": may_release(actor, agreement) and is_open and over,
        "missing": uncommented(sheet) if may_comment(actor, agreement) and is_open else (),
        "reviewing": reviewing,
        "may_manage_measures": may_manage_measures(actor, agreement),
        "notes": notes_by_target(actor, agreement) if reviewing else {},
        "waiting": bool(waiting),
        "return_form": ReturnForm(),
        "accept_form": AcceptForm(
            waiting=waiting, initial={"months": [f"{sheet.month:%Y-%m}"], "discussed_on": request.today}
        ),
    }
