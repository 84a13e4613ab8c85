"""The analysis for the dialogue, read off a finished sheet: course of the status, gap, largest parts, what-if."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from itertools import takewhile

from agreements.choices import Aggregation, Direction
from agreements.domain.months import add_months
from agreements.domain.numbers import round_down, round_up, to_decimal
from monitoring.choices import AttainmentStatus
from monitoring.domain.attainment.comparison import favourable
from monitoring.domain.sheet import MeasureSheet, MonthPoint, Needed, Part
from monitoring.domain.workings import Input
from monitoring.domain.year_end import YearEnd

PARTS_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class OpenGap:
    """Since when a measure misses its plan without a break; sizes in percent of the plan to date, never negative."""

    since: date
    months: int  # with a value, from `since` on
    then: Decimal
    now: Decimal

    @property
    def change(self) -> Decimal:
        """In Prozentpunkte: above 0 the gap has widened, below 0 it has narrowed."""
        return self.now - self.then


@dataclass(frozen=True, kw_only=True)
class LargePart:
    """A part of the Zerlegung; its share of the whole in percent, where the whole is unfavourable."""

    part: Part
    share_percent: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Scenario:
    """What comes out in December at a pace; all but the pace in the unit of the measure."""

    pace: Decimal  # each of the remaining periods, in the unit of what is counted
    year_end: Decimal
    deviation: Decimal  # from the annual plan
    reached: bool  # as a status would say it: green is erreicht


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """The three paces that everybody asks for."""

    needed: Scenario | None  # None where nothing is needed any more, or no pace would do
    so_far: Scenario  # the mean of this year until now
    prior_year: Scenario | None  # the mean of the same periods of the prior year; None where one has no figure


def deviations(measure: MeasureSheet) -> tuple[MonthPoint, ...]:
    """The months that have a value and something to hold it against; their status is None where nothing is judged."""
    return tuple(point for point in measure.points if point.deviation_percent is not None)


def open_gap(measure: MeasureSheet) -> OpenGap | None:
    """When the gap opened that is open at as_of; None where the status is green or there is none.

    Unsere Lesart: the first month of the unbroken run, up to as_of, whose status is not green. A month without value
    is no break (a quarterly measure has values at the quarters only), a value without status is one.
    """
    direction = measure.direction
    known = [point for point in measure.points if point.actual is not None]
    run = [*takewhile(_missed, reversed(known))]
    if not run or direction is None:
        return None
    then, now = (_missed_by(point, direction) for point in (run[-1], run[0]))
    return OpenGap(since=run[-1].month, months=len(run), then=then, now=now)


def largest_parts(measure: MeasureSheet) -> tuple[LargePart, ...]:
    """At most three parts of the Zerlegung, the most unfavourable first; favourable ones are left out.

    For genau, unfavourable is what leads away from the plan (unsere Lesart). What is not judged has its largest parts
    of either sign. A single part is the whole and says nothing.
    """
    total = measure.explanation_total
    if total is None or len(measure.explanation) < 2:
        return ()
    side = _unfavourable_side(measure)
    if not side:
        found = sorted(measure.explanation, key=lambda part: -abs(part.amount))
        return tuple(LargePart(part=part, share_percent=None) for part in found[:PARTS_SHOWN] if part.amount)
    found = sorted((part for part in measure.explanation if part.amount * side > 0), key=lambda p: -abs(p.amount))
    missed = total * side > 0
    return tuple(
        LargePart(
            part=part, share_percent=to_decimal(100 * Fraction(part.amount) / Fraction(total)) if missed else None
        )
        for part in found[:PARTS_SHOWN]
    )


def what_if(measure: MeasureSheet) -> WhatIf | None:
    """The three paces. None exactly where nothing is said of "noch nötig": LAST, RATIOs without a course, monitoring,
    December, and where value or plan is missing."""
    year = _open_year(measure)
    if year is None:
        return None
    so_far = year.scenario(_mean(year.counted, year.done))
    if so_far is None:
        return None
    before = tuple(add_months(month, -12) for month in year.needed.months)
    known = {figure.month for figure in year.counted.figures if figure.value is not None}
    return WhatIf(
        needed=_needed(year),
        so_far=so_far,
        prior_year=year.scenario(_mean(year.counted, before)) if known.issuperset(before) else None,
    )


def at_pace(measure: MeasureSheet, pace: Decimal) -> Scenario | None:
    """What comes out if each of the remaining periods brings so much; None where what_if is None."""
    year = _open_year(measure)
    return year.scenario(Fraction(pace)) if year is not None else None


@dataclass(frozen=True, kw_only=True)
class _OpenYear:
    """A measure with its plan, and what of the year is done and to come."""

    counted: Input
    done: tuple[date, ...]
    needed: Needed
    annual: Decimal
    direction: Direction
    band: Fraction  # how far the plan may be missed and still counts as reached, in its unit
    rest: YearEnd

    def scenario(self, pace: Fraction) -> Scenario | None:
        """Reached as the status of December would be (unsere Lesart): within the green band; None where D is 0."""
        value = self.rest.value(pace)
        if value is None:
            return None
        year_end = to_decimal(value)
        deviation = Fraction(year_end) - Fraction(self.annual)
        return Scenario(
            pace=to_decimal(pace),
            year_end=year_end,
            deviation=to_decimal(deviation),
            reached=favourable(deviation, self.direction) >= -self.band,
        )


def _open_year(measure: MeasureSheet) -> _OpenYear | None:
    made_of, needed, annual, direction = measure.workings, measure.needed, measure.annual_plan, measure.direction
    if made_of is None or made_of.to_date is None or needed is None or annual is None or direction is None:
        return None
    counted, done, left = made_of.inputs[0], made_of.to_date.months[0], len(needed.months)
    divisor = Fraction(1)
    if len(made_of.inputs) == 2:
        divisor = _mean(made_of.inputs[1], made_of.year_denominator) / Fraction(made_of.factor)
    elif counted.aggregation == Aggregation.MEAN:
        divisor = Fraction(len(done) + left)
    return _OpenYear(
        counted=counted,
        done=done,
        needed=needed,
        annual=annual,
        direction=direction,
        band=Fraction(measure.green or 0) * abs(Fraction(annual)) / 100,
        rest=YearEnd(counted=_mean(counted, done) * len(done), left=left, divisor=divisor),
    )


def _needed(year: _OpenYear) -> Scenario | None:
    """At the pace that reaches the plan, rounded to the digits of the series so that the plan is kept.

    For genau no rounding would keep it: there the pace is exact, and the plan comes out by definition.
    """
    needed = year.needed
    if needed.reached or (needed.per_month < 0 and needed.unit != "€"):
        return None
    if year.direction == Direction.EXACTLY:
        return Scenario(pace=needed.per_month, year_end=year.annual, deviation=Decimal(0), reached=True)
    keep = round_up if year.direction == Direction.AT_LEAST else round_down
    return year.scenario(Fraction(keep(needed.per_month, needed.decimals)))


def _mean(series: Input, months: tuple[date, ...]) -> Fraction:
    """Of the figures of these months, all of them known; a month named twice counts twice."""
    figures = {figure.month: figure.value for figure in series.figures}
    return sum((Fraction(figures[month] or 0) for month in months), Fraction(0)) / len(months)


def _missed(point: MonthPoint) -> bool:
    return point.status is not None and point.status != AttainmentStatus.GREEN


def _missed_by(point: MonthPoint, direction: Direction) -> Decimal:
    return to_decimal(-favourable(Fraction(point.deviation_percent or 0), direction))


def _unfavourable_side(measure: MeasureSheet) -> int:
    """The sign of what is unfavourable; 0 where nothing is judged or a value exactly on its plan has no side."""
    if measure.observed or measure.direction is None:
        return 0
    if measure.direction == Direction.EXACTLY:
        deviation = measure.deviation or 0
        return (deviation > 0) - (deviation < 0)
    return 1 if measure.direction == Direction.AT_MOST else -1
