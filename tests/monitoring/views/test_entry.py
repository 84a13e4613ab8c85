"""Monatswerte: what the page asks for, takes and refuses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from agreements.models import Series
from monitoring.models import ActualRevision, MonthlyActual
from monitoring.services.verification import differences

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
SEPTEMBER = "/monatswerte/me-aktiv-2014/2014-09/"
OCTOBER = "/monatswerte/me-aktiv-2014/2014-10/"


def figure(code: str, month: date = date(2014, 9, 1)) -> MonthlyActual:
    return MonthlyActual.objects.get(series__code=code, region__key="05158", month=month)


def field(code: str, version: int, **values: str) -> dict[str, str]:
    """What the browser sends for one row."""
    return {f"{code}-05158-{name}": value for name, value in {"version": str(version), **values}.items()}


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def test_september_shows_what_stands_beside_month_before_and_prior_year(login):
    response = login("jobcenter").get(SEPTEMBER)

    row = next(row for row in response.context["owed"].rows if row.series.code == "INT")
    assert (row.prior_year, row.before, row.actual.value) == (Decimal(502), Decimal(430), Decimal(515))
    assert (response.context["owed"].given, len(response.context["owed"].missing)) == (67, 0)


def test_october_asks_for_nothing_before_its_day(login):
    owed = login("jobcenter").get(OCTOBER).context["owed"]

    assert (owed.given, owed.owed, len(owed.missing), len(owed.not_yet)) == (0, 0, 0, 30)
    assert {row.available_from for row in owed.not_yet} == {date(2014, 11, 1)}


def test_after_its_day_an_empty_month_is_missing(login, settings):
    settings.TODAY = date(2014, 11, 3)
    owed = login("jobcenter").get(OCTOBER).context["owed"]

    assert (len(owed.missing), len(owed.not_yet)) == (30, 0)


def test_kreis_types_its_own_series_alone(login):
    owed = login("kreis").get(SEPTEMBER).context["owed"]

    assert [row.series.code for row in owed.rows] == list(
        Series.objects.filter(source="kreis").values_list("code", flat=True)
    )


def test_saving_says_how_many_and_leaves_a_history(login):
    response = login("jobcenter").post(
        SEPTEMBER, field("VZA", 1, value="398,10") | field("EGV", 1, value="19.800"), follow=True
    )

    assert said(response) == ["2 Werte gespeichert."]
    assert (figure("VZA").value, figure("EGV").value) == (Decimal("398.10"), Decimal(19800))
    revision = ActualRevision.objects.get(series__code="VZA", region__key="05158", month=date(2014, 9, 1), version=2)
    assert (revision.by.username, revision.origin) == ("jobcenter", "page")
    assert list(differences()) == []


def test_one_bad_figure_does_not_take_the_good_ones_along(login):
    response = login("jobcenter").post(SEPTEMBER, field("VZA", 1, value="398,10") | field("EGV", 1, value="19.8oo"))

    assert figure("VZA").value == Decimal("398.10")
    assert said(response) == ["1 Wert gespeichert.", "Ein Wert ist nicht gespeichert; der Grund steht am Feld."]
    (form,) = response.context["errors"]
    assert (form.prefix, form["value"].value()) == ("EGV-05158", "19.8oo")


@pytest.mark.parametrize(
    ("sent", "value", "reason", "status", "basis"),
    [
        ({"value": "0"}, Decimal(0), "", "provisional", ""),
        ({"value": "", "none": "on", "note": "nicht erhoben"}, None, "nicht erhoben", "provisional", ""),
        ({"value": "19.900", "estimated": "on", "note": "Stichprobe"}, Decimal(19900), "", "estimated", "Stichprobe"),
    ],
    ids=["zero", "none", "estimated"],
)
def test_zero_none_and_estimate_are_different_things(login, sent, value, reason, status, basis):
    login("jobcenter").post(SEPTEMBER, field("EGV", 1, **sent))

    actual = figure("EGV")
    assert (actual.value, actual.reason, actual.status, actual.basis) == (value, reason, status, basis)


@pytest.mark.parametrize(
    ("sent", "message"),
    [
        ({"value": "1", "none": "on"}, "Entweder ein Wert oder „keine Angabe“, nicht beides."),
        ({"value": "", "none": "on"}, "„keine Angabe“ braucht einen Grund, etwa „nicht erhoben“."),
        ({"value": "19.900", "estimated": "on"}, "Ein geschätzter Wert nennt die Grundlage der Schätzung."),
    ],
    ids=["both", "none without reason", "estimate without basis"],
)
def test_what_is_contradictory_is_said_at_the_field(login, sent, message):
    response = login("jobcenter").post(SEPTEMBER, field("EGV", 1, **sent))

    (form,) = response.context["errors"]
    assert [message in errors for errors in form.errors.values()].count(True) == 1
    assert figure("EGV").version == 1


def test_a_final_figure_wants_a_reason(login):
    june = "/monatswerte/me-aktiv-2014/2014-06/"
    client = login("jobcenter")
    response = client.post(june, field("LZB", 1, value="17.370"))
    (form,) = response.context["errors"]
    assert form.errors["value"][0].endswith("Der Wert ist endgültig; eine Änderung braucht einen Grund.")

    client.post(june, field("LZB", 1, value="17.370", note="Nachlieferung der BA"))
    actual = figure("LZB", date(2014, 6, 1))
    assert (actual.value, actual.status) == (Decimal(17370), "revised")


def test_the_second_of_two_writers_is_told_and_then_decides(login):
    login("jobcenter-leitung").post(SEPTEMBER, field("VZA", 1, value="400,00"))
    response = login("jobcenter").post(SEPTEMBER, field("VZA", 1, value="401,00"))
    (form,) = response.context["errors"]
    assert "„400,00\xa0VZA“ gespeichert." in form.errors["value"][0]
    assert (form["value"].value(), form["version"].value()) == ("401,00", "2")
    assert figure("VZA").value == Decimal("400.00")

    login("jobcenter").post(SEPTEMBER, field("VZA", 2, value="401,00"))
    assert figure("VZA").value == Decimal("401.00")


def test_nothing_changed_stores_nothing(login):
    response = login("jobcenter").post(SEPTEMBER, field("VZA", 1, value="397,23"), follow=True)

    assert said(response) == ["Es war nichts geändert; gespeichert wurde nichts."]


def test_a_series_that_is_not_ones_own_is_not_taken(login):
    """The Jobcenter does not type the Kreis's figures, whatever it sends."""
    login("jobcenter").post(SEPTEMBER, field("KDU", 1, value="1,00"))

    assert figure("KDU").version == 1


@pytest.mark.parametrize("month", ["2013-12", "2015-01", "2014-13", "2014-00"])
def test_months_outside_the_agreement_are_not_there(login, month):
    assert login("jobcenter").get(f"/monatswerte/me-aktiv-2014/{month}/").status_code == 404


@pytest.mark.parametrize(("month", "questions"), [("2014-01", 12), ("2014-09", 12), ("2014-10", 10)])
def test_the_page_asks_twelve_questions_at_most(login, month, questions, django_assert_num_queries):
    """Two of them on doubts, which a month without figures does not ask."""
    client = login("jobcenter")
    with django_assert_num_queries(questions):
        client.get(f"/monatswerte/me-aktiv-2014/{month}/")


def test_an_unlikely_figure_is_saved_doubted_and_confirmed_by_a_click(login):
    client = login("jobcenter")
    client.post(SEPTEMBER, field("KUNDEN", 1, value="1.472"))
    (form,) = (form for form in client.get(SEPTEMBER).context["doubted"] if form.prefix == "KUNDEN-05158")
    assert form.doubts[0].startswith("1.472\xa0Personen sind 90\xa0% weniger als im August 2014 (")
    assert figure("KUNDEN").checked_by is None

    client.post(SEPTEMBER, field("KUNDEN", 2, value="1.472", checked="on"))
    response = client.get(SEPTEMBER)
    assert figure("KUNDEN").checked_by.username == "jobcenter"
    assert "KUNDEN-05158" not in {form.prefix for form in response.context["doubted"]}
    assert f"geprüft von {figure('KUNDEN').checked_by}" in response.content.decode()


@pytest.mark.parametrize("month", ["2014-03", "2014-06", "2014-09"])
def test_the_demonstration_is_not_doubted(login, month):
    assert login("jobcenter").get(f"/monatswerte/me-aktiv-2014/{month}/").context["doubted"] == []
