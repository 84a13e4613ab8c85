"""Städte in the browser: who gets in, two clearly different views, files on record, one query count whatever is shown."""

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from agreements.models import AuditEntry
from monitoring.documents.cities import city_file
from monitoring.domain.disclosure import mask_sheet
from monitoring.selectors.cities import city_sheet
from tests.monitoring.city_data import JUNE, MARCH, SEPTEMBER, TODAY, make_kreis

# WeasyPrint 70 leaves its colour profile open; the garbage collector closes it.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning"),
]

KEY = "me-aktiv-2014"
PAGE = f"/staedte/{KEY}/"
ADDRESSES = [PAGE, f"{PAGE}?ansicht=veroeffentlichung", f"{PAGE}xlsx/", f"{PAGE}csv/", f"{PAGE}pdf/"]
STATUS = {
    "jobcenter": 200,
    "jobcenter-leitung": 200,
    "kreis": 200,
    "agentur": 404,
    "landrat": 404,
    "lesen": 404,
    "admin": 404,
}
COUNTS = [12, 7, 0, 9, 8, 15, 21, 30, 33, 2, 5]


@pytest.fixture
def kreis():
    kreis = make_kreis()
    for month in (MARCH, JUNE, SEPTEMBER):
        kreis.fill("SCHULD_KUNDEN", month, COUNTS if month == MARCH else [0] * 11)
    return kreis


@pytest.fixture
def inside(client, kreis):
    client.force_login(kreis.users["jobcenter"], backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.mark.parametrize("address", ADDRESSES)
@pytest.mark.parametrize("name", STATUS)
def test_who_gets_in(client, kreis, name, address):
    client.force_login(kreis.users[name], backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(address).status_code == STATUS[name]
    assert client.get("/staedte/").status_code == {200: 302, 404: 404}[STATUS[name]]


@pytest.mark.parametrize("address", [*ADDRESSES, "/staedte/"])
def test_without_login_to_the_login(client, kreis, address):
    response = client.get(address)
    assert response.status_code == 302
    assert response.url.startswith(reverse("login"))


@pytest.mark.parametrize(
    "address", ["/staedte/gibt-es-nicht/", f"{PAGE}?ansicht=geheim", f"{PAGE}?ansicht=", f"{PAGE}?jahr=1999",
                f"{PAGE}?jahr=x", f"{PAGE}?leistung=INT", f"{PAGE}xlsx/?ansicht=masked", f"{PAGE}docx/"]
)  # fmt: skip
def test_a_slip_in_the_address_gives_nothing(inside, address):
    assert inside.get(address).status_code == 404


def test_a_page_takes_no_post(inside):
    assert inside.post(PAGE).status_code == 405


@pytest.mark.parametrize(("today", "key"), [(date(2014, 12, 31), "me-aktiv-2014"), (date(2015, 1, 1), "me-aktiv-2015")])
def test_the_way_in_leads_to_the_newest_agreement_that_has_begun(inside, kreis, settings, today, key):
    kreis.again("me-aktiv-2015", 2015)
    settings.TODAY = today
    assert inside.get("/staedte/").url == f"/staedte/{key}/"


def test_the_way_in_is_a_list_where_a_year_has_several(inside, kreis):
    kreis.again("me-aktiv-2014-b", 2014)
    html = inside.get("/staedte/").content.decode()
    assert f'href="{PAGE}"' in html
    assert 'href="/staedte/me-aktiv-2014-b/"' in html


def test_exact_page_shows_numbers_bars_and_who_may_see_them(inside):
    html = inside.get(PAGE).content.decode()
    assert "Diese Zahlen sehen nur Eingabe und Freigabe des Jobcenters und das Controlling des Kreises." in html
    assert 'class="band"' in html
    assert html.count("<svg") == 10  # one a number above 0, none for the sums
    assert "<span>142</span>" in html
    assert "kern-sr-only" not in html.split("<table")[1]
    for label in ("Excel, genaue Zahlen", "CSV, genaue Zahlen", "PDF, genaue Zahlen"):
        assert label in html
    assert html.count("fehlt") == 22 + 2  # two services without any figure, and their sums


def test_masked_page_shows_stars_and_words_for_a_screen_reader(inside):
    html = inside.get(f"{PAGE}?ansicht=veroeffentlichung").content.decode()
    table = html.split("<table")[1]
    assert 'class="band band--public"' in html
    assert table.count('<span aria-hidden="true">*</span><span class="kern-sr-only">nicht ausgewiesen</span>') == 2
    assert table.count("<svg") == 8  # no bar for what is hidden
    assert "<span>2</span>" not in table
    assert "<span>5</span>" not in table
    assert "* nicht ausgewiesen, zum Schutz der Einzelnen" in html
    assert f"{PAGE}xlsx/?ansicht=veroeffentlichung" in html
    assert "Excel, zur Veröffentlichung" in html


def test_links_keep_what_they_do_not_change(inside):
    html = inside.get(f"{PAGE}?ansicht=veroeffentlichung&leistung=SCHULD_KUNDEN").content.decode()
    assert f'href="{PAGE}?leistung=SCHULD_KUNDEN"' in html
    assert f'href="{PAGE}csv/?ansicht=veroeffentlichung&amp;leistung=SCHULD_KUNDEN"' in html
    assert "Kinderbetreuung" not in html.split("<table")[1]


@pytest.mark.parametrize("view", ["", "?ansicht=veroeffentlichung"])
@pytest.mark.parametrize("ending", ["xlsx", "csv", "pdf"])
def test_files_are_those_of_the_sheet_and_on_record_once(inside, kreis, ending, view):
    response = inside.get(f"{PAGE}{ending}/{view}")
    sheet = city_sheet(kreis.agreement, year=2014, today=TODAY)
    file = city_file(mask_sheet(sheet) if view else sheet, ending)
    assert response.content == file.content
    assert file.name in response["Content-Disposition"]
    assert response["Cache-Control"] == "private, no-store"
    entry = AuditEntry.objects.get()
    assert (entry.actor.username, entry.verb, entry.object) == ("jobcenter", "Städtetabelle ausgegeben", f"{KEY} 2014")
    assert (entry.after["view"], entry.after["file"], entry.after["until"]) == (
        "masked" if view else "exact",
        file.name,
        "2014-09",
    )


def test_looking_at_the_page_leaves_no_record(inside):
    inside.get(PAGE)
    assert AuditEntry.objects.count() == 0


@pytest.mark.parametrize("services", [("SCHULD_KUNDEN",), ("KIND_KUNDEN", "SCHULD_KUNDEN", "PSYCHO_KUNDEN")])
def test_as_many_queries_for_one_service_as_for_three(client, services):
    kreis = make_kreis(services=services)
    for code in services:
        kreis.fill(code, MARCH, COUNTS)
    client.force_login(kreis.users["kreis"], backend="django.contrib.auth.backends.ModelBackend")
    with CaptureQueriesContext(connection) as queries:
        assert client.get(PAGE).status_code == 200
    # session, user, agreement, partners with parties (2), memberships, years, services, regions, figures
    assert len(queries) == 9
