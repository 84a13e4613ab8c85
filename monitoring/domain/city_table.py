"""How a CitySheet reads: the words, stars, bars and footnotes that page, PDF, XLSX and CSV share, so they cannot disagree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agreements.domain.months import month_name
from agreements.domain.numbers import format_number
from monitoring.domain.disclosure import hides_more_than_half
from monitoring.domain.sheet import CityCell, CityService, CitySheet

STAR = "*"
STAR_SPOKEN = "nicht ausgewiesen"
GAPS = {"missing": "fehlt", "none": "keine Angabe", "not_yet": "noch nicht verfügbar"}
TOTAL = "Summe"


@dataclass(frozen=True, kw_only=True)
class TableCell:
    """One cell as it is read. `value` only where the number may be seen; `bar` is 0 to 100, None where there is none."""

    text: str
    spoken: str = ""  # what a screen reader says in place of the text
    value: int | None = None
    bar: int | None = None
    remark: str = ""  # under a sum: whom it leaves out

    @property
    def hidden(self) -> bool:
        """Printed as a star."""
        return self.text == STAR

    @property
    def is_gap(self) -> bool:
        """There is no figure, and the text says why."""
        return self.value is None and not self.hidden


@dataclass(frozen=True, kw_only=True)
class TableRow:
    """One region, or the sums."""

    key: str
    name: str
    cells: tuple[TableCell, ...]


@dataclass(frozen=True, kw_only=True)
class TableColumn:
    """One service: "Schuldnerberatung", and below it what is counted: "erreichte Kundinnen und Kunden"."""

    series: str
    name: str
    counted: str


@dataclass(frozen=True, kw_only=True)
class CityTable:
    """The whole table in words."""

    heading: str  # "Städte 2014"
    period: str  # "Januar bis September 2014"
    view: str  # "Genaue Zahlen" or "Fassung zur Veröffentlichung"
    audience: str  # who may see it, one sentence
    columns: tuple[TableColumn, ...]
    rows: tuple[TableRow, ...]
    total: TableRow
    notes: tuple[str, ...]
    has_stars: bool
    coarser: str  # names of the services of which more than half is stars: offer something coarser

    @property
    def caption(self) -> str:
        """What the table holds, for its caption and as a name."""
        return f"{self.heading}, {self.period}"


def city_table(sheet: CitySheet) -> CityTable:
    """The sheet in words; a masked sheet holds no hidden number, so neither does this."""
    rows = tuple(
        TableRow(key=key, name=name, cells=tuple(_cell(service, service.cells[place]) for service in sheet.services))
        for place, (key, name) in enumerate(sheet.regions)
    )
    has_stars = any(cell.hidden for service in sheet.services for cell in (*service.cells, service.total))
    mostly_stars = [service_name(service.name) for service in sheet.services if hides_more_than_half(service)]
    return CityTable(
        heading=f"Städte {sheet.year}",
        period=_period(sheet),
        view="Fassung zur Veröffentlichung" if sheet.masked else "Genaue Zahlen",
        audience=_audience(masked=sheet.masked),
        columns=tuple(
            TableColumn(series=s.series, name=service_name(s.name), counted=_counted(s)) for s in sheet.services
        ),
        rows=rows,
        total=TableRow(key="", name=TOTAL, cells=tuple(_total(sheet, service) for service in sheet.services)),
        notes=((_star_note(sheet),) if has_stars else ()) + sheet.notes,
        has_stars=has_stars,
        coarser=_listed(mostly_stars) if mostly_stars else "",
    )


def service_name(name: str) -> str:
    """The service alone: "Schuldnerberatung: erreichte Kundinnen und Kunden" is a name too long for a column."""
    return name.partition(": ")[0]


def _counted(service: CityService) -> str:
    return service.name.partition(": ")[2] or service.unit


def _cell(service: CityService, cell: CityCell) -> TableCell:
    if cell.hidden:
        return TableCell(text=STAR, spoken=STAR_SPOKEN)
    if cell.value is None:
        return TableCell(text=GAPS[cell.gap or "missing"])
    largest = max(other.value for other in service.cells if other.value is not None)
    return TableCell(text=format_number(cell.value, 0), value=cell.value, bar=_bar(cell.value, largest))


def _bar(value: int, largest: int) -> int | None:
    """Length in percent of the longest that may be seen; a figure above 0 is never without a trace."""
    return max(1, (200 * value + largest) // (2 * largest)) if value else None


def _total(sheet: CitySheet, service: CityService) -> TableCell:
    """The sum of a column; where regions lack a figure, the sum of the others with the names of those left out."""
    left_out = (name for (_, name), cell in zip(sheet.regions, service.cells, strict=True) if cell.gap)
    remark = f"unvollständig, ohne {_listed(left_out)}" if service.incomplete else ""
    total = service.total
    if total.hidden:
        return TableCell(text=STAR, spoken=STAR_SPOKEN, remark=remark)
    if total.value is None:
        return TableCell(text=GAPS[total.gap or "missing"])
    return TableCell(text=format_number(total.value, 0), value=total.value, remark=remark)


def _period(sheet: CitySheet) -> str:
    if sheet.until is None:
        return "noch ohne Zahlen"
    if sheet.until.month == 12:
        return f"ganzes Jahr {sheet.year}"
    return f"bis {month_name(sheet.until)}"


def _audience(*, masked: bool) -> str:
    if masked:
        return (
            "Diese Fassung ist für alle bestimmt, die keine genauen Zahlen erhalten: Kreistag, Agentur und Öffentlichkeit. "
            "Kleine Anzahlen sind durch Sterne ersetzt."
        )
    return (
        "Diese Zahlen sehen nur Eingabe und Freigabe des Jobcenters und das Controlling des Kreises. "
        "Sie verlassen das Haus nicht; weitergegeben wird die Fassung zur Veröffentlichung."
    )


def _star_note(sheet: CitySheet) -> str:
    thresholds = {service.threshold for service in sheet.services}
    if len(thresholds) == 1:
        small = f"Anzahlen unter {thresholds.pop()}"
    else:
        small = f"kleine Anzahlen ({_listed(f'{service_name(s.name)} unter {s.threshold}' for s in sheet.services)})"
    return (
        f"{STAR} {STAR_SPOKEN}, zum Schutz der Einzelnen: {small} und dazu so viele weitere, dass sie sich nicht errechnen "
        "lassen. Hinter einem Stern kann auch eine größere Zahl stehen."
    )


def _listed(names: Iterable[str]) -> str:
    """ "Haan, Hilden und Velbert"."""
    *others, last = names
    return f"{', '.join(others)} und {last}" if others else last
