"""Import of figures from CSV or XLSX (contract.md): all or nothing, every fault named by row and column."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from agreements.documents.tables_in import Cell, Row, Table, read_table
from agreements.domain.months import MonthError, parse_month
from agreements.domain.numbers import NumberError, parse_cell
from agreements.models import Region, Series, User
from monitoring.choices import FigureStatus, Origin
from monitoring.models import ImportRun
from monitoring.services.actuals import Recorded, record
from monitoring.services.entries import EntriesRefused, Entry

COLUMNS = ("gebiet", "datenreihe", "monat", "wert", "status", "grund")
OPTIONAL = {"status", "grund"}
NO_FIGURE = {"k. a.", "k.a.", "keine angabe"}
STATUSES = {status.label: status for status in FigureStatus}
MAX_BYTES, MAX_ROWS, MAX_COLUMNS = 20 * 1024 * 1024, 100_000, 50


@dataclass(frozen=True, kw_only=True)
class Fault:
    """What is wrong in one row of the file, and in which column."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        return f"Zeile {self.row}, Spalte „{self.column}“: {self.message}"


class ImportRefused(Exception):
    """The file has faults, so nothing of it was stored."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__("\n".join(map(str, faults)))
        self.faults = tuple(faults)


@dataclass
class _Reading:
    """The rows read so far: entries with the number of their row, and faults."""

    series: Mapping[str, Series]
    regions: Mapping[str, Region]
    entries: list[tuple[int, Entry]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)


def read_entries(content: bytes, name: str) -> list[tuple[int, Entry]]:
    """The figures of a file, each with the number of its row. Two queries.

    Raises TableError where the file is none that can be read, ImportRefused where rows are at fault.
    """
    table = read_table(content, name, max_bytes=MAX_BYTES, max_rows=MAX_ROWS, max_columns=MAX_COLUMNS)
    places = _places(table)
    reading = _Reading(
        series=Series.objects.in_bulk(field_name="code"), regions=Region.objects.in_bulk(field_name="key")
    )
    for row in table.rows:
        _read(row, places, reading)
    if reading.faults:
        raise ImportRefused(reading.faults)
    return reading.entries


@transaction.atomic
def import_figures(*, by: User, content: bytes, name: str, on: date) -> tuple[ImportRun, Recorded]:
    """Store all figures of a file, or none of them; the run is kept with its file's name, hash and counts.

    Raises TableError and ImportRefused like read_entries, and ImportRefused where a figure cannot stand.
    """
    entries = read_entries(content, name)
    run = ImportRun.objects.create(file_name=name, sha256=hashlib.sha256(content).hexdigest(), by=by, at=timezone.now())
    try:
        recorded = record(by=by, entries=[e for _, e in entries], origin=Origin.IMPORT, on=on, import_run=run)
    except EntriesRefused as error:
        rows = {id(entry): number for number, entry in entries}
        raise ImportRefused(
            [Fault(row=rows[id(r.entry)], column=_column_of(r.message), message=r.message) for r in error.refusals]
        ) from error
    run.new, run.changed, run.unchanged = recorded.new, recorded.changed, recorded.unchanged
    run.save(update_fields=["new", "changed", "unchanged"])
    return run, recorded


def _column_of(message: str) -> str:
    """Which column a refusal of the figure itself speaks of."""
    if "braucht einen Grund" in message or "Grundlage" in message:
        return "grund"
    if "Monat" in message or "Werte stehen im" in message:
        return "monat"
    return "gebiet" if "wird je Stadt" in message or "ganze Gebiet" in message else "wert"


def _places(table: Table) -> dict[str, int]:
    """Where each column stands. Raises ImportRefused where one is missing."""
    found = {title.strip().lower(): place for place, title in enumerate(table.header)}
    missing = [column for column in COLUMNS if column not in found and column not in OPTIONAL]
    if missing:
        wanted = ";".join(COLUMNS)
        raise ImportRefused(
            [
                Fault(row=1, column=column, message=f"Die Spalte fehlt; die Kopfzeile lautet {wanted}.")
                for column in missing
            ]
        )
    return {column: found[column] for column in COLUMNS if column in found}


def _read(row: Row, places: Mapping[str, int], reading: _Reading) -> None:
    """One row becomes an entry, or its faults are noted, all of them."""
    cells = {column: row.cells[place] for column, place in places.items()}
    faults_before = len(reading.faults)

    def fault(column: str, message: str) -> None:
        reading.faults.append(Fault(row=row.number, column=column, message=message))

    region = reading.regions.get(_region_key(cells["gebiet"]))
    if region is None:
        fault(
            "gebiet", f"„{_text(cells['gebiet'])}“ ist kein Gebiet; richtig wäre ein Schlüssel wie 05158 oder 05158024."
        )
    series = reading.series.get(_text(cells["datenreihe"]))
    if series is None:
        fault("datenreihe", f"„{_text(cells['datenreihe'])}“ ist keine Datenreihe; richtig wäre ein Kürzel wie INT.")
    month = _month(cells["monat"])
    if month is None:
        fault("monat", f"„{_text(cells['monat'])}“ ist kein Monat; richtig wäre 2014-09, 09.2014 oder ein Datum.")
    status = _status(cells.get("status"))
    if status is None:
        fault("status", f"„{_text(cells['status'])}“ gibt es nicht; möglich sind {', '.join(STATUSES)} oder leer.")
    why = _text(cells["grund"]) if "grund" in cells else ""
    none = _text(cells["wert"]).lower() in NO_FIGURE
    value = None
    if none and not why:
        fault("grund", "„k. A.“ braucht einen Grund.")
    if status == FigureStatus.ESTIMATED and not why:
        fault("grund", "Ein geschätzter Wert braucht einen Grund.")
    if not none and series is not None:
        try:
            value = _value(cells["wert"], series)
        except NumberError as error:
            fault("wert", str(error))
    if len(reading.faults) > faults_before or not (region and series and month and status):
        return
    estimated = status == FigureStatus.ESTIMATED and not none
    reading.entries.append(
        (
            row.number,
            Entry(
                series=series,
                region=region,
                month=month,
                value=value,
                reason=why if none else "",
                status=FigureStatus.PROVISIONAL if none and status == FigureStatus.ESTIMATED else status,
                basis=why if estimated else "",
                why=why,
            ),
        )
    )


def _text(cell: Cell) -> str:
    return "" if cell.value is None else str(cell.value).strip()


def _region_key(cell: Cell) -> str:
    """A key that a spreadsheet turned into a number gets its leading zero back: 5158024 is 05158024."""
    if not isinstance(cell.value, Decimal):
        return _text(cell)
    digits = str(int(cell.value))
    return digits.zfill(8 if len(digits) > 5 else 5)


def _month(cell: Cell) -> date | None:
    if isinstance(cell.value, date):
        return cell.value.replace(day=1)
    try:
        return parse_month(_text(cell))
    except MonthError:
        return None


def _status(cell: Cell | None) -> FigureStatus | None:
    text = _text(cell).lower() if cell else ""
    return STATUSES.get(text) if text else FigureStatus.PROVISIONAL


def _value(cell: Cell, series: Series) -> Decimal:
    """Raises NumberError, also for an empty cell: missing is not zero."""
    if not _text(cell):
        raise NumberError("Der Wert fehlt; ohne Wert steht hier „k. A.“ mit Grund.")
    return parse_cell(
        cell.value,
        decimals=series.decimals,
        unit=series.unit,
        allow_negative=series.unit == "€",
        percent=cell.percent,
    )
