"""The three neighbours of the demonstration: same Agentur, other figures, and nobody else's business."""

from __future__ import annotations

import pytest

from agreements.models import Agreement, Party, Region
from monitoring.management.fictitious import NEIGHBOURS, SERIES
from monitoring.models import MonthlyActual
from monitoring.services.verification import differences
from tests.monitoring.leading import leading

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
MONTHS = 34  # December 2011 to September 2014


@pytest.mark.parametrize(
    ("key", "statuses"),
    [
        ("musterkreis-nord-2014", ["green", "green", None, "green", "yellow"]),
        ("musterkreis-sued-2014", ["red", "red", None, "yellow", "green"]),
        ("mustertal-2014", ["yellow", "yellow", None, "red", "yellow"]),
    ],
)
def test_they_stand_differently(key, statuses):
    sheets = leading(Agreement.objects.get(key=key))

    assert list(sheets) == ["iq", "lzb", "llu", "u25", "alleinerziehende"]
    assert [sheet.status for sheet in sheets.values()] == statuses


def test_they_are_fictitious_by_name_key_and_mark():
    regions = Region.objects.filter(key__startswith="99")

    assert [(region.key, region.name, region.fictitious) for region in regions] == [
        ("99001", "Musterkreis Nord", True),
        ("99002", "Musterkreis Süd", True),
        ("99003", "Mustertal", True),
    ]


def test_two_have_the_type_of_me_aktiv_and_one_another():
    types = Party.objects.exclude(comparison_type="").order_by("name").values_list("name", "comparison_type")

    assert list(types) == [
        ("Jobcenter ME-aktiv", "Muster A"),
        ("Jobcenter Musterkreis Nord", "Muster A"),
        ("Jobcenter Musterkreis Süd", "Muster A"),
        ("Jobcenter Mustertal", "Muster B"),
    ]


def test_the_agentur_is_party_of_all_and_the_others_of_their_own_alone():
    def keys(party: str) -> list[str]:
        agreements = Agreement.objects.filter(partners__party__key=party)
        return list(agreements.order_by("key").values_list("key", flat=True))

    everyone = ["me-aktiv-2014", "musterkreis-nord-2014", "musterkreis-sued-2014", "mustertal-2014"]
    assert keys("agentur-mettmann") == everyone
    assert keys("jobcenter-me-aktiv") == keys("kreis-mettmann") == ["me-aktiv-2014"]
    assert keys("jobcenter-mustertal") == keys("mustertal") == ["mustertal-2014"]


def test_history_and_chain_are_whole():
    assert MonthlyActual.objects.filter(region__key__startswith="99").count() == 3 * len(SERIES) * MONTHS
    assert list(differences()) == []


def test_the_paper_is_short_and_signed(login):
    page = login("agentur").get("/vereinbarungen/mustertal-2014/").content.decode()

    assert "Geschäftspolitische Ziele" in page
    assert "kommunale Ziele" not in page


@pytest.mark.parametrize("who", ["jobcenter", "jobcenter-leitung", "kreis", "landrat", "lesen"])
def test_who_belongs_to_me_aktiv_does_not_see_them(who, login):
    client = login(who)

    for neighbour in NEIGHBOURS:
        assert client.get(f"/vereinbarungen/{neighbour.slug}-2014/").status_code == 404
        assert client.get(f"/mbz/{neighbour.slug}-2014/2014-09/").status_code == 404
        for path in ("/", "/vereinbarungen/"):
            assert neighbour.kreis not in client.get(path).content.decode()
