"""What targets of many agreements stand at, for lists: their leading measures, in a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.db.models import prefetch_related_objects

from agreements.choices import MeasureRole
from agreements.domain.months import add_months, month_of
from agreements.models import Agreement, Target, TargetMeasure
from monitoring.domain.attainment import assess
from monitoring.domain.series import SeriesData
from monitoring.domain.sheet import MeasureSheet
from monitoring.selectors.figures import figures_by_region
from monitoring.selectors.terms import Terms, amendments, measure_spec, plan_terms, series_of, with_terms

YEARS_BEFORE = 4  # the mean course of three years, whose ratios reach into the December before


def running(agreements: Iterable[Agreement], today: date) -> list[Agreement]:
    """Those whose term has begun, all where none has: next year's draft does not stand before this year's figures."""
    found = list(agreements)
    return [agreement for agreement in found if agreement.starts <= today] or found


def month_over(agreement: Agreement, today: date) -> date | None:
    """The last month of the agreement's year that is over on that day; None where none is yet."""
    last = add_months(today.replace(day=1), -1)
    return None if last < month_of(agreement.year, 1) else min(last, month_of(agreement.year, 12))


def leading_sheets(targets: Sequence[Target], *, today: date) -> dict[int, MeasureSheet]:
    """The leading measure of each target at the month that is over, by the target's key; nothing for amendments,
    whose changes are read with their original.

    The targets need their agreement with jobcenter and region along.
    """
    over = ((target, month_over(target.agreement, today)) for target in targets if target.agreement.amends_id is None)
    months = {target: month for target, month in over if month}
    asked = list(months)
    prefetch_related_objects(asked, with_terms())
    led = [(target, rows[0]) for target in asked if (rows := list(target.measures.all()))]
    amended = amendments({target.agreement_id for target, _ in led})
    data = _figures(led)
    return {
        target.pk: assess(
            measure_spec(row.measure),
            plan_terms(target.kind, Terms(row, amended.get((target.agreement_id, target.code, row.measure.code), ()))),
            data[target.agreement.district.pk],
            month=months[target],
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


def _figures(led: Sequence[tuple[Target, TargetMeasure]]) -> Mapping[int, Mapping[str, SeriesData]]:
    """The figures of all districts and series in one query, by region and code; of every district all series."""
    years = [target.agreement.year for target, _ in led]
    if not years:
        return {}
    return figures_by_region(
        {target.agreement.district.pk for target, _ in led},
        [each for _, row in led for each in series_of(row.measure)],
        first=month_of(min(years) - YEARS_BEFORE, 12),
        last=month_of(max(years), 12),
    )
