"""Geometry of the dot plot: one row of dots over an axis that lies, labels that do not collide; numbers only."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from monitoring.domain.geometry import Axis, axis_for

WIDTH, LEFT, RIGHT = Decimal(960), Decimal(190), Decimal(935)
LABEL_LANE, TICKS = Decimal(17), Decimal(22)  # heights of one row of names, of the numbers below
AIR = Decimal(12)  # above and below the dots
LABEL_LANES = 2
LABEL_GAP = Decimal(12)
MOST_LANES = 9  # of dots; where more stand at one place they lie on each other
FEW = 40  # up to so many dots are large


@dataclass(frozen=True, kw_only=True)
class Dot:
    """One value; `index` is its place in what was given."""

    index: int
    x: Decimal
    y: Decimal


@dataclass(frozen=True, kw_only=True)
class Name:
    """A name over a dot; it was moved aside where its x is not that of the dot."""

    index: int
    x: Decimal  # of its middle
    y: Decimal  # of its base line
    dot: Dot


@dataclass(frozen=True, kw_only=True)
class DotRow:
    """One row of the plot, y running downwards. `axis.y(value)` is the x of a value, for the axis lies."""

    axis: Axis
    top: Decimal  # of the dots; the names stand above
    middle: Decimal
    bottom: Decimal  # the numbers of the axis stand below
    end: Decimal
    radius: Decimal
    dots: tuple[Dot, ...]
    names: tuple[Name, ...]


def dot_row(
    values: Sequence[Decimal | None],
    *,
    top: Decimal,
    also: Sequence[Decimal] = (),
    widths: Sequence[Decimal] = (),
    always: Sequence[int] = (),
) -> DotRow | None:
    """The dots of the values that are there, the axis holding `also`, too; None without any value.

    `widths` are those of the names, one a value. All are named where all have room, else those of `always` alone.
    """
    known = [(index, value) for index, value in enumerate(values) if value is not None]
    if not known:
        return None
    axis = axis_for([*(value for _, value in known), *also], top=RIGHT, bottom=LEFT, zoom=True, about=6)
    radius = Decimal(5) if len(known) <= FEW else Decimal(3)
    places = [(index, axis.y(value)) for index, value in known]
    lanes = _lanes([x for _, x in sorted(places, key=lambda place: place[1])], 2 * radius)
    by_x = sorted(places, key=lambda place: place[1])
    named = _named(by_x, widths, always) if widths else {}
    half = max(abs(lane) for lane in lanes) * 2 * radius + radius + AIR
    rows = max((lane for _, lane in named.values()), default=-1) + 1
    middle = top + LABEL_LANE * rows + half
    dots = tuple(
        Dot(index=index, x=x, y=middle + lane * 2 * radius) for (index, x), lane in zip(by_x, lanes, strict=True)
    )
    names = tuple(
        Name(index=dot.index, x=named[dot.index][0], y=top + LABEL_LANE * (rows - named[dot.index][1]) - 4, dot=dot)
        for dot in dots
        if dot.index in named
    )
    return DotRow(
        axis=axis,
        top=middle - half,
        middle=middle,
        bottom=middle + half,
        end=middle + half + TICKS,
        radius=radius,
        dots=dots,
        names=names,
    )


def _lanes(xs: Sequence[Decimal], apart: Decimal) -> tuple[int, ...]:
    """For ascending places the lane in which each touches no other: 0, 1, −1, 2, −2 …; the fullest are shared."""
    order = [0, *(side * lane for lane in range(1, MOST_LANES // 2 + 1) for side in (1, -1))]
    last: dict[int, Decimal] = {}
    found = []
    for x in xs:
        free = [lane for lane in order if lane not in last or x - last[lane] >= apart]
        lane = free[0] if free else min(order, key=last.__getitem__)
        last[lane] = x
        found.append(lane)
    return tuple(found)


def _named(
    by_x: Sequence[tuple[int, Decimal]], widths: Sequence[Decimal], always: Sequence[int]
) -> dict[int, tuple[Decimal, int]]:
    """Middle and lane of the names by index: of all, or of `always` alone where they do not fit."""
    every = _placed(by_x, widths)
    return every if every is not None else _placed([each for each in by_x if each[0] in always], widths) or {}


def _placed(by_x: Sequence[tuple[int, Decimal]], widths: Sequence[Decimal]) -> dict[int, tuple[Decimal, int]] | None:
    """Each in the lane where it has to move least, moved back from the right edge; None where they do not fit."""
    lanes: list[list[tuple[int, Decimal]]] = [[] for _ in range(LABEL_LANES)]  # index, left edge
    free = [LEFT] * LABEL_LANES
    for index, x in by_x:
        wanted = max(LEFT, min(x - widths[index] / 2, RIGHT - widths[index]))
        lane = min(range(LABEL_LANES), key=lambda each: max(free[each] - wanted, Decimal(0)))
        left = max(wanted, free[lane])
        lanes[lane].append((index, left))
        free[lane] = left + widths[index] + LABEL_GAP
    found: dict[int, tuple[Decimal, int]] = {}
    for lane, names in enumerate(lanes):
        edge = RIGHT
        for index, left in reversed(names):
            left = min(left, edge - widths[index])
            edge = left - LABEL_GAP
            if left < LEFT:
                return None
            found[index] = (left + widths[index] / 2, lane)
    return found
