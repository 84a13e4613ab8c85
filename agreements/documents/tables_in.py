"""Tables that come in, CSV or XLSX, from people we cannot trust to send what they meant: bounded, values only, German refusals."""

from __future__ import annotations

import io
import math
import re
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any

from agreements.documents.tables_csv import Cell, Row, Table, TableError, csv_rows
from agreements.domain.numbers import format_number

__all__ = ["Cell", "Row", "Table", "TableError", "read_rows", "read_table", "sheet_names"]

UNPACKED_FACTOR = 20  # an honest workbook grows by 10 when unpacked
UNPACKED_AT_LEAST = 20_000_000  # bytes
MOST_PARTS = 500
MOST_BLANK_ROWS = 5_000  # in a run; a row may claim any number, and all before it would be made up
SEEN_COLUMNS = 64  # so far to the right we look for stray values

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # the container of old .xls and of everything with a password
MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z0-9:]{1,30})"')
ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")  # how a workbook writes signs that XML cannot
QUOTED = re.compile(r'"[^"]*"|\\.')
SAVE_AS_XLSX = "Bitte in Excel „Speichern unter“ und den Dateityp „Excel-Arbeitsmappe (.xlsx)“ wählen."


def read_table(content: bytes, name: str, *, max_bytes: int, max_rows: int, max_columns: int) -> Table:
    """Read a CSV (`;`, UTF-8) or the first sheet of an XLSX. What it is, the bytes decide, not the name.

    Memory stays bounded: at most max_rows rows below the header and max_columns columns are ever kept.
    Raises TableError.
    """
    _refuse_outright(content, name, max_bytes)
    rows = _xlsx_rows(content, name, max_bytes) if content.startswith(b"PK") else csv_rows(content, name)
    return _table(rows, name, max_rows, max_columns)


def read_rows(
    content: bytes,
    name: str,
    *,
    max_bytes: int,
    max_rows: int,
    max_columns: int,
    sheet: str = "",
    first: int = 1,
    only: int | None = None,
) -> tuple[Row, ...]:
    """All rows that are not blank, as they stand, without asking for a header; of a workbook the named or first sheet.

    Rows before `first` may hold merged cells (titles); they come along. `only`: a look at so many rows, then stop.
    The bounds and refusals are those of read_table. Raises TableError.
    """
    _refuse_outright(content, name, max_bytes)
    packed = content.startswith(b"PK")
    rows = _xlsx_rows(content, name, max_bytes, sheet, None if only else first) if packed else csv_rows(content, name)
    found: list[Row] = []
    for number, cells in rows:
        while cells and cells[-1].value in (None, ""):
            cells.pop()
        if not cells:
            continue
        _refuse_wide(cells, number, max_columns)
        if len(found) > max_rows + first:
            raise _too_many(name, max_rows)
        found.append(Row(number, tuple(cells)))
        if only and len(found) == only:
            break
    if not found:
        raise TableError(f"Die Datei „{name}“ ist leer; in der ersten Zeile stehen die Spaltennamen.")
    return tuple(found)


def sheet_names(content: bytes, name: str, *, max_bytes: int) -> tuple[str, ...]:
    """The sheets of a workbook in their order; none for a CSV. Raises TableError."""
    _refuse_outright(content, name, max_bytes)
    if not content.startswith(b"PK"):
        return ()
    with _open_book(content, name, max_bytes) as book:
        return tuple(book.sheetnames)


def _refuse_outright(content: bytes, name: str, max_bytes: int) -> None:
    """Too large, empty, or a container we do not open."""
    if len(content) > max_bytes:
        raise TableError(f"Die Datei „{name}“ hat {_megabytes(len(content))}; erlaubt sind {_megabytes(max_bytes)}.")
    if not content.strip():
        raise TableError(f"Die Datei „{name}“ ist leer; in der ersten Zeile stehen die Spaltennamen.")
    if content.startswith(OLE):
        protected = "EncryptedPackage".encode("utf-16-le") in content
        wrong = "ist mit einem Kennwort geschützt" if protected else "ist eine Arbeitsmappe im alten Format (.xls)"
        right = "Bitte den Schutz entfernen und neu speichern." if protected else SAVE_AS_XLSX
        raise TableError(f"Die Datei „{name}“ {wrong}. {right}")


def _refuse_wide(cells: list[Cell], number: int, max_columns: int) -> None:
    if len(cells) > max_columns:
        raise TableError(f"Zeile {number} hat {len(cells)} Spalten; erlaubt sind höchstens {max_columns}.")


def _too_many(name: str, max_rows: int) -> TableError:
    return TableError(
        f"Die Datei „{name}“ hat mehr als {format_number(max_rows, 0)} Zeilen; bitte auf mehrere Dateien aufteilen."
    )


def _table(rows: Iterator[tuple[int, list[Cell]]], name: str, max_rows: int, max_columns: int) -> Table:
    header: tuple[str, ...] = ()
    found: list[Row] = []
    for number, cells in rows:
        while cells and cells[-1].value in (None, ""):
            cells.pop()
        if not cells:
            continue
        _refuse_wide(cells, number, max_columns)
        if not header:
            header = _header(cells, number)
            continue
        if len(cells) > len(header):
            raise TableError(
                f"Zeile {number} hat {len(cells)} Spalten, die Kopfzeile nur {len(header)}; "
                "jeder Wert braucht darüber einen Spaltennamen."
            )
        if len(found) == max_rows:
            raise _too_many(name, max_rows)
        found.append(Row(number, (*cells, *[Cell(None)] * (len(header) - len(cells)))))
    if not header:
        raise TableError(f"Die Datei „{name}“ ist leer; in der ersten Zeile stehen die Spaltennamen.")
    return Table(header, tuple(found))


def _header(cells: list[Cell], number: int) -> tuple[str, ...]:
    titles = [cell.value.strip() if isinstance(cell.value, str) else "" for cell in cells]
    for position, title in enumerate(titles, 1):
        if not title:
            raise TableError(
                f"In der Kopfzeile (Zeile {number}) hat Spalte {position} keinen Namen; dort gehört ein Spaltenname als Text hin."
            )
        if title.casefold() in (before.casefold() for before in titles[: position - 1]):
            raise TableError(f"In der Kopfzeile (Zeile {number}) steht „{title[:40]}“ zweimal; jede Spalte einmal.")
    return tuple(titles)


def _xlsx_rows(
    content: bytes, name: str, max_bytes: int, sheet: str = "", first: int | None = 1
) -> Iterator[tuple[int, list[Cell]]]:
    """Values of the named or first sheet; merged cells are refused from row `first` on, without it nowhere."""
    with _open_book(content, name, max_bytes) as book:
        if sheet and sheet not in book.sheetnames:
            raise TableError(
                f"Die Arbeitsmappe „{name}“ hat kein Blatt „{sheet[:40]}“; vorhanden: {', '.join(book.sheetnames)[:200]}."
            )
        yield from _sheet_rows(content, book[sheet] if sheet else book.worksheets[0], first)


@contextmanager
def _open_book(content: bytes, name: str, max_bytes: int) -> Iterator[Any]:
    """openpyxl raises whatever it stumbles on, here and while rows are read, so everything becomes one sentence."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            _refuse_bad_archive(archive, name, max_bytes)
        import openpyxl  # slow to import and wanted by few requests

        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=False, keep_links=False)
        try:
            yield book
        finally:
            book.close()
    except TableError:
        raise
    except Exception as error:
        raise TableError(
            f"Die Arbeitsmappe „{name}“ ist beschädigt und lässt sich nicht lesen. {SAVE_AS_XLSX}"
        ) from error


def _refuse_bad_archive(archive: zipfile.ZipFile, name: str, max_bytes: int) -> None:
    """Look at the table of contents alone, before anything is unpacked; zipfile never unpacks more than it declares."""
    parts = archive.infolist()
    names = {part.filename for part in parts}
    if any(part.flag_bits & 1 for part in parts):
        raise TableError(
            f"Die Datei „{name}“ ist mit einem Kennwort geschützt. Bitte den Schutz entfernen und neu speichern."
        )
    unpacked = sum(part.file_size for part in parts)
    allowed = max(UNPACKED_FACTOR * max_bytes, UNPACKED_AT_LEAST)
    if unpacked > allowed or len(parts) > MOST_PARTS:
        raise TableError(
            f"Die Arbeitsmappe „{name}“ ist entpackt zu groß ({_megabytes(unpacked)} in {len(parts)} Teilen, erlaubt sind "
            f"{_megabytes(allowed)}). Bitte nur die Werte in eine neue Arbeitsmappe kopieren."
        )
    if any(part.rpartition("/")[2].casefold().startswith("vbaproject") for part in names):
        raise TableError(
            f"Die Arbeitsmappe „{name}“ enthält Makros (.xlsm); solche Dateien werden nicht gelesen. {SAVE_AS_XLSX}"
        )
    if "[Content_Types].xml" not in names or "xl/workbook.xml" not in names:
        raise TableError(f"Die Datei „{name}“ ist keine Excel-Arbeitsmappe. {SAVE_AS_XLSX}")
    if b"macroEnabled" in archive.read("[Content_Types].xml"):
        raise TableError(
            f"Die Arbeitsmappe „{name}“ enthält Makros (.xlsm); solche Dateien werden nicht gelesen. {SAVE_AS_XLSX}"
        )


def _sheet_rows(content: bytes, sheet: Any, first: int | None) -> Iterator[tuple[int, list[Cell]]]:
    if first is not None:
        _refuse_merged(content, sheet, first)
    sheet.reset_dimensions()  # what the file says of its size is not to be believed
    blank = 0
    # A row may claim any column; without the bound one row could fill the memory.
    for number, cells in enumerate(sheet.iter_rows(max_col=SEEN_COLUMNS), 1):
        row = [_cell(cell) for cell in cells]
        blank = 0 if any(cell.value is not None for cell in row) else blank + 1
        if blank > MOST_BLANK_ROWS:
            raise TableError(
                f"Im Blatt „{sheet.title}“ folgen nach Zeile {number - blank} sehr viele leere Zeilen; bitte diese löschen."
            )
        yield number, row


def _refuse_merged(content: bytes, sheet: Any, first: int) -> None:
    """Reading row by row never sees that cells are merged, so look for it in the bytes, piece by piece."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive, archive.open(sheet._worksheet_path) as source:
        tail = b""
        while piece := source.read(1 << 20):
            for found in MERGED.finditer(tail + piece):
                place = found[1].decode()
                if int(re.sub(r"\D", "", place.rpartition(":")[2]) or first) < first:
                    continue
                raise TableError(
                    f"Im Blatt „{sheet.title}“ sind die Zellen {place} verbunden; bitte die Verbindung aufheben, "
                    "damit jede Zeile und jede Spalte für sich steht."
                )
            tail = piece[-200:]


def _cell(cell: Any) -> Cell:
    """A cell by its type. Raises TableError for formulas and errors, naming the cell."""
    value = cell.value
    if cell.data_type == "f":
        raise TableError(
            f"Zelle {_address(cell)} enthält eine Formel; gelesen werden nur Werte. In Excel: kopieren, dann „Inhalte einfügen“, „Werte“."
        )
    if cell.data_type == "e":
        raise TableError(f"Zelle {_address(cell)} enthält den Fehler {value}; dort gehört ein Wert hin oder nichts.")
    if value is None or isinstance(value, str):
        return Cell(ESCAPED.sub(_sign, value or "").strip() or None)
    if isinstance(value, bool):
        return Cell("WAHR" if value else "FALSCH")
    if isinstance(value, datetime):
        return Cell(value.date())
    if isinstance(value, int | float) and math.isfinite(value):
        number = Decimal(repr(value))  # the shortest decimal: 17 binary digits never show
        return Cell(number, percent="%" in QUOTED.sub("", cell.number_format or ""))
    if isinstance(value, date | time):
        return Cell(value if isinstance(value, date) else f"{value:%H:%M}")
    raise TableError(f"Zelle {_address(cell)} enthält weder Text noch Zahl noch Datum.")


def _sign(escaped: re.Match[str]) -> str:
    """The sign behind "_x0041_"; control signs and half characters, which no database takes, fall out."""
    sign = chr(int(escaped[1], 16))
    return sign if sign.isprintable() else ""


def _address(cell: Any) -> str:
    """ "D7"."""
    return f"{cell.column_letter}{cell.row}"


def _megabytes(size: int) -> str:
    return f"{format_number(Decimal(size) / 1_000_000, 1)}\u00a0MB"
