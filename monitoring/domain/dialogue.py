"""Dialogues: the minutes as a sheet, the list over all agreements, and the day on which the next one is due."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, time, timedelta
from typing import Any

from agreements.domain.months import add_months, last_day
from monitoring.choices import DialogueState
from monitoring.domain.steering_sheet import SteeringSheet

SATURDAY = 5


@dataclass(frozen=True, kw_only=True)
class ParticipantSheet:
    """Who is invited, and whether they came; None while nobody said."""

    party: str
    name: str
    function: str
    attended: bool | None


@dataclass(frozen=True, kw_only=True)
class MinuteSheet:
    """What was said on one target."""

    code: str
    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class MinutesSheet:
    """The minutes of one dialogue, as they are confirmed and frozen."""

    agreement: str  # key
    title: str
    jobcenter: str
    number: int
    day: date
    hours: str  # "10:00 bis 12:00 Uhr", "" where none is named
    place: str
    month: date  # of the MBZ that was discussed
    participants: tuple[ParticipantSheet, ...]
    minutes: tuple[MinuteSheet, ...]
    decisions: str
    measures: tuple[SteeringSheet, ...]  # agreed in this dialogue

    @property
    def is_empty(self) -> bool:
        """Nobody wrote anything down yet."""
        return not self.decisions and not self.measures and all(not minute.text for minute in self.minutes)


@dataclass(frozen=True, kw_only=True)
class DialogueLine:
    """One dialogue in the list over all agreements."""

    agreement: str  # key
    agreement_title: str
    jobcenter: str
    number: int
    day: date
    hours: str
    place: str
    month: date
    state: DialogueState
    waits: bool  # for one's own confirmation
    words: str  # minutes and decisions, for the search


@dataclass(frozen=True, kw_only=True)
class DialogueWish:
    """What is wanted of the list; an empty word wants everything."""

    agreement: str = ""
    state: str = ""
    text: str = ""
    order: str = ""  # a key of ORDERS, with "-" before it downwards


STATES = tuple(DialogueState)
ORDERS: dict[str, Callable[[DialogueLine], Any]] = {
    "tag": lambda line: (line.day, line.jobcenter),
    "jobcenter": lambda line: (line.jobcenter.casefold(), line.day),
    "mbz": lambda line: (line.month, line.jobcenter),
    "stand": lambda line: (STATES.index(line.state), line.day),
}


def wished(lines: Iterable[DialogueLine], wish: DialogueWish) -> tuple[DialogueLine, ...]:
    """The lines wanted, in the order wanted; without one the latest first."""
    text = wish.text.strip().casefold()
    found = [
        line
        for line in lines
        if wish.agreement in {"", line.agreement} and wish.state in {"", line.state} and text in line.words.casefold()
    ]
    key = ORDERS.get(wish.order.removeprefix("-"))
    return tuple(sorted(found, key=key or ORDERS["tag"], reverse=wish.order.startswith("-") if key else True))


def hours_words(begins: time | None, ends: time | None) -> str:
    """ "10:00 bis 12:00 Uhr", "10:00 Uhr", ""."""
    if begins is None:
        return ""
    return f"{begins:%H:%M} bis {ends:%H:%M} Uhr" if ends else f"{begins:%H:%M} Uhr"


def next_day(last: date, months: int) -> date:
    """So many months after a day, on the working day that follows it; at the end of a shorter month its last day."""
    first = add_months(last.replace(day=1), months)
    day = min(first.replace(day=1) + timedelta(days=last.day - 1), last_day(first))
    while day.weekday() >= SATURDAY:
        day += timedelta(days=1)
    return day
