"""What people said and did about a report: comments with the figures they were written for, and the steps it went."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from monitoring.choices import AttainmentStatus, ReportVerb


@dataclass(frozen=True, kw_only=True)
class RememberedFigure:
    """What a leading measure showed when its comment was written; unrounded, in the unit of the measure."""

    measure: str  # code
    as_of: date | None
    actual: Decimal | None
    plan: Decimal | None
    status: AttainmentStatus | None


@dataclass(frozen=True, kw_only=True)
class CommentSheet:
    """The Jobcenter's comment on one target."""

    text: str
    by: str
    at: datetime
    version: int  # which saving of it; 0 is none
    unchanged: bool = False  # taken over from the month before, as it was
    figures: tuple[RememberedFigure, ...] = ()


@dataclass(frozen=True, kw_only=True)
class StepSheet:
    """One step of a report of the month: who did it when, and why."""

    number: int  # of the report
    verb: ReportVerb
    by: str
    at: datetime
    reason: str = ""
    discussed_on: date | None = None
