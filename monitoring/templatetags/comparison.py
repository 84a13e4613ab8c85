"""Jobcenter beside each other on pages: the chart of the Kennzahlenvergleich, the cells of Meine Jobcenter."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from monitoring.documents import comparison_chart as drawn
from monitoring.documents.matrix import cell_words
from monitoring.domain.comparison import ComparisonSheet, MeasureComparison
from monitoring.selectors.my_jobcenters import MatrixCell

register = template.Library()


@register.simple_tag
def comparison_chart(measure: MeasureComparison, sheet: ComparisonSheet) -> SafeString:
    """The dot plot: markup made by our own drawing, every text in it escaped there."""
    markup = drawn.comparison_chart(measure, sheet, prefix=f"vergleich-{measure.code}")
    return mark_safe(markup)  # noqa: S308


@register.inclusion_tag("monitoring/_matrix_cell.html")
def matrix_cell(cell: MatrixCell) -> dict[str, object]:
    """Status, deviation and change of one target of one Jobcenter."""
    return {"cell": cell_words(cell.glance, cell.change, cell.since)}
