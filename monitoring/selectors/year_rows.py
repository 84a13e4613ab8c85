"""The parts of the year grid: cells with their state in words, rows with what they add up to, groups; no query in here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property

from agreements.domain.months import month_key
from agreements.domain.numbers import format_number
from agreements.models import Region, Series
from monitoring.choices import FigureStatus
from monitoring.domain.series import State, available_from
from monitoring.models import MonthlyActual
from monitoring.selectors.figures import series_spec

NONE_TEXT = "k. A."
SETTLED = frozenset({FigureStatus.FINAL, FigureStatus.REVISED})
_MARKS = {"refused": "!", "doubted": "⚠", "estimated": "≈", "final": "✓", "revised": "R"}


@dataclass(frozen=True, kw_only=True)
class YearCell:
    """One month of one row: what stands there, and how it is written."""

    series: Series
    region: Region
    month: date
    actual: MonthlyActual | None
    kind: State
    begun: bool  # a month that has not begun is not typed
    closed: str = ""  # why the month takes nothing typed by hand
    doubts: tuple[str, ...] = ()  # why the figure is unlikely, as long as nobody checked it
    typed: str | None = None  # what was typed and refused; it stays in its field
    fault: str = ""  # why it was refused

    @property
    def name(self) -> str:
        """Identifies the cell in forms and JSON: INT-05158-2014-09."""
        return f"{self.series.code}-{self.region.key}-{month_key(self.month)}"

    @property
    def version(self) -> int:
        """Which saving of the figure stands there; 0: none."""
        return self.actual.version if self.actual else 0

    @property
    def text(self) -> str:
        """The figure as one types it, "k. A.", or nothing."""
        if self.actual is None:
            return ""
        return NONE_TEXT if self.actual.value is None else format_number(self.actual.value, self.series.decimals)

    @property
    def shown(self) -> str:
        """What stands in the field: the figure, or what was refused."""
        return self.text if self.typed is None else self.typed

    @property
    def note(self) -> str:
        """Why there is none, or what the estimate rests on."""
        return (self.actual.reason or self.actual.basis) if self.actual else ""

    @property
    def estimated(self) -> bool:
        """The figure is an estimate."""
        return self.actual is not None and self.actual.status == FigureStatus.ESTIMATED

    @property
    def settled(self) -> bool:
        """Final or revised: a change needs a reason."""
        return self.actual is not None and self.actual.status in SETTLED

    @property
    def state(self) -> str:
        """One word for the look of the cell: a FigureStatus, or none, missing, not_yet; doubted before all."""
        if self.fault:
            return "refused"
        if self.doubts:
            return "doubted"
        if self.actual is None or self.actual.value is None:
            return self.kind.value
        return self.actual.status

    @property
    def says(self) -> str:
        """The state in words, as a screen reader says it."""
        if self.fault:
            return f"nicht gespeichert: {self.fault}"
        if self.actual is None:
            if self.kind is State.MISSING:
                return "fehlt"
            return f"noch nicht verfügbar (voraussichtlich ab {available_from(series_spec(self.series), self.month):%d.%m.%Y})"
        if self.actual.value is None:
            return f"keine Angabe: {self.actual.reason}"
        basis = f" ({self.actual.basis})" if self.actual.basis else ""
        return " ".join((f"{self.actual.get_status_display()}{basis}", *(f"⚠ {doubt}" for doubt in self.doubts)))

    @property
    def mark(self) -> str:
        """The state as a sign beside the figure, so that it does not hang on colour; most figures have none."""
        return "🔒" if self.closed else _MARKS.get(self.state, "")


@dataclass(frozen=True, kw_only=True)
class Total:
    """What a row adds up to since January, by the rules of a measure (domain.md §4, rules 1 to 5), and its plan."""

    what: str = ""  # "Summe", "Mittel", "Stand"
    text: str = ""
    until: str = ""  # "Jan–Aug"; "" where no month has a value
    plan: str = ""
    plan_word: str = "Soll"  # "Prognose" for what is only observed


@dataclass(frozen=True, kw_only=True)
class YearRow:
    """One series in one region; a cell is None where the rhythm has no figure."""

    series: Series
    region: Region
    cells: tuple[YearCell | None, ...]
    total: Total

    @property
    def name(self) -> str:
        """Identifies the row: INT-05158."""
        return f"{self.series.code}-{self.region.key}"

    @property
    def read(self) -> str:
        """What its reader saw, for the form without JavaScript: "1|515;0|;…", one piece a month."""
        return ";".join(f"{cell.version}|{cell.text}" if cell else "" for cell in self.cells)


@dataclass(frozen=True, kw_only=True)
class CitySum:
    """The district figure of a city series in one month."""

    text: str
    missing: str = ""  # "unvollständig, ohne Haan, Hilden"


@dataclass(frozen=True, kw_only=True)
class YearBlock:
    """Rows that belong together: the series of one level, or one city series with its cities and their sums."""

    rows: tuple[YearRow, ...]
    sums: tuple[CitySum | None, ...] = ()  # only for a city series
    total: Total = Total()

    @property
    def by_city(self) -> bool:
        """The rows are cities of one series."""
        return bool(self.sums)

    @property
    def series(self) -> Series:
        """The series of the cities."""
        return self.rows[0].series


@dataclass(frozen=True, kw_only=True)
class YearGroup:
    """What belongs to one target, or else to one source."""

    title: str
    blocks: tuple[YearBlock, ...]


@dataclass(frozen=True)
class EntryYear:
    """All that one person types for one agreement and year."""

    months: tuple[date, ...]
    groups: tuple[YearGroup, ...]

    @cached_property
    def rows(self) -> tuple[YearRow, ...]:
        """All rows in their order."""
        return tuple(row for group in self.groups for block in group.blocks for row in block.rows)

    @cached_property
    def cells(self) -> dict[str, YearCell]:
        """All cells by name."""
        return {cell.name: cell for row in self.rows for cell in row.cells if cell is not None}

    def with_doubts(self, doubts: Mapping[int, tuple[str, ...]]) -> EntryYear:
        """The same grid, with what is unlikely said at its cell; keyed by the pk of the figure."""
        return self._with(
            lambda cell: replace(cell, doubts=doubts.get(cell.actual.pk, ())) if cell.actual is not None else cell
        )

    def with_refused(self, refused: Mapping[str, tuple[str, str]]) -> EntryYear:
        """The same grid, with text and reason of the cells that were refused, by name."""
        return self._with(
            lambda cell: (
                replace(cell, typed=refused[cell.name][0], fault=refused[cell.name][1])
                if cell.name in refused
                else cell
            )
        )

    def _with(self, change: Callable[[YearCell], YearCell]) -> EntryYear:
        return EntryYear(
            self.months,
            tuple(
                replace(group, blocks=tuple(replace(b, rows=_changed(b.rows, change)) for b in group.blocks))
                for group in self.groups
            ),
        )

    @property
    def actuals(self) -> tuple[MonthlyActual, ...]:
        """All figures that stand."""
        return tuple(cell.actual for cell in self.cells.values() if cell.actual is not None)

    @property
    def missing(self) -> int:
        """How many figures are expected by now and not entered."""
        return sum(cell.kind is State.MISSING for cell in self.cells.values())


def _changed(rows: tuple[YearRow, ...], change: Callable[[YearCell], YearCell]) -> tuple[YearRow, ...]:
    return tuple(replace(row, cells=tuple(cell and change(cell) for cell in row.cells)) for row in rows)
