"""What was entered: a series, its figures, and the state of a figure on a day (domain.md §4)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from agreements.choices import Rhythm
from agreements.domain.months import add_months
from monitoring.choices import FigureStatus
from monitoring.domain.sheet import Gap

_WEAKEST_FIRST = (FigureStatus.ESTIMATED, FigureStatus.PROVISIONAL, FigureStatus.REVISED, FigureStatus.FINAL)


class State(StrEnum):
    """What can be said of a figure; all four are different things."""

    FIGURE = "figure"
    MISSING = "missing"  # fehlt: expected, not entered
    NONE = "none"  # keine Angabe: deliberately none, with a reason
    NOT_YET = "not_yet"  # noch nicht verfügbar


@dataclass(frozen=True, kw_only=True)
class Figure:
    """One Ist-Wert. Without value it is "keine Angabe"; the reason is that of the none or of the estimate."""

    value: Decimal | None
    status: FigureStatus = FigureStatus.PROVISIONAL
    reason: str = ""


@dataclass(frozen=True, kw_only=True)
class SeriesSpec:
    """A Datenreihe as far as arithmetic needs it; bounds are inclusive, in its unit."""

    code: str
    name: str
    unit: str
    decimals: int = 0
    rhythm: Rhythm = Rhythm.MONTHLY
    months_until_available: int = 0
    lower: Decimal | None = None
    upper: Decimal | None = None


@dataclass(frozen=True, kw_only=True)
class SeriesData:
    """A series with its figures of one region, by month; a month that is not there was not entered."""

    spec: SeriesSpec
    figures: Mapping[date, Figure] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Incomplete:
    """A month of a city series that has no district figure: the sum of the others, and whom it leaves out."""

    partial: Decimal | None  # None where no city has a figure
    without: tuple[str, ...]  # names, "unvollständig, ohne …"


@dataclass(frozen=True, kw_only=True)
class DistrictSeries:
    """A city series added up to the district."""

    data: SeriesData
    incomplete: Mapping[date, Incomplete]


def available_from(spec: SeriesSpec, month: date) -> date:
    """The day from which the month's figure can be asked for: the first of the next month, plus the delay."""
    return add_months(month, 1 + spec.months_until_available)


def state(data: SeriesData, month: date, today: date) -> State:
    """Figure, missing, none or not yet, on that day."""
    figure = data.figures.get(month)
    if figure is not None:
        return State.NONE if figure.value is None else State.FIGURE
    return State.MISSING if today >= available_from(data.spec, month) else State.NOT_YET


def gap(data: SeriesData, month: date, today: date) -> Gap | None:
    """Why there is no figure; None where there is one."""
    kind = state(data, month, today)
    if kind is State.FIGURE:
        return None
    return Gap(
        series=data.spec.code,
        series_name=data.spec.name,
        month=month,
        kind=kind.value,
        available_from=available_from(data.spec, month) if kind is State.NOT_YET else None,
    )


def result_status(statuses: Iterable[FigureStatus]) -> FigureStatus | None:
    """Data status of a result (rule 5): geschätzt before vorläufig before revidiert before endgültig."""
    found = set(statuses)
    return next((status for status in _WEAKEST_FIRST if status in found), None)


def district_series(
    spec: SeriesSpec, cities: Mapping[str, Mapping[date, Figure]], names: Mapping[str, str]
) -> DistrictSeries:
    """Add a city series up to the district, month by month (rule 4).

    `names` holds key and name of every expected city; `cities` the figures by key. A month lacks a district figure as
    soon as one city lacks its own; it is keine Angabe where no city is missing but one has none (unsere Lesart).
    """
    months = sorted({month for key in names for month in cities.get(key, {})})
    figures: dict[date, Figure] = {}
    incomplete: dict[date, Incomplete] = {}
    for month in months:
        given = {key: cities.get(key, {}).get(month) for key in names}
        there = {key: figure for key, figure in given.items() if figure is not None}
        values = {key: figure.value for key, figure in there.items() if figure.value is not None}
        total = sum(values.values(), Decimal(0)) if values else None
        if len(values) < len(names):
            incomplete[month] = Incomplete(
                partial=total, without=tuple(name for key, name in names.items() if key not in values)
            )
        if len(there) == len(names):
            complete = len(values) == len(names)
            figures[month] = Figure(
                value=total if complete else None,
                status=result_status(figure.status for figure in there.values()) or FigureStatus.PROVISIONAL,
                reason="; ".join(f"{names[key]}: {figure.reason}" for key, figure in there.items() if figure.reason),
            )
    return DistrictSeries(data=SeriesData(spec=spec, figures=figures), incomplete=incomplete)
