"""The formulas of the Zerlegung in "Rechenweg": every part of a difference from the single figures."""

from __future__ import annotations

from agreements.choices import Aggregation
from agreements.domain.months import month_key, month_name
from monitoring.documents.report_steps import Standing, Steps
from monitoring.domain.workings import NumberBasis

Formulas = dict[str, tuple[str, str]]  # part: expression, and how it is computed in words


def write_parts(steps: Steps, standing: Standing) -> None:
    """The parts that the sheet shows, after the rows they need."""
    parts = steps.measure.explanation
    if not parts:
        return
    number = steps.made_of.number
    if steps.measure.components:
        formulas = _effects(steps, standing)
    elif number is not None and steps.measure.explanation_base == "prior_year":
        formulas = _number_and_each(steps, number, standing)
    else:
        formulas = _months(steps, standing)
    unit = "Prozentpunkte" if steps.measure.is_rate else ""
    for part in parts:
        expression, how = formulas[part.part]
        steps.add(f"Zerlegung: {part.label}", expression, part.amount, how, unit, size=standing.actual)


def _effects(steps: Steps, now: Standing) -> Formulas:
    """(N₁−N₀)·(1/D₁+1/D₀)/2·factor and (N₁+N₀)/2·(1/D₁−1/D₀)·factor."""
    cells = []
    made = steps.made_of.prior_years[0].to_date
    for place, component in enumerate(steps.measure.components):
        if made is not None and component.prior_year is not None:
            label = f"{component.label}: {component.name}, Vorjahr"
            how = steps.part_words(place, made)
            cells.append(steps.add(label, steps.part(place, made), component.prior_year, how, component.unit))
    counted, base = cells
    factor, said = steps.factor(), "Faktor × " if steps.factor() else ""
    return {
        "numerator": (
            f"{factor}({now.counted}-{counted})*(1/{now.base}+1/{base})/2",
            f"{said}Veränderung des Zählers × mittlerer Kehrwert des Nenners",
        ),
        "denominator": (
            f"{factor}({now.counted}+{counted})/2*(1/{now.base}-1/{base})",
            f"{said}mittlerer Zähler × Veränderung des Kehrwerts des Nenners",
        ),
    }


def _number_and_each(steps: Steps, number: NumberBasis, now: Standing) -> Formulas:
    """(B₁−B₀)·(p₁+p₀)/2 by number and (p₁−p₀)·(B₁+B₀)/2 by the amount of each, p = A/B."""
    before, _ = steps.years[steps.measure.month.year - 1]
    b1, b0 = (
        steps.add(
            f"{number.input.name}{words}",
            steps.over(number.input, made.months[0]),
            made.value,
            steps.over_words(number.input, made.months[0]),
            number.input.unit,
        )
        for words, made in (("", number.to_date), (", Vorjahr", number.prior_year))
    )
    p1, p0 = f"{now.actual}/{b1}", f"{before}/{b0}"
    return {
        "number": (f"({b1}-{b0})*({p1}+{p0})/2", "Veränderung der Anzahl × mittlerer Betrag je Fall"),
        "each": (f"({p1}-{p0})*({b1}+{b0})/2", "Veränderung des Betrags je Fall × mittlere Anzahl"),
    }


def _months(steps: Steps, standing: Standing) -> Formulas:
    """SUM: x_i − (S(i) − S(i−1)). MEAN: (x_i − (i·S(i) − (i−1)·S(i−1)))/m."""
    measure, series = steps.measure, steps.made_of.inputs[0].series
    mean = measure.aggregation == Aggregation.MEAN
    word = "Prognose" if measure.observed else "Soll"
    how = f"(Monatswert − Zuwachs von Monate × {word}) ÷ alle Monate" if mean else f"Monatswert − Zuwachs ({word})"
    values = {point.month: point.plan for point in measure.points}
    months = steps.made_of.month_plans
    found: Formulas = {}
    before = ""
    for count, (month, basis) in enumerate(months, start=1):
        cell, value = standing.plan, values[month]
        if month != measure.as_of and value is not None:
            expression = steps.plan_to_date(basis, steps.annual_plan(basis), month)
            cell = steps.add(f"{word} bis {month_name(month)}", expression, value, f"{word} zu diesem Monat")
        planned = f"{count}*{cell}" if mean else cell
        grown = f"({planned}-{before})" if before else planned
        amount = f"{steps.path.months.cells(series, (month,))}-{grown}"
        found[month_key(month)] = (f"({amount})/{len(months)}" if mean else amount, how)
        before = planned
    return found
