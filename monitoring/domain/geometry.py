"""What every chart needs of geometry: axes with nice steps, lines that break at gaps, places where labels do not collide."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal

# Pixels are Decimals too, although float would do for them: so there is no float in the core at all, and the same sheet
# gives the same bytes on every machine. Pixels run to the right and downwards.

Point = tuple[Decimal, Decimal]
Run = tuple[Point, ...]  # points to be joined; a run of one point stands alone

ZERO = Decimal(0)
LABEL_HEIGHT = Decimal(15)
ENOUGH_ROOM = Decimal(5)  # between a label and a line
SMALLEST_SPAN = Decimal("0.01")  # a zoomed axis shows at least 1 % of the value, else noise would look like a trend
AIR = Decimal("0.08")  # of the span, above and below the values

_STEPS = tuple(Decimal(step) for step in ("1", "2", "2.5", "5", "10"))


@dataclass(frozen=True, kw_only=True)
class Axis:
    """An upright axis in the unit of the measure; `top` and `bottom` are pixels."""

    low: Decimal
    high: Decimal
    top: Decimal
    bottom: Decimal
    step: Decimal
    ticks: tuple[Decimal, ...]
    zoomed: bool  # does not begin at 0: to be said at the axis

    def y(self, value: Decimal) -> Decimal:
        """The pixel of a value."""
        return self.bottom - (value - self.low) / (self.high - self.low) * (self.bottom - self.top)


def axis_for(values: Iterable[Decimal | None], *, top: Decimal, bottom: Decimal, zoom: bool, about: int = 5) -> Axis:
    """The axis for these values with about so many ticks. It begins at 0, unless `zoom` is wanted and the values lie close
    together far from 0; then it has air on both sides and shows at least 1 % of the largest value.
    """
    known = [value for value in values if value is not None] or [ZERO]
    low, high = min(known), max(known)
    largest = max(abs(low), abs(high))
    span = max(high - low, largest * SMALLEST_SPAN)
    zoomed = zoom and (low > span or high < -span)
    if zoomed:
        middle = (low + high) / 2
        low, high = (middle + side * span * (Decimal("0.5") + AIR) for side in (-1, 1))
    else:
        low, high = min(low, ZERO), max(high, ZERO)
        air = (high - low) * AIR / 2
        low, high = low and low - air, high and high + air
        high = high if high > low else low + 1
    step = nice_step((high - low) / about)
    first = (low / step).to_integral_value(ROUND_CEILING)
    last = (high / step).to_integral_value(ROUND_FLOOR)
    ticks = tuple(step * count for count in range(int(first), int(last) + 1))
    return Axis(low=low, high=high, top=top, bottom=bottom, step=step, ticks=ticks, zoomed=zoomed)


def nice_step(raw: Decimal) -> Decimal:
    """The smallest of 1, 2, 2.5, 5 times a power of ten that is at least `raw` (> 0)."""
    power = Decimal(1).scaleb(raw.adjusted())
    return next(step * power for step in _STEPS if step * power >= raw)


def runs(places: Sequence[tuple[Decimal, Decimal | None]], axis: Axis) -> tuple[Run, ...]:
    """Points to be joined; where a value is missing the line ends and begins anew, nothing is drawn through the gap."""
    found: list[list[Point]] = [[]]
    for x, value in places:
        if value is not None:
            found[-1].append((x, axis.y(value)))
        elif found[-1]:
            found.append([])
    return tuple(tuple(run) for run in found if run)


def spread(wanted: Sequence[Decimal], gap: Decimal, low: Decimal, high: Decimal) -> tuple[Decimal, ...]:
    """Move ascending places apart to at least `gap`, within low…high, each cluster staying around its middle.

    Where there is no room for all, they run over at the upper bound.
    """
    clusters: list[tuple[Decimal, int]] = []  # middle, members
    for place in wanted:
        clusters.append((place, 1))
        while True:
            middle, count = clusters.pop()
            half = gap * (count - 1) / 2
            middle = max(low + half, min(high - half, middle))
            if not clusters or middle - half - (clusters[-1][0] + gap * (clusters[-1][1] - 1) / 2) >= gap:
                clusters.append((middle, count))
                break
            before, others = clusters.pop()
            clusters.append(((before * others + middle * count) / (others + count), others + count))
    return tuple(middle + gap * (2 * n - count + 1) / 2 for middle, count in clusters for n in range(count))


def spread_months(count: int, first: Decimal, last: Decimal) -> tuple[Decimal, ...]:
    """So many places (at least two) at equal distances."""
    return tuple(first + (last - first) * index / (count - 1) for index in range(count))


def free_place(at: Point, width: Decimal, lines: Sequence[Run], axis: Axis, *, left: Decimal, right: Decimal) -> Point:
    """The middle of a label of this width beside a point, between left and right and inside the axis, touching no line:
    the first place with enough room, else the roomiest.
    """
    candidates: list[tuple[bool, Decimal, Point]] = []
    for distance in (Decimal(16), Decimal(28)):
        for side in (-1, 1):
            for shift in (ZERO, width / 2, -width / 2):
                x = min(max(at[0] + shift, left + width / 2), right - width / 2)
                y = at[1] + side * distance
                inside = axis.top + LABEL_HEIGHT / 2 <= y <= axis.bottom - LABEL_HEIGHT / 2
                room = min((_room(x - width / 2, x + width / 2, y, line) for line in lines), default=ENOUGH_ROOM)
                candidates.append((inside, min(room, ENOUGH_ROOM), (x, y)))
    return max(candidates, key=lambda candidate: candidate[:2])[2]  # of equals the first


def _room(left: Decimal, right: Decimal, y: Decimal, line: Run) -> Decimal:
    """Pixels between a label of LABEL_HEIGHT around y and what of the line lies over or under it; negative if it touches."""
    inside = [at for x, at in line if left <= x <= right]
    for (x0, y0), (x1, y1) in itertools.pairwise(line):
        cut = [edge for edge in (left, right) if min(x0, x1) < edge < max(x0, x1)]
        inside += [y0 + (y1 - y0) * (edge - x0) / (x1 - x0) for edge in cut]
    if not inside:
        return ENOUGH_ROOM
    return max(y - LABEL_HEIGHT / 2 - max(inside), min(inside) - y - LABEL_HEIGHT / 2)
