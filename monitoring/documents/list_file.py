"""A list as a file: the bare table as XLSX or CSV, nothing above its head."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from agreements.documents.tables import Column, Sheet, Value, Workbook, write_csv, write_xlsx

FROZEN = 4  # columns that stay while one scrolls: what a row is about


def list_file(
    title: str, columns: Sequence[Column], rows: Sequence[tuple[Value, ...]], *, file_format: str, created: date
) -> bytes:
    """ "xlsx" or "csv", in the order of the rows."""
    if file_format == "csv":
        return write_csv([column.title for column in columns], rows)
    sheet = Sheet(name=title, title=(), columns=tuple(columns), rows=rows, frozen_columns=FROZEN)
    return write_xlsx(Workbook(title=title, author="Zielvereinbarung", created=created, sheets=(sheet,)))
