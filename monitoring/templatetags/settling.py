"""What pages and papers of fixing and settling say in words; every number is rounded in the words, nowhere here."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from django import template

from agreements.domain.months import short_name, year_months
from agreements.domain.sheet import DutySheet
from monitoring.choices import SettlementKind
from monitoring.documents import fixing_words, settlement_words
from monitoring.domain.duty_list import DutyLine
from monitoring.domain.settlement import DutyResult, Obstacle, Settled, SettledTarget, SettlementSheet
from monitoring.domain.sheet import MeasureSheet
from monitoring.models import Settlement
from monitoring.selectors.fixing import FixingLine

register = template.Library()
ShareRow = tuple[str, str, str, str]


@register.filter
def signed_words(line: FixingLine) -> str:
    """ "mindestens 5 % mehr als im Jahr 2013, Verlauf des Vorjahres"."""
    return fixing_words.signed_words(line.promise, line.terms, line.measure, line.year, line.from_month)


@register.filter
def plan_of(value: Decimal | None, line: FixingLine) -> str:
    """An annual plan with its digits and unit."""
    return fixing_words.plan_value(value, line.measure)


@register.filter
def prior_year_words(line: FixingLine) -> str:
    """Whether the prior year is complete and final."""
    return fixing_words.prior_year_words(line.candidate)


@register.filter
def data_words(line: FixingLine, today: date) -> str:
    """On which figures a proposal of that day would stand."""
    return fixing_words.data_status_words(line.candidate, today)


@register.filter
def share_rows(line: FixingLine) -> tuple[ShareRow, ...]:
    """The twelve months with the share of P by today's figures, as proposed and as fixed; none without a course."""
    if not fixing_words.follows_course(line.terms):
        return ()
    today = line.candidate.fixing.shares if line.candidate.fixing else ()
    proposed = tuple(None if text is None else Decimal(text) for text in line.open.shares) if line.open else ()
    fixed = tuple(None if text is None else Decimal(text) for text in line.fixed.shares) if line.fixed else ()
    return tuple(
        (short_name(month), _share(today, place), _share(proposed, place), _share(fixed, place))
        for place, month in enumerate(year_months(line.year))
    )


def _share(shares: tuple[Decimal | None, ...], place: int) -> str:
    return fixing_words.share_words(shares[place] if place < len(shares) else None)


WORDS: dict[str, Callable[[SettlementSheet], str]] = {
    "title": settlement_words.settlement_title,
    "head": settlement_words.head_words,
}


@register.filter
def settlement_words_of(sheet: SettlementSheet, which: str) -> str:
    """Title or head of a settlement in words."""
    return WORDS[which](sheet)


@register.inclusion_tag("components/_status.html")
def verdict(settled: Settled) -> dict[str, object]:
    """Shape, colour and the words of the settlement."""
    return {"status": settled.measure.status, "words": settlement_words.verdict_words(settled)}


@register.filter
def plan_note(measure: MeasureSheet) -> str:
    """To which month the Soll goes where it is not December's."""
    return settlement_words.plan_note(measure)


@register.filter
def result_note(settled: Settled, target: SettledTarget) -> str:
    """Of which month the value is, and how sure."""
    return settlement_words.result_note(target, settled.measure)


@register.filter
def withheld_words(target: SettledTarget) -> str:
    """Why a reader sees no result."""
    return settlement_words.withheld_words(target)


@register.filter
def duty_words(result: DutyResult) -> str:
    """Where a duty stands."""
    return settlement_words.duty_words(result)


@register.filter
def duty_term(duty: DutySheet, line: DutyLine) -> str:
    """Its days as the paper names them, and the one it was postponed to."""
    moved = line.report.new_due if line.report else None
    said = [f"bis {duty.due:%d.%m.%Y}" if duty.due else duty.rhythm.label]
    said += [f"Vorlage bis {duty.present_by:%d.%m.%Y}"] if duty.present_by else []
    return ", ".join([*said, *([f"verschoben auf {moved:%d.%m.%Y}"] if moved else [])])


@register.filter
def duty_source(result: DutyResult | DutyLine) -> str:
    """Who reported it, and when."""
    return settlement_words.duty_source(result)


@register.filter
def obstacle_words(obstacle: Obstacle) -> str:
    """Why the settlement cannot be final yet."""
    return settlement_words.obstacle_words(obstacle)


@register.filter
def kind_words(row: Settlement) -> str:
    """ "Vorläufige", "Endgültige"."""
    return settlement_words.kind_words(SettlementKind(row.kind))


@register.simple_tag
def excerpt_words() -> str:
    """What an excerpt leaves out."""
    return settlement_words.EXCERPT
