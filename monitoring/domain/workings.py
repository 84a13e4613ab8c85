"""What a measure was computed from, as the sheet carries it: enough to compute every value again elsewhere."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements.choices import Aggregation
from monitoring.choices import FigureStatus

# Months are the first day of the month. Decimals of 28 digits; None is "no value", never 0.


@dataclass(frozen=True, kw_only=True)
class InputFigure:
    """One single figure, or why there is none."""

    month: date
    value: Decimal | None
    status: FigureStatus | None
    gap: str | None  # "missing", "none", "not_yet" where there is no value


@dataclass(frozen=True, kw_only=True)
class Input:
    """A series that goes into a measure, with all its single figures up to the month of the report."""

    series: str  # code
    name: str
    unit: str
    decimals: int
    aggregation: Aggregation  # how its months become one number
    figures: tuple[InputFigure, ...]  # every expected month, oldest first


@dataclass(frozen=True, kw_only=True)
class Made:
    """A value of the measure, and the months of each of its inputs that went in, lag applied."""

    value: Decimal
    months: tuple[tuple[date, ...], ...]  # in the order of the inputs


@dataclass(frozen=True, kw_only=True)
class PriorYear:
    """One earlier year as plan and projection look at it: up to the same month, and whole."""

    year: int
    to_date: Made | None
    whole: Made | None


@dataclass(frozen=True, kw_only=True)
class PlanBasis:
    """From what the annual plan and its course come, with the promise in force at as_of."""

    plan: Decimal | None  # P as agreed or fixed; None where it is computed from the prior year
    relative_percent: Decimal | None  # r of "+r % zum Vorjahr"; None where P is given
    share: Decimal | None  # S/P as fixed, where the course was fixed
    own_months: tuple[tuple[date, Decimal], ...]  # months of the plan that S(as_of) consists of
    course_years: tuple[int, ...]  # prior years whose course S follows today, newest first


@dataclass(frozen=True, kw_only=True)
class NumberBasis:
    """The stock by which a SUM is explained (KdU by Bedarfsgemeinschaften): its mean to date and that of the prior year."""

    input: Input
    to_date: Made
    prior_year: Made


@dataclass(frozen=True, kw_only=True)
class Workings:
    """All that went into one MeasureSheet."""

    factor: Decimal
    inputs: tuple[Input, ...]  # the series itself, or numerator and denominator
    to_date: Made | None
    rolling_12: Made | None
    prior_years: tuple[PriorYear, ...]  # newest first; the prior year is always there
    plan: PlanBasis | None  # None without plan
    year_denominator: tuple[
        date, ...
    ]  # RATIO of SUM over MEAN: the figures of D for "noch nötig", the last one repeated
    month_plans: tuple[tuple[date, PlanBasis], ...] = ()  # where the deviation is explained by month: one for each
    number: NumberBasis | None = None
