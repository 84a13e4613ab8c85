"""How an evaluation is written on page and paper: counts with their shares, what is not measurable yet, what is due."""

from __future__ import annotations

from datetime import date

from django import template

from monitoring.documents import evaluation
from monitoring.domain.programme import EvaluationSheet, ProgrammeSheet

register = template.Library()


@register.filter
def persons(count: int | None) -> str:
    """A number of persons, "–" where it is not known."""
    return evaluation.count_words(count)


@register.filter
def integrated(programme: ProgrammeSheet) -> str:
    """Integrated at the end, with their share."""
    return evaluation.integrated_words(programme)


@register.filter
def later(programme: ProgrammeSheet, on: date) -> str:
    """Integrated six months later, or from when on that can be known."""
    return evaluation.later_words(programme, on)


@register.filter
def evaluation_title(sheet: EvaluationSheet) -> str:
    """Auswertung Maßnahmewirksamkeit."""
    return evaluation.evaluation_title(sheet)


@register.filter
def due_words(sheet: EvaluationSheet) -> str:
    """Until when it is due."""
    return evaluation.due_words(sheet)


@register.filter
def partial_words(sheet: EvaluationSheet) -> tuple[str, ...]:
    """The sums that are not whole."""
    return evaluation.partial_words(sheet)


@register.filter
def missing_words(sheet: EvaluationSheet) -> tuple[str, ...]:
    """What it still lacks."""
    return evaluation.missing_words(sheet)
