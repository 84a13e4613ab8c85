"""Months as dates (first of the month): reading, arithmetic, German names, rhythms."""

from __future__ import annotations

import re
from datetime import date, timedelta

from agreements.choices import Rhythm

NAMES = (
    "Januar",
    "Februar",
    "März",
    "April",
    "Mai",
    "Juni",
    "Juli",
    "August",
    "September",
    "Oktober",
    "November",
    "Dezember",
)
SHORT_NAMES = ("Jan", "Feb", "Mrz", "Apr", "Mai", "Jun", "Jul", "Aug", "Sep", "Okt", "Nov", "Dez")

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})(?:-([0-9]{2}))?")
_GERMAN = re.compile(r"(?:([0-9]{1,2})\.)?([0-9]{1,2})\.([0-9]{4})")
_EVERY = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.YEARLY: 12}


class MonthError(ValueError):
    """A text that names no month; the message is one German sentence for the user."""


def parse_month(text: str) -> date:
    """Read "2014-09", "09.2014" or a whole date ("2014-09-30", "30.09.2014"): the first of that month.

    Raises MonthError.
    """
    text = text.strip()
    if found := _ISO.fullmatch(text):
        year, month, day = found.groups()
    elif found := _GERMAN.fullmatch(text):
        day, month, year = found.groups()
    else:
        raise MonthError(f"„{text[:30]}“ ist kein Monat; richtig wäre zum Beispiel 2014-09 oder 09.2014.")
    try:
        return date(int(year), int(month), int(day or 1)).replace(day=1)
    except ValueError:
        raise MonthError(f"„{text}“ gibt es im Kalender nicht; richtig wäre zum Beispiel 2014-09.") from None


def month_of(year: int, month: int) -> date:
    """Month 1 to 12 of a year."""
    return date(year, month, 1)


def year_months(year: int) -> tuple[date, ...]:
    """January to December."""
    return tuple(date(year, month, 1) for month in range(1, 13))


def add_months(month: date, count: int) -> date:
    """So many months later; a negative count goes back."""
    years, index = divmod(month.month - 1 + count, 12)
    return date(month.year + years, index + 1, 1)


def months_between(first: date, last: date) -> int:
    """Steps from one month to the other: September to December is 3, back −3."""
    return (last.year - first.year) * 12 + last.month - first.month


def month_range(first: date, last: date) -> tuple[date, ...]:
    """All months from the first to the last, both included; empty where the last lies before."""
    return tuple(add_months(first, step) for step in range(months_between(first, last) + 1))


def month_key(month: date) -> str:
    """ "2014-09", as addresses, files and JSON write it."""
    return f"{month:%Y-%m}"


def month_name(month: date) -> str:
    """ "März 2014"."""
    return f"{NAMES[month.month - 1]} {month.year}"


def short_name(month: date) -> str:
    """ "Mrz"."""
    return SHORT_NAMES[month.month - 1]


def is_expected(rhythm: Rhythm, month: date) -> bool:
    """Whether a series of this rhythm has a figure in this month (quarterly: 3, 6, 9, 12; yearly: 12)."""
    return month.month % _EVERY[rhythm] == 0


def expected_months(rhythm: Rhythm, year: int) -> tuple[date, ...]:
    """The months of a year in which a series of this rhythm has figures."""
    return tuple(month for month in year_months(year) if is_expected(rhythm, month))


def last_day(month: date) -> date:
    """The last day of the month."""
    return add_months(month, 1) - timedelta(days=1)
