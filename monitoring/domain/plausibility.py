"""Outliers: figures that are possible but unlikely, with the values they were compared with. They refuse nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from statistics import median

from agreements.choices import Rhythm
from agreements.domain.months import add_months, month_name
from agreements.domain.numbers import format_number, format_value, to_decimal
from monitoring.domain.series import SeriesSpec

FLOOR_PERCENT = 10  # a smaller change is never worth a question
FLOOR_PIECES = 5  # nor is a difference of so few units of the series
FLOOR_UNKNOWN_PERCENT = 50  # floor for a series that has too few changes to know its own
ENOUGH_CHANGES = 6
SPREADS = 5  # deviations (MAD, scaled to a standard deviation) from the median that are still usual
_SCALE = Fraction(14826, 10000)
_STEP = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.YEARLY: 12}


@dataclass(frozen=True, kw_only=True)
class PlausibilityWarning:
    """One doubt about one figure."""

    kind: str  # "bounds", "previous", "prior_year", "subset", "sum"
    series: str  # code
    month: date
    value: Decimal
    compared: Decimal  # bound, earlier figure, whole or sum
    compared_month: date | None  # only for "previous" and "prior_year"
    sentence: str  # German, for the user


def check_figure(
    spec: SeriesSpec, month: date, value: Decimal, history: Mapping[date, Decimal]
) -> tuple[PlausibilityWarning, ...]:
    """Bounds of the series, and jumps against the period before and the same one of the prior year.

    `history` holds the series' other figures of the region. A jump is unusual where its percentage lies farther from
    the median of the series' own changes than 5 robust deviations, and beyond the floor of 10 percent and 5 units
    (50 percent where fewer than six changes are known). Thresholds are ours ("unsere Lesart").
    """
    step = _STEP[spec.rhythm]
    jumps = (("previous", step), ("prior_year", 12)) if step < 12 else (("previous", 12),)
    found = [_bounds(spec, month, value), *(_jump(spec, month, value, history, kind, back) for kind, back in jumps)]
    return tuple(warning for warning in found if warning is not None)


def check_subset(
    spec: SeriesSpec, month: date, value: Decimal, whole: SeriesSpec, whole_value: Decimal
) -> PlausibilityWarning | None:
    """A part is never more than its whole; None where it is not."""
    if value <= whole_value:
        return None
    sentence = (
        f"{spec.name} {month_name(month)}: {_shown(spec, value)} sind mehr als {whole.name} "
        f"({_shown(whole, whole_value)})."
    )
    return _warning("subset", spec, month, value, whole_value, None, sentence)


def check_sum(
    spec: SeriesSpec, month: date, value: Decimal, parts: Sequence[tuple[SeriesSpec, Decimal]]
) -> PlausibilityWarning | None:
    """Women and men are all: parts that make up a whole add up to it; None where they do."""
    total = sum((amount for _, amount in parts), Decimal(0))
    if total == value:
        return None
    named = " + ".join(f"{part.name} {format_number(amount, part.decimals)}" for part, amount in parts)
    sentence = (
        f"{spec.name} {month_name(month)}: {_shown(spec, value)}, aber {named} ergibt "
        f"{format_number(total, spec.decimals)}."
    )
    return _warning("sum", spec, month, value, total, None, sentence)


def _bounds(spec: SeriesSpec, month: date, value: Decimal) -> PlausibilityWarning | None:
    for bound, outside, words in (
        (spec.lower, spec.lower is not None and value < spec.lower, "weniger als üblich (mindestens"),
        (spec.upper, spec.upper is not None and value > spec.upper, "mehr als üblich (höchstens"),
    ):
        if bound is not None and outside:
            sentence = f"{spec.name} {month_name(month)}: {_shown(spec, value)} ist {words} {_shown(spec, bound)})."
            return _warning("bounds", spec, month, value, bound, None, sentence)
    return None


def _jump(
    spec: SeriesSpec, month: date, value: Decimal, history: Mapping[date, Decimal], kind: str, back: int
) -> PlausibilityWarning | None:
    before_month = add_months(month, -back)
    before = history.get(before_month)
    if not before or abs(value - before) <= FLOOR_PIECES:
        return None
    change = _change(value, before)
    if abs(change) <= FLOOR_PERCENT:  # the usual case, decided before the whole history is looked at
        return None
    others = [
        _change(history[later], earlier_value)
        for later in history
        if later != month
        and add_months(later, -back) != month
        and (earlier_value := history.get(add_months(later, -back)))
    ]
    if _usual(change, others):
        return None
    direction = "mehr" if change > 0 else "weniger"
    sentence = (
        f"{spec.name} {month_name(month)}: {_shown(spec, value)} sind "
        f"{format_value(to_decimal(abs(change)), 0, '%')} {direction} als im {month_name(before_month)} "
        f"({_shown(spec, before)})."
    )
    return _warning(kind, spec, month, value, before, before_month, sentence)


def _usual(change: Fraction, others: Sequence[Fraction]) -> bool:
    """Whether a change in percent beyond the floor is one the series knows."""
    if len(others) < ENOUGH_CHANGES:
        return abs(change) <= FLOOR_UNKNOWN_PERCENT
    middle = median(others)
    spread = median(abs(other - middle) for other in others)
    return abs(change - middle) <= SPREADS * _SCALE * spread


def _change(value: Decimal, before: Decimal) -> Fraction:
    return 100 * (Fraction(value) / Fraction(before) - 1)


def _shown(spec: SeriesSpec, value: Decimal) -> str:
    return format_value(value, spec.decimals, spec.unit)


def _warning(
    kind: str, spec: SeriesSpec, month: date, value: Decimal, compared: Decimal, compared_month: date | None, text: str
) -> PlausibilityWarning:
    return PlausibilityWarning(
        kind=kind,
        series=spec.code,
        month=month,
        value=value,
        compared=compared,
        compared_month=compared_month,
        sentence=text,
    )
