"""PDF prüfen in the browser's requests: handed in, checked by the worker, shown to whoever asked and to nobody else."""

from __future__ import annotations

import html
import re
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from agreements.choices import DocumentKind
from agreements.models import User
from agreements.services import verifying
from agreements.services.freezing import freeze
from agreements.services.verifying import FOLDER, keep_upload
from agreements.tasks import check_document

pytestmark = pytest.mark.usefixtures("agreement_2014")
PAGE = "/vereinbarungen/me-aktiv-2014/pruefen/"
OURS = b"%PDF-1.7 von hier"


@pytest.fixture
def as_user(client):
    def login(name: str):
        client.force_login(User.objects.get(username=name))
        return client

    return login


@pytest.fixture
def frozen(agreement_2014, monkeypatch):
    """A file of ours that bears no signature; what a signature says, tests/agreements/services/test_verifying.py asks."""
    monkeypatch.setattr(verifying, "check_signatures", lambda *_, **__: ())
    user = User.objects.get(username="jobcenter-leitung")
    at = datetime(2014, 10, 20, 12, tzinfo=UTC)
    return freeze(by=user, agreement=agreement_2014, kind=DocumentKind.AGREEMENT, sheet={}, content=OURS, at=at)


def said(response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def hand_in(client, content: bytes) -> str:
    return client.post(PAGE, {"file": SimpleUploadedFile("vertrag.pdf", content)}).url


def work() -> None:
    """As the worker does."""
    row = DBTaskResult.objects.get()
    row.set_successful(check_document.func(*row.args_kwargs["args"]))


def waiting_files() -> list[str]:
    return default_storage.listdir(FOLDER)[1]


def test_a_file_of_ours(as_user, frozen):
    client = as_user("kreis")
    page = hand_in(client, OURS)
    waits = client.get(page)
    assert "Die Datei wird geprüft" in said(waits)
    assert b'data-progress="working"' in waits.content
    work()
    found = said(client.get(page))
    assert "✓ In Ordnung. Die Datei stammt von hier und ist unverändert." in found
    assert "Zielvereinbarung Nr. 1 zu „Zielvereinbarung 2014“, eingefroren am 20.10.2014." in found
    assert "Es ist die Fassung, die alle Partner unterzeichnet haben." in found
    assert waiting_files() == []


def test_a_file_from_elsewhere(as_user, frozen):
    client = as_user("lesen")
    page = hand_in(client, b"%PDF-1.7 fremd")
    work()
    assert "✗ Nicht in Ordnung. Die Datei stammt nicht von hier" in said(client.get(page))


def test_it_is_shown_to_whoever_asked_alone(as_user, frozen):
    page = hand_in(as_user("kreis"), OURS)
    work()
    assert {name: as_user(name).get(page).status_code for name in ("kreis", "landrat", "agentur")} == {
        "kreis": 200, "landrat": 404, "agentur": 404,
    }  # fmt: skip
    assert as_user("kreis").get(f"{PAGE}{uuid4()}/").status_code == 404


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({}, "Bitte eine Datei auswählen."),
        ({"file": b""}, "Die Datei ist leer."),
        ({"file": b"x" * (20 * 1024**2 + 1)}, "Die Datei ist zu groß; möglich sind 20 MB."),
    ],
)
def test_what_is_not_taken(as_user, frozen, sent, sentence):
    response = as_user("kreis").post(PAGE, {name: SimpleUploadedFile("a.pdf", each) for name, each in sent.items()})
    assert response.status_code == 400
    assert sentence in said(response)
    assert not DBTaskResult.objects.exists()


def test_a_check_that_broke_off_and_one_that_finds_its_file_gone(as_user, frozen):
    client = as_user("kreis")
    page = hand_in(client, OURS)
    default_storage.delete(f"{FOLDER}/{waiting_files()[0]}")
    work()
    assert "Nicht geprüft. Die hochgeladene Datei ist nicht mehr da; bitte noch einmal hochladen." in said(
        client.get(page)
    )
    DBTaskResult.objects.update(status=TaskResultStatus.FAILED, return_value=None)
    assert "Die Prüfung ist abgebrochen. Bitte die Datei noch einmal hochladen." in said(client.get(page))


def test_a_worker_that_does_not_run_is_said(as_user, frozen):
    client = as_user("kreis")
    page = hand_in(client, OURS)
    assert "Hintergrunddienst" not in said(client.get(page))
    DBTaskResult.objects.update(enqueued_at=datetime.now(UTC) - timedelta(minutes=2))
    assert "Der Hintergrunddienst hat noch nicht begonnen." in said(client.get(page))


def test_forgotten_uploads_go_after_a_day(db):
    now = datetime.now(UTC)
    keep_upload(b"alt", now=now)
    keep_upload(b"neu", now=now + timedelta(hours=25))
    assert len(waiting_files()) == 1


def test_the_number_of_queries(as_user, frozen):
    client = as_user("kreis")
    page = hand_in(client, OURS)
    work()
    with CaptureQueriesContext(connection) as queries:
        client.get(page)
    assert len(queries) == 6
