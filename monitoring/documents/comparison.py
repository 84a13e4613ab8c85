"""Kennzahlenvergleich in words: rows of the tables with the reason of every dash, the sentence of every chart."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from agreements.domain.months import month_name
from monitoring.choices import AttainmentStatus
from monitoring.documents.figures import Scale, percent_words, scale_for
from monitoring.documents.wording import gap_words, status_words
from monitoring.domain.attainment.glance import Glance
from monitoring.domain.comparison import (
    Absence,
    Column,
    ComparisonSheet,
    Facet,
    MeasureComparison,
    Spread,
    Unit,
    absence,
    ordered_units,
    spread,
    value_of,
)

NOTHING = "–"
FIXED = {
    Absence.NOT_AGREED: "nicht vereinbart",
    Absence.NO_VALUE: "noch kein Wert",
    Absence.NOT_COMPUTABLE: "nicht berechenbar, der Nenner ist 0",
    Absence.OBSERVED: "beobachtet, kein Ziel",
    Absence.NO_PLAN: "kein Soll",
    Absence.NO_PRIOR_YEAR: "kein Vorjahr",
    Absence.NO_TYPE: "kein Vergleichstyp",
    Absence.OTHER_TYPE: "anderer Vergleichstyp",
}
FACETS = {Facet.PLAN: "Ist in % vom Soll", Facet.PRIOR_YEAR: "Veränderung zum Vorjahr", Facet.LEVEL: "Ist"}


@dataclass(frozen=True)
class Order:
    """By which column the rows stand."""

    column: Column = Column.NAME
    descending: bool = False


@dataclass(frozen=True, kw_only=True)
class Cell:
    """What stands in a cell, and why it is a dash."""

    text: str
    why: str = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One Jobcenter of one measure."""

    unit: Unit
    level: Cell
    plan: Cell
    prior_year: Cell
    status: AttainmentStatus | None
    status_words: str
    remarks: tuple[str, ...]  # an older Stand, estimates


@dataclass(frozen=True, kw_only=True)
class Part:
    """One measure of the page: what the chart says, and the table below it."""

    measure: MeasureComparison
    statements: tuple[str, ...]
    rows: tuple[Row, ...]


def parts(sheet: ComparisonSheet, order: Order) -> tuple[Part, ...]:
    """The measures of the page with their rows in that order."""
    return tuple(
        Part(measure=measure, statements=statements(measure, sheet), rows=rows(measure, sheet, order))
        for measure in sheet.measures
    )


def short_name(unit: Unit) -> str:
    """Among Jobcenter nobody needs the word: "ME-aktiv"."""
    return unit.name.removeprefix("Jobcenter ")


def facets(measure: MeasureComparison, sheet: ComparisonSheet) -> tuple[Facet, ...]:
    """What of the measure can be compared at all: of an observed one no Soll, without Vergleichstyp no level."""
    no_plan = () if measure.observed else (Facet.PLAN,)
    return (*no_plan, Facet.PRIOR_YEAR, *((Facet.LEVEL,) if sheet.comparison_type else ()))


def facet_words(facet: Facet, sheet: ComparisonSheet) -> str:
    """ "Ist in % vom Soll", "Ist, Vergleichstyp Muster A"."""
    return f"{FACETS[facet]}, Vergleichstyp {sheet.comparison_type}" if facet is Facet.LEVEL else FACETS[facet]


def values(measure: MeasureComparison, facet: Facet, sheet: ComparisonSheet) -> tuple[Decimal | None, ...]:
    """One a unit, in the order of the sheet."""
    return tuple(value_of(unit, facet, sheet.comparison_type) for unit in measure.units)


def writer(measure: MeasureComparison, facet: Facet, sheet: ComparisonSheet) -> Callable[[Decimal], str]:
    """How values of this kind are written: "97,9 %", "−0,5 %", "13.445 Personen"."""
    if facet is Facet.PRIOR_YEAR:
        return percent_words
    return scale(measure, facet, sheet).value


def scale(measure: MeasureComparison, facet: Facet, sheet: ComparisonSheet) -> Scale:
    """Percent with one decimal; levels as the measure says, large amounts in Mio. €."""
    if facet is not Facet.LEVEL:
        return Scale(Decimal(1), 1, "%")
    return scale_for(measure.unit, measure.decimals, *values(measure, facet, sheet))


def statements(measure: MeasureComparison, sheet: ComparisonSheet) -> tuple[str, ...]:
    """What the chart says, one sentence a row of dots."""
    found = ((facet, _statement(measure, facet, sheet)) for facet in facets(measure, sheet))
    return tuple(f"{facet_words(facet, sheet)}: {said}." for facet, said in found if said)


def rows(measure: MeasureComparison, sheet: ComparisonSheet, order: Order) -> tuple[Row, ...]:
    """One a Jobcenter, in that order."""
    units = ordered_units(measure.units, order.column, sheet.comparison_type, descending=order.descending)
    write = {facet: writer(measure, facet, sheet) for facet in Facet}

    def cell(unit: Unit, facet: Facet) -> Cell:
        value = value_of(unit, facet, sheet.comparison_type)
        if value is None:
            return Cell(text=NOTHING, why=absence_words(absence(unit, facet, sheet.comparison_type), unit.glance))
        return Cell(text=write[facet](value))

    return tuple(
        Row(
            unit=unit,
            level=cell(unit, Facet.LEVEL),
            plan=cell(unit, Facet.PLAN),
            prior_year=cell(unit, Facet.PRIOR_YEAR),
            status=unit.glance.status if unit.glance else None,
            status_words=glance_status_words(unit.glance),
            remarks=remarks(unit),
        )
        for unit in units
    )


def remarks(unit: Unit) -> tuple[str, ...]:
    """ "Stand: August 2014", "enthält Schätzungen"."""
    older = (f"Stand: {month_name(unit.older)}",) if unit.older else ()
    return (*older, *(("enthält Schätzungen",) if unit.estimated else ()))


def absence_words(found: Absence | None, glance: Glance | None) -> str:
    """Why there is no value, with the figures that are missing; "" where there is one."""
    if found is None or glance is None:
        return FIXED[found] if found else ""
    gaps = {
        Absence.NO_VALUE: glance.gaps,
        Absence.NO_PLAN: glance.plan_missing,
        Absence.NO_PRIOR_YEAR: glance.prior_missing,
    }.get(found, ())
    return f"{FIXED[found]}: {gap_words(gaps)}" if gaps else FIXED[found]


def glance_status_words(found: Glance | None) -> str:
    """ "deutlich unter Soll", "beobachtet"; "–" without value."""
    if found is None or found.actual is None:
        return NOTHING
    if found.observed:
        return "beobachtet"
    return status_words(found.status, found.direction, found.deviation, found.final)


def _statement(measure: MeasureComparison, facet: Facet, sheet: ComparisonSheet) -> str:
    """From where to where, where one stands oneself, and the middle; "" without values."""
    found = {
        unit.agreement: value
        for unit, value in zip(measure.units, values(measure, facet, sheet), strict=True)
        if value is not None
    }
    units = [unit for unit in measure.units if unit.agreement in found]
    lies = spread(list(found.values()))
    if lies is None:
        return ""
    write = writer(measure, facet, sheet)

    def at(value: Decimal) -> str:
        """The value and whose it is, the first by name."""
        return f"{write(value)} ({short_name(next(unit for unit in units if found[unit.agreement] == value))})"

    said = [f"von {at(lies.low)} bis {at(lies.high)}" if lies.low != lies.high else at(lies.low)]
    said += [f"{short_name(unit)} {write(found[unit.agreement])}" for unit in units if unit.own and lies.count > 1]
    return "; ".join([*said, *_middle(lies, write)])


def _middle(lies: Spread, write: Callable[[Decimal], str]) -> Sequence[str]:
    if lies.median is None or lies.lower is None or lies.upper is None:
        return ()
    return (f"Median {write(lies.median)}, mittlere Hälfte {write(lies.lower)} bis {write(lies.upper)}",)
