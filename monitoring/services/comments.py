"""Comments of the Jobcenter: saved with one audit entry, and never over what somebody else wrote meanwhile."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from agreements.domain.months import month_key
from agreements.models import Agreement, Target, User
from agreements.services import audit
from monitoring.choices import ReportState
from monitoring.models import MonthlyReport, TargetComment


class CommentConflict(Exception):
    """Somebody else saved a comment since this one was begun; `standing` is what stands."""

    def __init__(self, standing: TargetComment | None) -> None:
        who = f"{standing.by} hat den Kommentar" if standing else "Jemand hat den Kommentar entfernt;"
        when = (
            f" am {timezone.localtime(standing.at):%d.%m.%Y um %H:%M Uhr} geändert" if standing else " er fehlt jetzt"
        )
        super().__init__(f"{who}{when}. Ihr Text ist noch nicht gespeichert; bitte beide vergleichen.")
        self.standing = standing


class ReportClosed(Exception):
    """The report of the month is released: its comments are frozen."""


@transaction.atomic
def save_comment(
    *, by: User, agreement: Agreement, month: date, target: Target, text: str, expected_version: int
) -> TargetComment | None:
    """Save, or remove with an empty text. Raises CommentConflict where another version stands, ReportClosed after release."""
    report = _open_report(agreement, month)
    standing = TargetComment.objects.select_for_update().filter(report=report, target=target).first()
    text = text.replace("\r\n", "\n").strip()
    if (standing.text if standing else "") == text:
        return standing
    if (standing.version if standing else 0) != expected_version:
        raise CommentConflict(standing)
    audit.record(
        by=by,
        verb="Kommentar gespeichert" if text else "Kommentar entfernt",
        object=f"MBZ {agreement.key} {month_key(month)} Nr. {report.number}: {target.code}",
        before={"text": standing.text} if standing else {},
        after={"text": text} if text else {},
    )
    if not text:
        TargetComment.objects.filter(report=report, target=target).delete()
        return None
    comment = standing or TargetComment(report=report, target=target, version=0)
    comment.text, comment.version, comment.by, comment.at = text, comment.version + 1, by, timezone.now()
    comment.save()
    return comment


def _open_report(agreement: Agreement, month: date) -> MonthlyReport:
    report = MonthlyReport.objects.filter(agreement=agreement, month=month).order_by("-number").first()
    if report is None:
        return MonthlyReport.objects.create(agreement=agreement, month=month)
    if report.state != ReportState.OPEN:
        raise ReportClosed(f"Der MBZ ist {report.get_state_display()}; Kommentare sind eingefroren.")
    return report
