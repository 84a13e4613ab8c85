"""The German sentences of a report: what a measure's figures say, in words; numbers are rounded here and nowhere before."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from agreements.choices import Aggregation, Direction
from agreements.domain.months import month_name
from agreements.domain.numbers import format_number, format_value, round_half_up
from monitoring.choices import AttainmentStatus
from monitoring.documents.figures import beside_words, difference_scale, difference_words, percent_words, scale_of
from monitoring.documents.outlook import explanation_words, needed_words, projection_words
from monitoring.documents.wording import (
    as_of_words,
    count_words,
    data_status_words,
    gap_words,
    listed,
    measure_status_words,
    name_of,
    period_words,
    report_data_status_words,
    status_words,
)
from monitoring.domain.sheet import MeasureSheet, Part, ReportSheet

__all__ = [
    "as_of_words",
    "data_status_words",
    "explanation_words",
    "finding",
    "gap_words",
    "hints",
    "measure_status_words",
    "needed_words",
    "overview",
    "period_words",
    "projection_words",
    "report_data_status_words",
    "status_words",
]


def finding(measure: MeasureSheet) -> str:
    """What the chart says, in two or three sentences: attainment, prior year, and why it is not of the month asked for."""
    if measure.as_of is None or (measure.actual is None and not measure.not_computable):
        why = f": {gap_words(measure.gaps)}" if measure.gaps else ""
        return f"Für {month_name(measure.month)} liegt noch kein Wert vor{why}."
    if measure.actual is None:
        return f"Für {month_name(measure.as_of)} ist der Wert nicht berechenbar: Der Nenner ist 0."
    said = [_attainment(measure, measure.actual), _against_prior_year(measure)]
    if measure.final and measure.has_status and measure.status is not None:
        said.append(f"Das Ziel ist damit {measure_status_words(measure)}.")
    if measure.plan is None and measure.plan_missing:
        what = "Eine Prognose" if measure.observed else "Ein Soll"
        said.append(f"{what} bis dahin lässt sich nicht berechnen: {gap_words(measure.plan_missing)}.")
    if measure.estimates:
        said.append(f"Der Wert enthält Schätzungen: {listed(measure.estimates)}.")
    if stands := as_of_words(measure):
        said.append(f"{stands}.")
    return " ".join(filter(None, said))


def overview(sheet: ReportSheet) -> str:
    """ "Von 4 Zielen liegt eines im Soll, eines leicht, zwei deutlich daneben. Beobachtet (kein Ziel): …"."""
    targets = [target for target in sheet.steering if target.leading is not None and target.leading.has_status]
    judged = [target.leading for target in targets if target.leading is not None and target.leading.status is not None]
    others = [target.title for target in sheet.steering if target not in targets]
    said = [_attained(len(targets), judged)] if targets else []
    if targets and len(judged) < len(targets):
        names = [target.title for target in targets if target.leading is not None and target.leading.status is None]
        said.append(f"Noch ohne Bewertung: {listed(names)}.")
    if others:
        said.append(f"Nicht nach Schwellen bewertet: {listed(others)}.")
    if sheet.monitored:
        said.append(f"Beobachtet (kein Ziel): {listed([target.title for target in sheet.monitored])}.")
    return " ".join(said)


def hints(measure: MeasureSheet) -> tuple[str, ...]:
    """What a reader must know beside the figures: plan still moving, plan that does not add up, band wider than the change."""
    said = []
    plan, it = ("Die Prognose", "sie") if measure.observed else ("Das Soll", "es")
    if not measure.plan_fixed and measure.plan is not None:
        said.append(f"{plan} folgt den Zahlen des Vorjahres und ist vorläufig, bis {it} festgeschrieben wird.")
    if measure.plan_fixed_on is not None:
        said.append(
            f"{plan} ist seit dem {measure.plan_fixed_on:%d.%m.%Y} festgeschrieben ({measure.plan_data_status})."
        )
    for month in measure.plan_changes:
        said.append(
            f"Ab {month_name(month)} gilt {plan[0].lower()}{plan[1:]} des Nachtrags für den ganzen Wert seit Jahresbeginn."
        )
    if measure.plan_proposed is not None:
        proposed = scale_of(measure).value(measure.plan_proposed)
        said.append(f"Nach heutigem Vorjahr wäre der Jahreswert {proposed}; es gilt der festgeschriebene.")
    if measure.plan_difference:
        how = "über" if measure.plan_difference > 0 else "unter"
        amount = difference_words(measure, abs(measure.plan_difference)).removeprefix("+")
        said.append(f"Die Monatsbeträge liegen in der Summe {amount} {how} dem Jahreswert.")
    if measure.yellow_wider_than_change:
        said.append("Der gelbe Bereich ist breiter als die vereinbarte Veränderung.")
    return tuple(said)


def _attainment(measure: MeasureSheet, actual: Decimal) -> str:
    """The first sentence."""
    value = scale_of(measure).value(actual)
    month = measure.as_of or measure.month
    whole_year = month.month == 12
    if _is_staffing(measure) and measure.plan is not None and measure.percent_of_plan is not None:
        scale = scale_of(measure)
        share = format_value(measure.percent_of_plan, 1, "%")
        return f"Im {month_name(month)} waren {scale.number(actual)} von {scale.value(measure.plan)} besetzt, {share}."
    if measure.aggregation == Aggregation.RATIO:
        when = f"Im Jahr {month.year}" if whole_year else f"{'Bis' if month.month > 1 else 'Im'} {name_of(month)}"
        reached = measure.direction == Direction.AT_LEAST and not measure.observed
        said = f"{when} wurden {value} erreicht" if reached else f"{when} waren es {value}"
    elif measure.aggregation == Aggregation.LAST:
        said = f"Im {month_name(month)} waren es {value}"
    elif measure.aggregation == Aggregation.MEAN:
        months = f"der Monate Januar bis {name_of(month)}" if month.month > 1 else "Januar"
        said = f"Im Mittel {f'des Jahres {month.year}' if whole_year else months} waren es {value}"
        said = said if month.month > 1 else f"Im Januar waren es {value}"
    else:
        when = f"Von Januar bis {name_of(month)}" if month.month > 1 else "Im Januar"
        said = f"{f'Im Jahr {month.year}' if whole_year else when} waren es {value}"
    said += _beside_plan(measure)
    if pieces := _pieces(measure):
        return f"{said}; {pieces}."
    if share := _agreed_share(measure):
        return f"{said}; {share}."
    return f"{said}."


def _beside_plan(measure: MeasureSheet) -> str:
    """ ", 0,3 Prozentpunkte unter dem Soll", ", 83 mehr als das Soll", ", genau so viel wie das Soll"."""
    if measure.deviation is None:
        return ""
    if not measure.deviation:
        return f", genau wie {'prognostiziert' if measure.observed else 'vereinbart'}"
    plan, of_plan = ("die Prognose", "der Prognose") if measure.observed else ("das Soll", "dem Soll")
    return f", {beside_words(measure, measure.deviation, plan, of_plan)}"


def _pieces(measure: MeasureSheet) -> str:
    """How many pieces the deviation of a rate stands for, without side: that was said before."""
    if measure.deviation_pieces is None or not measure.components:
        return ""
    count = round_half_up(abs(measure.deviation_pieces), 0)
    if not count:
        return ""
    verb, unit = (
        ("ist", "ein Fall") if count == 1 else ("sind", f"{format_number(count, 0)} {measure.components[0].name}")
    )
    return f"das {verb} rund {unit}"


def _agreed_share(measure: MeasureSheet) -> str:
    """How much of an agreed change came about: "66 % der vereinbarten Senkung sind erreicht"."""
    share, plan, prior = measure.agreed_change_share_percent, measure.plan, measure.prior_year
    if share is None or plan is None or prior is None or measure.aggregation != Aggregation.MEAN:
        return ""
    change = "Senkung" if plan < prior else "Steigerung"
    if share < 0:
        return f"statt der vereinbarten {change} ist der Wert gegenüber dem Vorjahr {'gestiegen' if plan < prior else 'gesunken'}"
    if share >= 100:
        return f"die vereinbarte {change} ist erreicht"
    # Below 100 never "100 %", which would contradict the status.
    percent = min(round_half_up(share, 0), Decimal(99))
    return f"{format_value(percent, 0, '%')} der vereinbarten {change} {'ist' if percent == 1 else 'sind'} erreicht"


def _against_prior_year(measure: MeasureSheet) -> str:
    """The second sentence: up or down, and for a rate by what."""
    if measure.actual is None or measure.prior_year is None or _is_staffing(measure):
        return ""
    change = measure.actual - measure.prior_year
    what = "die Quote" if measure.aggregation == Aggregation.RATIO and measure.is_rate else "der Wert"
    if not scale_of(measure).rounded(change) and not difference_scale(measure, change).rounded(change):
        return f"Gegenüber dem Vorjahr ist {what} nahezu unverändert."
    how = "gestiegen" if change > 0 else "gesunken"
    if measure.explanation_base == "prior_year" and (reason := _reason(measure.explanation, change, measure)):
        return f"Gegenüber dem Vorjahr ist {what} {how}, {reason}."
    if measure.prior_year_change_percent is None:
        return f"Gegenüber dem Vorjahr ist {what} {how}."
    percent = percent_words(abs(measure.prior_year_change_percent)).removeprefix("+")
    return f"Gegenüber dem Vorjahr ist {what} um {percent} {how}."


def _reason(parts: Sequence[Part], change: Decimal, measure: MeasureSheet) -> str:
    """ "vor allem durch mehr Integrationen": the part that did most in the direction of the change; "" for other parts."""
    helping = [part for part in parts if part.amount * change > 0]
    if len(measure.components) != 2 or not helping:
        return ""
    first = max(helping, key=lambda part: abs(part.amount))
    numerator, denominator = (component.name for component in measure.components)
    words = {
        ("numerator", True): f"mehr {numerator}",
        ("numerator", False): f"weniger {numerator}",
        ("denominator", True): f"einen kleineren Nenner ({denominator})",
        ("denominator", False): f"einen größeren Nenner ({denominator})",
    }.get((first.part, first.amount > 0))
    return f"{'vor allem ' if len(helping) > 1 else ''}durch {words}" if words else ""


def _is_staffing(measure: MeasureSheet) -> bool:
    """Posts: they have a plan but are not judged (domain.md §4)."""
    return not (measure.has_status or measure.observed) and measure.unit in {"VZA", "VZÄ"}


def _attained(count: int, judged: Sequence[MeasureSheet]) -> str:
    """The sentence that counts: during the year by closeness, at the final December by erreicht."""
    start = "Vom einen Ziel" if count == 1 else f"Von {count} Zielen"
    if judged and all(measure.final for measure in judged):
        reached = sum(measure.status == AttainmentStatus.GREEN for measure in judged)
        groups = [(reached, "erreicht"), (len(judged) - reached, "nicht erreicht")]
        verbs = ("ist", "sind")
    else:
        numbers = [sum(measure.status == status for measure in judged) for status in AttainmentStatus]
        groups = list(zip(numbers, ("im Soll", "leicht daneben", "deutlich daneben"), strict=True))
        verbs = ("liegt", "liegen")
    there = [(number, words) for number, words in groups if number]
    if not there:
        return f"{start} ist noch keines bewertet." if count > 1 else "Das Ziel ist noch nicht bewertet."
    if count == 1:
        return f"Das Ziel {verbs[0]} {there[0][1]}."
    if there[0][0] == count:
        return f"Alle {count} Ziele {verbs[1]} {there[0][1]}."
    verb = verbs[0] if there[0][0] == 1 else verbs[1]
    phrases = [f"{count_words(number)} {words}" for number, words in there]
    for index in range(len(phrases) - 1):  # "eines leicht, zwei deutlich daneben"
        if phrases[index].endswith(" daneben") and phrases[index + 1].endswith(" daneben"):
            phrases[index] = phrases[index].removesuffix(" daneben")
    return f"{start} {verb} {', '.join(phrases)}."
