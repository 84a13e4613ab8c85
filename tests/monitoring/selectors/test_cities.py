"""The exact city sheet: sums over quarters, missing is never zero, sums that say whom they leave out, three queries."""

from datetime import date

import pytest
from django.test.utils import CaptureQueriesContext

from agreements.models import Actor, Agreement
from monitoring.choices import FigureStatus
from monitoring.domain.sheet import CityCell
from monitoring.models import MonthlyActual
from monitoring.selectors.cities import city_sheet, city_years, exact_city_agreements
from tests.monitoring.city_data import CITIES, DECEMBER, JUNE, MARCH, SEPTEMBER, TODAY, UNASSIGNED, make_kreis

pytestmark = pytest.mark.django_db

COUNTS = [12, 7, 0, 9, 8, 15, 21, 30, 33, 4, 2]


def sheet_of(kreis, **wanted):
    agreement = Agreement.objects.with_partners().get(pk=kreis.agreement.pk)
    return city_sheet(agreement, **({"year": 2014, "today": TODAY} | wanted))


def one(counts):
    return next(service for service in counts.services if service.series == "SCHULD_KUNDEN")


def test_ten_cities_and_one_row_more_at_the_end():
    sheet = sheet_of(make_kreis())
    assert [key for key, _ in sheet.regions] == [*CITIES, UNASSIGNED]
    assert [service.series for service in sheet.services] == ["KIND_KUNDEN", "SCHULD_KUNDEN", "PSYCHO_KUNDEN"]
    assert [service.threshold for service in sheet.services] == [3, 3, 10]
    assert (sheet.masked, sheet.fictitious, sheet.as_of_day) == (False, True, TODAY)


def test_counts_are_sums_over_the_quarters():
    kreis = make_kreis()
    kreis.fill("SCHULD_KUNDEN", MARCH, COUNTS)
    kreis.fill("SCHULD_KUNDEN", JUNE, [1] * 11)
    service = one(sheet_of(kreis))
    assert [cell.value for cell in service.cells] == [count + 1 for count in COUNTS]
    assert service.total == CityCell(value=sum(COUNTS) + 11)
    assert service.incomplete is False


def test_a_missing_quarter_is_not_zero():
    kreis = make_kreis()
    kreis.fill("SCHULD_KUNDEN", MARCH, COUNTS)
    kreis.fill("SCHULD_KUNDEN", JUNE, dict.fromkeys([*CITIES][1:], 1) | {UNASSIGNED: 0})
    service = one(sheet_of(kreis))
    assert service.cells[0] == CityCell(value=None, gap="missing")
    assert service.total == CityCell(value=sum(COUNTS) - 12 + 9)
    assert service.incomplete is True


def test_keine_angabe_is_neither_zero_nor_missing():
    kreis = make_kreis()
    kreis.fill("SCHULD_KUNDEN", MARCH, [None, *COUNTS[1:]])
    service = one(sheet_of(kreis))
    assert service.cells[0] == CityCell(value=None, gap="none")
    assert (service.total.value, service.incomplete) == (sum(COUNTS) - 12, True)


def test_missing_is_said_before_keine_angabe():
    kreis = make_kreis()
    kreis.fill("SCHULD_KUNDEN", MARCH, [None, *COUNTS[1:]])
    kreis.fill("SCHULD_KUNDEN", JUNE, {"05158008": 3})
    assert [cell.gap for cell in one(sheet_of(kreis)).cells[:3]] == ["missing", None, "missing"]


def test_zero_is_a_figure():
    kreis = make_kreis()
    kreis.fill("SCHULD_KUNDEN", MARCH, [0] * 11)
    service = one(sheet_of(kreis))
    assert set(service.cells) == {CityCell(value=0)}
    assert (service.total, service.incomplete) == (CityCell(value=0), False)


def test_the_table_ends_with_the_last_quarter_that_has_figures():
    kreis = make_kreis()
    assert (sheet_of(kreis).until, one(sheet_of(kreis)).total) == (None, CityCell(value=None, gap="not_yet"))
    kreis.fill("SCHULD_KUNDEN", MARCH, COUNTS)
    assert sheet_of(kreis).until == MARCH
    kreis.fill("KIND_KUNDEN", SEPTEMBER, {"05158004": 4})
    assert sheet_of(kreis).until == SEPTEMBER


def test_a_quarter_not_yet_over_counts_only_when_it_is_whole():
    kreis = make_kreis()
    kreis.fill("SCHULD_KUNDEN", SEPTEMBER, COUNTS)
    kreis.fill("SCHULD_KUNDEN", DECEMBER, {"05158004": 4})
    assert sheet_of(kreis).until == SEPTEMBER
    assert sheet_of(kreis, today=date(2015, 1, 1)).until == DECEMBER
    kreis.fill("KIND_KUNDEN", DECEMBER, COUNTS)
    assert sheet_of(kreis).until == DECEMBER
    assert one(sheet_of(kreis)).cells[1].gap == "missing"


def test_a_service_whose_figures_come_later_is_not_called_missing():
    kreis = make_kreis()
    kreis.series["PSYCHO_KUNDEN"].months_until_available = 1
    kreis.series["PSYCHO_KUNDEN"].months_until_final = 1
    kreis.series["PSYCHO_KUNDEN"].save()
    kreis.fill("SCHULD_KUNDEN", SEPTEMBER, COUNTS)
    for month in (MARCH, JUNE):
        kreis.fill("PSYCHO_KUNDEN", month, COUNTS)
    psycho = sheet_of(kreis).services[2]
    assert {cell.gap for cell in psycho.cells} == {"not_yet"}
    assert psycho.total == CityCell(value=None, gap="not_yet")


def test_until_looks_at_nothing_later():
    kreis = make_kreis()
    kreis.fill("SCHULD_KUNDEN", MARCH, COUNTS)
    kreis.fill("SCHULD_KUNDEN", JUNE, COUNTS)
    sheet = sheet_of(kreis, until=MARCH)
    assert (sheet.until, one(sheet).total.value) == (MARCH, sum(COUNTS))
    assert not [note for note in sheet.notes if "Juni" in note]


def test_notes_name_the_state_of_the_data_and_what_is_overdue():
    kreis = make_kreis(services=("SCHULD_KUNDEN",))
    kreis.fill("SCHULD_KUNDEN", MARCH, COUNTS)
    assert sheet_of(kreis).notes == (
        "Datenstand: vorläufig.",
        "Für Juni 2014 liegen noch keine Zahlen vor, obwohl sie fällig sind.",
        "Für September 2014 liegen noch keine Zahlen vor, obwohl sie fällig sind.",
    )


def test_notes_name_estimates_but_not_all_of_many():
    kreis = make_kreis(services=("SCHULD_KUNDEN",))
    kreis.fill("SCHULD_KUNDEN", SEPTEMBER, COUNTS, status=FigureStatus.ESTIMATED)
    state, estimated = sheet_of(kreis).notes
    assert state == "Datenstand: geschätzt."
    assert estimated.startswith("Geschätzt: Schuldnerberatung Erkrath September 2014; ")
    assert estimated.endswith(" und 6 weitere.")
    MonthlyActual.objects.exclude(region__key="05158004").delete()
    assert sheet_of(kreis).notes[1] == "Geschätzt: Schuldnerberatung Erkrath September 2014."


def test_years_with_figures_can_be_chosen():
    kreis = make_kreis()
    kreis.fill("SCHULD_KUNDEN", date(2012, 12, 1), COUNTS)
    assert city_years(kreis.agreement) == (2012, 2014)
    assert sheet_of(kreis, year=2012).until == date(2012, 12, 1)
    assert one(sheet_of(kreis, year=2012)).cells[0].gap == "missing"  # three quarters of 2012


def test_an_amendment_counts_the_duties_of_its_original():
    kreis = make_kreis(services=("SCHULD_KUNDEN",))
    amendment = Agreement.objects.create(
        key="me-aktiv-2014-n1",
        year=2014,
        title="Nachtrag",
        jobcenter=kreis.agreement.jobcenter,
        starts=date(2014, 7, 1),
        ends=date(2014, 12, 31),
        amends=kreis.agreement,
        effective_from=date(2014, 7, 1),
    )
    sheet = city_sheet(amendment, year=2014, today=TODAY)
    assert [service.series for service in sheet.services] == ["SCHULD_KUNDEN"]


@pytest.mark.parametrize(
    ("name", "count"),
    [
        ("jobcenter", 1),
        ("jobcenter-leitung", 1),
        ("kreis", 1),
        ("agentur", 0),
        ("landrat", 0),
        ("lesen", 0),
        ("admin", 0),
    ],
)
def test_who_is_offered_an_exact_table(name, count):
    kreis = make_kreis()
    assert len(exact_city_agreements(Actor(kreis.users[name], TODAY))) == count


@pytest.mark.parametrize("services", [("SCHULD_KUNDEN",), ("KIND_KUNDEN", "SCHULD_KUNDEN", "PSYCHO_KUNDEN")])
def test_three_queries_for_one_service_and_for_three(services, connection_queries):
    kreis = make_kreis(services=services)
    for code in services:
        for month in (MARCH, JUNE, SEPTEMBER):
            kreis.fill(code, month, COUNTS)
    agreement = Agreement.objects.with_partners().get(pk=kreis.agreement.pk)
    with connection_queries as queries:
        city_sheet(agreement, year=2014, today=TODAY)
    assert len(queries) == 3


@pytest.fixture
def connection_queries():
    from django.db import connection

    return CaptureQueriesContext(connection)
