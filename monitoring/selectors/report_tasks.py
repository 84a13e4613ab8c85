"""What is to be done with the reports of an agreement, for one person: comment, release, read, review; and what happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from agreements.models import Actor, Agreement
from monitoring.choices import NoticeKind, ReportState
from monitoring.domain.report_lifecycle import uncommented
from monitoring.domain.sheet import ReportSheet
from monitoring.models import MonthlyReport, Notice
from monitoring.rules import may_comment, may_review, reads_work_in_progress

NEWS_SHOWN = 5
NEW_SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class ReportTask:
    """One report on the start page: what it waits for, in words."""

    month: date
    state: str
    waits_for_me: bool
    missing: int = 0  # comments without which it cannot be released


def report_tasks(actor: Actor, agreement: Agreement, sheet: ReportSheet) -> tuple[ReportTask, ...]:
    """The report of the sheet's month, and every other one that waits for this person, the oldest first. One query.

    `sheet` holds the comments where the person reads the work in progress.
    """
    rows = MonthlyReport.objects.filter(agreement=agreement).order_by("month", "number")
    newest = {row.month: row for row in rows}
    own, reviewing = reads_work_in_progress(actor, agreement), may_review(actor, agreement)
    commenting = may_comment(actor, agreement)
    tasks = []
    for month in sorted({*newest, sheet.month}):
        report = newest.get(month)
        state = ReportState(report.state) if report else ReportState.OPEN
        returned = report is not None and report.number > 1 and state == ReportState.OPEN
        waits = (reviewing and state == ReportState.RELEASED) or (commenting and returned)
        if waits or month == sheet.month:
            missing = (
                len(uncommented(sheet)) if commenting and month == sheet.month and state == ReportState.OPEN else 0
            )
            words = state_words(state, returned=returned, own=own, reviewing=reviewing)
            tasks.append(ReportTask(month=month, state=words, waits_for_me=waits or bool(missing), missing=missing))
    return tuple(tasks)


def news_for(actor: Actor, since: datetime | None) -> tuple[Notice, ...]:
    """What others did since the last visit that concerns this person; without any, or at the first visit, the latest.

    One query, two where nothing is new.
    """
    mine = Notice.objects.filter(user__username=actor.user.get_username(), kind=NoticeKind.NEWS)
    new = tuple(mine.filter(at__gt=since)[:NEW_SHOWN]) if since else ()
    return new or tuple(mine[:NEWS_SHOWN])


def state_words(state: ReportState, *, returned: bool, own: bool, reviewing: bool) -> str:
    """Where a report stands, as this person says it."""
    if returned:
        return "mit Rückfrage zurück" if own else "beim Jobcenter in Arbeit"
    if state == ReportState.RELEASED:
        return "wartet auf Ihre Abnahme" if reviewing else "freigegeben, wartet auf die Abnahme"
    return state.label
