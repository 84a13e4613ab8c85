"""Figures of a measure as German text: value, plan, deviation; large amounts in Mio. €."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from agreements.choices import Direction
from agreements.domain.numbers import NO_BREAK_SPACE, format_number, format_signed, format_value, round_half_up
from monitoring.domain.sheet import MeasureSheet

MILLION = Decimal(1_000_000)
# Units one says "unter" and "über" of; of people and pieces one says "weniger" and "mehr".
MEASURED_UNITS = frozenset({"%", "€", "VZA", "VZÄ", "Punkte"})


@dataclass(frozen=True)
class Scale:
    """How the values of one measure are written, the same on chart, table and sentence."""

    divisor: Decimal
    decimals: int
    unit: str

    def number(self, value: Decimal) -> str:
        """Without unit: "15,1", "67,90"."""
        return format_number(value / self.divisor, self.decimals)

    def value(self, value: Decimal) -> str:
        """With unit: "15,1 %", "67,90 Mio. €", "842"."""
        return format_value(value / self.divisor, self.decimals, self.unit)

    def signed(self, value: Decimal, more_decimals: int = 0) -> str:
        """With sign and without unit: "−0,3"."""
        return format_signed(value / self.divisor, self.decimals + more_decimals)

    def rounded(self, value: Decimal, more_decimals: int = 0) -> Decimal:
        """As it is shown, in the shown unit; for comparing shown numbers only."""
        return round_half_up(value / self.divisor, self.decimals + more_decimals)


def scale_for(unit: str, decimals: int, *values: Decimal | None) -> Scale:
    """€ from one million on in Mio. € with two decimals, everything else as the measure says."""
    largest = max((abs(value) for value in values if value is not None), default=Decimal(0))
    if unit == "€" and largest >= MILLION:
        return Scale(MILLION, 2, f"Mio.{NO_BREAK_SPACE}€")
    return Scale(Decimal(1), decimals, unit)


def scale_of(measure: MeasureSheet) -> Scale:
    """The scale of a measure, by everything the year shows of it."""
    shown = [value for point in measure.points for value in (point.actual, point.plan, point.prior_year)]
    return scale_for(measure.unit, measure.decimals, measure.actual, measure.annual_plan, *shown)


def value_words(measure: MeasureSheet, value: Decimal | None) -> str:
    """Any value of the measure: "15,1 %", "17.385 Personen", "67,90 Mio. €"; "–" without one."""
    return "–" if value is None else scale_of(measure).value(value)


def plan_words(measure: MeasureSheet) -> str:
    """The plan to date with its side: "mind. 15,4 %", "höchst. 17.302 Personen"; a forecast has none."""
    sides = {Direction.AT_LEAST: "mind. ", Direction.AT_MOST: "höchst. ", Direction.EXACTLY: "genau ", None: ""}
    side = "" if measure.plan is None or measure.observed else sides[measure.direction]
    return f"{side}{value_words(measure, measure.plan)}"


def deviation_words(measure: MeasureSheet) -> str:
    """ "−0,3 Prozentpunkte", "+83 Personen", "−0,03 Mio. €"; "–" without plan."""
    return "–" if measure.deviation is None else difference_words(measure, measure.deviation)


def difference_words(measure: MeasureSheet, value: Decimal, more_decimals: int = 0) -> str:
    """A difference with sign; of percent measures in Prozentpunkten. What would show as 0 Mio. € is written in €."""
    scale = difference_scale(measure, value)
    if not measure.is_rate:
        number = scale.signed(value, more_decimals)
        return number if scale.unit in {"", "Anzahl"} else f"{number}{NO_BREAK_SPACE}{scale.unit}"
    one = abs(scale.rounded(value, more_decimals)) == 1 and scale.decimals + more_decimals == 0
    return f"{scale.signed(value, more_decimals)}{NO_BREAK_SPACE}{'Prozentpunkt' if one else 'Prozentpunkte'}"


def beside_words(measure: MeasureSheet, deviation: Decimal, plan: str, of_plan: str) -> str:
    """A deviation without sign: "0,3 Prozentpunkte unter dem Soll", "83 mehr als das Soll", "knapp über dem Soll".

    `plan` is the plan's name as in "als das Soll", `of_plan` as in "unter dem Soll"; the deviation is not 0.
    """
    below = deviation < 0
    side = f"{'unter' if below else 'über'} {of_plan}"
    scale = difference_scale(measure, deviation)
    if not scale.rounded(deviation):
        return f"knapp {side}"
    if measure.unit in MEASURED_UNITS:
        return f"{difference_words(measure, abs(deviation)).removeprefix('+')} {side}"
    return f"{scale.number(abs(deviation))} {'weniger' if below else 'mehr'} als {plan}"


def difference_scale(measure: MeasureSheet, value: Decimal) -> Scale:
    """The scale of the measure, or whole € where the difference would vanish in Mio. €."""
    scale = scale_of(measure)
    if scale.divisor == MILLION and value and not scale.rounded(value):
        return Scale(Decimal(1), 0, "€")
    return scale


def percent_words(value: Decimal | None, decimals: int = 1) -> str:
    """A change or deviation in percent, with sign: "−2,1 %"; "–" without one."""
    return "–" if value is None else f"{format_signed(value, decimals)}{NO_BREAK_SPACE}%"
