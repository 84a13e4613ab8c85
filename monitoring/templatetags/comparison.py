"""The chart of the Kennzahlenvergleich on the page."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from monitoring.documents import comparison_chart as drawn
from monitoring.domain.comparison import ComparisonSheet, MeasureComparison

register = template.Library()


@register.simple_tag
def comparison_chart(measure: MeasureComparison, sheet: ComparisonSheet) -> SafeString:
    """The dot plot: markup made by our own drawing, every text in it escaped there."""
    markup = drawn.comparison_chart(measure, sheet, prefix=f"vergleich-{measure.code}")
    return mark_safe(markup)  # noqa: S308
