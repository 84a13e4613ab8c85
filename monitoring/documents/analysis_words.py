"""The analysis for the dialogue in words: course of the status, since when the gap is open, its largest parts, what-if."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from agreements.choices import Direction
from agreements.domain.months import month_name
from agreements.domain.numbers import format_value, round_half_up
from monitoring.choices import AttainmentStatus
from monitoring.documents.figures import difference_scale, difference_words, percent_words
from monitoring.documents.what_if_words import ScenarioRow, needed_pace_words, pace_words, scenario_rows
from monitoring.documents.wording import status_words
from monitoring.domain.analysis import LargePart, deviations, largest_parts, open_gap
from monitoring.domain.sheet import MeasureSheet


class _Side(NamedTuple):
    """How one speaks of a plan that is missed."""

    where: str
    gap: str
    of_gap: str


_SIDES = {
    Direction.AT_LEAST: _Side("unter dem Soll", "Der Rückstand", "des Rückstands"),
    Direction.AT_MOST: _Side("über dem Soll", "Die Überschreitung", "der Überschreitung"),
    Direction.EXACTLY: _Side("neben dem Soll", "Die Abweichung", "der Abweichung"),
}


@dataclass(frozen=True, kw_only=True)
class CourseMonth:
    """One month of the course; without status (None, "") where nothing is judged."""

    month: date
    status: AttainmentStatus | None
    words: str
    deviation: str


@dataclass(frozen=True, kw_only=True)
class Analysis:
    """All that a reader sees of it; what is empty is not shown."""

    course: tuple[CourseMonth, ...]
    opened: str
    parts: str
    needed: str
    scenarios: tuple[ScenarioRow, ...]
    pace: str  # of what a pace is: "Integrationen je Monat"


def analysis(measure: MeasureSheet, pace: Decimal | None = None) -> Analysis:
    """The analysis of one measure; `pace` is one that the reader tries out, in the unit of what is counted."""
    return Analysis(
        course=tuple(_course(measure)),
        opened=opened_words(measure),
        parts=parts_words(measure),
        needed=needed_pace_words(measure),
        scenarios=tuple(scenario_rows(measure, pace)),
        pace=pace_words(measure),
    )


def opened_words(measure: MeasureSheet) -> str:
    """ "Seit Januar 2014 liegt der Wert ohne Unterbrechung unter dem Soll. Der Rückstand ist seitdem …"; "" without status."""
    if measure.status is None or measure.direction is None:
        return ""
    gap = open_gap(measure)
    if gap is None:
        return "Der Wert liegt im Soll."
    side = _SIDES[measure.direction]
    then, now = _size(gap.then), _size(gap.now)
    if gap.months == 1:
        return f"Seit {month_name(gap.since)} liegt der Wert {side.where} ({now})."
    since = f"Seit {month_name(gap.since)} liegt der Wert ohne Unterbrechung {side.where}."
    if then == now:
        return f"{since} {side.gap} ist seitdem nahezu unverändert ({now})."
    how = "gewachsen" if gap.change > 0 else "zurückgegangen"
    points = round_half_up(abs(gap.change), 1)
    shown = abs(round_half_up(gap.then, 1) - round_half_up(gap.now, 1))
    # Where rounding would make the three numbers contradict each other, two of them are enough.
    change = f"um {format_value(points, 1, 'Prozentpunkte')} " if points == shown else ""
    return f"{since} {side.gap} ist seitdem {change}{how}, von {then} auf {now}."


def parts_words(measure: MeasureSheet) -> str:
    """ "Größte Teile des Rückstands (−17): Januar 2014 −4,1 (24 %), …"; "" without Zerlegung or with a single part."""
    total, count = measure.explanation_total, len(measure.explanation)
    if total is None or count < 2:
        return ""
    found = largest_parts(measure)
    said = ", ".join(_part(measure, each, total) for each in found)
    if measure.observed:
        return f"Größte Abweichungen einzelner Monate von der Prognose: {said}." if said else ""
    by_month = measure.explanation_base == "plan"
    if not found:
        return "Kein Monat wirkte ungünstig." if by_month else _all_favourable(measure)
    one = len(found) == 1
    if found[0].share_percent is None:
        what = "Ungünstig" if by_month else "Gegenüber dem Vorjahr ungünstig"
        return f"{what} {'wirkte' if one else 'wirkten'}: {said}."
    side = _SIDES[measure.direction or Direction.EXACTLY]
    whole = side.of_gap if by_month else "der ungünstigen Veränderung zum Vorjahr"
    amount = difference_words(measure, total, 2 if measure.is_rate else 0)
    offset = _offset(by_month, count - len(found)) if sum(each.share_percent or 0 for each in found) > 100 else ""
    return f"{'Größter Teil' if one else 'Größte Teile'} {whole} ({amount}): {said}.{offset}"


def _course(measure: MeasureSheet) -> Iterator[CourseMonth]:
    for point in deviations(measure):
        final = measure.final and point.month == measure.as_of
        said = status_words(point.status, measure.direction, point.deviation, final) if point.status else ""
        yield CourseMonth(
            month=point.month, status=point.status, words=said, deviation=percent_words(point.deviation_percent)
        )


def _part(measure: MeasureSheet, found: LargePart, total: Decimal) -> str:
    """ "Januar 2014 −4,1 (24 %)", digits as in the Zerlegung."""
    amount = difference_scale(measure, total).signed(found.part.amount, 2 if measure.is_rate else 1)
    share = f" ({format_value(found.share_percent, 0, '%')})" if found.share_percent is not None else ""
    return f"{found.part.label} {amount}{share}"


def _offset(by_month: bool, others: int) -> str:
    """Parts of more than 100 % together: what is not named takes some of it back."""
    if others > 1:
        return " Die übrigen Monate gleichen davon etwas aus."
    return f" Der andere {'Monat' if by_month else 'Teil'} gleicht davon etwas aus."


def _all_favourable(measure: MeasureSheet) -> str:
    said = "Gegenüber dem Vorjahr wirkte kein Teil ungünstig"
    missed = measure.status not in {None, AttainmentStatus.GREEN} and measure.direction != Direction.EXACTLY
    return f"{said}; das Soll verlangt aber eine größere Veränderung." if missed else f"{said}."


def _size(percent: Decimal) -> str:
    return (
        format_value(percent, 1, "%") if round_half_up(percent, 1) else f"unter {format_value(Decimal('0.1'), 1, '%')}"
    )
