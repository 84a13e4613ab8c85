"""Geometry of the charts: numbers only, from a measure's sheet to axes, lines, bands, bars and places for labels."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from agreements.choices import Aggregation, Direction
from monitoring.domain.geometry import (
    LABEL_HEIGHT,
    ZERO,
    Axis,
    Point,
    Run,
    axis_for,
    free_place,
    runs,
    spread,
    spread_months,
)
from monitoring.domain.sheet import Component, MeasureSheet, MonthPoint

WIDTH = Decimal(760)
LEFT, RIGHT = Decimal(56), Decimal(622)  # the plot; beyond RIGHT stand the direct labels
FIRST_MONTH, LAST_MONTH = Decimal(82), Decimal(610)
HEAD = Decimal(30)  # above the plot, for the unit
PLOT_HEIGHT = Decimal(196)
LABEL_X = Decimal(630)
STRIP_GAP = Decimal(62)  # from the plot to the strip: names of the months and heading
BAR_WIDTH, BAR_LENGTH = Decimal(26), Decimal(26)
BAR_LABEL = Decimal(15)


@dataclass(frozen=True, kw_only=True)
class Mark:
    """A value at its place, with the month it belongs to (0 is January)."""

    index: int
    x: Decimal
    y: Decimal
    value: Decimal


@dataclass(frozen=True, kw_only=True)
class EndLabel:
    """A direct label at the right: beside `at`, moved to `y` where several would collide."""

    kind: str  # "actual", "plan", "projection", "prior_year"
    value: Decimal
    at: Point  # the end of the line
    y: Decimal


@dataclass(frozen=True, kw_only=True)
class Bar:
    """One deviation in the strip, from the zero line to `y`."""

    index: int
    x: Decimal  # left edge
    y: Decimal
    value: Decimal  # percent of the plan


@dataclass(frozen=True, kw_only=True)
class Strip:
    """The deviations in percent under the curve."""

    top: Decimal
    zero: Decimal
    numbers: Decimal  # base line of the row of numbers under all bars
    bars: tuple[Bar, ...]
    limits: tuple[tuple[Decimal, Decimal], ...]  # percent and pixel from which a deviation is a clear one


@dataclass(frozen=True, kw_only=True)
class CourseChart:
    """Everything that course_chart draws."""

    height: Decimal
    axis: Axis
    months: tuple[Decimal, ...]  # x of January to December
    month_width: Decimal
    actual: tuple[Run, ...]
    plan: tuple[Run, ...]
    prior_year: tuple[Run, ...]
    band: tuple[Run, ...]  # closed polygons
    dots: tuple[Mark, ...]
    projection: Point | None
    labels: tuple[EndLabel, ...]  # from top to bottom
    own: Point | None  # middle of the label of the last actual value, where that is not at the right
    strip: Strip | None


@dataclass(frozen=True, kw_only=True)
class SmallChart:
    """A small chart of single months."""

    axis: Axis
    months: tuple[Decimal, ...]
    now: tuple[Run, ...]
    before: tuple[Run, ...]
    dots: tuple[Mark, ...]
    dots_before: tuple[Mark, ...]


def course(sheet: MeasureSheet, *, label_width: Decimal, head: Decimal = HEAD) -> CourseChart:
    """The curve with the strip of deviations; `label_width` is that of the label at the last actual value, in pixels."""
    points = sheet.points
    months = spread_months(len(points), FIRST_MONTH, LAST_MONTH)
    shown = sheet.projection if sheet.projection and sheet.projection.shown else None
    drawn = [value for point in points for value in (point.actual, point.plan, point.prior_year)]
    if shown is not None:
        drawn += [value for point in points for value in (point.projected_low, point.projected_high)]
    zoom = sheet.aggregation in {Aggregation.MEAN, Aggregation.LAST}
    axis = axis_for(drawn, top=head, bottom=head + PLOT_HEIGHT, zoom=zoom)
    expected = _expected(points)

    def line(value: Callable[[MonthPoint], Decimal | None]) -> tuple[Run, ...]:
        return runs([(x, value(point)) for x, point in zip(months, points, strict=True) if expected(point)], axis)

    dots = _marks(months, [point.actual for point in points], axis)
    band = _band([each for each in zip(months, points, strict=True) if expected(each[1])], axis) if shown else ()
    lines = {kind: line(value) for kind, value in _LINES.items()}
    last = dots[-1] if dots else None
    at_end = last is not None and last.index == len(points) - 1
    ends = {kind: found[-1][-1] for kind, found in lines.items() if found and (kind != "actual" or at_end)}
    values = {kind: [v for p in points if (v := _LINES[kind](p)) is not None][-1] for kind in ends}
    if shown is not None and not at_end:
        ends["projection"], values["projection"] = (months[-1], axis.y(shown.value)), shown.value
    everything = [*(run for found in lines.values() for run in found), *band]
    own = None
    if last is not None and not at_end:
        own = free_place((last.x, last.y), label_width, everything, axis, left=LEFT + 4, right=RIGHT)
    strip = _strip(sheet, months, axis.bottom + STRIP_GAP)
    return CourseChart(
        height=(strip.numbers if strip else axis.bottom + LABEL_HEIGHT * 2) + 5,
        axis=axis,
        months=months,
        month_width=months[1] - months[0],
        **lines,
        band=band,
        dots=dots,
        projection=ends.get("projection"),
        labels=_labels(ends, values, axis),
        own=own,
        strip=strip,
    )


def component(sheet: Component, *, width: Decimal, height: Decimal, zoom: bool) -> SmallChart:
    """The single months of a numerator or denominator with those of the prior year; `zoom` leaves out the 0."""
    now, before = [month[1] for month in sheet.months], [month[2] for month in sheet.months]
    axis = axis_for([*now, *before], top=Decimal(40), bottom=height - 24, zoom=zoom, about=4)
    months = spread_months(max(len(now), 12), Decimal(62), width - 18)[: len(now)]
    return SmallChart(
        axis=axis,
        months=months,
        now=runs(list(zip(months, now, strict=True)), axis),
        before=runs(list(zip(months, before, strict=True)), axis),
        dots=_marks(months, now, axis),
        dots_before=_marks(months, before, axis),
    )


def spark(
    values: Sequence[Decimal | None], *, width: Decimal, height: Decimal, also: Sequence[Decimal] = ()
) -> SmallChart:
    """A line without axes; the values `also` are always in sight, like the plan."""
    axis = axis_for([*values, *also], top=Decimal(4), bottom=height - 4, zoom=True)
    months = spread_months(max(len(values), 2), Decimal(4), width - 4)[: len(values)]
    now = runs(list(zip(months, values, strict=True)), axis)
    return SmallChart(axis=axis, months=months, now=now, before=(), dots=_marks(months, values, axis), dots_before=())


_LINES: dict[str, Callable[[MonthPoint], Decimal | None]] = {
    "actual": lambda point: point.actual,
    "plan": lambda point: point.plan,
    "prior_year": lambda point: point.prior_year,
}


def _marks(months: Sequence[Decimal], values: Sequence[Decimal | None], axis: Axis) -> tuple[Mark, ...]:
    return tuple(
        Mark(index=index, x=x, y=axis.y(value), value=value)
        for index, (x, value) in enumerate(zip(months, values, strict=True))
        if value is not None
    )


def _expected(points: Sequence[MonthPoint]) -> Callable[[MonthPoint], bool]:
    """Which months a line must not jump over: all of them, or the last of each quarter for a quarterly series.

    The sheet has no rhythm; it shows in the months that have a value or a reason for having none.
    """
    told = [point.month.month for point in points if point.actual is not None or point.gap is not None]
    quarterly = bool(told) and all(month % 3 == 0 for month in told)
    return lambda point: not quarterly or point.month.month % 3 == 0


def _band(places: Sequence[tuple[Decimal, MonthPoint]], axis: Axis) -> tuple[Run, ...]:
    """The band of the projection as closed polygons; it opens at the last actual value before it."""
    found: list[list[tuple[Point, Point]]] = [[]]
    for x, point in places:
        if point.projected_low is not None and point.projected_high is not None:
            found[-1].append(((x, axis.y(point.projected_low)), (x, axis.y(point.projected_high))))
        elif point.actual is not None:
            found[-1] = [((x, axis.y(point.actual)),) * 2]
        elif found[-1]:
            found.append([])
    bands = [edge for edge in found if len(edge) > 1]
    return tuple((*(low for low, _ in edge), *(high for _, high in reversed(edge))) for edge in bands)


def _labels(ends: dict[str, Point], values: dict[str, Decimal], axis: Axis) -> tuple[EndLabel, ...]:
    order = sorted(ends, key=lambda kind: (ends[kind][1], -values[kind]))
    places = spread([ends[kind][1] for kind in order], LABEL_HEIGHT, axis.top, axis.bottom - 4)
    return tuple(
        EndLabel(kind=kind, value=values[kind], at=ends[kind], y=y) for kind, y in zip(order, places, strict=True)
    )


def _strip(sheet: MeasureSheet, months: Sequence[Decimal], top: Decimal) -> Strip | None:
    """Bars of the deviations in percent. They share a scale on which the limit of a clear deviation always has its place,
    so that 0.1 % never looks like 10 %.
    """
    found = [(index, point.deviation_percent) for index, point in enumerate(sheet.points)]
    bars = [(index, value) for index, value in found if value is not None]
    if not bars:
        return None
    judged = sheet.yellow if sheet.has_status else None
    limits = [side * judged for side in _unfavourable(sheet.direction)] if judged else []
    reach = [*(value for _, value in bars), *limits, ZERO]
    scale = BAR_LENGTH / (max(abs(value) for value in reach) or 1)
    zero = top + max(reach) * scale
    return Strip(
        top=top,
        zero=zero,
        numbers=zero - min(reach) * scale + BAR_LABEL,
        bars=tuple(
            Bar(index=index, x=months[index] - BAR_WIDTH / 2, y=zero - value * scale, value=value)
            for index, value in bars
        ),
        limits=tuple((value, zero - value * scale) for value in limits),
    )


def _unfavourable(direction: Direction | None) -> tuple[int, ...]:
    """On which side of the plan a deviation is a bad one."""
    return {Direction.AT_LEAST: (-1,), Direction.AT_MOST: (1,), Direction.EXACTLY: (-1, 1), None: ()}[direction]
