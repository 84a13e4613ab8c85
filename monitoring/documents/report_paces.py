"""The formulas of "was wäre, wenn" in "Rechenweg": what comes out in December at which pace."""

from __future__ import annotations

from collections.abc import Iterator

from agreements.choices import Aggregation
from agreements.domain.months import add_months
from monitoring.documents.report_steps import Standing, Steps
from monitoring.documents.wording import month_range_words
from monitoring.domain.analysis import Scenario, WhatIf, what_if
from monitoring.domain.sheet import Needed
from monitoring.domain.workings import Made


def write_paces(steps: Steps, standing: Standing, annual: str) -> None:
    """Pace, year end and deviation of every assumption; `annual` is the cell of P."""
    found, needed, made = what_if(steps.measure), steps.measure.needed, steps.made_of.to_date
    if found is None or needed is None or made is None:
        return
    unit = "Prozentpunkte" if steps.measure.is_rate else ""
    for name, pace, scenario in _paces(steps, needed, made, found):
        expression, how = _year_end(steps, standing, pace, needed, made)
        end = steps.add(f"Jahresende {name}", expression, scenario.year_end, how)
        steps.add(f"Abweichung vom Ziel {name}", f"{end}-{annual}", scenario.deviation, "", unit, size=end)


def _paces(steps: Steps, needed: Needed, made: Made, found: WhatIf) -> Iterator[tuple[str, str, Scenario]]:
    """Name, cell or number of the pace, and what the application says of it."""
    counted = steps.made_of.inputs[0]
    if found.needed is not None:
        yield "mit dem gerundeten nötigen Wert", f"({found.needed.pace:f})", found.needed
    before = tuple(add_months(month, -12) for month in needed.months)
    for name, months, scenario in (
        ("wie bisher", made.months[0], found.so_far),
        ("wie im Vorjahr", before, found.prior_year),
    ):
        if scenario is not None:
            expression = f"AVERAGE({steps.path.months.cells(counted.series, months)})"
            how = f"Durchschnitt {counted.name}, {month_range_words(months)}"
            yield name, steps.add(f"je Zeitraum {name}", expression, scenario.pace, how, needed.unit), scenario


def _year_end(steps: Steps, standing: Standing, pace: str, needed: Needed, made: Made) -> tuple[str, str]:
    left, done = len(needed.months), len(made.months[0])
    if standing.base:
        cells = steps.path.months.cells(steps.made_of.inputs[1].series, steps.made_of.year_denominator)
        how = f"(Zähler + {left} × Wert) ÷ Nenner des Jahres (letzter Wert fortgeschrieben)"
        return f"{steps.factor()}({standing.counted}+{pace}*{left})/AVERAGE({cells})", how
    if steps.measure.aggregation == Aggregation.MEAN:
        how = f"({done} × Ist + {left} × Wert) ÷ {done + left}"
        return f"({standing.actual}*{done}+{pace}*{left})/{done + left}", how
    return f"{standing.actual}+{pace}*{left}", f"Ist + {left} × Wert"
