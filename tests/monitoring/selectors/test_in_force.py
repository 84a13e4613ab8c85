"""Amendments wherever a plan is read: months before keep the old plan, from its month on the new one holds (domain.md §4)."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from agreements.choices import AgreementState
from agreements.domain.months import month_of
from agreements.models import Agreement, Target, User
from monitoring.models import PlanFixing
from monitoring.selectors.in_force import chain_of, chains, first_rows
from monitoring.selectors.lists import leading_sheets_by_agreement
from monitoring.selectors.report import report_sheet
from monitoring.selectors.standing import standings
from tests.agreements.agreements_data import amendment_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
TODAY = date(2014, 10, 20)
JULY, SEPTEMBER = month_of(2014, 7), month_of(2014, 9)


@pytest.fixture
def agreement() -> Agreement:
    return Agreement.objects.with_partners().get(key="me-aktiv-2014")


def measure_of(agreement: Agreement, month: int, code: str = "iq"):
    sheet = report_sheet(agreement, month_of(2014, month), today=TODAY, with_comments=True)
    (target,) = (each for each in sheet.targets if each.code == code)
    return target.measures[0]


def added(agreement: Agreement, key: str, plan: str, from_month: date, code: str = "iq2") -> Agreement:
    """An amendment that brings a target the original does not know."""
    amendment = amendment_of(agreement, key, "iq", plan, from_month)
    amendment.targets.update(code=code, short_title="Neu dabei")
    return amendment


def rounded(value: Decimal) -> Decimal:
    return round(value, 12)


def json_of(client, month: str) -> dict:
    targets = client.get(f"/mbz/me-aktiv-2014/{month}/json/").json()["targets"]
    return {target["code"]: target["measures"][0] for target in targets}


def test_may_keeps_the_old_plan_and_august_has_the_new_one(agreement, login):
    before = {month: measure_of(agreement, month).plan for month in (5, 8)}
    amendment_of(agreement, "nachtrag-1", "iq", "10.3", JULY)

    assert [measure_of(agreement, month).annual_plan for month in (5, 6, 7, 8)] == [
        *(Decimal("20.6"), Decimal("20.6")),
        *(Decimal("10.3"), Decimal("10.3")),
    ]
    assert measure_of(agreement, 5).plan == before[5]
    assert rounded(measure_of(agreement, 8).plan) == rounded(
        before[8] / 2
    )  # the course of the prior year stays, for the whole value
    old, new = (json_of(login("jobcenter"), month)["iq"] for month in ("2014-05", "2014-08"))
    assert [Decimal(str(each["annual_plan"])) for each in (old, new)] == [Decimal("20.6"), Decimal("10.3")]
    assert Decimal(str(new["plan"])) == measure_of(agreement, 8).plan


def test_the_curve_shows_the_step_and_names_it(agreement, login):
    before = [point.plan for point in measure_of(agreement, 9).points]
    amendment_of(agreement, "nachtrag-1", "iq", "10.3", JULY)
    measure = measure_of(agreement, 9)

    assert [rounded(point.plan) for point in measure.points] == [
        rounded(plan if month <= 6 else plan / 2) for month, plan in enumerate(before, 1)
    ]
    assert measure.plan_changes == (JULY,)
    page = login("jobcenter").get("/mbz/me-aktiv-2014/2014-09/").content.decode()
    assert page.count(">Nachtrag</text>") == 1
    assert page.count("Ab Juli 2014 gilt das Soll des Nachtrags für den ganzen Wert seit Jahresbeginn.") == 1


def test_two_amendments_in_a_row(agreement):
    amendment_of(agreement, "nachtrag-2", "iq", "18", SEPTEMBER)
    amendment_of(agreement, "nachtrag-1", "iq", "19", JULY)

    assert [measure_of(agreement, month).annual_plan for month in (6, 7, 8, 9)] == [Decimal("20.6"), 19, 19, 18]
    assert measure_of(agreement, 9).plan_changes == (JULY, SEPTEMBER)


def test_of_two_amendments_from_one_month_the_later_counts(agreement):
    amendment_of(agreement, "nachtrag-1", "iq", "19", JULY)
    amendment_of(agreement, "nachtrag-2", "iq", "18", JULY)

    assert [measure_of(agreement, month).annual_plan for month in (6, 7)] == [Decimal("20.6"), 18]


@pytest.mark.parametrize("state", AgreementState.values)
def test_only_what_is_signed_counts(agreement, state):
    amendment_of(agreement, "nachtrag-1", "iq", "19", JULY, state=state)
    in_force = {AgreementState.SIGNED, AgreementState.AMENDED, AgreementState.SETTLED}

    assert measure_of(agreement, 9).annual_plan == (19 if state in in_force else Decimal("20.6"))


def test_a_target_that_an_amendment_brings(agreement, login):
    added(agreement, "nachtrag-1", "10", JULY)
    amendment_of(agreement, "nachtrag-2", "iq", "12", SEPTEMBER).targets.update(code="iq2")
    codes = [each.code for each in report_sheet(agreement, month_of(2014, 6), today=TODAY, with_comments=True).targets]

    assert codes == ["iq", "lzb", "llu", "u25", "alleinerziehende"]
    assert [measure_of(agreement, month, "iq2").annual_plan for month in (7, 8, 9)] == [10, 10, 12]
    assert [point.plan is None for point in measure_of(agreement, 8, "iq2").points] == [True] * 6 + [False] * 6
    assert "iq2" not in json_of(login("jobcenter"), "2014-06")
    assert json_of(login("jobcenter"), "2014-08")["iq2"]["status"] == "green"


def test_it_is_commented_and_steered_like_the_others(agreement, login):
    added(agreement, "nachtrag-1", "30", JULY)
    client = login("jobcenter")
    address = "/mbz/me-aktiv-2014/{}/kommentar/iq2/"

    assert client.post(address.format("2014-06"), {"text": "Zu früh.", "version": 0}).status_code == 404
    assert client.post(address.format("2014-08"), {"text": "Neu im Blick.", "version": 0}).status_code == 302
    sheet = report_sheet(agreement, month_of(2014, 8), today=TODAY, with_comments=True)
    assert [each.comment.text for each in sheet.targets if each.code == "iq2"] == ["Neu im Blick."]
    page = client.get("/massnahmen/me-aktiv-2014/neu/?ziel=iq2").content.decode()
    assert page.count("Neu dabei</option>") == 1


def test_comments_before_and_after_an_amendment_hang_on_one_target(agreement, login):
    amendment_of(agreement, "nachtrag-1", "iq", "10", JULY)
    login("jobcenter").post("/mbz/me-aktiv-2014/2014-08/kommentar/iq/", {"text": "Besser.", "version": 0})
    sheet = report_sheet(agreement, month_of(2014, 8), today=TODAY, with_comments=True)

    assert [each.comment.text for each in sheet.targets if each.code == "iq"] == ["Besser."]


def test_a_target_may_leave_the_mbz(agreement):
    amendment_of(agreement, "nachtrag-1", "iq", "10", JULY).targets.update(in_mbz=False)
    codes = {
        month: [
            each.code
            for each in report_sheet(agreement, month_of(2014, month), today=TODAY, with_comments=True).targets
        ]
        for month in (6, 7)
    }
    assert codes == {6: ["iq", "lzb", "llu", "u25", "alleinerziehende"], 7: ["lzb", "llu", "u25", "alleinerziehende"]}


def test_direction_thresholds_and_kind_are_those_of_the_wording(agreement):
    amendment_of(agreement, "nachtrag-1", "iq", "10", JULY).targets.get().measures.update(
        direction="at_most", green=1, yellow=7, course="linear"
    )
    before, after = measure_of(agreement, 6), measure_of(agreement, 8)

    assert (before.direction, before.yellow, before.course) == ("at_least", 2, "prior_year")
    assert (after.direction, after.green, after.yellow, after.course) == ("at_most", 1, 7, "linear")
    assert rounded(after.points[7].plan) == rounded(Decimal(80) / 12)


def test_an_amendment_that_repeats_a_plan_keeps_what_was_fixed_of_it(agreement):
    row = agreement.targets.get(code="iq").measures.order_by("position").first()
    PlanFixing.objects.create(
        target_measure=row,
        plan=21,
        shares=["0.1"] * 11 + ["1"],
        consent_by=User.objects.first(),
        at=datetime(2014, 3, 1, tzinfo=UTC),
    )
    amendment_of(agreement, "nachtrag-1", "iq", "20.6", JULY)
    amendment_of(agreement, "nachtrag-2", "iq", "19", SEPTEMBER)

    assert [measure_of(agreement, month).annual_plan for month in (6, 8, 9)] == [21, 21, 19]
    assert measure_of(agreement, 9).plan_changes == (SEPTEMBER,)


def test_the_other_pages_read_the_same_plan(agreement):
    amendment_of(agreement, "nachtrag-1", "iq", "19", JULY)
    plans = {
        each.code: each.measures[0].annual_plan
        for each in standings(agreement, SEPTEMBER, today=TODAY, with_live_mbz_targets=True)
        if each.measures
    }
    listed = leading_sheets_by_agreement([agreement], today=TODAY)[agreement.pk]

    assert plans["iq"] == 19
    assert [sheet.annual_plan for sheet in listed if sheet.code == "IQ"] == [19]


def test_a_target_by_its_code(agreement):
    added(agreement, "nachtrag-1", "10", JULY)

    assert chain_of(agreement, "gibt-es-nicht") is None
    assert chain_of(agreement, "iq2").at(month_of(2014, 6)) is None
    assert chain_of(agreement, "iq2").at(JULY).short_title == "Neu dabei"
    assert chain_of(agreement, "iq").first == agreement.targets.get(code="iq")


def test_the_rows_on_which_comments_hang(agreement):
    first = added(agreement, "nachtrag-1", "10", JULY)
    added(agreement, "nachtrag-2", "11", SEPTEMBER)
    amendment_of(agreement, "nachtrag-3", "lzb", "11", SEPTEMBER)
    amendment_of(agreement, "entwurf", "iq", "12", JULY, state=AgreementState.READY).targets.update(code="iq3")

    own = list(Target.objects.filter(agreement=agreement).order_by("section__position", "position"))
    assert list(first_rows(agreement)) == [*own, first.targets.get()]


def test_the_questions_do_not_grow_with_the_amendments(agreement, django_assert_num_queries):
    agreement.district  # noqa: B018 - fetched along with the agreement
    for number in range(3):
        with django_assert_num_queries(4):
            chains([agreement.pk])
        with django_assert_num_queries(8):
            report_sheet(agreement, SEPTEMBER, today=TODAY, with_comments=True, with_steering=True)
        amendment_of(agreement, f"nachtrag-{number}", "iq", "19", JULY)
