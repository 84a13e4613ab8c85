"""The list of duties over all agreements: its lines, how close their last day is, what somebody wants to see, in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from agreements.domain.sheet import DutySheet
from monitoring.choices import DutyState, Urgency
from monitoring.domain.settlement import DutyReport

SOON = timedelta(days=14)  # unsere Lesart, as with steering measures
FINISHED = frozenset({DutyState.DONE, DutyState.DROPPED})


@dataclass(frozen=True, kw_only=True)
class DutyLine:
    """One duty with where it belongs, what was reported of it last, and its last day: the one it was postponed to, if any."""

    agreement: str  # key
    agreement_title: str
    jobcenter: str
    target: str  # code
    target_title: str
    position: int
    duty: DutySheet
    report: DutyReport | None
    is_condition: bool  # of extra posts: they hold only when it is done and accepted
    mine: bool  # one's own party is responsible
    day: date | None
    urgency: Urgency | None  # on the day the list was asked for

    @property
    def state(self) -> DutyState:
        """Open until somebody says something else."""
        return self.report.state if self.report else DutyState.OPEN


@dataclass(frozen=True, kw_only=True)
class DutyWish:
    """What is wanted of the list; an empty word wants everything."""

    agreement: str = ""
    target: str = ""
    responsible: str = ""  # name of a party, or MINE
    state: str = ""
    urgency: str = ""
    text: str = ""
    order: str = ""  # a key of ORDERS, with "-" before it downwards


MINE = "meine"
STATES = tuple(DutyState)
ORDERS: dict[str, Callable[[DutyLine], Any]] = {
    "pflicht": lambda line: line.duty.title.casefold(),
    "ziel": lambda line: line.target_title.casefold(),
    "verantwortlich": lambda line: ", ".join(line.duty.responsible).casefold(),
    "termin": lambda line: line.day or date.max,
    "stand": lambda line: STATES.index(line.state),
}


def last_day(duty: DutySheet, report: DutyReport | None) -> date | None:
    """The day it was postponed to; else the earlier of "fällig" and "Vorlage bis"; None for what has no day."""
    if report is not None and report.new_due is not None:
        return report.new_due
    return min((day for day in (duty.due, duty.present_by) if day), default=None)


def asked_back(report: DutyReport | None) -> bool:
    """The other side asked, and nobody has reported since."""
    return report is not None and report.answer is not None and not report.answer.accepted


def finished(report: DutyReport | None) -> bool:
    """Done or dropped, as far as the other side has not asked back: then it is owed again."""
    return report is not None and report.state in FINISHED and not asked_back(report)


def duty_urgency(report: DutyReport | None, day: date | None, on: date) -> Urgency | None:
    """Whether a duty that is not finished is past its last day, or has at most fourteen days left."""
    if day is None or finished(report):
        return None
    if day < on:
        return Urgency.OVERDUE
    return Urgency.SOON if day - on <= SOON else None


def unlocked(conditions: Iterable[tuple[DutyState, bool]]) -> bool | None:
    """Whether what hangs on these duties holds: each done and accepted by the other side; None without a condition."""
    known = list(conditions)
    return all(state == DutyState.DONE and accepted for state, accepted in known) if known else None


def wished(lines: Iterable[DutyLine], wish: DutyWish) -> tuple[DutyLine, ...]:
    """The lines wanted, in the order wanted; without one in that of their papers.

    Capital letters make no difference to the text, umlauts included, whatever the database.
    """
    found = [line for line in lines if _fits(line, wish)]
    key = ORDERS.get(wish.order.removeprefix("-"))
    return tuple(sorted(found, key=key, reverse=wish.order.startswith("-")) if key else found)


def _fits(line: DutyLine, wish: DutyWish) -> bool:
    asked = (
        (wish.agreement, line.agreement),
        (wish.target, line.target),
        (wish.state, line.state),
        (wish.urgency, line.urgency or ""),
    )
    whose = line.mine if wish.responsible == MINE else wish.responsible in {"", *line.duty.responsible}
    return whose and all(want in {"", has} for want, has in asked) and wish.text.strip().casefold() in _words(line)


def _words(line: DutyLine) -> str:
    duty, report = line.duty, line.report
    words = [duty.title, duty.sentence, line.target_title, duty.with_whom, *duty.responsible]
    return "\n".join([*words, *([report.text] if report else [])]).casefold()
