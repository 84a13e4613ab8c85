"""How figures and months are written on pages and on paper; every number is rounded here and nowhere else."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from django import template
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from agreements.domain import months, numbers
from agreements.models import Series
from monitoring.documents import (
    analysis_words,
    charts,
    figures,
    municipal_words,
    outlook,
    sentences,
    steering,
    then_now_words,
    what_if_words,
    wording,
)
from monitoring.domain.changes import ChangedSeries
from monitoring.domain.sheet import Component, MeasureSheet, ReportSheet, TargetSheet
from monitoring.domain.steering_list import SteeringLine
from monitoring.domain.steering_sheet import ExpectedEffect, SteeringSheet
from monitoring.domain.then_now import ThenNow

register = template.Library()
NOTHING = "–"
# Headings that a comment may have (domain.md §5): a line that begins with one of them.
HEADINGS = ("Lage", "Ursachen", "Maßnahmen", "Ausblick")
HEADED = re.compile(rf"({'|'.join(HEADINGS)}):?(?:\s+(.*))?", re.DOTALL)
SENTENCES = {
    "plan": figures.plan_words,
    "deviation": figures.deviation_words,
    "finding": sentences.finding,
    "needed": outlook.needed_words,
    "projection_basis": outlook.projection_basis_words,
    "explanation": outlook.explanation_words,
    "opened": analysis_words.opened_words,
    "parts": analysis_words.parts_words,
    "what_if": what_if_words.what_if_words,
    "data": wording.data_status_words,
    "as_of": wording.as_of_words,
}


@register.filter
def of(things: Mapping[str, object], code: str) -> object:
    """The one with that code; None without."""
    return things.get(code)


@register.filter
def month_name(month: date) -> str:
    """September 2014."""
    return months.month_name(month)


@register.filter
def short_month(month: date) -> str:
    """Sep 2014."""
    return f"{months.short_name(month)} {month.year}"


@register.filter
def month_only(month: date) -> str:
    """September."""
    return months.month_name(month).partition(" ")[0]


@register.filter
def month_abbreviation(month: date) -> str:
    """Sep."""
    return months.short_name(month)


@register.filter
def figure_of(value: Decimal | None, series: Series | ChangedSeries) -> str:
    """A figure with the digits of its series, without unit."""
    return NOTHING if value is None else numbers.format_number(value, series.decimals)


@register.filter
def in_unit(value: Decimal | None, measure: MeasureSheet) -> str:
    """A value of the measure with its unit: "15,1 %", "67,90 Mio. €"."""
    return figures.value_words(measure, value)


@register.filter
def difference(value: Decimal | None, measure: MeasureSheet) -> str:
    """A difference in the measure's unit, with sign: "−0,3 Prozentpunkte"."""
    return NOTHING if value is None else figures.difference_words(measure, value)


@register.filter
def percent(value: Decimal | None, decimals: int = 1) -> str:
    """A change in percent, with sign."""
    return figures.percent_words(value, decimals)


@register.filter
def plain_number(value: Decimal | None, decimals: int = 1) -> str:
    """A number without unit."""
    return NOTHING if value is None else numbers.format_number(value, decimals)


@register.filter
def number_of(value: Decimal | None, measure: MeasureSheet) -> str:
    """A value of the measure without unit, for tables whose head names the unit; € in whole."""
    return NOTHING if value is None else numbers.format_number(value, measure.decimals)


@register.filter
def copied(value: Decimal | None, measure: MeasureSheet) -> str:
    """A value as a spreadsheet takes it from the clipboard: all digits shown anywhere, "%" or "€", no other word."""
    unit = measure.unit if measure.unit in {"%", "€"} else ""
    return NOTHING if value is None else numbers.format_value(value, measure.decimals, unit)


@register.filter
def words(measure: MeasureSheet, which: str) -> str:
    """One of the sentences on a measure, by name; "" where there is nothing to say."""
    return SENTENCES[which](measure) or ""


@register.filter
def hints(measure: MeasureSheet) -> tuple[str, ...]:
    """What a reader must know beside the figures."""
    return sentences.hints(measure)


@register.filter
def report_data_status(sheet: ReportSheet) -> str:
    """ "bis Juni endgültig, Juli bis September vorläufig" for the head of the report."""
    return wording.report_data_status_words(sheet)


@register.filter
def comment_html(text: str) -> SafeString:
    """A comment as paragraphs; "Ursachen:" at the start of a paragraph or alone on a line becomes a heading."""
    split = re.sub(rf"(?m)^(({'|'.join(HEADINGS)}):)[ \t]*$\n?", r"\n\1\n\n", text)
    return format_html_join(
        "", "{}", ((_paragraph(block.strip()),) for block in re.split(r"\n\s*\n", split) if block.strip())
    )


def _paragraph(block: str) -> SafeString:
    headed = HEADED.fullmatch(block)
    if headed and (":" in block.partition("\n")[0]):
        body = _paragraph(headed[2]) if headed[2] else ""
        return format_html("<h4>{}</h4>{}", headed[1], body)
    lines = format_html_join(mark_safe("<br>"), "{}", ((line,) for line in block.splitlines()))
    return format_html("<p>{}</p>", lines)


@register.filter
def outdated(target: TargetSheet) -> str:
    """For which other figures the comment was written; "" where they still stand."""
    return then_now_words.outdated_words(target)


@register.filter
def then_now(each: ThenNow) -> tuple[then_now_words.Difference, ...]:
    """What of a measure was said otherwise when the report was frozen."""
    return then_now_words.then_now_rows(each)


@register.filter
def report_standing(sheet: ReportSheet) -> str:
    """ "zweite Fassung, in Arbeit" for the cover."""
    return wording.report_standing_words(sheet)


@register.filter
def threshold_words(sheet: ReportSheet) -> str:
    """ "Die Schwellen sind 0 und 2 % des Solls." """
    return wording.threshold_words(sheet)


@register.simple_tag
def overview_words(sheet: ReportSheet) -> str:
    """ "Von 4 Zielen liegt eines im Soll …"; of municipal targets, which have several measures, those are counted."""
    return municipal_words.judged(sheet) if sheet.municipal else sentences.overview(sheet)


@register.simple_tag
def chart(measure: MeasureSheet, prefix: str, agreed: Iterable[SteeringSheet] = ()) -> SafeString:
    """The chart of the year with the measures agreed; markup made by our own drawing, every text in it escaped there."""
    return mark_safe(charts.course_chart(measure, prefix=prefix, markers=steering.markers(agreed)))  # noqa: S308


@register.simple_tag
def spark(measure: MeasureSheet, prefix: str) -> SafeString:
    """The year in one small line."""
    return mark_safe(charts.sparkline(measure, prefix=prefix))  # noqa: S308


@register.simple_tag
def part_chart(component: Component, prefix: str) -> SafeString:
    """Numerator or denominator as a small chart."""
    return mark_safe(charts.component_chart(component, prefix=prefix))  # noqa: S308


@register.filter
def agreed_state(sheet: SteeringSheet) -> str:
    """Where a steering measure stands: "in Umsetzung"."""
    return steering.state_words(sheet)


@register.filter
def effect(expected: ExpectedEffect | None) -> str:
    """ "+0,3 Prozentpunkte ab September 2014 (Integrationsquote)"; "" without one."""
    return steering.effect_words(expected)


@register.filter
def percentage_points(value: Decimal, decimals: int = 1) -> str:
    """A difference of percentages, with sign: "+0,4 Prozentpunkte"."""
    return f"{numbers.format_signed(value, decimals)}{numbers.NO_BREAK_SPACE}Prozentpunkte"


@register.filter
def urgency(line: SteeringLine) -> str:
    """ "noch 11 Tage", "seit 3 Tagen überfällig"; "" where nothing presses."""
    return steering.urgency_words(line)


@register.inclusion_tag("monitoring/_report_analysis.html", takes_context=True)
def analysis(context: template.Context, measure: MeasureSheet) -> dict[str, object]:
    """The analysis for the dialogue; a page that lets its readers try a pace has a `trial` in its context.

    The form keeps which of the reports at this address is read.
    """
    trial, request = context.get("trial"), context.get("request")
    tried = trial if trial is not None and trial.code == measure.code else None
    kept = [(name, request.GET[name]) for name in ("nummer", "stand") if name in request.GET] if request else []
    found = analysis_words.analysis(measure, tried.pace if tried else None)
    return {"measure": measure, "analysis": found, "trial": tried, "kept": kept}


@register.inclusion_tag("components/_status.html")
def status(measure: MeasureSheet) -> dict[str, object]:
    """Shape, word and colour."""
    return {"status": measure.status, "words": wording.measure_status_words(measure)}
