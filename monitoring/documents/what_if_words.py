"""What would come out at which pace, in words: the sentence with the pace needed, the rows of the table, the short form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from agreements.choices import Aggregation, Direction
from agreements.domain.months import add_months
from monitoring.documents.figures import (
    Scale,
    beside_words,
    difference_scale,
    difference_words,
    scale_for,
    scale_of,
)
from monitoring.documents.outlook import rounded_for
from monitoring.documents.wording import month_range_words, name_of
from monitoring.domain.analysis import Scenario, WhatIf, at_pace, what_if
from monitoring.domain.sheet import MeasureSheet, Needed

# What becomes of the target: at this pace, or not.
_VERDICTS = {
    Direction.AT_LEAST: ("erreicht", "nicht erreicht"),
    Direction.AT_MOST: ("eingehalten", "überschritten"),
    Direction.EXACTLY: ("erreicht", "verfehlt"),
}
_BOUNDS = {Direction.AT_LEAST: "", Direction.AT_MOST: "höchstens ", Direction.EXACTLY: "rund "}


@dataclass(frozen=True, kw_only=True)
class ScenarioRow:
    """One assumption and what comes out, written out."""

    assumption: str
    pace: str
    year_end: str
    deviation: str
    verdict: str  # of the target: "wird erreicht"


def needed_pace_words(measure: MeasureSheet) -> str:
    """ "Mit 501 Integrationen im Monat (Oktober bis Dezember) wird das Ziel erreicht."; "" where what_if is None."""
    found, needed, direction = what_if(measure), measure.needed, measure.direction
    if found is None or needed is None or direction is None:
        return ""
    if found.needed is None:
        reached = "Das Ziel ist bereits erreicht."
        return reached if needed.reached else "Rechnerisch ist das Ziel nicht mehr einzuhalten."
    scale = _pace_scale(found, needed)
    number = rounded_for(direction, needed.per_month, scale)
    each = f"{_BOUNDS[direction]}{number}{_of_what(needed, scale, number)}"
    hard = "; das ist rechnerisch kaum erreichbar" if needed.hard else ""
    return f"Mit {_in_the_rest(measure, needed, each)} wird das Ziel {_VERDICTS[direction][0]}{hard}."


def what_if_words(measure: MeasureSheet) -> str:
    """The three paces as sentences, for the paper; "" where there are none."""
    found, needed = what_if(measure), measure.needed
    if found is None or needed is None:
        return ""
    scale = _pace_scale(found, needed)
    going_on = f"Geht es weiter wie bisher ({_on_average(measure, found.so_far, scale)})"
    said = [needed_pace_words(measure), f"{going_on}, sind es am Jahresende {_outcome(measure, found.so_far)}."]
    if found.prior_year is not None:
        before = month_range_words([add_months(month, -12) for month in needed.months])
        again = f"Geht es weiter wie von {before}" if len(needed.months) > 1 else f"Geht es weiter wie im {before}"
        average = _on_average(measure, found.prior_year, scale)
        said.append(f"{again} ({average}), sind es {_outcome(measure, found.prior_year)}.")
    return " ".join(said)


def pace_words(measure: MeasureSheet) -> str:
    """Of what a pace is: "Integrationen je Monat", "Bestand LZB im Mittel"; "" without a pace."""
    needed = measure.needed
    if needed is None:
        return ""
    return f"{needed.what} {'im Mittel' if needed.total is None else f'je {_period(measure)}'}"


def scenario_rows(measure: MeasureSheet, pace: Decimal | None = None) -> Iterator[ScenarioRow]:
    """The three paces and the reader's own; none where what_if is None."""
    found, needed = what_if(measure), measure.needed
    if found is None or needed is None:
        return
    done = [point.month for point in measure.points if point.actual is not None]
    until = f"Mittel {month_range_words(done, year=False)}" if len(done) > 1 else name_of(done[0])
    before = month_range_words([add_months(month, -12) for month in needed.months])
    for assumption, scenario in (
        ("nötig für das Ziel", found.needed),
        (f"wie bisher ({until})", found.so_far),
        (f"wie im Vorjahr ({'Mittel ' if len(needed.months) > 1 else ''}{before})", found.prior_year),
        ("Ihr Wert", at_pace(measure, pace) if pace is not None else None),
    ):
        if scenario is not None:
            yield _row(measure, assumption, scenario, _pace_scale(found, needed))


def _row(measure: MeasureSheet, assumption: str, scenario: Scenario, scale: Scale) -> ScenarioRow:
    reached, missed = _VERDICTS[measure.direction or Direction.EXACTLY]
    return ScenarioRow(
        assumption=assumption,
        pace=_amount(scenario, scale),
        year_end=scale_of(measure).value(scenario.year_end),
        deviation=_deviation(measure, scenario.deviation),
        verdict=f"wird {reached if scenario.reached else missed}",
    )


def _deviation(measure: MeasureSheet, deviation: Decimal) -> str:
    """With sign and unit; what would show as 0 says its side instead."""
    if not deviation:
        return "keine"
    if not difference_scale(measure, deviation).rounded(deviation):
        return f"knapp {'darunter' if deviation < 0 else 'darüber'}"
    return difference_words(measure, deviation)


def _outcome(measure: MeasureSheet, scenario: Scenario) -> str:
    """ "20,1 %, 0,5 Prozentpunkte unter dem Ziel"."""
    value = scale_of(measure).value(scenario.year_end)
    if not scenario.deviation:
        return f"{value}, genau das Ziel"
    return f"{value}, {beside_words(measure, scenario.deviation, 'das Ziel', 'dem Ziel')}"


def _in_the_rest(measure: MeasureSheet, needed: Needed, each: str) -> str:
    """ "501 Integrationen im Monat (Oktober bis Dezember)", "im Mittel 17.000 Personen (…)", "501 Integrationen im Dezember"."""
    months = month_range_words(needed.months, year=False)
    if len(needed.months) == 1 and _period(measure) == "Monat":
        return f"{each} im {months}"
    return f"im Mittel {each} ({months})" if needed.total is None else f"{each} im {_period(measure)} ({months})"


def _on_average(measure: MeasureSheet, scenario: Scenario, scale: Scale) -> str:
    """ "im Mittel 458 im Monat"; of a MEAN the pace is no amount of a month."""
    mean = measure.aggregation == Aggregation.MEAN
    return f"im Mittel {scale.value(scenario.pace)}{'' if mean else f' im {_period(measure)}'}"


def _of_what(needed: Needed, scale: Scale, number: str) -> str:
    """ " Integrationen", " Personen"; nothing after an amount in €. Of a single piece the number alone is said."""
    if scale.unit.endswith("€") or number == "1":
        return ""
    return f" {_dative(needed.what if needed.unit == 'Anzahl' else needed.unit)}"


def _dative(plural: str) -> str:
    """ "mit 8 Kontakten": the plural takes an -n, unless it ends in one or in -s. A name that begins small stays."""
    noun, blank, rest = plural.partition(" ")
    return plural if noun.endswith(("n", "s")) or not noun[:1].isupper() else f"{noun}n{blank}{rest}"


def _amount(scenario: Scenario, scale: Scale) -> str:
    """The head of the column names what is counted; € are said with the number, for they may be Mio. €."""
    return scale.value(scenario.pace) if scale.unit.endswith("€") else scale.number(scenario.pace)


def _pace_scale(found: WhatIf, needed: Needed) -> Scale:
    return scale_for(needed.unit, needed.decimals, found.so_far.pace)


def _period(measure: MeasureSheet) -> str:
    """A pace goes over a month, or a quarter where there are figures at the quarters alone."""
    months = [point.month for point in measure.points if point.actual is not None]
    return "Quartal" if all(month.month % 3 == 0 for month in months) else "Monat"
