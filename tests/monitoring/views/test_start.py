"""The start page: what is due and what waits, the matrix for the Agentur, cards for everybody else, news since the last visit."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest

from agreements.choices import AgreementState, DocumentKind, PartyKind
from agreements.models import Agreement, AgreementParty, Signature, TargetMeasure, User
from agreements.services.freezing import freeze
from monitoring.choices import ReportState, ReportVerb
from monitoring.models import FixingConsent, FixingProposal, MonthlyReport, Notice, ReportStep, SteeringMeasure
from monitoring.selectors.lists import month_over
from monitoring.services.notices import tell
from tests.factories import PartyFactory

AT = datetime(2014, 10, 10, 8, 0, tzinfo=UTC)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


def test_the_agentur_sees_hers_in_one_matrix(login):
    response = login("agentur").get("/")
    page = response.content.decode()

    assert (response.context["cards"], len(response.context["matrix"].rows)) == ((), 4)
    assert page.count("deutlich unter Soll") == 4
    assert "3 Kommentare fehlen" in page
    assert 'href="/mbz/musterkreis-nord-2014/2014-09/"' in page
    assert 'href="/vergleich/2014-09/"' in page


@pytest.mark.parametrize("who", ["jobcenter", "kreis", "lesen"])
def test_everybody_else_sees_cards(who, login):
    response = login(who).get("/")

    assert response.context["matrix"] is None
    assert [card.agreement.key for card in response.context["cards"]] == ["me-aktiv-2014"]
    assert "Meine Jobcenter" not in response.content.decode()


def test_before_a_month_is_over_the_agentur_sees_cards(login, settings):
    settings.TODAY = date(2014, 1, 20)
    response = login("agentur").get("/")

    assert (response.context["matrix"], len(response.context["cards"])) == (None, 4)
    assert month_over(Agreement.objects.get(key="me-aktiv-2014"), settings.TODAY) is None


def test_who_belongs_nowhere_is_told_what_will_come(login):
    assert "Dieses Konto gehört zu keinem Vereinbarungspartner" in login("admin").get("/").content.decode()


@pytest.mark.parametrize("others", [[], ["musterkreis-sued-2014", "mustertal-2014"]])
def test_the_page_asks_the_same_for_four_and_for_two_jobcenter(others, login, django_assert_num_queries):
    AgreementParty.objects.filter(agreement__key__in=others, position=1).update(party=PartyFactory())
    client = login("agentur")
    with django_assert_num_queries(25):
        response = client.get("/")
    assert len(response.context["matrix"].rows) == 4 - len(others)


def test_what_is_due_stands_first_with_the_way_to_it(login, settings):
    settings.TODAY = date(2014, 11, 20)
    SteeringMeasure.objects.filter(number=2).update(due=date(2014, 11, 22))
    owed = login("jobcenter").get("/").context["owed"]
    rows = [(band.title, due.what, due.day, due.path) for band in owed.bands for due in band.dues]
    found = [row for row in rows if not row[1].startswith(("Pflicht", "Auswertung"))]
    assert found == [
        ("Überfällig", "Monatswerte Oktober 2014 unvollständig", date(2014, 11, 15), "/monatswerte/me-aktiv-2014/2014-10/"),
        ("Diese Woche", "Maßnahme M2 Fallwerkstatt Langzeitbezug", date(2014, 11, 22), "/massnahmen/me-aktiv-2014/2/"),
        ("Später", "Maßnahme M1 Bewerbertage", date(2014, 11, 30), "/massnahmen/me-aktiv-2014/1/"),
        ("Später", "MBZ Oktober 2014 kommentieren und freigeben", date(2014, 12, 15), "/mbz/me-aktiv-2014/2014-10/"),
    ]  # fmt: skip
    assert [(each.month, each.day) for each in owed.expected] == [(date(2014, 11, 1), date(2014, 12, 1))]
    assert owed.entry == ("me-aktiv-2014", date(2014, 11, 1))


def test_a_released_report_waits_for_the_agentur_and_a_returned_one_for_the_jobcenter(login, agreement):
    reviewer, boss = (User.objects.get(username=name) for name in ("agentur", "jobcenter-leitung"))
    report = MonthlyReport.objects.create(agreement=agreement, month=date(2014, 8, 1))
    sheet = freeze(by=boss, agreement=agreement, kind=DocumentKind.REPORT, sheet={}, content=b"%PDF", at=AT)
    MonthlyReport.objects.filter(pk=report.pk).update(state=ReportState.RELEASED, frozen=sheet)
    ReportStep.objects.create(report=report, verb=ReportVerb.RELEASE, by=boss, at=AT)
    assert ("MBZ August 2014 wartet auf Ihre Abnahme", date(2014, 10, 24)) in dues(login("agentur"))

    MonthlyReport.objects.filter(pk=report.pk).update(state=ReportState.RETURNED)
    ReportStep.objects.create(report=report, verb=ReportVerb.RETURN, by=reviewer, at=AT, reason="Warum?")
    MonthlyReport.objects.create(agreement=agreement, month=date(2014, 8, 1), number=2)
    assert not any(what.startswith("MBZ") for what, _ in dues(login("agentur")))
    assert ("MBZ August 2014 kam mit Rückfrage zurück", None) in dues(login("jobcenter"))


def test_what_is_ready_waits_for_its_signatories(login, agreement):
    Agreement.objects.filter(pk=agreement.pk).update(state=AgreementState.READY)
    Signature.objects.filter(partner__agreement=agreement).exclude(partner__party__kind=PartyKind.KREIS).delete()
    waiting = ("Zielvereinbarung 2014 wartet auf Ihre Unterschrift", None)
    names = ("agentur", "agentur-leitung", "jobcenter", "jobcenter-leitung", "landrat", "kreis")
    assert [name for name in names if waiting in dues(login(name))] == ["agentur-leitung", "jobcenter-leitung"]


def test_a_proposal_to_fix_waits_for_who_has_not_answered(login, agreement):
    row = TargetMeasure.objects.get(target__agreement=agreement, target__code="u25")
    by, jobcenter = User.objects.get(username="jobcenter-leitung"), agreement.jobcenter
    proposal = FixingProposal.objects.create(
        target_measure=row, plan=1, shares=[], data_status="final", basis="x", by=by, at=AT
    )
    FixingConsent.objects.create(proposal=proposal, party=jobcenter, agreed=True, by=by, at=AT)
    waiting = ("Festlegung zu „Integrationen U 25“ wartet auf Ihre Zustimmung", None)
    names = ("agentur", "agentur-leitung", "jobcenter-leitung", "kreis", "lesen")
    assert [name for name in names if waiting in dues(login(name))] == ["agentur", "agentur-leitung"]


def test_since_the_last_visit(client, agreement):
    """The time before counts, not the one that runs."""
    user = User.objects.get(username="jobcenter")
    user.set_password("geheim")
    user.last_login = AT
    user.save()
    Notice.objects.all().delete()
    for key, at in (("alt", AT - timedelta(days=1)), ("neu", AT + timedelta(days=1))):
        tell([user], agreement=agreement, key=key, text=f"Es ist {key}.", path="/", at=at)
    client.post("/anmelden/", {"username": "jobcenter", "password": "geheim"})
    response = client.get("/")
    assert [notice.text for notice in response.context["news"]] == ["Es ist neu."]
    assert response.context["since"] == AT


def dues(client) -> list[tuple[str, date | None]]:
    return [(due.what, due.day) for band in client.get("/").context["owed"].bands for due in band.dues]
