"""Pages of figures belong to the agreement itself: of its amendments there are none."""

from __future__ import annotations

from datetime import date

import pytest

from agreements.models import Agreement
from tests.agreements.agreements_data import amendment_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
PAGES = (
    "/monatswerte/{}/2014-09/",
    "/monatswerte/{}/2014/",
    "/mbz/{}/2014-09/",
    "/mbz/{}/2014-09/json/",
    "/kommunal/{}/2014-09/",
    "/staedte/{}/",
    "/massnahmen/{}/neu/",
)


@pytest.mark.parametrize("page", PAGES)
def test_only_the_agreement_itself_has_them(login, page):
    client, original = login("jobcenter-leitung"), Agreement.objects.get(key="me-aktiv-2014")
    amendment_of(original, "nachtrag-1", "iq", "19", date(2014, 7, 1))
    assert [client.get(page.format(key)).status_code for key in ("me-aktiv-2014", "nachtrag-1")] == [200, 404]
