"""The twelve months of a measure on chart and data table, and the two components of a RATIO."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from agreements.domain.months import add_months, month_of, year_months
from agreements.domain.numbers import to_decimal
from monitoring.choices import AttainmentStatus
from monitoring.domain.attainment.comparison import compare, status_of
from monitoring.domain.attainment.plan import PlanTerms, has_status, plan_to_date
from monitoring.domain.attainment.projection import FIRST_SHOWN_MONTH, project
from monitoring.domain.attainment.values import Values
from monitoring.domain.sheet import Component, MonthPoint


def dec(value: Fraction | None) -> Decimal | None:
    """A fraction on the sheet; None stays None."""
    return None if value is None else to_decimal(value)


def judge(
    values: Values, terms: PlanTerms | None, deviation_percent: Fraction | None, month: date
) -> AttainmentStatus | None:
    """The status in a month; None where there is none to give. A "sukzessive" target turns red in December only."""
    if terms is None or terms.direction is None or not has_status(values.measure, terms, month):
        return None
    soften = terms.gradual and month.month < 12
    return status_of(deviation_percent, terms.direction, terms.green, terms.yellow, soften=soften)


def points(values: Values, terms: PlanTerms | None, month: date, as_of: date | None) -> tuple[MonthPoint, ...]:
    """January to December. Figures stand up to the month of the report, values to date up to as_of."""
    return tuple(_point(values, terms, each, month, as_of) for each in year_months(month.year))


def components(values: Values, as_of: date) -> tuple[Component, ...]:
    """Numerator and denominator to date, with the single months that went in and those of the prior year."""
    now, before = values.to_date(as_of), values.to_date(add_months(as_of, -12))
    if len(values.series) == 1:
        return ()
    found = []
    for part, (label, series) in enumerate(zip(("Zähler", "Nenner"), values.series, strict=True)):
        months = values.months(part, month_of(as_of.year, 1), as_of)
        found.append(
            Component(
                label=label,
                name=series.spec.name,
                unit=series.spec.unit,
                decimals=series.spec.decimals,
                value=to_decimal(now.parts[part]),
                prior_year=to_decimal(before.parts[part]) if before.parts else None,
                months=tuple(
                    (each, dec(values.figure(part, each)), dec(values.figure(part, add_months(each, -12))))
                    for each in months
                ),
            )
        )
    return tuple(found)


def _point(values: Values, terms: PlanTerms | None, each: date, month: date, as_of: date | None) -> MonthPoint:
    value = values.to_date(each) if as_of is not None and each <= as_of else None
    actual = value.value if value is not None else None
    plan = plan_to_date(terms, values, each).to_date
    prior = values.prior(each)
    comparison = compare(actual, plan, prior)
    ahead = as_of is not None and each > as_of and as_of.month >= FIRST_SHOWN_MONTH
    band = project(values, as_of, each) if as_of is not None and ahead else None
    own = len(values.series) == 1 and each <= month
    return MonthPoint(
        month=each,
        figure=dec(values.figure(0, each)) if own else None,
        gap=_gap(values, each) if each <= month else None,
        actual=dec(actual),
        plan=dec(plan),
        prior_year=dec(prior),
        deviation=dec(comparison.deviation),
        deviation_percent=dec(comparison.deviation_percent),
        status=judge(values, terms, comparison.deviation_percent, each),
        data_status=value.data_status if value is not None else None,
        projected_low=dec(band.low) if band is not None else None,
        projected_high=dec(band.high) if band is not None else None,
    )


def _gap(values: Values, month: date) -> str | None:
    """Why the month brings no figure of its own; for a RATIO, why one of its parts brings none."""
    for part in range(len(values.series)):
        needed = add_months(month, -values.lag(part))
        found = values.figure_gap(part, needed) if values.expects(part, needed) else None
        if found is not None:
            return found.kind
    return None
