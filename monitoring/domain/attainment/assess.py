"""The way in: one measure of one target at one month becomes a MeasureSheet (domain.md §4)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction

from agreements.choices import MeasureRole
from agreements.domain.numbers import to_decimal
from monitoring.choices import FigureStatus
from monitoring.domain.attainment.comparison import compare, yellow_wider_than_change
from monitoring.domain.attainment.explanation import explain, number_of
from monitoring.domain.attainment.inputs import workings
from monitoring.domain.attainment.measure import SUM_OVER_MEAN, MeasureSpec
from monitoring.domain.attainment.needed import still_needed
from monitoring.domain.attainment.plan import (
    PlanTerms,
    PlanToDate,
    check_terms,
    follows_prior_year,
    has_status,
    own_months_difference,
    plan_to_date,
    propose_fixing,
)
from monitoring.domain.attainment.points import components, dec, judge, points
from monitoring.domain.attainment.projection import FIRST_SHOWN_MONTH, project
from monitoring.domain.attainment.values import Value, Values
from monitoring.domain.series import SeriesData
from monitoring.domain.sheet import MeasureSheet, Needed, Projection


def assess(
    measure: MeasureSpec,
    terms: PlanTerms | None,
    data: Mapping[str, SeriesData],
    *,
    month: date,
    today: date,
    role: MeasureRole = MeasureRole.LEADING,
    plan_printed: str = "",
) -> MeasureSheet:
    """Everything that page, paper and JSON say of one measure at one month (its first day).

    `data` maps the code of each of the measure's series, its number included, to the figures of one region, of the year
    and all prior years; `terms` is None for a measure without plan; `today` decides only what a gap is called and which
    months are over.
    Raises KeyError where a series is not in `data`, ValueError where the terms do not fit the measure.
    """
    if terms is not None:
        check_terms(measure, terms)
    values = Values(measure, data, today)
    as_of = values.as_of(month)
    value = values.to_date(as_of) if as_of else Value(value=None)
    plan = plan_to_date(terms, values, as_of or month)
    fixing = terms.in_force(as_of or month).fixing if terms else None
    to_date = plan.to_date if as_of else None
    prior = values.prior(as_of) if as_of else None
    comparison = compare(value.value, to_date, prior)
    judged = has_status(measure, terms, as_of or month)
    observed = terms is not None and terms.observed
    number = number_of(measure, data, today)
    explanation = explain(values, terms, as_of, number) if as_of else None
    projection = _projection(values, as_of) if as_of else None
    return MeasureSheet(
        code=measure.code,
        name=measure.name,
        unit=measure.unit,
        decimals=measure.decimals,
        aggregation=measure.aggregation,
        is_rate=measure.is_rate,
        role=role,
        direction=terms.direction if terms else None,
        course=terms.in_force(as_of or month).course if terms else None,
        observed=observed,
        has_status=judged,
        month=month,
        as_of=as_of,
        not_computable=value.not_computable,
        actual=dec(value.value),
        plan=dec(to_date),
        annual_plan=dec(plan.annual),
        plan_printed=plan_printed,
        plan_fixed=terms is None or not follows_prior_year(terms, as_of or month),
        plan_changes=terms.changes if terms else (),
        plan_proposed=_proposed(terms, values, plan, as_of or month),
        plan_fixed_on=fixing.on if fixing else None,
        plan_data_status=fixing.data_status if fixing else "",
        plan_missing=plan.missing,
        plan_difference=dec(own_months_difference(terms, values, as_of or month)),
        deviation=dec(comparison.deviation),
        deviation_pieces=_pieces(measure, value, comparison.deviation),
        deviation_percent=dec(comparison.deviation_percent),
        percent_of_plan=dec(comparison.percent_of_plan),
        prior_year=dec(prior),
        prior_year_total=dec(values.prior(month.replace(month=12))),
        prior_year_change_percent=dec(comparison.prior_year_change_percent),
        agreed_change_share_percent=None if observed else dec(comparison.agreed_change_share_percent),
        yellow_wider_than_change=bool(terms and judged and yellow_wider_than_change(to_date, prior, terms.yellow)),
        rolling_12=dec(values.rolling(as_of).value) if as_of else None,
        projection=projection,
        needed=_needed(terms, values, plan, as_of, today) if as_of else None,
        status=judge(values, terms, comparison.deviation_percent, as_of) if as_of else None,
        green=terms.green if terms and judged else None,
        yellow=terms.yellow if terms and judged else None,
        final=bool(as_of and as_of.month == 12 and value.data_status in {FigureStatus.FINAL, FigureStatus.REVISED}),
        explanation_base=explanation.base if explanation else None,
        explanation_total=explanation.total if explanation else None,
        explanation=explanation.parts if explanation else (),
        data_status=value.data_status,
        estimates=_estimates(value),
        gaps=values.to_date(month).gaps,
        components=components(values, as_of) if as_of else (),
        points=points(values, terms, month, as_of),
        workings=workings(values, terms, projection, month, as_of, explanation=explanation, number=number),
    )


def _proposed(terms: PlanTerms | None, values: Values, plan: PlanToDate, month: date) -> Decimal | None:
    """P by today's prior-year figures, where it is fixed at another value."""
    if terms is None or terms.in_force(month).fixing is None:
        return None
    proposal = propose_fixing(terms, values, month)
    return proposal.plan if proposal is not None and Fraction(proposal.plan) != plan.annual else None


def _pieces(measure: MeasureSpec, value: Value, deviation: Fraction | None) -> Decimal | None:
    """(S − A)/factor · D: how many pieces a RATIO of SUM over MEAN is short of its plan."""
    if deviation is None or measure.form != SUM_OVER_MEAN:
        return None
    return to_decimal(-deviation / Fraction(measure.factor) * value.parts[1])


def _projection(values: Values, as_of: date) -> Projection | None:
    projected = project(values, as_of, as_of.replace(month=12))
    if projected is None:
        return None
    return Projection(
        value=to_decimal(projected.value),
        low=to_decimal(projected.low),
        high=to_decimal(projected.high),
        basis_years=projected.basis_years,
        shown=as_of.month >= FIRST_SHOWN_MONTH,
    )


def _needed(terms: PlanTerms | None, values: Values, plan: PlanToDate, as_of: date, today: date) -> Needed | None:
    if terms is None or terms.observed:
        return None
    return still_needed(values, plan.annual, terms.direction, as_of, today)


def _estimates(value: Value) -> tuple[str, ...]:
    if value.value is None:
        return ()
    return tuple(used.words for used in value.used if used.figure.status == FigureStatus.ESTIMATED)
