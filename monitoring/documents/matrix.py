"""Meine Jobcenter in words: what stands in a cell of the matrix, and why there is a dash."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements.domain.months import month_name
from agreements.domain.numbers import NO_BREAK_SPACE, format_signed
from monitoring.choices import AttainmentStatus
from monitoring.documents.comparison import absence_words, glance_status_words
from monitoring.documents.figures import percent_words
from monitoring.documents.wording import name_of
from monitoring.domain.attainment.glance import Glance
from monitoring.domain.comparison import Absence


@dataclass(frozen=True, kw_only=True)
class CellWords:
    """Shape and word of the status, the deviation from the plan, its change, and what else a reader must know."""

    status: AttainmentStatus | None
    status_words: str
    deviation: str  # "−2,1 %"; "" without
    change: str  # "+0,6 PP seit Juli"; "" without
    remark: str  # why there is a dash, or of which older month the value is


def cell_words(glance: Glance | None, change: Decimal | None, since: date | None) -> CellWords:
    """One target of one Jobcenter."""
    deviation = glance.deviation_percent if glance is not None else None
    changed = (
        f"{format_signed(change, 1)}{NO_BREAK_SPACE}PP seit {name_of(since)}" if since and change is not None else ""
    )
    return CellWords(
        status=glance.status if glance else None,
        status_words=glance_status_words(glance),
        deviation="" if deviation is None else percent_words(deviation),
        change=changed,
        remark=_remark(glance),
    )


def _remark(glance: Glance | None) -> str:
    if glance is None:
        return absence_words(Absence.NOT_AGREED, glance)
    if glance.actual is None:
        return absence_words(Absence.NOT_COMPUTABLE if glance.not_computable else Absence.NO_VALUE, glance)
    if glance.deviation_percent is None:
        return absence_words(Absence.NO_PLAN, glance)
    return f"Stand: {month_name(glance.as_of)}" if glance.as_of and glance.as_of != glance.month else ""
