"""Kennzahlenvergleich as XLSX and CSV: one row a measure and Jobcenter, the same rows as on the page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from agreements.documents.tables import Column, Content, Kind, Number, Sheet, Value, Workbook, write_csv, write_xlsx
from agreements.domain.months import month_key, month_name
from agreements.domain.numbers import format_number
from monitoring.documents.comparison import Order, Row, rows
from monitoring.domain.comparison import ComparisonSheet, Facet, MeasureComparison, value_of

COLUMNS = (
    Column(title="Kennzahl", width=30),
    Column(title="Jobcenter", width=30),
    Column(title="Vergleichstyp", width=14),
    Column(title="Ist", kind=Kind.DECIMAL, width=16),
    Column(title="Einheit", width=11),
    Column(title="Ist in % vom Soll", kind=Kind.DECIMAL, decimals=1, width=11),
    Column(title="Veränderung zum Vorjahr in %", kind=Kind.DECIMAL, decimals=1, width=14),
    Column(title="Status", width=20),
    Column(title="Hinweis", width=44),
)


def comparison_xlsx(sheet: ComparisonSheet, order: Order) -> bytes:
    """One sheet, one row a measure and Jobcenter: real numbers, the reason of what is missing in words."""
    page = Sheet(
        name="Kennzahlenvergleich",
        title=(f"Kennzahlenvergleich {month_name(sheet.month)}", _origin(sheet)),
        columns=COLUMNS,
        rows=_rows(sheet, order),
        footer=_origin(sheet),
        frozen_columns=2,
    )
    title = f"Kennzahlenvergleich {month_name(sheet.month)}"
    return write_xlsx(Workbook(title=title, author="Zielvereinbarung", created=sheet.as_of_day, sheets=(page,)))


def comparison_csv(sheet: ComparisonSheet, order: Order) -> bytes:
    """The same rows, nothing above the header."""
    plain = [[_plain(value) for value in row] for row in _rows(sheet, order)]
    return write_csv([column.title for column in COLUMNS], plain)


def file_name(month: date, ending: str) -> str:
    """2014-09_kennzahlenvergleich.xlsx."""
    return f"{month_key(month)}_kennzahlenvergleich.{ending}"


def _origin(sheet: ComparisonSheet) -> str:
    levels = f", Werte selbst nur im Vergleichstyp {sheet.comparison_type}" if sheet.comparison_type else ""
    fictitious = "fiktive Daten, " if sheet.fictitious else ""
    return f"{format_number(len(sheet.jobcenter), 0)} Jobcenter{levels}, {fictitious}Stand {sheet.as_of_day:%d.%m.%Y}"


def _rows(sheet: ComparisonSheet, order: Order) -> list[tuple[Content, ...]]:
    return [_row(measure, row, sheet) for measure in sheet.measures for row in rows(measure, sheet, order)]


def _row(measure: MeasureComparison, row: Row, sheet: ComparisonSheet) -> tuple[Content, ...]:
    level, plan, prior = (
        value_of(row.unit, facet, sheet.comparison_type) for facet in (Facet.LEVEL, Facet.PLAN, Facet.PRIOR_YEAR)
    )
    whys = dict.fromkeys(
        f"{head}: {cell.why}"
        for head, cell in (("Ist", row.level), ("Soll", row.plan), ("Vorjahr", row.prior_year))
        if cell.why
    )
    return (
        measure.name,
        row.unit.name,
        row.unit.comparison_type,
        None if level is None else Number(value=level, decimals=measure.decimals),
        measure.unit,
        plan,
        prior,
        row.status_words,
        "; ".join([*row.remarks, *whys]),
    )


def _plain(value: Content) -> Value:
    """A number of a file that knows no formats."""
    return value.value if isinstance(value, Number) else value  # type: ignore[return-value]


FILES: dict[str, tuple[str, str, Callable[[ComparisonSheet, Order], bytes]]] = {
    "xlsx": ("Excel", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", comparison_xlsx),
    "csv": ("CSV", "text/csv; charset=utf-8", comparison_csv),
}
