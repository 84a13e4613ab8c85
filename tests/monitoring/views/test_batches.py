"""Stapel in the browser's requests: ordered, watched, fetched, continued; one's own alone."""

from __future__ import annotations

import pytest
from django_tasks_db.models import DBTaskResult

from monitoring.choices import BatchState
from monitoring.models import ReportBatch
from monitoring.tasks import make_batch

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo", "press")]
STAPEL = "/mbz/stapel/"


@pytest.fixture
def ordered(login) -> ReportBatch:
    assert login("agentur").post(STAPEL, {"month": "2014-09"}).status_code == 302
    return ReportBatch.objects.get()


def test_an_order_waits_for_the_worker(login, ordered):
    assert [result.args_kwargs["args"] for result in DBTaskResult.objects.all()] == [[ordered.pk]]
    page = login("agentur").get(f"{STAPEL}{ordered.pk}/").content.decode()
    assert "wartet: 0 von 4 Papieren" in page
    assert 'data-progress="working"' in page


def test_when_it_is_done_it_can_be_fetched(login, ordered):
    assert login("agentur").get(f"{STAPEL}{ordered.pk}/zip/").status_code == 404
    make_batch.func(ordered.pk)
    client = login("agentur")
    assert "fertig: 4 von 4 Papieren" in client.get(f"{STAPEL}{ordered.pk}/").content.decode()
    response = client.get(f"{STAPEL}{ordered.pk}/zip/")
    assert response["Content-Disposition"] == 'attachment; filename="2014-09_mbz.zip"'
    assert b"".join(response.streaming_content)[:2] == b"PK"


def test_one_s_own_alone(login, ordered):
    for name in ("agentur-leitung", "jobcenter", "kreis", "admin"):
        assert login(name).get(f"{STAPEL}{ordered.pk}/").status_code == 404, name
        assert login(name).post(f"{STAPEL}{ordered.pk}/").status_code in {403, 404}, name


def test_a_stopped_one_goes_on(login, ordered):
    ReportBatch.objects.update(state=BatchState.FAILED)
    client = login("agentur")
    assert "stehen geblieben" in client.get(f"{STAPEL}{ordered.pk}/").content.decode()
    client.post(f"{STAPEL}{ordered.pk}/")
    assert (ReportBatch.objects.get().state, DBTaskResult.objects.count()) == (BatchState.WAITING, 2)
    response = client.post(f"{STAPEL}{ordered.pk}/", follow=True)
    assert "Der Stapel ist nicht stehen geblieben" in response.content.decode()


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Bitte einen Monat auswählen."),
        ({"month": "2014-12"}, "Dieser Monat steht nicht zur Auswahl."),
        ({"month": "Mai"}, "Dieser Monat steht nicht zur Auswahl."),
    ],
)
def test_bad_orders_are_told(login, data, sentence):
    assert sentence in login("agentur").post(STAPEL, data).content.decode()
    assert not ReportBatch.objects.exists()


def test_a_second_order_waits(login, ordered):
    page = login("agentur").post(STAPEL, {"month": "2014-08"}).content.decode()
    assert "Ein Stapel von Ihnen ist noch in Arbeit" in page
