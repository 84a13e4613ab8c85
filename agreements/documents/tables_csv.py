"""What a table is to us, its cells with their types, and CSV as one: `;`, UTF-8, German refusals. Read by tables_in."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from itertools import islice

ESCAPED_START = re.compile(r"'[ \u00a0\ufeff]*[=+\-@\t\r\n＝＋－＠]")  # what write_csv puts before a would-be formula
SAVE_AS_CSV = "In Excel: „Speichern unter“, Dateityp „CSV UTF-8 (durch Trennzeichen getrennt)“."


class TableError(ValueError):
    """A file that is no table we take; the message says in German what is wrong, where, and what would be right."""


@dataclass(frozen=True)
class Cell:
    """One cell with its type: text, number, date, or None. `percent`: the number is a share shown as percent (0.206)."""

    value: str | Decimal | date | None
    percent: bool = False


@dataclass(frozen=True)
class Row:
    """One row that is not blank; `number` is where it begins in the file, as an editor or Excel counts."""

    number: int
    cells: tuple[Cell, ...]  # as many as the header has


@dataclass(frozen=True)
class Table:
    """The header (without outer spaces) and the rows below it."""

    header: tuple[str, ...]
    rows: tuple[Row, ...]


def csv_rows(content: bytes, name: str) -> Iterator[tuple[int, list[Cell]]]:
    text = _decoded(content, name)
    first = "".join(
        islice((line for line in io.StringIO(text) if line.strip()), 30)
    )  # titles may stand above the header
    for sign, word in ((",", "Komma"), ("\t", "Tabulator")):
        if ";" not in first and sign in first:
            raise TableError(
                f"Die Spalten der Datei „{name}“ sind durch {word} getrennt; richtig ist das Semikolon (;). {SAVE_AS_CSV}"
            )
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=";", strict=True)
    number = 1
    try:
        for fields in reader:
            yield number, [Cell(_unescaped(value) or None) for value in fields]
            number = reader.line_num + 1
    except csv.Error as error:
        raise TableError(
            f'Ab Zeile {number} ist die Datei „{name}“ nicht lesbar; meist fehlt ein Anführungszeichen (") am Ende eines Feldes.'
        ) from error


def _decoded(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise TableError(f"Die Datei „{name}“ ist in UTF-16 gespeichert; richtig ist UTF-8. {SAVE_AS_CSV}")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise TableError(
            f"Die Datei „{name}“ ist nicht in UTF-8 gespeichert (zuerst in Zeile {line}, dort steht wohl ein Umlaut). {SAVE_AS_CSV}"
        ) from error
    if "\x00" in text:
        raise TableError(f"Die Datei „{name}“ ist keine Tabelle; gelesen werden CSV (.csv) und Excel (.xlsx).")
    return text


def _unescaped(value: str) -> str:
    """Take back the ' that write_csv puts before text which looks like a formula."""
    return value[1:] if ESCAPED_START.match(value) else value.strip()
