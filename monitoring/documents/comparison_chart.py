"""The dot plot of the Kennzahlenvergleich as SVG: a row of dots each for Soll, prior year and level; attributes only (strict CSP)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

from agreements.domain.months import month_name
from agreements.domain.numbers import format_number
from monitoring.documents.charts import LEADER, LETTER, PLAN
from monitoring.documents.comparison import facet_words, facets, remarks, scale, short_name, statements, values, writer
from monitoring.documents.svg import GRID, INK, QUIET, WHITE, dot, drawing, pointed_at, stroke, text
from monitoring.domain.comparison import ComparisonSheet, Facet, MeasureComparison, Unit, spread
from monitoring.domain.dot_plot import LEFT, RIGHT, WIDTH, Dot, DotRow, Name, dot_row

BETWEEN = Decimal(16)  # pixels between two rows
MIDDLE = "#e2e5f3"  # the middle half
OTHERS = "#6b7080"
LINES = {Facet.PLAN: Decimal(100), Facet.PRIOR_YEAR: Decimal(0)}  # as planned, as in the prior year


def comparison_chart(measure: MeasureComparison, sheet: ComparisonSheet, *, prefix: str) -> str:
    """Every Jobcenter as a dot; one's own is filled and named, the others where all names have room. "" where no row has two values."""
    body: list[str] = []
    top = Decimal(4)
    for facet in facets(measure, sheet):
        row = _row(measure, facet, sheet, top)
        if row is not None:
            body += _drawn(row, measure, facet, sheet)
            top = row.end + BETWEEN
    if not body:
        return ""
    said = statements(measure, sheet)
    title = f"{measure.name}, {month_name(sheet.month)}. {said[0]}"
    described = f"Punktdiagramm, ein Punkt je Jobcenter. {' '.join(said[1:])}".strip()
    return drawing(prefix, WIDTH, top - BETWEEN, title, described, body)


def _row(measure: MeasureComparison, facet: Facet, sheet: ComparisonSheet, top: Decimal) -> DotRow | None:
    """None for less than two values: there is nothing beside each other."""
    found = values(measure, facet, sheet)
    if sum(value is not None for value in found) < 2:
        return None
    return dot_row(
        found,
        top=top,
        also=[LINES[facet]] if facet in LINES else [],
        widths=[LETTER * len(short_name(unit)) + 4 for unit in measure.units],
        always=[index for index, unit in enumerate(measure.units) if unit.own],
    )


def _drawn(row: DotRow, measure: MeasureComparison, facet: Facet, sheet: ComparisonSheet) -> Iterable[str]:
    """What lies below first: middle half, axis, names, dots of the others, one's own, and the fields that say it all."""
    head, _, small = facet_words(facet, sheet).partition(", ")
    yield text(0, row.middle + (0 if small else 4), head, weight=600, fill=INK)
    if small:
        yield text(0, row.middle + 15, small, size=11)
    yield from _middle(row, values(measure, facet, sheet))
    yield from _axis(row, measure, facet, sheet)
    own = {index for index, unit in enumerate(measure.units) if unit.own}
    for name in row.names:
        yield from _name(name, row.radius, short_name(measure.units[name.index]), own=name.index in own)
    for each in sorted(row.dots, key=lambda each: each.index in own):
        yield _dot(each, row.radius, own=each.index in own)
    found, write = values(measure, facet, sheet), writer(measure, facet, sheet)
    for each in row.dots:
        yield _said(each, row.radius, measure.units[each.index], found[each.index], write)


def _middle(row: DotRow, found: Sequence[Decimal | None]) -> Iterable[str]:
    """Median and middle half, from enough Jobcenter on."""
    lies = spread([value for value in found if value is not None])
    if lies is None or lies.median is None or lies.lower is None or lies.upper is None:
        return
    left, right, at = (row.axis.y(value) for value in (lies.lower, lies.upper, lies.median))
    yield _block(left, row.top, right - left, row.bottom - row.top, MIDDLE)
    yield _block(at - 1, row.top, Decimal(2), row.bottom - row.top, QUIET)


def _axis(row: DotRow, measure: MeasureComparison, facet: Facet, sheet: ComparisonSheet) -> Iterable[str]:
    """Quiet lines at the ticks with their numbers, and the line of the Soll or of the prior year."""
    written = scale(measure, facet, sheet)
    step = row.axis.step / written.divisor
    decimals = max(0, -int(step.normalize().as_tuple().exponent))
    for tick in row.axis.ticks:
        x = row.axis.y(tick)
        yield stroke((x, row.top), (x, row.bottom), GRID)
        yield text(x, row.bottom + 15, format_number(tick / written.divisor, decimals), anchor="middle", size=11)
    yield stroke((LEFT, row.bottom), (RIGHT, row.bottom), LEADER)
    yield text(LEFT - 16, row.bottom + 15, written.unit, anchor="end", size=11)
    if facet in LINES:
        x = row.axis.y(LINES[facet])
        yield stroke((x, row.top), (x, row.bottom), PLAN, "4 3")


def _name(name: Name, radius: Decimal, words: str, *, own: bool) -> Iterable[str]:
    """A name over its dot, led to it where it had to make way."""
    yield stroke((name.x, name.y + 3), (name.dot.x, name.dot.y - radius), LEADER)
    yield text(name.x, name.y, words, anchor="middle", weight=600 if own else 400, fill=INK if own else QUIET)


def _dot(each: Dot, radius: Decimal, *, own: bool) -> str:
    """One's own is full and larger, the others are rings."""
    if own:
        return dot(each.x, each.y, INK, float(radius + 1))
    return f'<circle cx="{each.x:.1f}" cy="{each.y:.1f}" r="{radius}" fill="{WHITE}" stroke="{OTHERS}" stroke-width="1.8"/>'


def _said(each: Dot, radius: Decimal, unit: Unit, value: Decimal | None, write: Callable[[Decimal], str]) -> str:
    """Name and value as soon as the mouse is over the dot."""
    said = [f"{unit.name}: {write(value)}"] if value is not None else []
    return pointed_at(each.x - radius, each.y - radius, 2 * radius, 2 * radius, ", ".join([*said, *remarks(unit)]))


def _block(x: Decimal, y: Decimal, width: Decimal, height: Decimal, fill: str) -> str:
    return f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{fill}"/>'
