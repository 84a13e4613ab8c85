"""The evaluation of a target: its programmes with entries, exits and who was integrated then and six months later."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from agreements.domain.months import add_months, last_day
from agreements.domain.numbers import to_decimal
from monitoring.choices import Continued, Effective

LATER = 6  # months after the end of a programme


@dataclass(frozen=True, kw_only=True)
class ProgrammeSheet:
    """One programme; counts are persons, None is "not known", never 0."""

    number: int
    name: str
    kind: str
    entries: int | None
    exits: int | None
    integrated: int | None  # at the end
    last_exit: date | None
    integrated_later: int | None
    effective: Effective | None
    continued: Continued | None
    statement: str

    @property
    def share_percent(self) -> Decimal | None:
        """Of those who left, integrated at the end."""
        return percent(self.integrated, self.exits)

    @property
    def later_percent(self) -> Decimal | None:
        """Of those who left, integrated six months later."""
        return percent(self.integrated_later, self.exits)

    @property
    def measurable_from(self) -> date | None:
        """The day from which "six months later" can be known; None while the last exit is not named."""
        return None if self.last_exit is None else months_later(self.last_exit)

    def is_measurable(self, on: date) -> bool:
        """Whether six months have passed on that day; without a last exit nobody can say that they have not."""
        return self.measurable_from is None or self.measurable_from <= on

    def gaps(self, on: date) -> tuple[str, ...]:
        """What is still missing on that day, in words; what cannot be known yet is not missing."""
        asked = [
            ("Eintritte", self.entries),
            ("Austritte", self.exits),
            ("bei Ende integriert", self.integrated),
            ("letzter Austritt", self.last_exit),
            ("wirksam", self.effective),
            ("fortgesetzt", self.continued),
            ("Stellungnahme", self.statement or None),
        ]
        if self.is_measurable(on):
            asked.insert(4, ("sechs Monate später integriert", self.integrated_later))
        return tuple(name for name, value in asked if value is None)


@dataclass(frozen=True, kw_only=True)
class PartialSum:
    """What the programmes that know a count come to, where others do not know it."""

    label: str
    count: int
    percent: Decimal | None  # of their exits; None for entries and exits
    without: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class EvaluationSheet:
    """The evaluation of one target on a day, for page, PDF, Word and table."""

    agreement: str  # key
    title: str
    jobcenter: str
    target: str  # code
    target_title: str
    sentence: str  # of the duty to evaluate
    due: date | None
    as_of_day: date
    fictitious: bool
    text: str
    programmes: tuple[ProgrammeSheet, ...]

    @property
    def total(self) -> ProgrammeSheet:
        """All programmes together; a sum only where every part is known, percentages pooled."""
        return ProgrammeSheet(
            number=0,
            name="zusammen",
            kind="",
            entries=_sum(each.entries for each in self.programmes),
            exits=_sum(each.exits for each in self.programmes),
            integrated=_sum(each.integrated for each in self.programmes),
            last_exit=None,
            integrated_later=_sum(each.integrated_later for each in self.programmes),
            effective=None,
            continued=None,
            statement="",
        )

    @property
    def partial(self) -> tuple[PartialSum, ...]:
        """The sums that `total` leaves out because some part of them is not known; none where nobody knows any."""
        found = (
            self._partial("Eintritte", lambda each: each.entries),
            self._partial("Austritte", lambda each: each.exits),
            self._partial("bei Ende integriert", lambda each: each.integrated, of_exits=True),
            self._partial("sechs Monate später integriert", lambda each: each.integrated_later, of_exits=True),
        )
        return tuple(each for each in found if each is not None)

    def _partial(
        self, label: str, count: Callable[[ProgrammeSheet], int | None], *, of_exits: bool = False
    ) -> PartialSum | None:
        known = [each for each in self.programmes if count(each) is not None]
        without = tuple(each.name for each in self.programmes if count(each) is None)
        total = _sum(count(each) for each in known)
        if total is None or not without:
            return None
        share = percent(total, _sum(each.exits for each in known)) if of_exits else None
        return PartialSum(label=label, count=total, percent=share, without=without)

    @property
    def missing(self) -> tuple[tuple[ProgrammeSheet, tuple[str, ...]], ...]:
        """The programmes with gaps."""
        found = ((each, each.gaps(self.as_of_day)) for each in self.programmes)
        return tuple((each, gaps) for each, gaps in found if gaps)

    @property
    def is_whole(self) -> bool:
        """There is a programme, nothing of any is missing, and the words are written."""
        return bool(self.programmes and self.text) and not self.missing


def percent(part: int | None, whole: int | None) -> Decimal | None:
    """100 · part / whole; None where one is not known or the whole is 0."""
    if part is None or not whole:
        return None
    return to_decimal(Fraction(100 * part, whole))


def months_later(day: date) -> date:
    """Six months on; the last day of a shorter month where there is no such day."""
    month = add_months(day.replace(day=1), LATER)
    return min(month + timedelta(days=day.day - 1), last_day(month))


def _sum(values: Iterable[int | None]) -> int | None:
    found = list(values)
    known = [value for value in found if value is not None]
    return sum(known) if known and len(known) == len(found) else None
