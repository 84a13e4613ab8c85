"""Who is compared with whom, by the same values as in the report, in a constant number of queries."""

from __future__ import annotations

from datetime import date

import pytest

from agreements.choices import AgreementState, Course, Role
from agreements.models import Actor, Agreement, AgreementParty, Party, Section, Target, TargetMeasure, User
from monitoring.domain.comparison import Facet, value_of
from monitoring.models import MonthlyActual
from monitoring.selectors.comparison import comparison_month, comparison_sheet
from tests.factories import AgreementFactory, MembershipFactory, PartyFactory, UserFactory
from tests.monitoring.leading import leading

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
MONTH, TODAY = date(2014, 9, 1), date(2014, 10, 20)
EVERYBODY = ["Jobcenter ME-aktiv", "Jobcenter Musterkreis Nord", "Jobcenter Musterkreis Süd", "Jobcenter Mustertal"]


def actor(name: str, on: date = TODAY) -> Actor:
    return Actor(User.objects.get(username=name), on)


def sheet(name: str, month: date = MONTH, **fields):
    return comparison_sheet(actor(name), month, today=TODAY, **fields)


@pytest.mark.parametrize(
    ("who", "names", "own"),
    [
        ("agentur", EVERYBODY, []),
        ("agentur-leitung", EVERYBODY, []),
        ("jobcenter", EVERYBODY[:1], EVERYBODY[:1]),
        ("jobcenter-leitung", EVERYBODY[:1], EVERYBODY[:1]),
    ],
)
def test_everybody_sees_whose_mbz_he_reads(who, names, own):
    found = sheet(who)

    assert list(found.jobcenter) == names
    for measure in found.measures:
        assert [unit.name for unit in measure.units] == names
        assert [unit.name for unit in measure.units if unit.own] == own


@pytest.mark.parametrize("who", ["kreis", "landrat", "lesen", "admin"])
def test_who_reads_no_mbz_compares_nothing(who):
    assert sheet(who) is None
    assert comparison_month(actor(who), TODAY) is None


def test_the_values_are_those_of_the_report():
    measures = {measure.code: measure for measure in sheet("agentur").measures}

    assert list(measures) == ["IQ", "LZB", "LLU", "INT_U25", "INT_ALLEIN"]
    for agreement in Agreement.objects.all():
        for expected in leading(agreement).values():
            (found,) = (u.glance for u in measures[expected.code].units if u.agreement == agreement.key)
            for name in ("as_of", "actual", "plan", "percent_of_plan", "prior_year_change_percent", "status"):
                assert getattr(found, name) == getattr(expected, name), (agreement.key, expected.code, name)


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "shown"),
    [
        (None, None, "Muster B"),
        (date(2014, 9, 30), None, "Muster B"),
        (date(2014, 10, 1), None, ""),
        (None, date(2014, 9, 1), "Muster B"),
        (None, date(2014, 8, 31), ""),
    ],
)
def test_the_type_is_the_one_valid_in_the_month(valid_from, valid_to, shown):
    Party.objects.filter(key="jobcenter-mustertal").update(comparison_from=valid_from, comparison_to=valid_to)
    found = {unit.name: unit.comparison_type for unit in sheet("agentur").measures[0].units}

    assert found["Jobcenter Mustertal"] == shown


@pytest.mark.parametrize(
    ("who", "wanted", "chosen", "count"),
    [
        ("agentur", "", "Muster A", 3),
        ("agentur", "Muster B", "Muster B", 1),
        ("agentur", "x", "Muster A", 3),
        ("jobcenter", "", "Muster A", 1),
    ],
)
def test_levels_are_compared_within_one_type(who, wanted, chosen, count):
    found = sheet(who, wanted_type=wanted)
    levels = [value_of(unit, Facet.LEVEL, found.comparison_type) for unit in found.measures[0].units]

    assert (found.comparison_type, sum(level is not None for level in levels)) == (chosen, count)


def test_who_did_not_agree_on_a_measure_says_so():
    Target.objects.filter(agreement__key="mustertal-2014", code="u25").update(in_mbz=False)
    measures = {measure.code: measure for measure in sheet("agentur").measures}

    assert [unit.glance is None for unit in measures["INT_U25"].units] == [False, False, False, True]
    assert [unit.glance is None for unit in measures["IQ"].units] == [False] * 4


def test_an_older_value_is_taken_at_its_own_month():
    MonthlyActual.objects.filter(region__key="99003", series__code="LZB", month=MONTH).delete()
    (lzb,) = (measure for measure in sheet("agentur").measures if measure.code == "LZB")

    assert [unit.older for unit in lzb.units] == [None, None, None, date(2014, 8, 1)]


def test_an_amendment_changes_the_plan():
    agreement = Agreement.objects.get(key="mustertal-2014")
    amendment = Agreement.objects.create(
        key="nachtrag", year=2014, title="Nachtrag", jobcenter=agreement.jobcenter, starts=agreement.starts,
        ends=agreement.ends, amends=agreement, effective_from=date(2014, 7, 1), state=AgreementState.SIGNED,
    )  # fmt: skip
    AgreementParty.objects.create(
        agreement=amendment, party=Party.objects.get(key="agentur-mettmann"), position=1, function="A"
    )
    before = sheet("agentur").measures[1].units[3].glance.plan
    section = Section.objects.create(agreement=amendment, position=1, heading="Änderung")
    target = agreement.targets.get(code="lzb")
    row = target.measures.get()
    changed = Target.objects.create(
        section=section, position=1, code="lzb", title="LZB", kind=target.kind, sphere="ba", in_mbz=True
    )
    TargetMeasure.objects.create(
        target=changed, measure=row.measure, way="absolute", plan=row.plan * 2, direction="at_most", course=row.course
    )
    found = sheet("agentur")

    assert found.measures[1].units[3].glance.plan == 2 * before
    assert len(found.jobcenter) == 4


@pytest.mark.parametrize(
    ("today", "expected"),
    [(date(2014, 10, 20), "2014-09"), (date(2015, 3, 1), "2014-12"), (date(2014, 1, 31), "2014-01")],
)
def test_the_month_meant_is_the_last_one_that_is_over(today, expected):
    assert f"{comparison_month(actor('agentur'), today):%Y-%m}" == expected


@pytest.mark.parametrize(("who", "count"), [("jobcenter", 1), ("agentur", 4)])
def test_the_questions_do_not_grow_with_the_jobcenter(who, count, django_assert_num_queries):
    someone = actor(who)
    with django_assert_num_queries(9):
        found = comparison_sheet(someone, MONTH, today=TODAY)
    assert len(found.jobcenter) == count


def test_an_agreement_without_targets_is_no_fault():
    agentur = PartyFactory()
    agreement = AgreementFactory(partners=[agentur, PartyFactory(jobcenter=True)])
    reviewer = MembershipFactory(user=UserFactory(), party=agentur, role=Role.REVIEW).user
    found = comparison_sheet(Actor(reviewer, TODAY), MONTH, today=TODAY)

    assert (found.jobcenter, found.measures) == ((agreement.jobcenter.name,), ())


def test_a_course_of_three_years_reads_as_many():
    TargetMeasure.objects.filter(measure__code="LZB").update(course=Course.THREE_YEARS)
    missing = sheet("agentur").measures[1].units[0].glance.plan_missing

    assert [gap.month.year for gap in missing] == [2011] * 11  # the demonstration begins in December 2011
