"""What can be fixed by today's prior-year figures: P, the twelve shares, whether they differ from what is fixed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from agreements.choices import Aggregation, Course, Direction, PlanWay, Rhythm
from agreements.domain.months import month_of, year_months
from monitoring.choices import FigureStatus
from monitoring.domain.attainment import Fixing, MeasureSpec, PlanTerms, Promise, assess
from monitoring.domain.fixing import Candidate, can_be_fixed, candidate
from monitoring.domain.series import Figure, SeriesSpec
from tests.monitoring.domain import worked
from tests.monitoring.domain.test_worked import U25, U25_SERIES, U25_TERMS
from tests.monitoring.domain.worked import figure


def of_2013(total: int = 1000, status: FigureStatus = FigureStatus.FINAL) -> dict[date, Figure]:
    """Integrations of U25 by worked-examples.md: 80 a month, the rest in December."""
    figures = {month: figure(80, status) for month in year_months(2013)[:11]}
    return figures | {month_of(2013, 12): figure(total - 880, status)}


def found(
    figures: dict[date, Figure], terms: PlanTerms = U25_TERMS, measure: MeasureSpec = U25, spec: SeriesSpec = U25_SERIES
) -> Candidate:
    return candidate(measure, terms, terms, worked.data({spec.code: figures}, [spec]), 2014, date(2014, 10, 20))


def test_five_percent_more_than_the_prior_year() -> None:
    fixing = found(of_2013()).fixing
    assert fixing is not None
    assert fixing.plan == 1050
    assert fixing.shares == (*(Decimal(80 * month) / 1000 for month in range(1, 12)), 1)


@pytest.mark.parametrize(("total", "plan", "differs"), [(1000, "1050", False), (1010, "1060.5", True)])
def test_a_revised_prior_year_proposes_anew_and_changes_nothing(total: int, plan: str, differs: bool) -> None:
    fixed = found(of_2013()).fixing
    now = found(of_2013(total))
    assert fixed is not None
    assert now.fixing is not None
    assert (now.fixing.plan, now.differs_from(fixed)) == (Decimal(plan), differs)
    terms = replace(U25_TERMS, fixing=fixed)
    data = worked.data({"INT_U25": of_2013(total)}, [U25_SERIES])
    sheet = assess(U25, terms, data, month=month_of(2014, 1), today=worked.TODAY)
    assert sheet.annual_plan == 1050


def test_the_same_plan_with_another_course_differs() -> None:
    fixed = found(of_2013()).fixing
    assert fixed is not None
    moved = of_2013() | {month_of(2013, 1): figure(70), month_of(2013, 2): figure(90)}
    now = found(moved)
    assert now.fixing is not None
    assert now.fixing.plan == fixed.plan
    assert now.differs_from(fixed)


@pytest.mark.parametrize(
    ("status", "final"),
    [(FigureStatus.FINAL, True), (FigureStatus.REVISED, True), (FigureStatus.PROVISIONAL, False)],
)
def test_the_status_of_the_prior_year(status: FigureStatus, final: bool) -> None:
    now = found(of_2013(status=status))
    assert (now.data_status, now.is_final, now.years, now.prior_year_total) == (status, final, (2013,), 1000)


def test_a_course_is_fixed_whole_or_not_at_all() -> None:
    figures = of_2013()
    del figures[month_of(2013, 3)]
    now = found(figures)
    assert (now.fixing, now.is_final, now.data_status, now.prior_year_total) == (None, False, None, None)
    assert [gap.month for gap in now.missing] == [month_of(2013, 3)]
    assert not now.differs_from(Fixing(plan=Decimal(1)))


def test_a_prior_year_of_zero_has_no_course() -> None:
    now = found({month: figure(0) for month in year_months(2013)})
    assert (now.fixing, now.missing, now.prior_year_total) == (None, (), 0)


def test_a_level_plan_relative_to_the_prior_year_has_no_shares() -> None:
    posts = MeasureSpec(code="P", name="P", unit="VZA", decimals=2, aggregation=Aggregation.LAST, series="INT_U25")
    terms = PlanTerms(
        way=PlanWay.RELATIVE, relative_percent=Decimal(0), course=Course.LEVEL, direction=Direction.AT_MOST
    )
    fixing = found(of_2013(), terms, posts).fixing
    assert fixing is not None
    assert (fixing.plan, fixing.shares) == (120, ())


def test_a_quarterly_course_has_shares_at_the_quarters_alone() -> None:
    spec = replace(U25_SERIES, rhythm=Rhythm.QUARTERLY)
    figures = {month_of(2013, month): figure(25) for month in (3, 6, 9, 12)}
    fixing = found(figures, spec=spec).fixing
    assert fixing is not None
    quarters = {3: Decimal("0.25"), 6: Decimal("0.5"), 9: Decimal("0.75"), 12: Decimal(1)}
    assert fixing.shares == tuple(quarters.get(month) for month in range(1, 13))


def test_a_mean_course_of_three_years_names_them_all() -> None:
    terms = replace(U25_TERMS, course=Course.THREE_YEARS)
    years = {month: figure(80) for year in (2011, 2012) for month in year_months(year)}
    now = found(of_2013() | years, terms)
    assert now.years == (2013, 2012, 2011)
    assert now.fixing is not None
    assert now.fixing.shares[11] == 1
    assert found(of_2013(), terms).fixing is None


def test_a_plan_is_fixed_with_the_places_it_is_stored_with() -> None:
    terms = replace(U25_TERMS, relative_percent=Decimal("0.3333"))
    fixing = found(of_2013(1001), terms).fixing
    assert fixing is not None
    assert fixing.plan == Decimal("1004.3363")
    data = worked.data({"INT_U25": of_2013(1001)}, [U25_SERIES])
    sheet = assess(U25, replace(terms, fixing=fixing), data, month=month_of(2014, 1), today=worked.TODAY)
    assert sheet.plan_proposed is None


@pytest.mark.parametrize(
    ("way", "course", "possible"),
    [
        (PlanWay.RELATIVE, Course.LEVEL, True),
        (PlanWay.RELATIVE, Course.PRIOR_YEAR, True),
        (PlanWay.ABSOLUTE, Course.PRIOR_YEAR, True),
        (PlanWay.ABSOLUTE, Course.THREE_YEARS, True),
        (PlanWay.ABSOLUTE, Course.LINEAR, False),
        (PlanWay.NONE, Course.PRIOR_YEAR, False),
    ],
)
def test_what_can_be_fixed_at_all(way: PlanWay, course: Course, possible: bool) -> None:
    assert can_be_fixed(PlanTerms(way=way, course=course), Promise(way=way)) is possible


def test_the_sheet_names_the_day_and_the_figures_of_the_fixing() -> None:
    fixing = found(of_2013()).fixing
    assert fixing is not None
    named = replace(fixing, on=date(2014, 2, 20), data_status="Zahlen 2013 endgültig, Stand 20.02.2014")
    data = worked.data({"INT_U25": of_2013()}, [U25_SERIES])
    sheet = assess(U25, replace(U25_TERMS, fixing=named), data, month=month_of(2014, 1), today=worked.TODAY)
    assert (sheet.plan_fixed_on, sheet.plan_data_status) == (named.on, named.data_status)
