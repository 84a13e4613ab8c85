"""Fields of the admin's forms: numbers as they are written in German."""

from __future__ import annotations

from decimal import Decimal

import pytest

from agreements.models import AuditEntry
from tests.agreements.admin_forms import posted
from tests.factories import SeriesFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo"), pytest.mark.ignore_template_errors]


@pytest.mark.parametrize(
    ("typed", "stored", "shown"),
    [
        ("20,6", Decimal("20.6"), "20,6"),
        ("405.93", Decimal("405.93"), "405,93"),
        ("90.295.768", Decimal(90295768), "90295768"),
    ],
)
def test_numbers_are_read_and_shown_in_german(typed, stored, shown, login):
    series = SeriesFactory()
    address = f"/admin/agreements/series/{series.pk}/change/"
    client = login("admin")
    client.post(address, posted(client.get(address), upper=typed))
    series.refresh_from_db()

    assert series.upper == stored
    assert f'name="upper" value="{shown}"' in client.get(address).content.decode()
    count = AuditEntry.objects.count()
    assert client.post(address, posted(client.get(address), upper=shown)).status_code == 302
    assert AuditEntry.objects.count() == count


def test_a_number_with_two_readings_is_asked_back(login):
    series = SeriesFactory()
    address = f"/admin/agreements/series/{series.pk}/change/"
    response = login("admin").post(address, posted(login("admin").get(address), upper="17.283"))

    assert "„17.283“ ist nicht eindeutig" in str(response.context["adminform"].form.errors["upper"])
