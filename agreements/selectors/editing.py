"""Reads for the pages of a draft: its outline, one target with its parts, and what a measure is made of."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Prefetch, QuerySet

from agreements.choices import Aggregation, Course, Rhythm
from agreements.domain.courses import Form, own_months_doubts
from agreements.domain.months import expected_months
from agreements.domain.wording import plan_words
from agreements.models import Agreement, Duty, Measure, Section, Target, TargetMeasure
from agreements.selectors.agreement import promise_of

PARTS = ("series", "numerator__series", "denominator__series")


def outline(agreement: Agreement) -> QuerySet[Section]:
    """The sections with their targets in order; of a target how much hangs on it. Two queries."""
    counts = {name: Count(name, distinct=True) for name in ("measures", "budgets", "duties")}
    targets = Target.objects.annotate(**{f"{name}_count": count for name, count in counts.items()})
    targets = targets.order_by("position")
    return (
        Section.objects.filter(agreement=agreement).order_by("position").prefetch_related(Prefetch("targets", targets))
    )


def drafted_targets(agreement: Agreement) -> QuerySet[Target]:
    """Targets with measures, budgets and duties in order: five queries for one or many targets, and the months'."""
    measures = drafted_measures(agreement).prefetch_related("plan_values")
    duties = Duty.objects.order_by("position").prefetch_related("responsible")
    return agreement.targets.select_related("section", "agreement").prefetch_related(
        Prefetch("measures", measures), Prefetch("budgets"), Prefetch("duties", duties)
    )


def drafted_measures(agreement: Agreement) -> QuerySet[TargetMeasure]:
    """Measures of all targets, each with what it is made of."""
    made_of = (f"measure__{name}" for name in PARTS)
    rows = TargetMeasure.objects.filter(target__agreement=agreement).select_related("measure", "target", *made_of)
    return rows.order_by("position", "pk")


def form_of(measure: Measure) -> Form:
    """Its own aggregation, or for a RATIO those of its parts."""
    if measure.numerator and measure.denominator:
        return Aggregation(measure.numerator.aggregation), Aggregation(measure.denominator.aggregation)
    return (Aggregation(measure.aggregation),)


def rhythm_of(measure: Measure) -> Rhythm:
    """How often there is a value: the rhythm of its series, for a RATIO that of what it counts."""
    counted = measure.numerator or measure
    return Rhythm(counted.series.rhythm) if counted.series else Rhythm.MONTHLY


@dataclass(frozen=True, kw_only=True)
class MeasureLine:
    """A measure of a target in one line: its row, what was agreed, and what does not fit yet."""

    row: TargetMeasure
    words: str
    doubts: tuple[str, ...]


def measure_line(row: TargetMeasure, year: int) -> MeasureLine:
    """From a row of `drafted_measures`; no query where its months were fetched along."""
    return MeasureLine(row=row, words=plan_words(promise_of(row, year)), doubts=_doubts(row, year))


def _doubts(row: TargetMeasure, year: int) -> tuple[str, ...]:
    """What does not fit between own months and annual value; nothing for every other course."""
    if row.course != Course.OWN_MONTHS:
        return ()
    return own_months_doubts(
        Aggregation(row.measure.aggregation),
        expected_months(rhythm_of(row.measure), year),
        {value.month: value.value for value in row.plan_values.all()},
        row.plan,
        decimals=row.measure.decimals,
        unit=row.measure.unit,
    )
