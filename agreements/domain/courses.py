"""How an agreed value goes through the year: which course fits which measure, and whether own months fit the annual value."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction

from agreements.choices import Aggregation, Course, TargetKind
from agreements.domain.months import month_name
from agreements.domain.numbers import format_value, round_half_up, to_decimal

# How a measure is made: its own aggregation, or for a RATIO those of numerator and denominator.
Form = tuple[Aggregation, ...]
SUM: Form = (Aggregation.SUM,)
MEAN: Form = (Aggregation.MEAN,)
LAST: Form = (Aggregation.LAST,)
SUM_OVER_MEAN: Form = (Aggregation.SUM, Aggregation.MEAN)
SUM_OVER_SUM: Form = (Aggregation.SUM, Aggregation.SUM)
LAST_OVER_LAST: Form = (Aggregation.LAST, Aggregation.LAST)
CUMULATIVE = (SUM, MEAN, SUM_OVER_MEAN)  # the forms that follow a course through the year


def course_fits(form: Form, course: Course, kind: TargetKind) -> bool:
    """Which course fits which measure, by the table of domain.md §4."""
    if course in {Course.PRIOR_YEAR, Course.THREE_YEARS, Course.LINEAR}:
        return form in CUMULATIVE
    if course == Course.LEVEL:
        always = kind in {TargetKind.MINIMUM, TargetKind.CEILING, TargetKind.STAFFING}
        return always or form in {LAST, SUM_OVER_SUM, LAST_OVER_LAST}
    return True


def own_months_doubts(
    aggregation: Aggregation,
    expected: Sequence[date],
    months: Mapping[date, Decimal],
    annual: Decimal | None,
    *,
    decimals: int,
    unit: str,
) -> tuple[str, ...]:
    """What does not fit, as German sentences; empty where the months say the same as the annual value.

    The amounts of a SUM add up to the annual value, the stocks of a MEAN have it as their mean, to as many decimals as
    the measure shows (unsere Lesart); LAST and RATIO reach it in December. Without an annual value (a change to the
    prior year) only missing months are told.
    """
    missing = [month for month in expected if month not in months]
    if missing:
        return (f"Es fehlen Monatswerte: {', '.join(month_name(month) for month in missing)}.",)
    if annual is None:
        return ()
    given = [Fraction(months[month]) for month in expected]
    total = sum(given, Fraction(0))
    if aggregation == Aggregation.SUM:
        return _apart("ergeben zusammen", to_decimal(total), annual, decimals, unit)
    if aggregation == Aggregation.MEAN:
        mean = round_half_up(to_decimal(total / len(given)), decimals)
        return _apart("ergeben im Mittel", mean, annual, decimals, unit)
    return _apart("enden im Dezember mit", months[expected[-1]], annual, decimals, unit)


def _apart(words: str, value: Decimal, annual: Decimal, decimals: int, unit: str) -> tuple[str, ...]:
    if value == annual:
        return ()
    difference = value - annual
    shown = max(decimals, -int(difference.normalize().as_tuple().exponent))
    more = "mehr" if difference > 0 else "weniger"
    return (
        f"Die Monatswerte {words} {format_value(value, shown, unit)}; der Planwert ist "
        f"{format_value(annual, shown, unit)}, das ist {format_value(abs(difference), shown, unit)} {more}.",
    )
