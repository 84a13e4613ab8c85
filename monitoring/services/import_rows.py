"""Rows of an import file become entries, or faults that name row, column and what would be right (contract.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar

from agreements.documents.tables_in import Cell
from agreements.domain.months import MonthError, parse_month
from agreements.domain.numbers import NumberError, parse_cell
from agreements.models import Region, Series
from monitoring.choices import FigureStatus
from monitoring.selectors.exchange import Rights
from monitoring.services.entries import Entry

NO_FIGURE = {"k. a.", "k.a.", "keine angabe"}
STATUSES = {status.label: status for status in FigureStatus}
EMPTY = Cell(None)
LONGEST_REASON = 300
Named = TypeVar("Named", Series, Region)


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


@dataclass(frozen=True)
class Line:
    """One figure of a file: its row, its cells by field, and under which heading a field stands where that differs."""

    row: int
    cells: Mapping[str, Cell]
    headings: Mapping[str, str] = field(default_factory=dict)
    loose: bool = False  # a foreign file: regions and series also by their names


@dataclass(kw_only=True)
class Reading:
    """The catalogue to read with, and what was read so far: entries with their lines, and faults. Two queries."""

    rights: Rights | None = None  # None: everything, for commands
    series: Mapping[str, Series] = field(default_factory=lambda: Series.objects.in_bulk(field_name="code"))
    regions: Mapping[str, Region] = field(default_factory=lambda: Region.objects.in_bulk(field_name="key"))
    entries: list[tuple[Line, Entry]] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)
    _months: dict[object, date | None] = field(default_factory=dict)

    def fault(self, line: Line, column: str, message: str) -> None:
        """Note what is wrong, under the heading the person sees."""
        self.faults.append(Fault(row=line.row, column=line.headings.get(column, column), message=message))

    def find_series(self, line: Line) -> Series | None:
        """By its code; in a foreign file by its name, too."""
        text = _text(line.cells["datenreihe"])
        found = self.series.get(text)
        return found or (_by_name(self.series.values(), text) if line.loose else None)

    def find_region(self, line: Line) -> Region | None:
        """By its key; in a foreign file by its name, too."""
        found = self.regions.get(region_key(line.cells["gebiet"]))
        return found or (_by_name(self.regions.values(), _text(line.cells["gebiet"])) if line.loose else None)

    def month(self, line: Line) -> date | None:
        """The first of the month; the same text is read once."""
        value = line.cells["monat"].value
        if value not in self._months:
            self._months[value] = _month(line.cells["monat"])
        return self._months[value]


def read_line(line: Line, reading: Reading) -> None:
    """One row becomes an entry, or its faults are noted, all of them."""
    before = len(reading.faults)
    series, region, month = _place(line, reading)
    if series and region and reading.rights is not None and not reading.rights.allow(series, region):
        reading.fault(line, "gebiet", f"„{series.code}“ für „{region.key}“ dürfen Sie nicht einlesen.")
        return
    cells = line.cells
    status = _status(cells.get("status"))
    if status is None:
        known = ", ".join(STATUSES)
        reading.fault(line, "status", f"„{_text(cells['status'])}“ gibt es nicht; möglich sind {known} oder leer.")
    why = _text(cells["grund"]) if "grund" in cells else ""
    none = _text(cells["wert"]).lower() in NO_FIGURE
    value = None
    if none and not why:
        reading.fault(line, "grund", "„k. A.“ braucht einen Grund.")
    if status == FigureStatus.ESTIMATED and not why:
        reading.fault(line, "grund", "Ein geschätzter Wert braucht einen Grund.")
    if len(why) > LONGEST_REASON:
        reading.fault(line, "grund", f"Der Grund hat {len(why)} Zeichen; möglich sind {LONGEST_REASON}.")
    if not none and series is not None:
        try:
            value = _value(cells["wert"], series)
        except NumberError as error:
            reading.fault(line, "wert", str(error))
    if len(reading.faults) > before or not (region and series and month and status):
        return
    reading.entries.append((line, _entry(series, region, month, status, value, why, none=none)))


def _place(line: Line, reading: Reading) -> tuple[Series | None, Region | None, date | None]:
    """Series, region and month of the row; what cannot be found is noted."""
    cells = line.cells
    region = reading.find_region(line)
    if region is None:
        text = f"„{_text(cells['gebiet'])}“ ist kein Gebiet; richtig wäre ein Schlüssel wie 05158 oder 05158024."
        reading.fault(line, "gebiet", text)
    series = reading.find_series(line)
    if series is None:
        text = f"„{_text(cells['datenreihe'])}“ ist keine Datenreihe; richtig wäre ein Kürzel wie INT."
        reading.fault(line, "datenreihe", text)
    month = reading.month(line)
    if month is None:
        text = f"„{_text(cells['monat'])}“ ist kein Monat; richtig wäre 2014-09, 09.2014 oder ein Datum."
        reading.fault(line, "monat", text)
    return series, region, month


def _entry(
    series: Series, region: Region, month: date, status: FigureStatus, value: Decimal | None, why: str, *, none: bool
) -> Entry:
    estimated = status == FigureStatus.ESTIMATED
    return Entry(
        series=series,
        region=region,
        month=month,
        value=value,
        reason=why if none else "",
        status=FigureStatus.PROVISIONAL if none and estimated else status,
        basis=why if estimated and not none else "",
        why=why,
    )


def region_key(cell: Cell) -> str:
    """A key that a spreadsheet turned into a number gets its leading zero back: 5158024 is 05158024."""
    if not isinstance(cell.value, Decimal):
        return _text(cell)
    digits = str(int(cell.value))
    return digits.zfill(8 if len(digits) > 5 else 5)


def is_empty(cell: Cell) -> bool:
    """Nothing was entered."""
    return not _text(cell)


def _by_name(rows: Iterable[Named], text: str) -> Named | None:
    """The one row of that name; None where there is none, or two."""
    found = [row for row in rows if row.name.casefold() == text.casefold()]
    return found[0] if len(found) == 1 else None


def _text(cell: Cell) -> str:
    return "" if cell.value is None else str(cell.value).strip()


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
