"""The list of steering measures over all agreements: its lines, what somebody wants to see of them, in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from monitoring.choices import MeasureState, Urgency
from monitoring.domain.steering import CLOSED
from monitoring.domain.steering_sheet import SteeringSheet


@dataclass(frozen=True, kw_only=True)
class SteeringLine:
    """One measure with where it belongs."""

    agreement: str  # key
    agreement_title: str
    jobcenter: str
    target: str  # code
    target_title: str
    sheet: SteeringSheet
    notes: str
    urgency: Urgency | None  # on the day the list was asked for
    days: int  # until its last day; negative where that is past


@dataclass(frozen=True, kw_only=True)
class SteeringWish:
    """What is wanted of the list; an empty word wants everything."""

    agreement: str = ""
    target: str = ""
    state: str = ""
    urgency: str = ""
    text: str = ""
    order: str = ""  # a key of ORDERS, with "-" before it downwards


STATES = tuple(MeasureState)
ORDERS: dict[str, Callable[[SteeringLine], Any]] = {
    "nummer": lambda line: (line.agreement, line.sheet.number),
    "massnahme": lambda line: line.sheet.title.casefold(),
    "ziel": lambda line: line.target_title.casefold(),
    "verantwortlich": lambda line: (line.sheet.party.casefold(), line.sheet.owner.casefold()),
    "beginn": lambda line: line.sheet.start,
    "bis": lambda line: line.sheet.due,
    "stand": lambda line: STATES.index(line.sheet.state),
}


def wished(lines: Iterable[SteeringLine], wish: SteeringWish) -> tuple[SteeringLine, ...]:
    """The lines wanted, in the order wanted; without one those still worked on come first, then by their last day.

    Capital letters make no difference to the text, umlauts included, whatever the database.
    """
    found = sorted((line for line in lines if _fits(line, wish)), key=_by_work)
    key = ORDERS.get(wish.order.removeprefix("-"))
    return tuple(sorted(found, key=key, reverse=wish.order.startswith("-")) if key else found)


def _by_work(line: SteeringLine) -> tuple[bool, date, str, int]:
    return (line.sheet.state in CLOSED, line.sheet.due, line.agreement, line.sheet.number)


def _fits(line: SteeringLine, wish: SteeringWish) -> bool:
    asked = (
        (wish.agreement, line.agreement),
        (wish.target, line.target),
        (wish.state, line.sheet.state),
        (wish.urgency, line.urgency or ""),
    )
    return all(want in {"", has} for want, has in asked) and wish.text.strip().casefold() in _words(line)


def _words(line: SteeringLine) -> str:
    sheet = line.sheet
    words = (sheet.name, sheet.reason, line.target_title, sheet.party, sheet.owner, line.notes, sheet.result)
    return "\n".join(words).casefold()
