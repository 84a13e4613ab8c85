"""The plan to date: courses, own months, fixing, amendments (domain.md §4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from agreements.choices import Aggregation, Course, Direction, PlanWay, Rhythm, TargetKind
from agreements.domain.months import month_of, year_months
from monitoring.domain.attainment import (
    Amendment,
    Fixing,
    MeasureSpec,
    PartSpec,
    PlanTerms,
    Values,
    assess,
    check_terms,
    course_allowed,
    propose_fixing,
)
from monitoring.domain.attainment.measure import CUMULATIVE
from monitoring.domain.series import Figure, SeriesData, SeriesSpec
from monitoring.domain.sheet import MeasureSheet
from tests.monitoring.domain import worked
from tests.monitoring.domain.worked import figure

SUM, MEAN, LAST, RATIO = Aggregation.SUM, Aggregation.MEAN, Aggregation.LAST, Aggregation.RATIO
BASE = PlanTerms(way=PlanWay.ABSOLUTE, plan=Decimal(1200), direction=Direction.AT_LEAST, course=Course.PRIOR_YEAR)
SPEC = SeriesSpec(code="X", name="Kontakte", unit="Anzahl")


def measure(*form: Aggregation) -> MeasureSpec:
    if len(form) == 1:
        return MeasureSpec(code="M", name="M", unit="Anzahl", decimals=0, aggregation=form[0], series="X")
    top, bottom = (PartSpec(series="X", aggregation=each) for each in form)
    return MeasureSpec(code="M", name="M", unit="%", decimals=1, aggregation=RATIO, numerator=top, denominator=bottom)


def years(*given: tuple[int, list[int]]) -> dict[date, Figure]:
    return {
        month_of(year, number): figure(value) for year, values in given for number, value in enumerate(values, start=1)
    }


def sheet(
    spec: MeasureSpec, terms: PlanTerms, figures: dict[date, Figure], month: int, series: SeriesSpec = SPEC
) -> MeasureSheet:
    data = {"X": SeriesData(spec=series, figures=figures)}
    return assess(spec, terms, data, month=month_of(2014, month), today=worked.TODAY)


RISING = years((2013, [10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120]), (2014, [100] * 9))

FORMS = {"SUM": (SUM,), "MEAN": (MEAN,), "LAST": (LAST,), "SUM/MEAN": (SUM, MEAN), "SUM/SUM": (SUM, SUM)} | {
    "LAST/LAST": (LAST, LAST),
    "MEAN/MEAN": (MEAN, MEAN),
}
ALLOWED = {
    Course.OWN_MONTHS: set(FORMS),
    Course.PRIOR_YEAR: {"SUM", "MEAN", "SUM/MEAN"},
    Course.THREE_YEARS: {"SUM", "MEAN", "SUM/MEAN"},
    Course.LEVEL: {"LAST", "SUM/SUM", "LAST/LAST"},
    Course.LINEAR: {"SUM", "MEAN", "SUM/MEAN"},
}


@pytest.mark.parametrize("course", Course)
def test_which_course_fits_which_measure(course: Course) -> None:
    fitting = {name for name, form in FORMS.items() if course_allowed(measure(*form), course, TargetKind.STEERING)}
    assert fitting == ALLOWED[course]


@pytest.mark.parametrize("kind", [TargetKind.MINIMUM, TargetKind.CEILING, TargetKind.STAFFING])
def test_minimum_standards_ceilings_and_posts_may_be_level(kind: TargetKind) -> None:
    assert course_allowed(measure(MEAN), Course.LEVEL, kind)


REFUSED = {
    "a course that does not fit": ((LAST,), replace(BASE, course=Course.LINEAR), "passt nicht"),
    "no plan": ((SUM,), replace(BASE, plan=None), "Planwert fehlt"),
    "no percent": ((SUM,), PlanTerms(way=PlanWay.RELATIVE), "Prozent fehlt"),
    "no course": ((SUM,), replace(BASE, course=None), "Planverlauf fehlt"),
    "no shares": ((SUM,), replace(BASE, fixing=Fixing(plan=Decimal(1))), "zwölf Anteile"),
    "an amendment without plan": (
        (SUM,),
        replace(BASE, amendments=(Amendment(from_month=month_of(2014, 7), way=PlanWay.ABSOLUTE),)),
        "Planwert fehlt",
    ),
}


@pytest.mark.parametrize(("form", "terms", "message"), REFUSED.values(), ids=REFUSED)
def test_terms_that_cannot_be_computed(form: tuple[Aggregation, ...], terms: PlanTerms, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        check_terms(measure(*form), terms)


def test_without_plan_no_course_is_needed() -> None:
    check_terms(measure(LAST), PlanTerms())
    found = sheet(measure(LAST), PlanTerms(), RISING, 9)
    assert (found.annual_plan, found.plan, found.plan_fixed, found.explanation) == (None, None, True, ())
    assert (found.course, found.has_status) == (None, False)


@pytest.mark.parametrize(
    ("form", "course", "month", "plan"),
    [
        ((SUM,), Course.LINEAR, 3, 300),
        ((SUM, MEAN), Course.LINEAR, 3, 300),
        ((MEAN,), Course.LINEAR, 3, 1200),
        ((LAST,), Course.LEVEL, 3, 1200),
        ((LAST, LAST), Course.LEVEL, 3, 1200),
        ((SUM, SUM), Course.LEVEL, 3, 1200),
        ((SUM,), Course.PRIOR_YEAR, 12, 1200),
        ((SUM,), Course.PRIOR_YEAR, 3, Decimal(1200) * 60 / 780),
        ((MEAN,), Course.PRIOR_YEAR, 3, Decimal(1200) * 20 / 65),
    ],
)
def test_course(form: tuple[Aggregation, ...], course: Course, month: int, plan: Decimal | int) -> None:
    found = sheet(measure(*form), replace(BASE, course=course), RISING, month)
    assert found.points[month - 1].plan == plan
    assert found.annual_plan == 1200


def test_three_years_take_the_mean_course() -> None:
    first, rest = [50] + [0] * 10, 50
    figures = years((2011, [20, *first[1:], 80]), (2012, [30, *first[1:], 70]), (2013, [*first, rest]), (2014, [400]))
    terms = replace(BASE, course=Course.THREE_YEARS)
    found = sheet(measure(SUM), terms, figures, 1)
    assert found.plan == Decimal("1200") * (20 + 30 + 50) / 300
    del figures[month_of(2011, 12)]
    found = sheet(measure(SUM), terms, figures, 1)
    assert (found.plan, found.status, found.annual_plan) == (None, None, 1200)
    assert [(gap.month, gap.kind) for gap in found.plan_missing] == [(month_of(2011, 12), "missing")]


@pytest.mark.parametrize("gone", [2, 12])
def test_without_prior_year_there_is_no_course_and_the_month_is_named(gone: int) -> None:
    figures = dict(RISING)
    del figures[month_of(2013, gone)]
    found = sheet(measure(SUM), BASE, figures, 3)
    assert (found.plan, found.status, found.deviation, found.explanation) == (None, None, None, ())
    assert [gap.month for gap in found.plan_missing] == [month_of(2013, gone)]


def test_a_prior_year_of_zero_gives_no_course() -> None:
    found = sheet(measure(SUM), BASE, years((2013, [0] * 12), (2014, [1])), 1)
    assert (found.plan, found.plan_missing, found.status) == (None, (), None)


def test_relative_plan_without_prior_year() -> None:
    terms = PlanTerms(
        way=PlanWay.RELATIVE, relative_percent=Decimal(5), course=Course.PRIOR_YEAR, direction=Direction.AT_LEAST
    )
    found = sheet(measure(SUM), terms, years((2014, [1])), 1)
    assert (found.annual_plan, found.plan, found.plan_fixed) == (None, None, False)
    assert len(found.plan_missing) == 12
    assert (
        propose_fixing(terms, Values(measure(SUM), {"X": SeriesData(spec=SPEC)}, worked.TODAY), month_of(2014, 1))
        is None
    )


def test_not_rising_further_is_a_change_of_zero() -> None:
    terms = PlanTerms(
        way=PlanWay.RELATIVE, relative_percent=Decimal(0), course=Course.PRIOR_YEAR, direction=Direction.AT_MOST
    )
    found = sheet(measure(SUM), terms, RISING, 9)
    assert (found.annual_plan, found.plan, found.status) == (780, 450, "red")
    assert (found.agreed_change_share_percent, found.yellow_wider_than_change) == (None, False)


OWN = {month: Decimal(90 + month.month) for month in year_months(2014)}


@pytest.mark.parametrize(
    ("form", "plan", "difference"),
    [((SUM,), 91 + 92 + 93, 1158 - 1200), ((MEAN,), 92, None), ((LAST,), 93, None), ((SUM, MEAN), 93, None)],
)
def test_own_months(form: tuple[Aggregation, ...], plan: int, difference: int | None) -> None:
    found = sheet(measure(*form), replace(BASE, course=Course.OWN_MONTHS, own_months=OWN), RISING, 3)
    assert (found.plan, found.plan_difference, found.annual_plan, found.plan_fixed) == (plan, difference, 1200, True)


def test_own_months_that_make_the_plan_differ_by_nothing() -> None:
    terms = replace(BASE, course=Course.OWN_MONTHS, own_months=OWN, plan=Decimal(1158))
    assert sheet(measure(SUM), terms, RISING, 3).plan_difference is None


def test_own_months_with_a_hole_end_there() -> None:
    own = {month: value for month, value in OWN.items() if month.month != 2}
    terms = replace(BASE, course=Course.OWN_MONTHS, own_months=own)
    found = sheet(measure(SUM), terms, RISING, 3)
    assert [point.plan for point in found.points[:3]] == [91, None, None]
    assert found.explanation == ()


def test_own_months_relative_to_a_missing_prior_year() -> None:
    terms = PlanTerms(way=PlanWay.RELATIVE, relative_percent=Decimal(0), course=Course.OWN_MONTHS, own_months=OWN)
    assert sheet(measure(SUM), terms, years((2014, [1])), 1).plan_difference is None


def test_an_amendment_holds_for_the_whole_value_from_its_month_on() -> None:
    amendments = (
        Amendment(from_month=month_of(2014, 9), way=PlanWay.ABSOLUTE, plan=Decimal(3600)),
        Amendment(from_month=month_of(2014, 7), way=PlanWay.ABSOLUTE, plan=Decimal(2400)),
    )
    terms = replace(BASE, course=Course.LINEAR, amendments=amendments)
    for given in (terms, replace(terms, amendments=amendments[::-1])):
        found = sheet(measure(SUM), given, RISING, 9)
        assert [point.plan for point in found.points[5:9]] == [600, 1400, 1600, 2700]
        assert found.annual_plan == 3600
        assert sum(part.amount for part in found.explanation) == found.deviation == -1800
        assert found.explanation[6].amount == 100 - (1400 - 600)
    assert sheet(measure(SUM), terms, RISING, 6).annual_plan == 1200


JULY, AUGUST = month_of(2014, 7), month_of(2014, 8)


def test_an_amendment_may_bring_another_course() -> None:
    level = Amendment(
        from_month=JULY, way=PlanWay.ABSOLUTE, plan=Decimal(1200), course=Course.OWN_MONTHS, own_months=OWN
    )
    found = sheet(measure(SUM), replace(BASE, course=Course.LINEAR, amendments=(level,)), RISING, 7)
    assert [point.plan for point in found.points[5:7]] == [600, sum(list(OWN.values())[:7])]
    assert found.course == Course.OWN_MONTHS
    assert (
        sheet(measure(SUM), replace(BASE, course=Course.LINEAR, amendments=(level,)), RISING, 6).course == Course.LINEAR
    )


def test_a_plan_that_only_an_amendment_brings_is_judged_from_its_month_on() -> None:
    plan = Amendment(from_month=JULY, way=PlanWay.ABSOLUTE, plan=Decimal(1200), course=Course.LINEAR)
    terms = PlanTerms(direction=Direction.AT_LEAST, amendments=(plan,))
    assert [point.plan for point in sheet(measure(SUM), terms, RISING, 9).points[5:8]] == [None, 700, 800]
    assert [sheet(measure(SUM), terms, RISING, month).has_status for month in (6, 7)] == [False, True]


def test_a_plan_that_an_amendment_takes_back() -> None:
    terms = replace(BASE, course=Course.LINEAR, amendments=(Amendment(from_month=JULY),))
    found = sheet(measure(SUM), terms, RISING, 9)
    assert ([point.plan for point in found.points[5:7]], found.has_status) == ([600, None], False)


@pytest.mark.parametrize(
    ("amendments", "months"),
    [
        ((), ()),
        ((Amendment(from_month=JULY, way=PlanWay.ABSOLUTE, plan=Decimal(1200)),), ()),
        ((Amendment(from_month=JULY, way=PlanWay.ABSOLUTE, plan=Decimal(1300)),), (JULY,)),
        (
            (
                Amendment(from_month=JULY, way=PlanWay.ABSOLUTE, plan=Decimal(1300)),
                Amendment(from_month=AUGUST, way=PlanWay.ABSOLUTE, plan=Decimal(1300)),
            ),
            (JULY,),
        ),
        ((Amendment(from_month=JULY, way=PlanWay.ABSOLUTE, plan=Decimal(1200), course=Course.LINEAR),), (JULY,)),
    ],
    ids=["none", "repeated", "another", "twice", "course"],
)
def test_the_months_in_which_an_amendment_changes_the_plan(amendments, months) -> None:
    assert replace(BASE, amendments=amendments).changes == months


def test_a_fixed_plan_keeps_value_and_course_through_revisions() -> None:
    relative = PlanTerms(
        way=PlanWay.RELATIVE, relative_percent=Decimal(10), course=Course.PRIOR_YEAR, direction=Direction.AT_LEAST
    )
    values = Values(measure(SUM), {"X": SeriesData(spec=SPEC, figures=RISING)}, worked.TODAY)
    fixing = propose_fixing(relative, values, month_of(2014, 9))
    assert fixing is not None
    assert fixing.plan == 858
    assert (len(fixing.shares), fixing.shares[11]) == (12, 1)
    fixed = replace(relative, fixing=fixing)
    assert sheet(measure(SUM), fixed, RISING, 12).plan_proposed is None
    revised = RISING | {month_of(2013, 1): figure(230)}
    found = sheet(measure(SUM), fixed, revised, 3)
    assert (found.annual_plan, found.plan_fixed, found.plan_proposed) == (858, True, 1100)
    assert found.plan == pytest.approx(Decimal(66), abs=Decimal("1e-20"))
    assert propose_fixing(fixed, values, month_of(2014, 9)) == fixing


def test_a_fixed_plan_needs_no_prior_year() -> None:
    fixing = Fixing(plan=Decimal(100), shares=(Decimal("0.1"),) * 12)
    found = sheet(measure(SUM), replace(BASE, fixing=fixing), years((2014, [11])), 1)
    assert (found.plan, found.plan_missing, found.plan_proposed, found.status) == (10, (), 1200, "green")
    relative = PlanTerms(way=PlanWay.RELATIVE, relative_percent=Decimal(5), course=Course.PRIOR_YEAR, fixing=fixing)
    assert sheet(measure(SUM), relative, years((2014, [11])), 1).plan_proposed is None


def test_a_fixed_level_needs_no_shares() -> None:
    terms = replace(BASE, course=Course.LEVEL, fixing=Fixing(plan=Decimal(100)))
    assert sheet(measure(LAST), terms, RISING, 9).plan == 100
    assert propose_fixing(
        terms, Values(measure(LAST), {"X": SeriesData(spec=SPEC)}, worked.TODAY), month_of(2014, 9)
    ) == (Fixing(plan=Decimal(1200)))


def test_a_quarterly_course_has_shares_at_the_quarters() -> None:
    quarterly = replace(SPEC, rhythm=Rhythm.QUARTERLY)
    figures = {month_of(year, month): figure(25) for year in (2013, 2014) for month in (3, 6, 9, 12)}
    values = Values(measure(SUM), {"X": SeriesData(spec=quarterly, figures=figures)}, worked.TODAY)
    fixing = propose_fixing(BASE, values, month_of(2014, 9))
    assert fixing is not None
    assert fixing.shares[:4] == (None, None, Decimal("0.25"), None)
    found = sheet(measure(SUM), replace(BASE, fixing=fixing), figures, 9, quarterly)
    assert [point.plan for point in found.points[6:9]] == [None, None, 900]
    assert [part.part for part in found.explanation] == ["2014-03", "2014-06", "2014-09"]


def test_the_forms_with_a_course() -> None:
    assert {name for name, form in FORMS.items() if form in CUMULATIVE} == {"SUM", "MEAN", "SUM/MEAN"}
