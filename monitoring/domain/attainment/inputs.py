"""What went into a measure: the single figures, and which of them made which value (domain.md §4)."""

from __future__ import annotations

from datetime import date
from fractions import Fraction

from agreements.choices import Course, PlanWay
from agreements.domain.months import add_months, month_of, month_range
from agreements.domain.numbers import to_decimal
from monitoring.domain.attainment.explanation import Explanation
from monitoring.domain.attainment.measure import SUM_OVER_MEAN
from monitoring.domain.attainment.needed import year_denominator_months
from monitoring.domain.attainment.plan import COURSE_YEARS, PlanTerms, own_months_needed
from monitoring.domain.attainment.values import Values
from monitoring.domain.sheet import Projection
from monitoring.domain.workings import Input, InputFigure, Made, NumberBasis, PlanBasis, PriorYear, Workings


def workings(
    values: Values,
    terms: PlanTerms | None,
    projection: Projection | None,
    month: date,
    as_of: date | None,
    *,
    explanation: Explanation | None,
    number: Values | None,
) -> Workings:
    """The figures up to `month` and the values made of them at `as_of`; without as_of only what the plan needs."""
    at = as_of or month
    basis = _plan_basis(terms, values, at)
    years = {month.year - 1, *(projection.basis_years if projection else ()), *(basis.course_years if basis else ())}
    ratio = as_of is not None and values.measure.form == SUM_OVER_MEAN
    by_month = explanation is not None and explanation.base == "plan"
    return Workings(
        factor=values.measure.factor,
        inputs=tuple(_input(values, part, min(years), month) for part in range(len(values.series))),
        to_date=_made(values, month_of(at.year, 1), at) if as_of else None,
        rolling_12=_rolling(values, as_of) if as_of else None,
        prior_years=tuple(_prior_year(values, year, at) for year in sorted(years, reverse=True)),
        plan=basis,
        year_denominator=year_denominator_months(values, as_of) if as_of is not None and ratio else (),
        month_plans=_month_plans(terms, values, at) if by_month else (),
        number=_number(number, month, as_of) if number is not None and as_of is not None else None,
    )


def _month_plans(terms: PlanTerms | None, values: Values, as_of: date) -> tuple[tuple[date, PlanBasis], ...]:
    bases = ((month, _plan_basis(terms, values, month)) for month in values.months(0, month_of(as_of.year, 1), as_of))
    return tuple((month, basis) for month, basis in bases if basis is not None)


def _number(number: Values, month: date, as_of: date) -> NumberBasis | None:
    """None where one of the two means is missing: then nothing is explained by it."""
    january, before = month_of(as_of.year, 1), add_months(as_of, -12)
    now, prior = _made(number, january, as_of), _made(number, month_of(before.year, 1), before)
    if now is None or prior is None:
        return None
    return NumberBasis(input=_input(number, 0, before.year, month), to_date=now, prior_year=prior)


def _input(values: Values, part: int, first_year: int, last: date) -> Input:
    data = values.series[part]
    found = []
    for month in month_range(add_months(month_of(first_year, 1), -values.lag(part)), last):
        if values.expects(part, month):
            gap = values.figure_gap(part, month)
            figure = data.figures.get(month) if gap is None else None
            found.append(
                InputFigure(
                    month=month,
                    value=figure.value if figure else None,
                    status=figure.status if figure else None,
                    gap=gap.kind if gap else None,
                )
            )
    return Input(
        series=data.spec.code,
        name=data.spec.name,
        unit=data.spec.unit,
        decimals=data.spec.decimals,
        aggregation=values.measure.parts[part].aggregation,
        figures=tuple(found),
    )


def _made(values: Values, first: date, last: date) -> Made | None:
    return _with_months(values, values.to_date(last).value, first, last)


def _rolling(values: Values, last: date) -> Made | None:
    return _with_months(values, values.rolling(last).value, add_months(last, -11), last)


def _with_months(values: Values, value: Fraction | None, first: date, last: date) -> Made | None:
    if value is None:
        return None
    months = tuple(values.months(part, first, last) for part in range(len(values.series)))
    return Made(value=to_decimal(value), months=months)


def _prior_year(values: Values, year: int, at: date) -> PriorYear:
    january = month_of(year, 1)
    return PriorYear(
        year=year,
        to_date=_made(values, january, month_of(year, at.month)),
        whole=_made(values, january, month_of(year, 12)),
    )


def _plan_basis(terms: PlanTerms | None, values: Values, at: date) -> PlanBasis | None:
    if terms is None:
        return None
    promise = terms.in_force(at)
    course = promise.course
    fixing = promise.fixing
    follows = course in COURSE_YEARS
    share = fixing.shares[at.month - 1] if fixing is not None and follows else None
    own = own_months_needed(values, at) if course == Course.OWN_MONTHS else ()
    back = COURSE_YEARS[course] if course in COURSE_YEARS and fixing is None else 0
    given = promise.plan if promise.way == PlanWay.ABSOLUTE else None
    relative = fixing is None and promise.way == PlanWay.RELATIVE
    return PlanBasis(
        plan=fixing.plan if fixing is not None else given,
        relative_percent=promise.relative_percent if relative else None,
        share=share,
        own_months=tuple((month, promise.own_months[month]) for month in own if month in promise.own_months),
        course_years=tuple(at.year - each for each in range(1, back + 1)),
    )
