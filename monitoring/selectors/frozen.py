"""Frozen reports come back: the sheet as the dataclasses it was, the paper as its bytes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeVar

from cattrs import Converter

from agreements.models import Agreement, FrozenDocument
from monitoring.choices import ReportState
from monitoring.domain.report_record import RememberedFigure
from monitoring.domain.sheet import ReportSheet
from monitoring.models import MonthlyReport

Sheet = TypeVar("Sheet")
# The inverse of agreements.domain.fingerprint.plain; enums and tuples are known to the library.
_converter = Converter()
_converter.register_structure_hook(Decimal, lambda text, _: Decimal(text))
_converter.register_structure_hook(datetime, lambda text, _: datetime.fromisoformat(text))
_converter.register_structure_hook(date, lambda text, _: date.fromisoformat(text))


def thaw(document: FrozenDocument) -> ReportSheet:
    """The sheet as it was frozen, with its Prüfsumme."""
    return replace(structured(document.sheet, ReportSheet), fingerprint=document.fingerprint)


def structured(plain: Any, kind: type[Sheet]) -> Sheet:
    """A frozen sheet of that kind as the dataclasses it was."""
    return _converter.structure(plain, kind)


def remembered(figures: list[Any]) -> tuple[RememberedFigure, ...]:
    """What a comment was written for, from its row."""
    return _converter.structure(figures, tuple[RememberedFigure, ...])


def frozen_sheet(report: MonthlyReport) -> ReportSheet:
    """The sheet of a report that is frozen, in the state the report has today. Raises ValueError for one in work."""
    if report.frozen is None:
        raise ValueError(f"{report} ist in Arbeit und nicht eingefroren.")
    return replace(thaw(report.frozen), state=ReportState(report.state))


def paper_of(report: MonthlyReport) -> bytes | None:
    """The PDF as it was frozen, byte for byte; None for a report in work."""
    if report.frozen is None:
        return None
    with report.frozen.file.open("rb") as file:
        return file.read()


def last_accepted(agreement: Agreement) -> MonthlyReport | None:
    """The accepted report of the latest month, with its document. One query."""
    accepted = MonthlyReport.objects.filter(agreement=agreement, state=ReportState.ACCEPTED)
    return accepted.select_related("frozen").order_by("-month", "-number").first()
