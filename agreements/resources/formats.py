"""File formats of the catalogue for django-import-export: all go through the one door to tables, bounded and formula-safe."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import tablib
from import_export.formats.base_formats import Format

from agreements.documents.tables import Cell, Column, Kind, Sheet, Workbook, read_table, write_csv, write_xlsx

MAX_BYTES = 1_000_000
MAX_ROWS = 2_000
MAX_COLUMNS = 40
CREATED = date(2000, 1, 1)  # a workbook wants a date; without one of its own the same rows give the same file
WIDEST = 60


class Rows(tablib.Dataset):
    """A dataset that knows in which row of the file each of its rows stood."""

    numbers: Sequence[int] = ()


class TableFile(Format):
    """CSV or XLSX, whatever the bytes are; for reading. Raises TableError with a German sentence."""

    def __init__(self, encoding: str | None = None) -> None:
        self.encoding = encoding

    def get_title(self) -> str:
        return "CSV oder Excel (XLSX)"

    def can_import(self) -> bool:
        return True

    def create_dataset(self, in_stream: bytes) -> Rows:
        """The rows as typed values: text, Decimal, date or None."""
        table = read_table(in_stream, "Katalog", max_bytes=MAX_BYTES, max_rows=MAX_ROWS, max_columns=MAX_COLUMNS)
        rows = Rows(headers=list(table.header))
        for row in table.rows:
            rows.append([_value(cell) for cell in row.cells])
        rows.numbers = [row.number for row in table.rows]
        return rows


class CsvFile(Format):
    """`;`, decimal comma, UTF-8 with BOM; text a spreadsheet could take for a formula is escaped."""

    def __init__(self, encoding: str | None = None) -> None:
        self.encoding = encoding

    def get_title(self) -> str:
        return "CSV (Semikolon, UTF-8)"

    def can_export(self) -> bool:
        return True

    def get_extension(self) -> str:
        return "csv"

    def get_content_type(self) -> str:
        return "text/csv; charset=utf-8"

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        return write_csv(dataset.headers, dataset)


class XlsxFile(CsvFile):
    """Real numbers and dates; text is always written as text."""

    def get_title(self) -> str:
        return "Excel (XLSX)"

    def get_extension(self) -> str:
        return "xlsx"

    def get_content_type(self) -> str:
        return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def export_data(self, dataset: tablib.Dataset, **kwargs: Any) -> bytes:
        rows = list(dataset)
        columns = tuple(_column(title, [row[place] for row in rows]) for place, title in enumerate(dataset.headers))
        sheet = Sheet(name="Katalog", title=(), columns=columns, rows=rows)
        return write_xlsx(Workbook(title="Katalog", author="Zielvereinbarung", created=CREATED, sheets=(sheet,)))


def _value(cell: Cell) -> str | Decimal | date | None:
    """A share shown as percent is meant in percent (domain.md §8)."""
    return cell.value * 100 if cell.percent and isinstance(cell.value, Decimal) else cell.value


def _column(title: str, values: Iterable[object]) -> Column:
    """A column of numbers or dates where every value is one, else of text."""
    found = [value for value in values if value is not None]
    kinds = {type(value) for value in found}
    longest = max((len(str(value)) for value in found), default=0)
    width = min(max(longest, len(title)) + 2, WIDEST)
    if kinds == {int}:
        return Column(title=title, kind=Kind.INTEGER, width=width)
    if kinds == {Decimal}:
        return Column(title=title, kind=Kind.DECIMAL, decimals=4, width=width)
    if kinds == {date}:
        return Column(title=title, kind=Kind.DATE, width=width)
    return Column(title=title, width=width)
