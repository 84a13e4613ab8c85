"""What is due for one person: in bands of urgency for the start page, and when a mail reminds of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from agreements.domain.months import add_months

# Unsere Lesart: no rule names these days.
REPORT_DUE_DAY = 15  # of the month after next: the MBZ of August is released by the 15th of October
REVIEW_DAYS = timedelta(days=14)  # from the release to the answer of the Agentur
REMIND_BEFORE = timedelta(days=7)
AHEAD = timedelta(days=92)  # what is due later is not shown yet
WEEK = timedelta(days=6)


@dataclass(frozen=True, kw_only=True)
class Due:
    """One thing that one person owes; its words bear no figure, for they stand in mails, too."""

    key: str  # the occasion, the same every day: "figures-12-2014-09"
    agreement: int
    jobcenter: str
    what: str
    verb: str  # on the link: "Eingeben"
    path: str
    day: date | None = None  # the last one; None: it waits now, whatever the day
    since: date | None = None  # of what waits


@dataclass(frozen=True, kw_only=True)
class Band:
    """What has the same urgency, the most urgent first."""

    title: str
    late: bool
    later: bool
    dues: tuple[Due, ...]


@dataclass(frozen=True, kw_only=True)
class Reminder:
    """What a mail says of one thing, once."""

    key: str
    text: str
    due: Due


def bands(dues: Iterable[Due], today: date) -> tuple[Band, ...]:
    """Überfällig, diese Woche (and what waits now), später within three months; an empty one is left out."""
    found = sorted(dues, key=lambda due: (due.day or today, due.jobcenter, due.what))
    late = tuple(due for due in found if due.day and due.day < today)
    week = tuple(due for due in found if not due.day or today <= due.day <= today + WEEK)
    later = tuple(due for due in found if due.day and today + WEEK < due.day <= today + AHEAD)
    known = (
        Band(title="Überfällig", late=True, later=False, dues=late),
        Band(title="Diese Woche", late=False, later=False, dues=week),
        Band(title="Später", late=False, later=True, dues=later),
    )
    return tuple(band for band in known if band.dues)


def report_due(month: date) -> date:
    """Until when the MBZ of a month is to be released (unsere Lesart)."""
    return add_months(month, 2).replace(day=REPORT_DUE_DAY)


def reminders(dues: Iterable[Due], today: date) -> tuple[Reminder, ...]:
    """One before the day, from a week on, and one after it; a day that was moved reminds anew. What only waits does not.

    On whichever day it is asked, the one for the present side of the day is named, so days without asking lose nothing.
    """
    found = []
    for due in sorted((due for due in dues if due.day), key=lambda due: (due.day, due.what)):
        day = due.day or today
        if day < today:
            stage, words = "nach", f"überfällig seit {day:%d.%m.%Y}"
        elif day <= today + REMIND_BEFORE:
            stage, words = "vor", f"fällig am {day:%d.%m.%Y}"
        else:
            continue
        text = f"{due.jobcenter}: {due.what}, {words}"
        found.append(Reminder(key=f"{stage}-{day:%Y%m%d}-{due.key}", text=text, due=due))
    return tuple(found)
