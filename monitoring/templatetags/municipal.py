"""How the municipal report is written on page and paper: money, terms of duties, what is withheld."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django import template

from agreements.domain.sheet import DutySheet
from monitoring.documents import municipal_words, staffing_words
from monitoring.domain.municipal import Money, MunicipalSheet, ServiceLine, Spending
from monitoring.domain.staffing import Staffing

register = template.Library()


@register.filter
def report_title(sheet: MunicipalSheet) -> str:
    """Kommunaler Bericht September 2014."""
    return municipal_words.report_title(sheet)


@register.filter
def audience(sheet: MunicipalSheet) -> str:
    """Who may see this version."""
    return municipal_words.audience(sheet)


@register.filter
def in_euro(value: Decimal | None, decimals: int = 2) -> str:
    """366.123,45 €."""
    return municipal_words.euro(value, decimals)


@register.filter
def spent_words(money: Money) -> str:
    """The amount, or why none stands there."""
    return municipal_words.spent_words(money)


@register.filter
def spent_until(money: Money, month: date) -> str:
    """ "bis Juni", where that is not the month of the report."""
    return municipal_words.spent_until(money, month)


@register.filter
def money_notes(sheet: MunicipalSheet) -> tuple[str, ...]:
    """What stands below the table of all budgets."""
    return municipal_words.money_notes(budget for _, budget in sheet.budget_lines)


@register.filter
def money_finding(money: Money) -> str:
    """A budget or a sum in a sentence."""
    return municipal_words.money_finding(money)


@register.filter
def service_words(service: ServiceLine) -> str:
    """The sum over all cities."""
    return municipal_words.service_words(service)


@register.filter
def period_words(period: Spending | None) -> str:
    """What was spent in a period, or why no amount stands there."""
    return municipal_words.period_words(period)


@register.filter
def staffing_findings(staffing: Staffing) -> tuple[str, ...]:
    """What the posts say, in sentences."""
    return staffing_words.staffing_findings(staffing)


@register.filter
def posts(value: Decimal | None) -> str:
    """ "397,10 VZA", or "fehlt"."""
    return staffing_words.posts_words(value)


@register.filter
def term(duty: DutySheet, day: date) -> str:
    """When it is due, seen from that day."""
    return municipal_words.term_words(duty, day)


@register.filter
def next_words(sheet: MunicipalSheet) -> str:
    """What is due next."""
    return municipal_words.next_words(sheet)
