"""Completeness, calendar, and a month that is closed: what the pages show and take."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from agreements.choices import Role
from agreements.models import AgreementParty, User
from monitoring.choices import Origin, ReportState
from monitoring.models import ActualRevision, MonthlyActual, ReportingMonth
from monitoring.services.actuals import record
from monitoring.services.entries import Entry
from monitoring.services.months import close_month
from tests.factories import AgreementFactory, MembershipFactory, PartyFactory
from tests.monitoring.reports import reported

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
KEY = "me-aktiv-2014"
SEPTEMBER = f"/monatswerte/{KEY}/2014-09/"
VERB = f"{SEPTEMBER}eingabe/"


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


@pytest.fixture
def closed(agreement) -> None:
    """September, closed by the release of the Jobcenter."""
    by = User.objects.get(username="jobcenter-leitung")
    close_month(by=by, agreement=agreement, month=date(2014, 9, 1), on=date(2014, 10, 20))


def remove(code: str, month: date) -> MonthlyActual:
    actual = MonthlyActual.objects.get(series__code=code, region__key="05158", month=month)
    entry = Entry(series=actual.series, region=actual.region, month=month, why="Versehen")
    record(by=actual.by, entries=[entry], origin=Origin.COMMAND, on=date(2014, 10, 20))
    return actual


class TestVerbs:
    def test_the_release_closes_and_reopens(self, login):
        client = login("jobcenter-leitung")
        response = client.post(VERB, {"verb": "close"}, follow=True)
        assert said(response) == ["September 2014 ist abgeschlossen; Importe gehen weiter."]
        response = client.post(VERB, {"verb": "reopen", "why": ""}, follow=True)
        assert said(response) == ["Ein Monat wird nur mit Grund wieder geöffnet; bitte den Grund eingeben."]
        response = client.post(VERB, {"verb": "reopen", "why": "Zahlendreher"}, follow=True)
        assert said(response) == ["September 2014 ist wieder geöffnet."]
        assert "Zahlendreher" in response.content.decode()

    @pytest.mark.parametrize(
        ("day", "sentence"),
        [
            ("2014-10-24", "September 2014 ist fällig am 24.10.2014."),
            ("", "Es gilt wieder die Regel."),
            ("24. Oktober", "„24. Oktober“ ist kein Tag; richtig wäre zum Beispiel 2014-10-31."),
            ("2014-02-31", "„2014-02-31“ ist kein Tag; richtig wäre zum Beispiel 2014-10-31."),
            ("2014-09-01", "Fällig ist ein Monat erst, wenn er vorüber ist: nach dem 30.09.2014."),
        ],
    )
    def test_another_due_day(self, login, day, sentence):
        response = login("jobcenter-leitung").post(VERB, {"verb": "due", "due": day}, follow=True)

        assert said(response) == [sentence]
        assert response.context["due"] == (date(2014, 10, 24) if day == "2014-10-24" else date(2014, 10, 15))

    def test_an_unknown_verb_says_what_is_possible(self, login):
        response = login("jobcenter-leitung").post(VERB, {}, follow=True)

        assert said(response) == ["Bitte wählen: abschließen, wieder öffnen oder die Fälligkeit ändern."]
        assert ReportingMonth.objects.count() == 0

    def test_a_month_of_another_year_is_not_there(self, login):
        assert login("jobcenter-leitung").post(f"/monatswerte/{KEY}/2013-12/eingabe/").status_code == 404


@pytest.mark.usefixtures("closed")
class TestClosedMonth:
    def test_typing_is_refused_at_the_field_and_nothing_is_lost(self, login):
        response = login("jobcenter").post(SEPTEMBER, {"VZA-05158-version": "1", "VZA-05158-value": "400,00"})

        (form,) = response.context["errors"]
        assert "Der Monat ist abgeschlossen" in form.errors["value"][0]
        assert form["value"].value() == "400,00"

    def test_the_fields_can_be_read_not_typed(self, login):
        content = login("jobcenter").get(SEPTEMBER).content.decode()

        assert "September 2014 ist abgeschlossen am" in content
        assert content.count("readonly") == 67
        assert "k. A. / Grund" not in content

    def test_sending_the_page_as_it_is_changes_nothing(self, login):
        client = login("jobcenter")
        sent = {}
        for row in client.get(SEPTEMBER).context["groups"][0][1]:
            form = row[1]
            sent |= {field.html_name: field.value() for field in form if field.name not in {"checked"}}
        response = client.post(SEPTEMBER, {name: str(value) for name, value in sent.items()}, follow=True)

        assert said(response) == ["Es war nichts geändert; gespeichert wurde nichts."]

    def test_what_came_by_import_is_listed(self, login):
        actual = MonthlyActual.objects.get(series__code="LZB", region__key="05158", month=date(2014, 9, 1))
        entry = Entry(series=actual.series, region=actual.region, month=actual.month, value=Decimal(17400))
        record(by=actual.by, entries=[entry], origin=Origin.IMPORT, on=date(2014, 10, 20))
        response = login("jobcenter").get(SEPTEMBER)

        (change,) = response.context["changes"]
        assert (change.old, change.new, change.origin) == (17322, 17400, "Import")
        assert "Geändert seit dem Abschluss" in response.content.decode()
        assert login("kreis").get(SEPTEMBER).context["changes"] == []


class TestCompleteness:
    def test_what_is_missing_leads_to_its_field(self, login):
        remove("EGV", date(2014, 8, 1))
        response = login("jobcenter").get(f"/vollstaendigkeit/{KEY}/")

        assert [owed.name for owed in response.context["sheet"].missing] == ["EGV-05158"]
        assert f'href="/monatswerte/{KEY}/2014-08/#id_EGV-05158-value"' in response.content.decode()

    def test_the_agentur_reads_it_without_ways_to_type(self, login):
        remove("EGV", date(2014, 8, 1))
        content = login("agentur").get(f"/vollstaendigkeit/{KEY}/").content.decode()

        assert "Kundinnen und Kunden mit aktueller Eingliederungsvereinbarung (eigene Zählung)" in content
        assert "/monatswerte/" not in content

    def test_the_kreis_sees_its_own_series_alone(self, login):
        remove("EGV", date(2014, 8, 1))
        sheet = login("kreis").get(f"/vollstaendigkeit/{KEY}/").context["sheet"]

        assert ([group.title for group in sheet.groups], sheet.missing) == (["Kreis"], ())

    def test_nothing_is_missing_before_its_day(self, login):
        content = login("jobcenter").get(f"/vollstaendigkeit/{KEY}/").content.decode()

        assert "Es fehlt nichts." in content
        assert "Oktober 2014 erwartet, ab 01.11.2014" in content

    @pytest.mark.parametrize("year", ["2013", "x", ""])
    def test_a_year_without_agreement_is_not_there(self, login, year):
        assert login("agentur").get("/vollstaendigkeit/", {"jahr": year}).status_code == 404


@pytest.mark.parametrize("others", [0, 2])
def test_the_overview_asks_the_same_for_one_and_three_jobcenter(login, agreement, others, django_assert_num_queries):
    agentur = PartyFactory()
    AgreementParty.objects.create(agreement=agreement, party=agentur, position=4, function="A")
    for other in AgreementFactory.create_batch(others):
        other.partners.filter(position=1).update(party=agentur)
    reviewer = MembershipFactory(party=agentur, role=Role.REVIEW).user
    client = login(reviewer.username)
    with django_assert_num_queries(10):
        response = client.get("/vollstaendigkeit/")

    assert len(response.context["rows"]) == 1 + others


def test_the_calendar_shows_the_months_ahead(login):
    response = login("jobcenter").get(f"/kalender/{KEY}/")

    assert [day.available for day in response.context["days"]] == [
        date(2014, 10, 1),
        date(2014, 11, 1),
        date(2014, 12, 1),
        date(2015, 1, 1),
    ]
    assert "Werte für September 2014:" in response.content.decode()


def test_after_the_year_the_calendar_is_empty_and_says_so(login, settings):
    settings.TODAY = date(2015, 2, 1)
    assert "nichts mehr erwartet" in login("jobcenter").get(f"/kalender/{KEY}/").content.decode()


@pytest.mark.usefixtures("agreement")
class TestRemovingAReportedFigure:
    SENT = {"VZA-05158-version": "1", "VZA-05158-value": ""}

    @pytest.fixture(autouse=True)
    def _report(self, agreement):
        reported(agreement, date(2014, 9, 1), ReportState.RELEASED)

    def test_without_a_reason_it_stays_and_the_place_for_the_reason_is_open(self, login):
        response = login("jobcenter").post(SEPTEMBER, self.SENT)

        (form,) = response.context["errors"]
        assert form.errors["value"][0].endswith("Der Wert ist berichtet; ihn zu entfernen braucht einen Grund.")
        assert '<details class="none" open>' in response.content.decode()
        assert MonthlyActual.objects.filter(series__code="VZA", month=date(2014, 9, 1)).exists()

    def test_with_a_reason_it_goes_and_the_history_keeps_it(self, login):
        response = login("jobcenter").post(SEPTEMBER, self.SENT | {"VZA-05158-note": "doppelt gezählt"}, follow=True)

        assert said(response) == ["1 Wert gespeichert."]
        assert not MonthlyActual.objects.filter(series__code="VZA", month=date(2014, 9, 1)).exists()
        last = ActualRevision.objects.filter(series__code="VZA", month=date(2014, 9, 1)).latest("version")
        assert (last.version, last.value, last.why) == (2, None, "doppelt gezählt")
