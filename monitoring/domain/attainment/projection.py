"""Hochrechnung: where the year ends if it goes on like the prior years (domain.md §4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from agreements.domain.months import month_of
from monitoring.domain.attainment.measure import CUMULATIVE, MEAN
from monitoring.domain.attainment.values import Values

FIRST_SHOWN_MONTH = 3  # none before March on the page


@dataclass(frozen=True, kw_only=True)
class Projected:
    """The value to date carried on to a later month: by the prior year, and the span over all prior years."""

    value: Fraction
    low: Fraction
    high: Fraction
    basis_years: tuple[int, ...]  # newest first; empty where no prior year was used


def project(values: Values, as_of: date, until: date) -> Projected | None:
    """Carry A(as_of) on to a month of the same year: A · V(until)/V(as_of).

    None for LAST and RATIOs without a course, and without a value. Where the prior year does not offer both values,
    older years do not stand in (unsere Lesart): A · until/as_of for SUM and RATIO of SUM over MEAN, A for MEAN.
    """
    actual = values.to_date(as_of).value
    if actual is None or values.measure.form not in CUMULATIVE:
        return None
    growth = {} if until == as_of else _growth(values, as_of, until)
    if as_of.year - 1 not in growth:
        steady = values.measure.form == MEAN
        flat = actual if steady else actual * until.month / as_of.month
        return Projected(value=flat, low=flat, high=flat, basis_years=())
    reached = [actual * each for each in growth.values()]
    return Projected(
        value=actual * growth[as_of.year - 1], low=min(reached), high=max(reached), basis_years=tuple(growth)
    )


def _growth(values: Values, as_of: date, until: date) -> dict[int, Fraction]:
    """V(until)/V(as_of) of every prior year that has both, newest first."""
    growth = {}
    for year in values.prior_years(as_of.year):
        start = values.to_date(month_of(year, as_of.month)).value
        end = values.to_date(month_of(year, until.month)).value
        if start and end is not None:
            growth[year] = end / start
    return growth
