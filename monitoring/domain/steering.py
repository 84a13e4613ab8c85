"""Steering measures in time: which belong to a report, how close their last day is, what the figure did around their start."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from agreements.domain.months import add_months, last_day, month_of
from monitoring.choices import MeasureState, Urgency
from monitoring.domain.sheet import MonthPoint

SOON = timedelta(days=14)  # unsere Lesart: no rule names an interval
CLOSED = frozenset({MeasureState.DONE, MeasureState.DROPPED})


def is_ahead(start: date, month: date) -> bool:
    """Begins only after the month of a report (its first day)."""
    return start > last_day(month)


def belongs_to(start: date, month: date) -> bool:
    """Stands in the report of the month: begun by its last day, or to begin before its year is over (unsere Lesart)."""
    return start <= last_day(month_of(month.year, 12))


def urgency(state: MeasureState, due: date, on: date) -> Urgency | None:
    """Whether a measure that somebody still works on is past its last day, or has at most fourteen days left."""
    if state in CLOSED:
        return None
    if due < on:
        return Urgency.OVERDUE
    return Urgency.SOON if due - on <= SOON else None


@dataclass(frozen=True, kw_only=True)
class AroundStart:
    """The figure before and after the start of a measure: a sequence in time, no proof of an effect."""

    before: (
        MonthPoint | None
    )  # the month before the one it begins in; None where that lies in another year or has no value
    since: tuple[MonthPoint, ...]  # from the month it begins in, those with a value
    change: Decimal | None  # of the deviation in percent, last month against the month before; in Prozentpunkten


def around_start(points: Sequence[MonthPoint], start: date) -> AroundStart:
    """The months of a year around a start, by the points of one measure."""
    first = start.replace(day=1)
    known = [point for point in points if point.actual is not None]
    before = next((point for point in known if point.month == add_months(first, -1)), None)
    since = tuple(point for point in known if point.month >= first)
    return AroundStart(before=before, since=since, change=_change(before, since))


def _change(before: MonthPoint | None, since: Sequence[MonthPoint]) -> Decimal | None:
    earlier = before.deviation_percent if before else None
    later = since[-1].deviation_percent if since else None
    return None if earlier is None or later is None else later - earlier
