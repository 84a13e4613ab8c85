"""When which series is expected, and until which day its figure is due; a day is due only where a figure can be known."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from agreements.domain.months import add_months, is_expected, months_between
from monitoring.domain.series import SeriesSpec, available_from

DUE_DAY = 15  # of the month in which the figure can be known; a default of ours, ReportingMonth.due overrides it


class Progress(StrEnum):
    """What can be said on a day of figures that are owed."""

    GIVEN = "given"
    NOT_YET = "not_yet"  # noch nicht verfügbar: nobody is asked
    MISSING = "missing"  # can be known, not entered, its day is still to come
    OVERDUE = "overdue"  # not entered, and its day has passed


@dataclass(frozen=True, kw_only=True)
class Expected:
    """One series of one month: from when its figure can be known, and when it is due."""

    series: SeriesSpec
    month: date
    available: date
    due: date


def due_on(spec: SeriesSpec, month: date, named: date | None = None) -> date:
    """The last day for the figure: the one somebody named for the month, else the 15th; never before it can be known."""
    available = available_from(spec, month)
    return max(named, available) if named else available.replace(day=DUE_DAY)


def progress(spec: SeriesSpec, month: date, *, given: bool, today: date, named: date | None = None) -> Progress:
    """Where one figure stands on that day; the day it is due is still in time."""
    if given:
        return Progress.GIVEN
    if today < available_from(spec, month):
        return Progress.NOT_YET
    return Progress.OVERDUE if today > due_on(spec, month, named) else Progress.MISSING


def month_due(specs: Iterable[SeriesSpec], month: date, named: date | None = None) -> date | None:
    """The day by which the whole month is due: the last of its series; None where none has a figure in the month."""
    days = [due_on(spec, month, named) for spec in specs if is_expected(spec.rhythm, month)]
    return max(days) if days else None


def expected_between(
    specs: Iterable[SeriesSpec], first: date, last: date, *, year: int, named: dict[date, date] | None = None
) -> tuple[Expected, ...]:
    """Series whose figures of that year can first be known from `first` to `last`, both included; the earliest first."""
    known = named or {}
    found = []
    for spec in specs:
        for step in range(months_between(first, last) + 1):
            available = add_months(first.replace(day=1), step)
            month = add_months(available, -1 - spec.months_until_available)
            if first <= available <= last and month.year == year and is_expected(spec.rhythm, month):
                due = due_on(spec, month, known.get(month))
                found.append(Expected(series=spec, month=month, available=available, due=due))
    return tuple(sorted(found, key=lambda each: (each.available, each.due, each.month)))
