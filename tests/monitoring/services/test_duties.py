"""Reports on duties: kept with state, text and evidence, never changed; and every refusal of the verb."""

from __future__ import annotations

from datetime import date

import pytest
from django.core.files.base import ContentFile

from agreements.models import Agreement, AuditEntry, Duty, Party, User
from monitoring.choices import DutyState
from monitoring.models import DutyReview
from monitoring.selectors.duties import duty_results
from monitoring.services.duties import ReviewRefused, review_duty

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
TODAY = date(2015, 2, 20)


@pytest.fixture
def kreis(db) -> Party:
    return Party.objects.get(key="kreis-mettmann")


@pytest.fixture
def duty(kreis) -> Duty:
    return Duty.objects.select_related("target__agreement").get(title="Konzept psychosoziale Betreuung")


def review(duty: Duty, party: Party, state: DutyState = DutyState.DONE, **changes) -> DutyReview:
    said = {"text": "Liegt vor.", "new_due": None, "link": "", "evidence": None, "on": TODAY} | changes
    return review_duty(by=User.objects.get(username="kreis"), duty=duty, party=party, state=state, **said)


def result(duty: Duty):
    found = duty_results(duty.target.agreement, date(2014, 12, 1))["psychosozial"]
    return next(each for each in found if each.number == duty.pk)


def test_the_newest_report_says_where_a_duty_stands(duty, kreis):
    assert result(duty).report is None
    review(duty, kreis, DutyState.POSTPONED, text="Personal fehlt.", new_due=date(2015, 6, 30))
    assert (result(duty).report.state, result(duty).report.new_due) == (DutyState.POSTPONED, date(2015, 6, 30))
    review(duty, kreis, text=" Liegt vor.\r\n", link="https://www.example.org/konzept")
    said = result(duty).report
    assert (said.state, said.text, said.link, said.party) == (
        DutyState.DONE, "Liegt vor.", "https://www.example.org/konzept", "Kreis Mettmann",
    )  # fmt: skip
    assert DutyReview.objects.count() == 2
    assert AuditEntry.objects.order_by("-id")[0].verb == "Pflicht berichtet"


def test_evidence_is_kept_as_a_file(duty, kreis):
    row = review(duty, kreis, evidence=ContentFile(b"%PDF-1.7", name="konzept.pdf"))
    with DutyReview.objects.get(pk=row.pk).evidence.open() as file:
        assert file.read() == b"%PDF-1.7"
    row.evidence.close()
    assert result(duty).report.evidence.startswith("konzept")


def test_duties_go_on_living_after_the_year_is_settled(duty, kreis):
    Agreement.objects.filter(key="me-aktiv-2014").update(state="settled")
    duty.target.agreement.refresh_from_db()
    assert review(duty, kreis).state == DutyState.DONE


@pytest.mark.parametrize(
    ("state", "changes", "words"),
    [
        (DutyState.POSTPONED, {"new_due": date(2015, 6, 30), "text": " "}, "Bitte den Grund nennen"),
        (DutyState.DROPPED, {"text": ""}, "Bitte den Grund nennen, aus dem die Pflicht entfallen ist"),
        (DutyState.POSTPONED, {}, "Bitte den neuen Tag nennen"),
        (DutyState.POSTPONED, {"new_due": TODAY}, "er liegt in der Zukunft"),
        (DutyState.DONE, {"new_due": date(2015, 6, 30)}, "gehört nur zu einer verschobenen"),
    ],
)
def test_refused_reports_leave_nothing(duty, kreis, state, changes, words):
    with pytest.raises(ReviewRefused, match=words):
        review(duty, kreis, state, **changes)
    assert not DutyReview.objects.exists()


def test_refused_for_a_party_that_is_not_responsible(duty):
    with pytest.raises(ReviewRefused, match="Jobcenter ME-aktiv ist für diese Pflicht nicht verantwortlich"):
        review(duty, Party.objects.get(key="jobcenter-me-aktiv"))


def test_refused_before_the_agreement_is_signed(duty, kreis):
    Agreement.objects.filter(key="me-aktiv-2014").update(state="agreeing")
    duty.target.agreement.refresh_from_db()
    with pytest.raises(ReviewRefused, match="noch nicht unterzeichnet"):
        review(duty, kreis)


def test_an_amendment_replaces_the_duties_of_its_target_and_keeps_what_was_reported(duty, kreis, agreement):
    from decimal import Decimal

    from agreements.models import TargetMeasure
    from tests.monitoring.amended import amend

    told = review(duty, kreis, text="Konzept liegt vor.")
    u25 = TargetMeasure.objects.get(target__code="u25", target__agreement=agreement)
    row = amend(agreement, u25, relative_percent=Decimal(10), month=date(2014, 7, 1))
    before = duty_results(agreement, date(2014, 12, 1))
    changed = Duty.objects.create(target=row.target, position=1, title="Neu", sentence="Neu.", rhythm="ongoing")
    assert "u25" not in before
    assert [each.number for each in duty_results(agreement, date(2014, 12, 1))["u25"]] == [changed.pk]
    assert "u25" not in duty_results(agreement, date(2014, 6, 1))
    row.target.code = "psychosozial"
    row.target.save()
    (found,) = duty_results(agreement, date(2014, 12, 1))["psychosozial"]
    assert (found.number, found.report and found.report.number) == (changed.pk, told.pk)
    assert duty_results(agreement, date(2014, 6, 1))["psychosozial"] == before["psychosozial"]
