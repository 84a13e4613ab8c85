"""A measure at one month as lists of many regions want it: actual, plan and prior year compared, and nothing beside."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements.choices import Direction
from agreements.domain.months import add_months
from monitoring.choices import AttainmentStatus, FigureStatus
from monitoring.domain.attainment.comparison import compare
from monitoring.domain.attainment.measure import MeasureSpec
from monitoring.domain.attainment.plan import PlanTerms, check_terms, plan_to_date
from monitoring.domain.attainment.points import dec, judge
from monitoring.domain.attainment.values import Value, Values
from monitoring.domain.series import SeriesData
from monitoring.domain.sheet import Gap


@dataclass(frozen=True, kw_only=True)
class Glance:
    """What `assess` says of the same measure and month under the same names, and why something is not there."""

    month: date
    as_of: date | None
    not_computable: bool
    actual: Decimal | None
    plan: Decimal | None
    deviation: Decimal | None
    deviation_percent: Decimal | None
    percent_of_plan: Decimal | None
    prior_year_change_percent: Decimal | None
    direction: Direction | None
    observed: bool
    status: AttainmentStatus | None
    final: bool
    data_status: FigureStatus | None
    gaps: tuple[Gap, ...]  # why there is no value at `month` itself
    plan_missing: tuple[Gap, ...]
    prior_missing: tuple[Gap, ...]


def glance(
    measure: MeasureSpec, terms: PlanTerms | None, data: Mapping[str, SeriesData], *, month: date, today: date
) -> Glance:
    """The measure at one month, at a quarter of the work of `assess`; the same data, errors and rules."""
    if terms is not None:
        check_terms(measure, terms)
    values = Values(measure, data, today)
    as_of = values.as_of(month)
    value = values.to_date(as_of) if as_of else Value(value=None)
    prior = values.to_date(add_months(as_of, -12)) if as_of else Value(value=None)
    plan = plan_to_date(terms, values, as_of or month)
    comparison = compare(value.value, plan.to_date if as_of else None, prior.value)
    settled = value.data_status in {FigureStatus.FINAL, FigureStatus.REVISED}
    return Glance(
        month=month,
        as_of=as_of,
        not_computable=value.not_computable,
        actual=dec(value.value),
        plan=dec(plan.to_date) if as_of else None,
        deviation=dec(comparison.deviation),
        deviation_percent=dec(comparison.deviation_percent),
        percent_of_plan=dec(comparison.percent_of_plan),
        prior_year_change_percent=dec(comparison.prior_year_change_percent),
        direction=terms.direction if terms else None,
        observed=terms is not None and terms.observed,
        status=judge(values, terms, comparison.deviation_percent, as_of) if as_of else None,
        final=bool(as_of and as_of.month == 12 and settled),
        data_status=value.data_status,
        gaps=values.to_date(month).gaps,
        plan_missing=plan.missing,
        prior_missing=prior.gaps,
    )
