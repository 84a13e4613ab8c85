"""Files of figures as lines, whatever their shape: the file of contract.md, our template, foreign and wide tables."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from agreements.documents.tables_in import Cell, Row, Table, read_rows, read_table
from monitoring.domain.layout import FIELDS, KEYS, Layout, heading, is_contract, month_of_heading
from monitoring.services.import_rows import EMPTY, Fault, ImportRefused, Line, is_empty

OPTIONAL = frozenset({"status", "grund"})
TEMPLATE_COLUMN = "bezeichnung"  # our own template has it: there, an empty value stays "fehlt"
MAX_BYTES, MAX_ROWS, MAX_COLUMNS = 20 * 1024 * 1024, 100_000, 60
LOOK = 30  # rows in which a header is looked for


@dataclass(frozen=True)
class Lines:
    """The figures of a file, and how many places for one were left empty."""

    lines: list[Line]
    skipped: int = 0


def look(content: bytes, name: str, sheet: str = "") -> tuple[Row, ...]:
    """The first rows, to choose the header from. Raises TableError."""
    return read_rows(
        content, name, max_bytes=MAX_BYTES, max_rows=MAX_ROWS, max_columns=MAX_COLUMNS, sheet=sheet, only=LOOK
    )


def headings(cells: Sequence[Cell]) -> tuple[str, ...]:
    """A header row as unique texts: a nameless column is "Spalte 3", the second "Anzahl" is "Anzahl (2)"."""
    found: Counter[str] = Counter()
    names = []
    for place, cell in enumerate(cells, 1):
        name = heading(cell.value)[:200] or f"Spalte {place}"
        found[name.casefold()] += 1
        names.append(name if found[name.casefold()] == 1 else f"{name} ({found[name.casefold()]})")
    return tuple(names)


def contract_row(rows: Sequence[Row]) -> Row | None:
    """The header of contract.md among the first rows."""
    return next((row for row in rows if is_contract(heading(cell.value) for cell in row.cells)), None)


def read_lines(content: bytes, name: str, layout: Layout | None = None) -> Lines:
    """Raises TableError where the file is none that can be read, ImportRefused where a column is missing."""
    if layout is not None:
        return _foreign(content, name, layout)
    first = look(content, name)
    header = contract_row(first)
    if header is not None and header is not first[0]:
        names = headings(header.cells)
        columns = {text: text.casefold() for text in names if text.casefold() in FIELDS}
        found = _foreign(content, name, Layout(header_row=header.number, columns=columns))
        return Lines([Line(line.row, line.cells) for line in found.lines], found.skipped)
    return _contract(read_table(content, name, max_bytes=MAX_BYTES, max_rows=MAX_ROWS, max_columns=MAX_COLUMNS))


def _contract(table: Table) -> Lines:
    places = _places(table)
    lines = [Line(row.number, {name: row.cells[place] for name, place in places.items()}) for row in table.rows]
    if TEMPLATE_COLUMN not in (title.casefold() for title in table.header):
        return Lines(lines)
    filled = [line for line in lines if not is_empty(line.cells["wert"])]
    return Lines(filled, len(lines) - len(filled))


def _places(table: Table) -> dict[str, int]:
    """Where each column stands. Raises ImportRefused where one is missing."""
    found = {title.strip().lower(): place for place, title in enumerate(table.header)}
    missing = [column for column in FIELDS if column not in found and column not in OPTIONAL]
    if missing:
        message = f"Die Spalte fehlt; die Kopfzeile lautet {';'.join(FIELDS)}."
        raise ImportRefused([Fault(row=1, column=column, message=message) for column in missing])
    return {column: found[column] for column in FIELDS if column in found}


def _foreign(content: bytes, name: str, layout: Layout) -> Lines:
    """Rows below the header of the layout; a place without value is skipped, rows without any are notes or titles."""
    rows = read_rows(
        content,
        name,
        max_bytes=MAX_BYTES,
        max_rows=MAX_ROWS,
        max_columns=MAX_COLUMNS,
        sheet=layout.sheet,
        first=layout.header_row,
    )
    header = next((row for row in rows if row.number == layout.header_row), None)
    names = headings(header.cells) if header else ()
    places = {text.casefold(): place for place, text in enumerate(names)}
    missing = [text for text in (*layout.columns, *layout.wide) if text.casefold() not in places]
    if missing:
        message = "Diese Spalte fehlt; die Kopfzeile ist eine andere als die der Zuordnung."
        raise ImportRefused([Fault(row=layout.header_row, column=text, message=message) for text in missing])
    fields = {name: (places[text.casefold()], text) for text, name in layout.columns.items()}
    # PostgreSQL keeps no order of keys: the columns count from left to right.
    values = sorted((places[text.casefold()], text, code) for text, code in layout.wide.items())
    lines: list[Line] = []
    skipped = 0
    for row in rows:
        if row.number > layout.header_row:
            found = list(_of_row(row, layout, fields, values))
            filled = [line for line in found if not is_empty(line.cells["wert"])]
            lines += filled
            skipped += len(found) - len(filled) if filled else 0
    if len(lines) > MAX_ROWS:
        message = f"Die Datei enthält {len(lines)} Werte; möglich sind {MAX_ROWS}. Bitte auf mehrere Dateien aufteilen."
        raise ImportRefused([Fault(row=layout.header_row, column="wert", message=message)])
    return Lines(lines, skipped)


def _of_row(
    row: Row, layout: Layout, fields: dict[str, tuple[int, str]], values: list[tuple[int, str, str]]
) -> Iterator[Line]:
    """One line, or in a wide table one for each column of values."""

    def at(place: int) -> Cell:
        return row.cells[place] if place < len(row.cells) else EMPTY

    cells = {name: Cell(text) for name, text in layout.fixed.items()}
    cells |= {name: at(place) for name, (place, _) in fields.items()}
    if not values:
        if not all(is_empty(cells[name]) for name in KEYS if name not in layout.fixed):
            names = {name: text for name, (_, text) in fields.items()}
            yield Line(row.number, _month_read(cells), names, loose=True)
        return
    for place, text, meant in values:
        names = {name: text for name, (_, text) in fields.items()} | {"wert": text, layout.across: text}
        yield Line(row.number, _month_read(cells | {layout.across: Cell(meant), "wert": at(place)}), names, loose=True)


def _month_read(cells: dict[str, Cell]) -> dict[str, Cell]:
    """A foreign file may write its months in words."""
    value = cells["monat"].value
    if isinstance(value, str) and (month := month_of_heading(value)):
        return cells | {"monat": Cell(month)}
    return cells
