"""The spending of a budget to date, by the engine of the measures: a SUM over the periods of its series."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from agreements.choices import Aggregation
from agreements.domain.months import add_months, month_range
from monitoring.choices import FigureStatus
from monitoring.domain.attainment import MeasureSpec, Values
from monitoring.domain.attainment.points import dec
from monitoring.domain.attainment.projection import FIRST_SHOWN_MONTH
from monitoring.domain.municipal import BudgetLine, Spending
from monitoring.domain.series import SeriesData, state
from monitoring.domain.sheet import Gap


def spent(promise: BudgetLine, data: SeriesData, *, month: date, today: date) -> BudgetLine:
    """The promise with what was spent of it by the month, from the figures of its series in €.

    Spent to date is the sum of all expected periods from January on; where one is missing, that up to the period before
    it, with the gap named (domain.md §4, rule 2). The Hochrechnung is spent / months · 12, only where every period
    expected by the month of the report is there and not before March (unsere Lesart: money follows no course).
    """
    values = Values(_sum_of(data), {data.spec.code: data}, today)
    until = values.as_of(month)
    periods = tuple(each for each in month_range(month.replace(month=1), month) if values.expects(0, each))
    gaps = _gaps(values, periods, month)
    line = replace(
        promise,
        series=data.spec.code,
        gaps=gaps,
        periods=tuple(_period(data, each, today) for each in periods),
    )
    if until is None:
        return line
    value = values.to_date(until)
    ahead = None if gaps or until.month < FIRST_SHOWN_MONTH else value.value
    return replace(
        line,
        until=until,
        spent=dec(value.value),
        projection=dec(None if ahead is None else ahead / until.month * 12),
        data_status=value.data_status,
        estimates=tuple(used.words for used in value.used if used.figure.status == FigureStatus.ESTIMATED),
    )


def _sum_of(data: SeriesData) -> MeasureSpec:
    spec = data.spec
    return MeasureSpec(
        code=spec.code,
        name=spec.name,
        unit=spec.unit,
        decimals=spec.decimals,
        aggregation=Aggregation.SUM,
        series=spec.code,
    )


def _gaps(values: Values, periods: tuple[date, ...], month: date) -> tuple[Gap, ...]:
    """Those of the expected periods; before the first one, that of the first, so that somebody can say when it comes."""
    asked = periods or (_first_after(values, month),)
    return tuple(gap for each in asked if (gap := values.figure_gap(0, each)) is not None)


def _first_after(values: Values, month: date) -> date:
    """The next month in which the series has a figure; December has one in every rhythm."""
    return next(each for step in range(1, 12) if values.expects(0, each := add_months(month, step)))


def _period(data: SeriesData, month: date, today: date) -> Spending:
    figure = data.figures.get(month)
    value = figure.value if figure is not None else None
    return Spending(
        month=month,
        value=value,
        gap=None if value is not None else state(data, month, today).value,
        data_status=figure.status if figure is not None and value is not None else None,
    )
