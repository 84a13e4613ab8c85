"""Charts as SVG, one function a kind: the same markup for page and PDF, presentation attributes only (strict CSP)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from agreements.choices import Aggregation
from agreements.domain.months import month_name, short_name
from agreements.domain.numbers import format_signed
from monitoring.choices import AttainmentStatus
from monitoring.documents.figures import Scale, percent_words, scale_for, scale_of
from monitoring.documents.svg import (
    INK,
    QUIET,
    WHITE,
    area,
    axis_lines,
    bar,
    dot,
    drawing,
    line,
    pointed_at,
    stroke,
    text,
)
from monitoring.documents.wording import month_range_words, period_words
from monitoring.domain import chart
from monitoring.domain.chart import CourseChart, SmallChart, Strip
from monitoring.domain.sheet import Component, MeasureSheet, MonthPoint

PLAN, PRIOR, NEUTRAL = "#1f51c4", "#8a8f9c", "#6b7080"
BAND, BAND_EDGE = "#e2e5f3", "#aab2d6"  # what may come of the actual values is kin to them, not to the plan
STATUS_COLOURS = {
    AttainmentStatus.GREEN: "#0f7a5a",
    AttainmentStatus.YELLOW: "#b45f06",
    AttainmentStatus.RED: "#b3261e",
    None: NEUTRAL,
}
LEADER = "#b9bdc8"
LABEL_COLOURS = {"actual": INK, "plan": PLAN, "projection": INK, "prior_year": QUIET}
DASHES = {"plan": "7 4", "prior_year": "2 3"}
LETTER = Decimal("6.4")  # mean width of a letter of the labels, Fira Sans semi-bold at 12 pixels
MARKER_ROW = 15


def course_chart(sheet: MeasureSheet, *, prefix: str, markers: Sequence[tuple[date, str]] = ()) -> str:
    """The curve of a measure over the year with plan, prior year and projection, and the strip of deviations under it.

    `prefix` makes the ids unique on the page. `markers` are words at the start of a month: "M1 Bewerbertage"; where an
    amendment changes the plan, its month is marked, too.
    """
    scale = scale_of(sheet)
    markers = (*((month, "Nachtrag") for month in sheet.plan_changes), *markers)
    rows = _marker_rows(markers, sheet.points)
    own = f"Ist {scale.number(sheet.actual)}" if sheet.actual is not None else ""
    drawn = chart.course(sheet, label_width=LETTER * len(own) + 6, head=chart.HEAD + MARKER_ROW * len(rows))
    body = [
        *axis_lines(drawn.axis, scale, chart.LEFT, chart.RIGHT),
        *(text(x, drawn.axis.bottom + 20, short_name(p.month), anchor="middle") for x, p in _paired(drawn, sheet)),
        *_markers(rows, drawn),
        *(area(run, BAND, BAND_EDGE) for run in drawn.band),
        *line(drawn.prior_year, PRIOR, 1.6, DASHES["prior_year"]),
        *line(drawn.plan, PLAN, 1.8, DASHES["plan"]),
        *line(drawn.actual, INK, 2.6),
        *(dot(mark.x, mark.y, INK, 3.2) for mark in drawn.dots),
        *_end_labels(drawn, sheet, scale),
    ]
    if drawn.projection is not None:
        x, y = drawn.projection
        body.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{WHITE}" stroke="{INK}" stroke-width="1.6"/>')
    if drawn.own is not None:
        body.append(text(drawn.own[0], drawn.own[1] + 4, own, anchor="middle", size=12, weight=600, fill=INK))
    if drawn.strip is not None:
        body += _strip(drawn.strip, drawn, sheet)
    body += _pointed_at(drawn, sheet, scale)
    described = _course_description(sheet, scale, markers)
    return drawing(prefix, chart.WIDTH, drawn.height, statement(sheet), described, body)


def component_chart(component: Component, *, prefix: str) -> str:
    """The single months of a numerator (bars from 0) or a denominator (a line, not from 0), the prior year in grey."""
    width, height = Decimal(420), Decimal(180)
    figures = [month[1] for month in component.months]
    zoom = component.label == "Nenner"  # a stock seen from 0 would be a row of equal bars
    scale = scale_for(component.unit, component.decimals, component.value, *figures)
    drawn = chart.component(component, width=width, height=height, zoom=zoom)
    body = list(axis_lines(drawn.axis, scale, Decimal(44), width))
    body.append(text(width, 14, "grau: Vorjahr", anchor="end"))
    for x, (month, _, _) in zip(drawn.months, component.months, strict=True):
        body.append(text(x, height - 6, short_name(month), anchor="middle", size=11))
    body += _months_as_line(drawn) if drawn.axis.zoomed else _months_as_bars(drawn)
    said = [month for month, figure, _ in component.months if figure is not None]
    title = f"{component.name} {month_range_words(said)}: {scale.value(component.value)}"
    if component.prior_year is not None:
        title += f", Vorjahr {scale.value(component.prior_year)}"
    single = "; ".join(f"{month_name(m)} {scale.number(v)}" for m, v, _ in component.months if v is not None)
    return drawing(prefix, width, height, title, f"{component.label}, einzelne Monate: {single}.", body)


def sparkline(sheet: MeasureSheet, *, prefix: str) -> str:
    """The year in one small line: the deviation from the plan in percent around its zero line, for a cumulated curve looks
    the same every year; without plan the value to date."""
    width, height = Decimal(110), Decimal(26)
    values = [point.deviation_percent for point in sheet.points]
    planned = any(value is not None for value in values)
    if not planned:
        values = [point.actual for point in sheet.points]
    limit = sheet.yellow or Decimal(2)  # in sight on both sides, so that small deviations look small
    drawn = chart.spark(values, width=width, height=height, also=(-limit, limit) if planned else ())
    zero = drawn.axis.y(Decimal(0))
    body = [stroke((Decimal(2), zero), (width - 2, zero), PLAN, "4 3")] if planned else []
    body += line(drawn.now, INK, 1.6)
    for mark in drawn.dots[-1:]:
        status = sheet.points[mark.index].status
        body.append(dot(mark.x, mark.y, STATUS_COLOURS[status] if status else INK, 2.6))
    if not drawn.dots:
        title = f"{sheet.name}: noch kein Wert"
    elif planned:
        title = f"{sheet.name}: Abweichung {_from(sheet)} zuletzt {percent_words(drawn.dots[-1].value)}"
    else:
        title = f"{sheet.name}: zuletzt {scale_of(sheet).value(drawn.dots[-1].value)}"
    return drawing(prefix, width, height, title, "Verlauf seit Januar.", body)


def statement(sheet: MeasureSheet) -> str:
    """What the chart says, in one line: "Integrationsquote bis September 15,1 %, Soll 15,4 %, Vorjahr 14,9 %"."""
    if sheet.as_of is None or sheet.actual is None:
        return f"{sheet.name}: für {month_name(sheet.month)} noch kein Wert"
    scale = scale_of(sheet)
    parts = [f"{sheet.name} {period_words(sheet)} {scale.value(sheet.actual)}"]
    again = scale.value if sheet.unit in {"%", "€"} else scale.number  # no "Personen" three times
    parts += [f"{_plan_word(sheet)} {again(sheet.plan)}"] if sheet.plan is not None else []
    parts += [f"Vorjahr {again(sheet.prior_year)}"] if sheet.prior_year is not None else []
    return ", ".join(parts)


def _plan_word(sheet: MeasureSheet) -> str:
    return "Prognose" if sheet.observed else "Soll"


def _from(sheet: MeasureSheet) -> str:
    return "von der Prognose" if sheet.observed else "vom Soll"


def _course_description(sheet: MeasureSheet, scale: Scale, markers: Sequence[tuple[date, str]]) -> str:
    kind = "Stand" if sheet.aggregation == Aggregation.LAST else sheet.aggregation.label
    said = [f"Liniendiagramm, {kind}, Januar bis Dezember {sheet.month.year}: Ist, {_plan_word(sheet)} und Vorjahr."]
    if sheet.annual_plan is not None:
        said.append(f"{_plan_word(sheet)} für das Jahr {scale.value(sheet.annual_plan)}.")
    if sheet.projection is not None and sheet.projection.shown and sheet.as_of and sheet.as_of.month < 12:
        low, high = scale.number(sheet.projection.low), scale.number(sheet.projection.high)
        word = "Spannweite" if len(sheet.projection.basis_years) > 2 else "zwischen"
        joint = "bis" if word == "Spannweite" else "und"
        span = f", {word} {low} {joint} {high}" if low != high else ""
        said.append(f"Hochrechnung auf Dezember {scale.value(sheet.projection.value)}{span}.")
    deviations = [
        f"{short_name(p.month)} {percent_words(p.deviation_percent)}"
        for p in sheet.points
        if p.deviation_percent is not None
    ]
    if deviations:
        said.append(f"Darunter Balken der Abweichung {_from(sheet)}: {', '.join(deviations)}.")
    said += [f"{month_name(month)}: {words}." for month, words in markers]
    return " ".join(said)


def _paired(drawn: CourseChart, sheet: MeasureSheet) -> Iterable[tuple[Decimal, MonthPoint]]:
    return zip(drawn.months, sheet.points, strict=True)


def _end_labels(drawn: CourseChart, sheet: MeasureSheet, scale: Scale) -> Iterable[str]:
    """Direct labels at the right; one that had to make way is led to the end of its line."""
    names = {"actual": "Ist", "plan": _plan_word(sheet), "projection": "Hochrechnung", "prior_year": "Vorjahr"}
    for label in drawn.labels:
        x, y = label.at
        if abs(label.y - y) > 3 and x == drawn.months[-1]:
            yield stroke((x + 5, y), (chart.LABEL_X - 2, label.y), LEADER)
        words = f"{names[label.kind]} {scale.number(label.value)}"
        weight = 400 if label.kind == "projection" else 600
        yield text(chart.LABEL_X + 2, label.y + 4, words, weight=weight, fill=LABEL_COLOURS[label.kind])


def _strip(strip: Strip, drawn: CourseChart, sheet: MeasureSheet) -> Iterable[str]:
    """The deviations with their signed numbers; the colours of the status, grey where nothing is judged."""
    left, right = chart.LEFT, chart.RIGHT
    yield text(0, strip.top - 12, f"Abweichung {_from(sheet)} in %")
    for value, y in strip.limits:
        yield stroke((left, y), (right, y), STATUS_COLOURS[AttainmentStatus.RED], "2 4")
        yield text(chart.LABEL_X + 2, y + 4, f"deutlich ab {percent_words(value, _limit_decimals(value))}", size=11)
    for found in strip.bars:
        colour = STATUS_COLOURS[sheet.points[found.index].status if sheet.has_status else None]
        yield bar(found.x, strip.zero, found.y, chart.BAR_WIDTH, colour)
        yield text(drawn.months[found.index], strip.numbers, format_signed(found.value, 1), anchor="middle", size=11)
    yield stroke((left, strip.zero), (right, strip.zero), QUIET)


def _limit_decimals(value: Decimal) -> int:
    return max(0, -int(value.normalize().as_tuple().exponent))


def _pointed_at(drawn: CourseChart, sheet: MeasureSheet, scale: Scale) -> Iterable[str]:
    """A month says all its figures as soon as the mouse is over its column."""
    for x, point in _paired(drawn, sheet):
        values = [("Ist", point.actual), (_plan_word(sheet), point.plan), ("Vorjahr", point.prior_year)]
        words = [f"{name} {scale.value(value)}" for name, value in values if value is not None]
        if point.deviation_percent is not None:
            words.append(f"Abweichung {percent_words(point.deviation_percent)}")
        if words:
            said = f"{month_name(point.month)}: {', '.join(words)}"
            yield pointed_at(x - drawn.month_width / 2, chart.HEAD, drawn.month_width, drawn.height - chart.HEAD, said)


def _marker_rows(markers: Sequence[tuple[date, str]], points: Sequence[MonthPoint]) -> list[list[tuple[int, str]]]:
    """Markers in rows over the plot, so that their words do not collide; months outside the year are left out."""
    months = [point.month for point in points]
    rows: list[list[tuple[int, str]]] = []
    ends: list[Decimal] = []
    for month, words in sorted(markers):
        if month not in months:
            continue
        index = months.index(month)
        start, end = _marker_span(index, words, len(months))
        row = next((row for row, last in enumerate(ends) if last + 8 <= start), len(rows))
        if row == len(rows):
            rows.append([])
            ends.append(Decimal(0))
        rows[row].append((index, words))
        ends[row] = end
    return rows


def _marker_span(index: int, words: str, count: int) -> tuple[Decimal, Decimal]:
    """From where to where the words of a marker stand: to the right of its line, where there is room, else to the left."""
    x = chart.FIRST_MONTH + (chart.LAST_MONTH - chart.FIRST_MONTH) * index / (count - 1)
    width = LETTER * len(words) + 4
    return (x, x + width) if x + width <= chart.WIDTH else (x - width, x)


def _markers(rows: list[list[tuple[int, str]]], drawn: CourseChart) -> Iterable[str]:
    for row, markers in enumerate(rows):
        y = chart.HEAD + MARKER_ROW * row
        for index, words in markers:
            x = drawn.months[index]
            right = _marker_span(index, words, len(drawn.months))[1] > x
            yield stroke((x, y - 8), (x, drawn.axis.bottom), QUIET, "1 3")
            yield text(x + (4 if right else -4), y, words, anchor="start" if right else "end", size=11)


def _months_as_bars(drawn: SmallChart) -> Iterable[str]:
    """The prior year's months as wide grey bars, this year's as narrow dark ones in front of them."""
    ground = drawn.axis.y(Decimal(0))
    for marks, width, colour in ((drawn.dots_before, Decimal(22), PRIOR), (drawn.dots, Decimal(10), INK)):
        for mark in marks:
            yield bar(mark.x - width / 2, ground, mark.y, width, colour)


def _months_as_line(drawn: SmallChart) -> Iterable[str]:
    yield from line(drawn.before, PRIOR, 1.6, DASHES["prior_year"])
    yield from line(drawn.now, INK, 2.2)
    for mark in drawn.dots:
        yield dot(mark.x, mark.y, INK, 2.6)
