"""Noch nötig: what the remaining months must bring, or may bring at most (domain.md §4)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from agreements.choices import Direction
from agreements.domain.months import add_months, last_day, month_of, month_range
from agreements.domain.numbers import to_decimal
from monitoring.domain.attainment.measure import CUMULATIVE, MEAN, SUM
from monitoring.domain.attainment.values import Values
from monitoring.domain.sheet import Needed
from monitoring.domain.year_end import YearEnd


def still_needed(
    values: Values, annual_plan: Fraction | None, direction: Direction | None, as_of: date, today: date
) -> Needed | None:
    """What is left until December to reach P, in pieces of what is counted; for MEAN the mean the rest must have.

    None without P, direction or value, in December, for LAST and for RATIOs without a course. "Reached" is said of
    mindestens alone (a ceiling is kept at year end only), "hard" beyond the best figure of the last 24 months, if at
    least half of them are there (unsere Lesart). "A month" is a period of the series' rhythm.
    """
    form = values.measure.form
    value = values.to_date(as_of)
    months = values.months(0, add_months(as_of, 1), month_of(as_of.year, 12))
    if annual_plan is None or direction is None or value.value is None or form not in CUMULATIVE or not months:
        return None
    total = _rest_of_year(values, as_of, len(months)).missing(annual_plan)
    per_month = total / len(months)
    reached = direction == Direction.AT_LEAST and total <= 0
    counted = values.series[0].spec
    before = values.figures(0, tuple(add_months(month, -12) for month in months))
    known = [figure for figure in before if figure is not None]
    return Needed(
        total=None if form == MEAN else to_decimal(total),
        per_month=to_decimal(per_month),
        what=counted.name,
        unit=counted.unit,
        decimals=counted.decimals,
        months=months,
        months_over=tuple(month for month in months if last_day(month) < today),
        prior_year_per_month=to_decimal(sum(known, Fraction(0)) / len(known)) if len(known) == len(before) else None,
        reached=reached,
        hard=not reached and _beyond_best(values, per_month, direction, as_of),
    )


def _rest_of_year(values: Values, as_of: date, left: int) -> YearEnd:
    """The measure at as_of with so many periods to come; it has a value there."""
    counted = values.to_date(as_of).parts[0]
    if values.measure.form == MEAN:
        done = len(values.months(0, month_of(as_of.year, 1), as_of))
        return YearEnd(counted=counted * done, left=left, divisor=Fraction(done + left))
    if values.measure.form == SUM:
        return YearEnd(counted=counted, left=left, divisor=Fraction(1))
    denominator = year_denominator(values, as_of)
    return YearEnd(counted=counted, left=left, divisor=denominator / Fraction(values.measure.factor))


def year_denominator(values: Values, as_of: date) -> Fraction:
    """D of the whole year: the mean denominator as far as known by as_of, its last figure carried on to December."""
    months = year_denominator_months(values, as_of)
    return sum((figure for figure in values.figures(1, months) if figure is not None), Fraction(0)) / len(months)


def year_denominator_months(values: Values, as_of: date) -> tuple[date, ...]:
    """Whose figures stand for the denominator's twelve months; the last one known is repeated for those to come.

    The first one is always known where the measure has a value at as_of.
    """
    known: list[date] = []
    for month in values.months(1, month_of(as_of.year, 1), month_of(as_of.year, 12)):
        there = month <= as_of and values.figure(1, month) is not None
        known.append(month if there else known[-1])
    return tuple(known)


def _beyond_best(values: Values, per_month: Fraction, direction: Direction, as_of: date) -> bool:
    expected = tuple(month for month in month_range(add_months(as_of, -23), as_of) if values.expects(0, month))
    known = [figure for figure in values.figures(0, expected) if figure is not None]
    if 2 * len(known) < len(expected):
        return False
    too_much = direction != Direction.AT_MOST and per_month > max(known)
    too_little = direction != Direction.AT_LEAST and per_month < min(known)
    return too_much or too_little
