"""The strokes charts are made of: SVG with presentation attributes only (strict CSP), texts escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from html import escape

from agreements.domain.numbers import format_number
from monitoring.documents.figures import Scale
from monitoring.domain.geometry import Axis, Point, Run

INK, QUIET, GRID, WHITE = "#171a2b", "#5b6070", "#e6e8ed", "#ffffff"


def drawing(prefix: str, width: Decimal, height: Decimal, title: str, description: str, body: Iterable[str]) -> str:
    """The drawing with its name first: WeasyPrint takes the alternative text from a <title> that comes first."""
    name = escape(prefix)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="chart" role="img" aria-labelledby="{name}-title" '
        f'aria-describedby="{name}-desc" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" height="{height:.0f}" '
        f'font-family="Fira Sans, sans-serif" font-size="12">'
        f'<title id="{name}-title">{escape(title)}</title><desc id="{name}-desc">{escape(description)}</desc>'
        f"{''.join(body)}</svg>"
    )


def axis_lines(axis: Axis, scale: Scale, left: Decimal, right: Decimal) -> Iterable[str]:
    """Quiet lines at the ticks, their numbers, and the unit above them."""
    step = axis.step / scale.divisor
    decimals = max(0, -int(step.normalize().as_tuple().exponent))
    for tick in axis.ticks:
        y = axis.y(tick)
        yield stroke((left, y), (right, y), GRID)
        yield text(left - 8, y + 4, format_number(tick / scale.divisor, decimals), anchor="end")
    yield text(0, 14, f"{scale.unit} (Achse beginnt nicht bei 0)" if axis.zoomed else scale.unit)


def line(runs: Sequence[Run], colour: str, width: float, dash: str = "") -> Iterable[str]:
    """One polyline a run; a single point between gaps is a dot of the line's width."""
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    for run in runs:
        if len(run) == 1:
            yield dot(run[0][0], run[0][1], colour, width)
        else:
            yield (
                f'<polyline points="{_pairs(run)}" fill="none" stroke="{colour}" stroke-width="{width}" '
                f'stroke-linejoin="round"{dashes}/>'
            )


def area(run: Run, fill: str, edge: str) -> str:
    """A closed polygon; the edge keeps a narrow one visible."""
    return f'<polygon points="{_pairs(run)}" fill="{fill}" stroke="{edge}" stroke-width="1"/>'


def _pairs(run: Run) -> str:
    return " ".join(f"{x:.1f},{y:.1f}" for x, y in run)


def dot(x: Decimal, y: Decimal, colour: str, radius: float) -> str:
    """A filled circle."""
    return f'<circle cx="{x:.1f}" cy="{y:.1f}" r="{radius}" fill="{colour}"/>'


def text(
    x: Decimal | int,
    y: Decimal | int,
    words: str,
    *,
    anchor: str = "start",
    size: int = 12,
    weight: int = 400,
    fill: str = QUIET,
) -> str:
    """One line of words; y is the base line."""
    return (
        f'<text x="{Decimal(x):.1f}" y="{Decimal(y):.1f}" font-size="{size}" font-weight="{weight}" '
        f'text-anchor="{anchor}" fill="{fill}">{escape(words)}</text>'
    )


def stroke(start: Point, end: Point, colour: str, dash: str = "") -> str:
    """A thin straight line."""
    (x1, y1), (x2, y2) = start, end
    dashes = f' stroke-dasharray="{dash}"' if dash else ""
    return f'<line x1="{x1:.1f}" x2="{x2:.1f}" y1="{y1:.1f}" y2="{y2:.1f}" stroke="{colour}"{dashes}/>'


def bar(x: Decimal, y0: Decimal, y1: Decimal, width: Decimal, colour: str) -> str:
    """An upright bar between two heights; what is not 0 stays visible."""
    top, height = min(y0, y1), max(abs(y1 - y0), Decimal("0.8"))
    return f'<rect x="{x:.1f}" y="{top:.1f}" width="{width:.1f}" height="{height:.1f}" fill="{colour}"/>'


def pointed_at(x: Decimal, y: Decimal, width: Decimal, height: Decimal, words: str) -> str:
    """An invisible field that says its words to the mouse."""
    return (
        f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{height:.1f}" fill="none" pointer-events="all">'
        f"<title>{escape(words)}</title></rect>"
    )
