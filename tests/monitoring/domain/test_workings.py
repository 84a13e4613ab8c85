"""What went into a measure stands on the sheet: the single figures, and the months of every value (domain.md §4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from agreements.choices import Aggregation, Course, PlanWay
from agreements.domain.months import month_of, month_range
from monitoring.choices import FigureStatus
from monitoring.domain.attainment import Fixing, PlanTerms, assess
from monitoring.domain.sheet import MeasureSheet
from monitoring.domain.workings import InputFigure, PlanBasis
from tests.monitoring.domain import worked
from tests.monitoring.domain.worked import figure

SEPTEMBER = month_of(2014, 9)


def sheet(code: str = "IQ", terms: PlanTerms | None = None, month: date = SEPTEMBER, **figures: dict) -> MeasureSheet:
    found = worked.figures()
    for series, changed in figures.items():
        found[series] |= changed
    terms = terms or worked.TERMS[code]
    return assess(worked.MEASURES[code], terms, worked.data(found), month=month, today=worked.TODAY)


def months(first: tuple[int, int], last: tuple[int, int]) -> tuple[date, ...]:
    return month_range(month_of(*first), month_of(*last))


def test_the_single_figures_begin_with_the_prior_year_and_the_december_before_it():
    counted, base = sheet().workings.inputs
    assert (counted.series, counted.aggregation) == ("INT", Aggregation.SUM)
    assert (base.series, base.aggregation) == ("ELB", Aggregation.MEAN)
    assert tuple(each.month for each in counted.figures) == months((2013, 1), (2014, 9))
    assert tuple(each.month for each in base.figures) == months((2012, 12), (2014, 9))
    assert base.figures[0].value == worked.ELB_DECEMBER_2012


def test_every_value_names_its_months_with_the_lag():
    made_of = sheet().workings
    assert made_of.to_date.months == (months((2014, 1), (2014, 9)), months((2013, 12), (2014, 8)))
    assert made_of.rolling_12.months == (months((2013, 10), (2014, 9)), months((2013, 9), (2014, 8)))
    (prior,) = made_of.prior_years
    assert prior.to_date.months == (months((2013, 1), (2013, 9)), months((2012, 12), (2013, 8)))
    assert prior.whole.months == (months((2013, 1), (2013, 12)), months((2012, 12), (2013, 11)))


@pytest.mark.parametrize("code", worked.MEASURES)
def test_the_values_are_those_of_the_sheet(code):
    found = sheet(code)
    (prior,) = found.workings.prior_years
    assert found.workings.to_date.value == found.actual
    assert found.workings.rolling_12.value == found.rolling_12
    assert (prior.to_date.value, prior.whole.value) == (found.prior_year, found.prior_year_total)


def test_the_denominator_of_the_year_repeats_its_last_figure():
    assert sheet().workings.year_denominator == (*months((2013, 12), (2014, 9)), SEPTEMBER, SEPTEMBER)
    assert sheet("LZB").workings.year_denominator == ()


def test_a_gap_is_no_figure_and_says_why():
    gaps = {month_of(2014, 8): figure(None, reason="Umstellung")}
    found = sheet("LZB", LZB=gaps)
    (lzb,) = found.workings.inputs
    assert found.as_of == month_of(2014, 7)
    assert lzb.figures[-2:] == (
        InputFigure(month=month_of(2014, 8), value=None, status=None, gap="none"),
        InputFigure(month=SEPTEMBER, value=Decimal(17322), status=FigureStatus.FINAL, gap=None),
    )


def test_without_a_value_there_is_only_what_the_plan_needs():
    made_of = sheet("LZB", LZB={month_of(2014, 1): figure(None, reason="Umstellung")}).workings
    assert (made_of.to_date, made_of.rolling_12, made_of.year_denominator) == (None, None, ())
    assert made_of.prior_years[0].whole is not None


def test_without_plan_there_is_no_basis():
    found = assess(worked.LZB, None, worked.data(), month=SEPTEMBER, today=worked.TODAY)
    assert found.workings.plan is None


FIXED = Fixing(plan=Decimal(17000), shares=tuple(Decimal(each) for each in range(1, 13)))
NONE = PlanBasis(plan=None, relative_percent=None, share=None, own_months=(), course_years=())
OWN = {month: Decimal(17300) for month in months((2014, 1), (2014, 12))}


@pytest.mark.parametrize(
    ("changes", "basis"),
    [
        ({}, replace(NONE, plan=Decimal(17283), course_years=(2013,))),
        ({"course": Course.THREE_YEARS}, replace(NONE, plan=Decimal(17283), course_years=(2013, 2012, 2011))),
        ({"course": Course.LINEAR}, replace(NONE, plan=Decimal(17283))),
        ({"fixing": FIXED}, replace(NONE, plan=Decimal(17000), share=Decimal(9))),
        ({"fixing": FIXED, "course": Course.LINEAR}, replace(NONE, plan=Decimal(17000))),
        (
            {"way": PlanWay.RELATIVE, "relative_percent": Decimal(5)},
            replace(NONE, relative_percent=Decimal(5), course_years=(2013,)),
        ),
        (
            {"course": Course.OWN_MONTHS, "own_months": OWN},
            replace(
                NONE,
                plan=Decimal(17283),
                own_months=tuple((month, OWN[month]) for month in months((2014, 1), (2014, 9))),
            ),
        ),
    ],
)
def test_from_what_the_plan_comes(changes, basis):
    assert sheet("LZB", replace(worked.TERMS["LZB"], **changes)).workings.plan == basis


def test_years_that_a_course_needs_are_among_the_figures():
    found = sheet("LZB", replace(worked.TERMS["LZB"], course=Course.THREE_YEARS)).workings
    assert [year.year for year in found.prior_years] == [2013, 2012, 2011]
    assert [year.whole is None for year in found.prior_years] == [False, True, True]
    assert found.inputs[0].figures[0] == InputFigure(month=month_of(2011, 1), value=None, status=None, gap="missing")


def test_a_quarterly_series_has_its_quarters_alone():
    from agreements.choices import Rhythm

    spec = replace(worked.SERIES["LZB"], rhythm=Rhythm.QUARTERLY)
    quarters = {month_of(year, month): figure(7) for year in (2013, 2014) for month in (3, 6, 9, 12)}
    data = {"LZB": worked.data({"LZB": quarters}, (spec,))["LZB"]}
    found = assess(worked.LZB, None, data, month=SEPTEMBER, today=worked.TODAY)
    assert [each.month.month for each in found.workings.inputs[0].figures] == [3, 6, 9, 12, 3, 6, 9]
