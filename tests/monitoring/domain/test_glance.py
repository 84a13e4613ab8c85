"""The glance says of every measure what the whole assessment says, and why what is missing is missing."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest

from agreements.choices import Aggregation, Course, Direction, PlanWay
from agreements.domain.months import month_of
from monitoring.choices import FigureStatus
from monitoring.domain.attainment import PlanTerms, assess
from monitoring.domain.attainment.glance import Glance, glance
from monitoring.domain.series import SeriesData
from tests.monitoring.domain import worked
from tests.monitoring.domain.worked import figure

SAME = [field.name for field in fields(Glance) if field.name != "prior_missing"]


def figures(**gone: tuple[int, int]):
    """The worked figures without one month of a series."""
    found = worked.figures()
    for code, (year, month) in gone.items():
        del found[code][month_of(year, month)]
    return found


def estimated():
    found = worked.figures()
    found["LZB"][month_of(2014, 2)] = figure(17440, FigureStatus.ESTIMATED, "Hochrechnung")
    return found


def without_denominator():
    found = worked.figures()
    found["ELB"] = {month: figure(0) for month in found["ELB"]}
    return found


CASES = [
    pytest.param(code, terms, given, month, id=f"{code} {month} {name}")
    for name, given in {
        "as worked": figures(),
        "a month missing": figures(LZB=(2014, 8), INT=(2014, 3), LLU=(2014, 1)),
        "no prior year": figures(LZB=(2013, 5), ELB=(2012, 12), LLU=(2013, 12)),
        "estimated": estimated(),
        "denominator 0": without_denominator(),
    }.items()
    for code in worked.MEASURES
    for terms in (worked.TERMS[code], None)
    for month in (1, 6, 9, 12)
]


@pytest.mark.parametrize(("code", "terms", "given", "month"), CASES)
def test_it_says_what_the_assessment_says(code, terms, given, month):
    asked = {"month": month_of(2014, month), "today": worked.TODAY}
    found = glance(worked.MEASURES[code], terms, worked.data(given), **asked)
    whole = assess(worked.MEASURES[code], terms, worked.data(given), **asked)

    assert [getattr(found, name) for name in SAME] == [getattr(whole, name) for name in SAME]


def test_december_with_settled_figures_is_final():
    given = {"LZB": {month_of(year, n): figure(100) for year in (2013, 2014) for n in range(1, 13)}}
    found = glance(worked.LZB, worked.TERMS["LZB"], worked.data(given), month=date(2014, 12, 1), today=date(2015, 4, 1))

    assert (found.final, found.as_of) == (True, date(2014, 12, 1))


def test_the_gaps_of_the_prior_year_are_named():
    found = glance(worked.LZB, None, worked.data(figures(LZB=(2013, 5))), month=month_of(2014, 9), today=worked.TODAY)

    assert found.prior_year_change_percent is None
    assert [(gap.series, gap.month) for gap in found.prior_missing] == [("LZB", month_of(2013, 5))]


def test_terms_that_do_not_fit_are_refused():
    terms = PlanTerms(way=PlanWay.ABSOLUTE, plan=Decimal(1), course=Course.LINEAR, direction=Direction.AT_LEAST)
    last = replace(worked.LZB, aggregation=Aggregation.LAST)
    with pytest.raises(ValueError, match="passt nicht zu dieser Messgröße"):
        glance(last, terms, {"LZB": SeriesData(spec=worked.SERIES["LZB"])}, month=date(2014, 9, 1), today=worked.TODAY)
