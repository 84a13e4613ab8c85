"""Kennzahlenvergleich: Jobcenter beside each other, what of them may be compared, median and quartiles, order of the rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from monitoring.choices import FigureStatus
from monitoring.domain.attainment.glance import Glance

ENOUGH_UNITS = 8  # from so many values on median and middle half say something (pages.md)
QUARTERS = 4


class Facet(StrEnum):
    """What of a measure is compared; the value of the member stands in addresses."""

    PLAN = "soll"  # Ist in % vom Soll
    PRIOR_YEAR = "vorjahr"  # Veränderung zum Vorjahr in %
    LEVEL = "ist"  # the value itself: only within one Vergleichstyp


class Absence(StrEnum):
    """Why a Jobcenter has no value in a comparison; all are different things, none is 0."""

    NOT_AGREED = "not_agreed"
    NO_VALUE = "no_value"
    NOT_COMPUTABLE = "not_computable"  # denominator 0
    OBSERVED = "observed"  # a forecast is no Soll
    NO_PLAN = "no_plan"
    NO_PRIOR_YEAR = "no_prior_year"
    NO_TYPE = "no_type"  # no Vergleichstyp valid in the month
    OTHER_TYPE = "other_type"


class Column(StrEnum):
    """By what the rows can be sorted; the value of the member stands in addresses."""

    NAME = "jobcenter"
    TYPE = "typ"
    LEVEL = "ist"
    PLAN = "soll"
    PRIOR_YEAR = "vorjahr"


@dataclass(frozen=True, kw_only=True)
class Unit:
    """One Jobcenter in the comparison of one measure."""

    agreement: str  # key
    name: str
    own: bool
    comparison_type: str  # the Vergleichstyp valid in the month; "" without one
    glance: Glance | None  # None: the measure is not agreed there

    @property
    def older(self) -> date | None:
        """The month of a value that is older than the month asked for."""
        if self.glance is None or self.glance.as_of == self.glance.month:
            return None
        return self.glance.as_of

    @property
    def estimated(self) -> bool:
        """The value contains estimates."""
        return self.glance is not None and self.glance.data_status == FigureStatus.ESTIMATED


@dataclass(frozen=True, kw_only=True)
class MeasureComparison:
    """One measure over all Jobcenter one may see, in the order of their names."""

    code: str
    name: str
    unit: str
    decimals: int
    observed: bool  # monitoring everywhere
    units: tuple[Unit, ...]


@dataclass(frozen=True, kw_only=True)
class ComparisonSheet:
    """One month over all Jobcenter one may see; page, charts and files read it."""

    month: date
    as_of_day: date
    comparison_type: str  # the one within which levels are compared; "" where nobody has one
    types: tuple[str, ...]  # all that are valid in the month
    jobcenter: tuple[str, ...]
    fictitious: bool
    measures: tuple[MeasureComparison, ...]


@dataclass(frozen=True, kw_only=True)
class Spread:
    """How the values lie, in their own unit."""

    count: int
    low: Decimal
    high: Decimal
    median: Decimal | None  # None below ENOUGH_UNITS values, as the quartiles
    lower: Decimal | None
    upper: Decimal | None


def absence(unit: Unit, facet: Facet, comparison_type: str) -> Absence | None:
    """Why the Jobcenter has no value of this kind; None where it has one."""
    found = unit.glance
    if found is None:
        return Absence.NOT_AGREED
    if found.actual is None:
        return Absence.NOT_COMPUTABLE if found.not_computable else Absence.NO_VALUE
    if facet is Facet.PLAN:
        if found.observed:
            return Absence.OBSERVED
        return Absence.NO_PLAN if found.percent_of_plan is None else None
    if facet is Facet.PRIOR_YEAR:
        return Absence.NO_PRIOR_YEAR if found.prior_year_change_percent is None else None
    if not unit.comparison_type:
        return Absence.NO_TYPE
    return Absence.OTHER_TYPE if unit.comparison_type != comparison_type else None


def value_of(unit: Unit, facet: Facet, comparison_type: str) -> Decimal | None:
    """Percent, or for the level the unit of the measure; None where `absence` says why."""
    if unit.glance is None or absence(unit, facet, comparison_type) is not None:
        return None
    return {
        Facet.PLAN: unit.glance.percent_of_plan,
        Facet.PRIOR_YEAR: unit.glance.prior_year_change_percent,
        Facet.LEVEL: unit.glance.actual,
    }[facet]


def chosen_type(wanted: str, own: Sequence[str], every: Sequence[str]) -> str:
    """Within which Vergleichstyp levels are compared: the one wanted if somebody has it, else one's own, else the most
    frequent, of equals the first by name (unsere Lesart); "" where nobody has one.
    """
    known = [each for each in every if each]
    if wanted in known:
        return wanted
    mine = [each for each in own if each]
    if mine:
        return mine[0]
    return min(known, key=lambda each: (-known.count(each), each), default="")


def spread(values: Sequence[Decimal]) -> Spread | None:
    """Lowest, highest, and from ENOUGH_UNITS values on median and quartiles; None without values."""
    if not values:
        return None
    ordered = sorted(values)
    enough = len(ordered) >= ENOUGH_UNITS
    return Spread(
        count=len(ordered),
        low=ordered[0],
        high=ordered[-1],
        median=quartile(ordered, 2) if enough else None,
        lower=quartile(ordered, 1) if enough else None,
        upper=quartile(ordered, 3) if enough else None,
    )


def quartile(ordered: Sequence[Decimal], which: int) -> Decimal:
    """The value at the place (n − 1) · which/4 of the ascending values, counted from 0; between two of them in proportion.

    So the median of an even number is the mean of the middle two, and the quartiles are those of QUARTILE.INKL in a
    spreadsheet (unsere Lesart: pages.md says "middle half" and no more).
    """
    place, rest = divmod((len(ordered) - 1) * which, QUARTERS)
    if not rest:
        return ordered[place]
    return ordered[place] + (ordered[place + 1] - ordered[place]) * rest / QUARTERS


def ordered_units(
    units: Sequence[Unit], column: Column, comparison_type: str, *, descending: bool = False
) -> tuple[Unit, ...]:
    """The rows by one column; what is missing comes last in both directions and is never taken for 0, equals by name."""
    by_name = sorted(units, key=lambda unit: unit.name.casefold())
    if column is Column.NAME:
        return tuple(reversed(by_name)) if descending else tuple(by_name)
    if column is Column.TYPE:
        there = [unit for unit in by_name if unit.comparison_type]
        there.sort(key=lambda unit: unit.comparison_type, reverse=descending)
    else:
        found = [(value_of(unit, Facet(column), comparison_type), unit) for unit in by_name]
        valued = [(value, unit) for value, unit in found if value is not None]
        there = [unit for _, unit in sorted(valued, key=lambda each: each[0], reverse=descending)]
    placed = {unit.agreement for unit in there}
    return (*there, *(unit for unit in by_name if unit.agreement not in placed))
