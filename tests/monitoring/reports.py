"""Reports for tests that only ask which month was released or accepted when; their paper is empty."""

from __future__ import annotations

from datetime import UTC, date, datetime

from agreements.choices import DocumentKind
from agreements.models import Agreement, FrozenDocument
from monitoring.choices import ReportState
from monitoring.models import MonthlyReport
from tests.factories import UserFactory


def reported(
    agreement: Agreement, month: date, state: ReportState = ReportState.ACCEPTED, at: datetime | None = None
) -> MonthlyReport:
    """A report of that month that left the house."""
    frozen = FrozenDocument.objects.create(
        agreement=agreement,
        kind=DocumentKind.REPORT,
        number=FrozenDocument.objects.count() + 1,
        sheet={},
        fingerprint="0" * 64,
        file="leer.pdf",
        file_sha256="0" * 64,
        by=UserFactory(),
        at=at or datetime(2014, 10, 10, 8, 0, tzinfo=UTC),
    )
    return MonthlyReport.objects.create(agreement=agreement, month=month, state=state, frozen=frozen)
