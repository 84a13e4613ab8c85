"""A report as one reader gets it: frozen from the release on, live before; comments from the release on (domain.md §5)."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from agreements.models import Agreement
from monitoring.choices import ReportState
from monitoring.domain.sheet import ReportSheet
from monitoring.domain.then_now import ThenNow, revised
from monitoring.models import MonthlyReport
from monitoring.selectors.frozen import frozen_sheet
from monitoring.selectors.report import report_sheet, steps_of


class NoSuchNumber(LookupError):
    """The report has no such number, or not for this reader."""


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One number of the report of a month: its sheet, and the other numbers that were frozen."""

    sheet: ReportSheet
    report: MonthlyReport | None  # None: live, and nothing of it was saved yet, or its reader sees no work in progress
    frozen: tuple[MonthlyReport, ...]  # all numbers of the month that were released, the newest first

    @property
    def is_frozen(self) -> bool:
        """The sheet is that of the release, whatever the figures are today."""
        return self.report is not None and self.report.frozen_id is not None


def read_report(agreement: Agreement, month: date, *, today: date, own: bool, number: int | None = None) -> Reading:
    """The newest number its reader may see, or the one asked for. Raises NoSuchNumber where that is not theirs to see.

    `own`: the Jobcenter's side, which sees the work in progress with its comments. The other side sees the last number
    that was released; before the first release it sees the figures without comments. Measures were agreed by both sides
    and are shown to both.
    """
    reports = list(MonthlyReport.objects.filter(agreement=agreement, month=month).order_by("-number"))
    frozen = tuple(report for report in reports if report.frozen_id is not None)
    newest = next(iter(reports if own else frozen), None)
    if number is not None:
        chosen = next((report for report in frozen if report.number == number), None)
        if chosen is None and not (newest is not None and newest.number == number):
            raise NoSuchNumber(f"Den MBZ gibt es für diesen Monat nicht mit der Nummer {number}.")
        newest = chosen or newest
    if newest is not None and newest.frozen_id is not None:
        sheet = replace(frozen_sheet(newest), steps=steps_of(agreement, month))
        return Reading(sheet=sheet, report=newest, frozen=frozen)
    sheet = report_sheet(agreement, month, today=today, with_comments=own, with_steering=True)
    return Reading(sheet=sheet, report=newest, frozen=frozen)


def todays_sheet(agreement: Agreement, frozen: ReportSheet, *, today: date) -> ReportSheet:
    """The same report with today's figures, and what was frozen of its words."""
    now = report_sheet(agreement, frozen.month, today=today, with_comments=False, with_steering=True)
    comments = {target.code: target.comment for target in frozen.targets}
    return replace(
        now,
        number=frozen.number,
        state=frozen.state,
        steps=frozen.steps,
        targets=tuple(replace(target, comment=comments.get(target.code)) for target in now.targets),
    )


def then_and_now(agreement: Agreement, frozen: ReportSheet, *, today: date) -> tuple[ReportSheet, tuple[ThenNow, ...]]:
    """Today's sheet beside a frozen one, and the measures that say something else in it."""
    now = todays_sheet(agreement, frozen, today=today)
    return now, revised(frozen, now)


def working_report(agreement: Agreement, month: date) -> MonthlyReport | None:
    """The newest number of the month; None where nothing of it was saved yet."""
    return MonthlyReport.objects.filter(agreement=agreement, month=month).order_by("-number").first()


def released_months(agreement: Agreement) -> list[date]:
    """The months whose report waits for its acceptance, in order."""
    waiting = MonthlyReport.objects.filter(agreement=agreement, state=ReportState.RELEASED)
    return sorted(waiting.values_list("month", flat=True))
