"""What must hold for any figures (domain.md §4), by hypothesis."""

from __future__ import annotations

import random
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from agreements.choices import Aggregation, Course, Direction, PlanWay
from agreements.domain.months import month_of, month_range, year_months
from monitoring.domain.attainment import MeasureSpec, PartSpec, PlanTerms, Values, assess
from monitoring.domain.attainment.comparison import compare, status_of
from monitoring.domain.series import Figure
from monitoring.domain.sheet import MeasureSheet
from tests.monitoring.domain import worked
from tests.monitoring.domain.worked import figure

SUM, MEAN, LAST = Aggregation.SUM, Aggregation.MEAN, Aggregation.LAST
DECEMBER = month_of(2014, 12)
Figures = dict[date, Figure]
SUM_OVER_SUM = replace(
    worked.IQ,
    numerator=PartSpec(series="INT", aggregation=SUM),
    denominator=PartSpec(series="ELB", aggregation=SUM),
    lag=0,
)


def measure(aggregation: Aggregation, series: str = "INT") -> MeasureSpec:
    return MeasureSpec(code=series, name=series, unit="Anzahl", decimals=0, aggregation=aggregation, series=series)


def sheet(
    spec: MeasureSpec, figures: dict[str, Figures] | None = None, terms: PlanTerms | None = None, month: date = DECEMBER
) -> MeasureSheet:
    return assess(spec, terms, worked.data(figures), month=month, today=worked.TODAY)


COUNTS = st.lists(st.integers(0, 2000), min_size=24, max_size=24)
STOCKS = st.lists(st.integers(1, 40000), min_size=25, max_size=25)


def two_years(counts: list[int], stocks: list[int]) -> dict[str, Figures]:
    return {
        "INT": dict(zip(month_range(month_of(2013, 1), month_of(2014, 12)), map(figure, counts), strict=True)),
        "ELB": dict(zip(month_range(month_of(2012, 12), month_of(2014, 12)), map(figure, stocks), strict=True)),
    }


@settings(max_examples=40, deadline=None)
@given(COUNTS, STOCKS)
def test_in_december_the_jfw_is_the_rolling_value(counts: list[int], stocks: list[int]) -> None:
    found = sheet(worked.IQ, two_years(counts, stocks))
    assert found.actual == found.rolling_12


@settings(max_examples=40, deadline=None)
@given(COUNTS, STOCKS, st.integers(1, 12))
def test_parts_add_up_exactly(counts: list[int], stocks: list[int], month: int) -> None:
    figures = two_years(counts, stocks)
    plan = PlanTerms(
        way=PlanWay.ABSOLUTE, plan=Decimal("1234.56"), course=Course.PRIOR_YEAR, direction=Direction.AT_LEAST
    )
    shuffled = random.Random(month)
    for spec in (worked.IQ, measure(SUM), measure(MEAN), measure(MEAN, "ELB")):
        found = sheet(spec, figures, plan, month_of(2014, month))
        if found.explanation:
            parts = [part.amount for part in found.explanation]
            assert sum(parts) == found.explanation_total
            if found.explanation_base == "plan":
                assert found.explanation_total == found.deviation
            shuffled.shuffle(parts)
            assert found.explanation_total is not None
            assert abs(sum(parts) - found.explanation_total) < Decimal("1e-15")


@settings(max_examples=60, deadline=None)
@given(st.fractions("0.01", "1000"), st.decimals("0", "20", places=2), st.sampled_from(Direction))
def test_a_deviation_of_exactly_y_is_yellow(plan: Fraction, yellow: Decimal, direction: Direction) -> None:
    against = -1 if direction == Direction.AT_LEAST else 1
    actual = plan * (1 + against * Fraction(yellow) / 100)
    exact = compare(actual, plan, None).deviation_percent
    assert status_of(exact, direction, Decimal(-1), yellow) == "yellow"
    assert exact is not None
    assert status_of(exact + against * Fraction(1, 10**30), direction, Decimal(-1), yellow) == "red"


@settings(max_examples=40, deadline=None)
@given(COUNTS, STOCKS, st.integers(1, 12), st.sampled_from(["INT", "ELB"]))
def test_missing_is_never_zero(counts: list[int], stocks: list[int], gone: int, series: str) -> None:
    complete = two_years(counts, stocks)
    without = {code: dict(each) for code, each in complete.items()}
    del without[series][month_of(2014, gone)]
    for spec in (worked.IQ, measure(SUM), measure(MEAN), measure(LAST), SUM_OVER_SUM):
        given_all, given_less = (Values(spec, worked.data(each), worked.TODAY) for each in (complete, without))
        for month in year_months(2014):
            found = given_less.to_date(month)
            assert found.value == (None if found.gaps else given_all.to_date(month).value)
            assert {gap.month for gap in found.gaps} <= {month_of(2014, gone)}


@settings(max_examples=20, deadline=None)
@given(st.randoms(use_true_random=False), st.integers(1, 12))
def test_order_of_entry_does_not_matter(order: random.Random, month: int) -> None:
    def shuffled(each: Figures) -> Figures:
        rows = list(each.items())
        order.shuffle(rows)
        return dict(rows)

    for code, spec in worked.MEASURES.items():
        mixed = {series: shuffled(each) for series, each in worked.figures().items()}
        terms = worked.TERMS[code]
        assert sheet(spec, mixed, terms, month_of(2014, month)) == sheet(spec, None, terms, month_of(2014, month))
