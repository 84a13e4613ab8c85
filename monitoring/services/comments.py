"""Comments of the Jobcenter: saved as they are typed, with the figures they are for, and never over somebody else's text."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from agreements.domain.fingerprint import plain
from agreements.domain.months import add_months, month_key, month_name
from agreements.models import Agreement, Target, User
from agreements.services import audit
from agreements.services.texts import Conflict, clean
from monitoring.choices import ReportState
from monitoring.domain.then_now import remember
from monitoring.models import MonthlyReport, TargetComment
from monitoring.selectors.reading import working_report
from monitoring.selectors.report import measured_targets

SAME_SITTING = timedelta(minutes=15)  # savings of one person in this time are one entry in the audit trail


class ReportClosed(Exception):
    """The report of the month is released: its comments are frozen."""


class NothingToTakeOver(Exception):
    """There is no comment of the month before, or this month has one already."""


@transaction.atomic
def save_comment(
    *, by: User, agreement: Agreement, month: date, target: Target, text: str, expected_version: int, on: date
) -> TargetComment | None:
    """Save, or remove with an empty text. The comment remembers what the target's leading measures show now.

    `on` is the day by which the future is told. Raises Conflict where another version stands, ReportClosed after the
    release.
    """
    report = _open_report(agreement, month)
    standing = TargetComment.objects.select_for_update().filter(report=report, target=target).first()
    text = clean(text)
    if (standing.text if standing else "") == text:
        return standing
    if (standing.version if standing else 0) != expected_version:
        raise Conflict("den Kommentar", standing)
    if not text:
        _record(by, report, target, "Kommentar entfernt", standing, {})
        TargetComment.objects.filter(report=report, target=target).delete()
        return None
    return _write(by, report, target, standing, text, on=on, unchanged=False)


@transaction.atomic
def take_over_comment(*, by: User, agreement: Agreement, month: date, target: Target, on: date) -> TargetComment:
    """ "Unverändert gegenüber Vormonat": the text of the month before, marked as such, for the figures of today.

    Raises NothingToTakeOver, ReportClosed.
    """
    report = _open_report(agreement, month)
    if TargetComment.objects.filter(report=report, target=target).exists():
        raise NothingToTakeOver(f"{target} hat für {month_name(month)} schon einen Kommentar; er bleibt stehen.")
    before = TargetComment.objects.filter(
        report__agreement=agreement, report__month=add_months(month, -1), target=target
    ).order_by("-report__number")
    last = before.first()
    if last is None:
        raise NothingToTakeOver(f"Zu {target} gibt es im Vormonat keinen Kommentar.")
    return _write(by, report, target, None, last.text, on=on, unchanged=True)


@transaction.atomic
def confirm_comment(*, by: User, agreement: Agreement, month: date, target: Target, on: date) -> TargetComment | None:
    """ "Passt weiterhin": the text stays and is from now on for the figures of today. Raises ReportClosed."""
    report = _open_report(agreement, month)
    standing = TargetComment.objects.select_for_update().filter(report=report, target=target).first()
    if standing is None:
        return None
    return _write(by, report, target, standing, standing.text, on=on, unchanged=standing.unchanged)


def copy_comments(report: MonthlyReport, into: MonthlyReport) -> None:
    """Work goes on: the next number begins with the comments of the one that came back, as they were."""
    rows = list(TargetComment.objects.filter(report=report))
    for row in rows:
        row.pk, row.report = None, into
    TargetComment.objects.bulk_create(rows)


def _write(
    by: User,
    report: MonthlyReport,
    target: Target,
    standing: TargetComment | None,
    text: str,
    *,
    on: date,
    unchanged: bool,
) -> TargetComment:
    now = timezone.now()
    if standing is None or standing.text == text or not _same_sitting(standing, by, now):
        _record(by, report, target, "Kommentar gespeichert", standing, {"text": text})
    comment = standing or TargetComment(report=report, target=target, version=0)
    comment.text, comment.unchanged, comment.figures = text, unchanged, _figures(report, target, on)
    comment.version, comment.by, comment.at = comment.version + 1, by, now
    comment.save()
    return comment


def _figures(report: MonthlyReport, target: Target, on: date) -> list[dict[str, Any]]:
    """What the leading measures of the target show now."""
    rows = Target.objects.filter(code=target.code)
    found = measured_targets(report.agreement, report.month, today=on, rows=rows)
    return [plain(figure) for _, measures in found for figure in remember(measures)]


def _same_sitting(standing: TargetComment, by: User, now: datetime) -> bool:
    return standing.by_id == by.pk and now - standing.at < SAME_SITTING


def _record(
    by: User, report: MonthlyReport, target: Target, verb: str, standing: TargetComment | None, after: dict[str, str]
) -> None:
    audit.record(
        by=by,
        verb=verb,
        object=f"MBZ {report.agreement.key} {month_key(report.month)} Nr. {report.number}: {target.code}",
        before={"text": standing.text} if standing else {},
        after=after,
    )


def _open_report(agreement: Agreement, month: date) -> MonthlyReport:
    """The number that is in work, begun where there is none. Holds its row, so that no release passes a comment by."""
    report = working_report(agreement, month)
    if report is None:
        report, _ = MonthlyReport.objects.get_or_create(agreement=agreement, month=month, number=1)
    report = MonthlyReport.objects.select_for_update().get(pk=report.pk)
    if report.state != ReportState.OPEN:
        raise ReportClosed(f"Der MBZ ist {report.get_state_display()}; Kommentare sind eingefroren.")
    report.agreement = agreement
    return report
