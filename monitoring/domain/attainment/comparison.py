"""Actual against plan and prior year, and the status by thresholds; exact fractions throughout (domain.md §4)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from agreements.choices import Direction
from monitoring.choices import AttainmentStatus


@dataclass(frozen=True, kw_only=True)
class Comparison:
    """The rows of the comparison; a field is None where one of its inputs is, or its divisor is 0."""

    deviation: Fraction | None  # A − S, in the unit of the measure
    deviation_percent: Fraction | None
    percent_of_plan: Fraction | None
    prior_year_change_percent: Fraction | None
    agreed_change_share_percent: Fraction | None  # 100·(A − V)/(S − V)


def compare(actual: Fraction | None, plan: Fraction | None, prior: Fraction | None) -> Comparison:
    """A, S and V at the same month."""
    deviation = actual - plan if actual is not None and plan is not None else None
    agreed = plan - prior if plan is not None and prior is not None else None
    change = actual - prior if actual is not None and prior is not None else None
    return Comparison(
        deviation=deviation,
        deviation_percent=_percent(deviation, plan),
        percent_of_plan=_percent(actual, plan),
        prior_year_change_percent=_percent(change, prior),
        agreed_change_share_percent=_percent(change, agreed),
    )


def status_of(
    deviation_percent: Fraction | None, direction: Direction, green: Decimal, yellow: Decimal, *, soften: bool = False
) -> AttainmentStatus | None:
    """Green, yellow or red by the favourable deviation: f ≥ −g, f ≥ −y, else; `soften` turns red into yellow."""
    if deviation_percent is None:
        return None
    good = favourable(deviation_percent, direction)
    if good >= -Fraction(green):
        return AttainmentStatus.GREEN
    if good >= -Fraction(yellow) or soften:
        return AttainmentStatus.YELLOW
    return AttainmentStatus.RED


def favourable(deviation: Fraction, direction: Direction) -> Fraction:
    """f of domain.md §4: a deviation as the target sees it, negative where it is missed."""
    return {
        Direction.AT_LEAST: deviation,
        Direction.AT_MOST: -deviation,
        Direction.EXACTLY: -abs(deviation),
    }[direction]


def yellow_wider_than_change(plan: Fraction | None, prior: Fraction | None, yellow: Decimal) -> bool:
    """Whether the yellow band, y percent of S, is wider than the agreed change S − V; False where none was agreed."""
    if plan is None or prior is None or plan == prior:
        return False
    return Fraction(yellow) * abs(plan) / 100 > abs(plan - prior)


def _percent(part: Fraction | None, whole: Fraction | None) -> Fraction | None:
    return 100 * part / whole if part is not None and whole else None
