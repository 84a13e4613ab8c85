"""What targets of many agreements stand at, for lists: their leading measures, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import Prefetch, prefetch_related_objects

from agreements.choices import AgreementState, MeasureRole
from agreements.domain.months import add_months, month_of
from agreements.models import Agreement, Measure, Series, Target, TargetMeasure
from monitoring.domain.attainment import assess
from monitoring.domain.series import Figure, SeriesData
from monitoring.domain.sheet import MeasureSheet
from monitoring.models import MonthlyActual, PlanFixing
from monitoring.selectors.figures import figure, series_spec
from monitoring.selectors.report import Terms, measure_spec, plan_terms

YEARS_BEFORE = 4  # the mean course of three years, whose ratios reach into the December before
PARTS = ("measure__series", "measure__numerator__series", "measure__denominator__series")


def month_over(agreement: Agreement, today: date) -> date | None:
    """The last month of the agreement's year that is over on that day; None where none is yet."""
    last = add_months(today.replace(day=1), -1)
    return None if last < month_of(agreement.year, 1) else min(last, month_of(agreement.year, 12))


def leading_sheets(targets: Sequence[Target], *, today: date) -> dict[int, MeasureSheet]:
    """The leading measure of each target at the month that is over, by the target's key; nothing for amendments,
    whose changes are read with their original.

    The targets need their agreement with jobcenter and region along.
    """
    months = {target.pk: month_over(target.agreement, today) for target in targets}
    asked = [target for target in targets if months[target.pk] and target.agreement.amends_id is None]
    prefetch_related_objects(asked, _with_terms("measures"))
    led = [(target, rows[0]) for target in asked if (rows := list(target.measures.all()))]
    amended = _amendments({target.agreement_id for target, _ in led})
    data = _figures(led)
    return {
        target.pk: assess(
            measure_spec(row.measure),
            plan_terms(target.kind, Terms(row, amended.get((target.agreement_id, target.code, row.measure.code), ()))),
            data[target.agreement.district.pk],
            month=months[target.pk],
            today=today,
            role=MeasureRole(row.role),
            plan_printed=row.plan_printed,
        )
        for target, row in led
    }


def leading_sheets_by_agreement(agreements: Iterable[Agreement], *, today: date) -> dict[int, tuple[MeasureSheet, ...]]:
    """The leading measures of all targets, by the agreement's key."""
    targets = list(
        Target.objects.filter(agreement__in=[agreement.pk for agreement in agreements])
        .select_related("agreement__jobcenter__region")
        .order_by("section__position", "position")
    )
    sheets = leading_sheets(targets, today=today)
    found: dict[int, tuple[MeasureSheet, ...]] = defaultdict(tuple)
    for target in targets:
        if target.pk in sheets:
            found[target.agreement_id] = (*found[target.agreement_id], sheets[target.pk])
    return found


def _with_terms(relation: str) -> Prefetch:
    rows = (
        TargetMeasure.objects.select_related(*PARTS)
        .order_by("position")
        .prefetch_related("plan_values", Prefetch("fixings", PlanFixing.objects.order_by("-at", "-id")))
    )
    return Prefetch(relation, rows)


def _amendments(originals: Iterable[int]) -> dict[tuple[int, str, str], tuple[TargetMeasure, ...]]:
    """Rows of signed amendments by original, target and measure, in the order of the months they take effect."""
    rows = (
        TargetMeasure.objects.filter(
            target__agreement__amends__in=originals, target__agreement__state=AgreementState.SIGNED
        )
        .select_related("target__agreement", "measure")
        .prefetch_related("plan_values", Prefetch("fixings", PlanFixing.objects.order_by("-at", "-id")))
        .order_by("target__agreement__effective_from")
    )
    found: dict[tuple[int, str, str], tuple[TargetMeasure, ...]] = defaultdict(tuple)
    for row in rows:
        key = (row.target.agreement.amends_id or 0, row.target.code, row.measure.code)
        found[key] = (*found[key], row)
    return found


def _figures(led: Sequence[tuple[Target, TargetMeasure]]) -> Mapping[int, Mapping[str, SeriesData]]:
    """The figures of all districts and series in one query, by region and code; of every district all series."""
    regions = {target.agreement.district.pk for target, _ in led}
    series = {each.pk: each for _, row in led for each in _series_of(row.measure)}
    years = [target.agreement.year for target, _ in led]
    if not years:
        return {}
    rows = MonthlyActual.objects.filter(
        region__in=regions,
        series__in=series,
        month__range=(month_of(min(years) - YEARS_BEFORE, 12), month_of(max(years), 12)),
    ).order_by()
    found: dict[tuple[int, int], dict[date, Figure]] = defaultdict(dict)
    for region, pk, month, *rest in rows.values_list(
        "region_id", "series_id", "month", "value", "status", "reason", "basis"
    ):
        found[region, pk][month] = figure(*rest)
    return {
        region: {
            each.code: SeriesData(spec=series_spec(each), figures=found[region, pk]) for pk, each in series.items()
        }
        for region in regions
    }


def _series_of(measure: Measure) -> tuple[Series, ...]:
    if measure.series is not None:
        return (measure.series,)
    return tuple(part.series for part in (measure.numerator, measure.denominator) if part and part.series)
