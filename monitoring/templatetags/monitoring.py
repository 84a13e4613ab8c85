"""How figures and months are written on pages and on paper; every number is rounded here and nowhere else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django import template
from django.utils.safestring import SafeString, mark_safe

from agreements.domain import months, numbers
from agreements.models import Series
from monitoring.documents import charts, figures, outlook, sentences, wording
from monitoring.domain.sheet import Component, MeasureSheet, ReportSheet

register = template.Library()
NOTHING = "–"
SENTENCES = {
    "plan": figures.plan_words,
    "deviation": figures.deviation_words,
    "finding": sentences.finding,
    "needed": outlook.needed_words,
    "projection_basis": outlook.projection_basis_words,
    "explanation": outlook.explanation_words,
    "data": wording.data_status_words,
    "as_of": wording.as_of_words,
}


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
def figure_of(value: Decimal | None, series: Series) -> str:
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


@register.simple_tag
def overview_words(sheet: ReportSheet) -> str:
    """ "Von 4 Zielen liegt eines im Soll …" """
    return sentences.overview(sheet)


@register.simple_tag
def chart(measure: MeasureSheet, prefix: str) -> SafeString:
    """The chart of the year: markup made by our own drawing, every text in it escaped there."""
    return mark_safe(charts.course_chart(measure, prefix=prefix))  # noqa: S308


@register.simple_tag
def part_chart(component: Component, prefix: str) -> SafeString:
    """Numerator or denominator as a small chart."""
    return mark_safe(charts.component_chart(component, prefix=prefix))  # noqa: S308


@register.inclusion_tag("components/_status.html")
def status(measure: MeasureSheet) -> dict[str, object]:
    """Shape, word and colour."""
    return {"status": measure.status, "words": wording.measure_status_words(measure)}
