"""Figures and templates as CSV or XLSX in the format of contract.md: what is written here can be read in again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from agreements.documents.tables import Column, Kind, Sheet, Workbook, write_csv, write_xlsx

Value = str | int | Decimal | date | None
CONTENT_TYPES = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
WIDTHS = {"gebiet": 12, "datenreihe": 22, "monat": 12, "wert": 18, "status": 14, "grund": 50, "bezeichnung": 70}


def figures_file(
    header: Sequence[str], rows: Sequence[Sequence[Value]], *, file_format: str, title: str, created: date
) -> bytes:
    """The rows with their header in the first row; a text is never a formula, a figure keeps its own digits."""
    if file_format == "csv":
        return write_csv(header, rows)
    place = list(header).index("wert")
    digits = [-int(row[place].as_tuple().exponent) for row in rows if isinstance(row[place], Decimal)]  # type: ignore[union-attr]
    most = max(digits, default=0)
    columns = tuple(_column(name, most) for name in header)
    sheet = Sheet(name="Monatswerte", title=(), columns=columns, rows=rows, frozen_columns=3)
    return write_xlsx(Workbook(title=title, author="Zielvereinbarung", created=created, sheets=(sheet,)))


def _column(name: str, decimals: int) -> Column:
    if name != "wert":
        return Column(title=name, width=WIDTHS.get(name, 14))
    kind = Kind.DECIMAL if decimals else Kind.INTEGER
    return Column(title=name, kind=kind, decimals=decimals, width=WIDTHS[name])
