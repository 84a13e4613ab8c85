"""The page of signing: what is open, who is asked to sign, what is refused at the form, and the one frozen paper."""

from __future__ import annotations

import html
import io
import re
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from agreements.choices import AgreementState
from agreements.models import Agreement, Signature, User
from agreements.services import finishing, signing
from agreements.services.finishing import finish_draft
from tests.agreements.negotiating import in_state
from tests.factories import UserFactory
from tests.signing import p12

pytestmark = pytest.mark.usefixtures("agreement_2014")
PAGE = "/vereinbarungen/me-aktiv-2014/unterzeichnen/"
FROZEN = b"%PDF-1.7 eingefroren"
SIGNATORIES = ("agentur-leitung", "jobcenter-leitung", "landrat")


@pytest.fixture
def as_user(client):
    def login(name: str):
        client.force_login(User.objects.get(username=name))
        return client

    return login


@pytest.fixture
def agreeing(agreement_2014, monkeypatch) -> Agreement:
    """Agreed, and nobody has signed; its paper is not set, which takes seconds."""
    Signature.objects.all().delete()
    monkeypatch.setattr(finishing, "agreement_pdf", lambda *_, **__: FROZEN)
    return in_state(agreement_2014)


@pytest.fixture
def ready(agreeing) -> Agreement:
    finish_draft(by=User.objects.get(username="jobcenter-leitung"), agreement=agreeing, on=date(2014, 10, 20))
    return agreeing


def scan(ending: str = "png") -> SimpleUploadedFile:
    drawn = io.BytesIO()
    Image.new("L", (20, 30)).save(drawn, "PNG")
    return SimpleUploadedFile(f"scan.{ending}", drawn.getvalue())


def said(response) -> str:
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split())


def state(agreement: Agreement) -> str:
    return Agreement.objects.get(pk=agreement.pk).state


def place_of(agreement: Agreement, name: str) -> int:
    party = User.objects.get(username=name).memberships.get(signatory=True).party_id
    return agreement.partners.get(party=party).position


def test_what_is_open_stands_there_instead_of_the_verb(as_user, agreeing):
    section = agreeing.sections.create(position=99, heading="Leer")
    page = said(as_user("jobcenter-leitung").get(PAGE))
    assert f"Der Abschnitt „{section}“ ist leer." in page
    assert "Unterschriftsreif erklären" not in page
    refused = as_user("jobcenter-leitung").post(f"{PAGE}schritt/", {"verb": "finish"}, follow=True)
    assert "Noch nicht unterschriftsreif" in said(refused)
    assert state(agreeing) == AgreementState.AGREEING


def test_declared_ready_everybody_gets_the_frozen_file(as_user, agreeing):
    assert "Unterschriftsreif erklären" in said(as_user("jobcenter-leitung").get(PAGE))
    done = as_user("jobcenter-leitung").post(f"{PAGE}schritt/", {"verb": "finish"}, follow=True)
    assert "eingefroren und liegt zur Unterschrift vor" in said(done)
    paper = as_user("lesen").get("/vereinbarungen/me-aktiv-2014/pdf/?herunterladen")
    assert (paper.content, paper["Content-Disposition"].partition(";")[0]) == (FROZEN, "attachment")


def test_only_a_signatory_is_asked_and_for_the_own_party_alone(as_user, ready):
    forms = {name: as_user(name).get(PAGE).content.count(b'class="way"') for name in (*SIGNATORIES, "kreis", "lesen")}
    assert forms == dict.fromkeys(SIGNATORIES, 3) | {"kreis": 0, "lesen": 0}


def test_a_reason_is_asked_for_before_opening_again(as_user, ready):
    without = as_user("jobcenter-leitung").post(f"{PAGE}schritt/", {"verb": "reopen", "reason": " "}, follow=True)
    assert "Bitte einen Grund nennen" in said(without)
    assert state(ready) == AgreementState.READY
    as_user("jobcenter-leitung").post(f"{PAGE}schritt/", {"verb": "reopen", "reason": "Zahl falsch."})
    assert state(ready) == AgreementState.AGREEING


@pytest.mark.parametrize(
    ("way", "sent", "sentence"),
    [
        ("paper", {}, "Bitte angeben, wer unterschrieben hat."),
        ("paper", {"signer": "A", "signed_on": "gestern"}, "Das ist kein Datum; richtig wäre zum Beispiel 20.10.2014."),
        ("paper", {"signer": "A", "signed_on": "2014-10-21", "scan": scan}, "Der 21.10.2014 liegt in der Zukunft."),
        (
            "paper",
            {"signer": "A", "signed_on": "2014-10-20", "scan": lambda: SimpleUploadedFile("scan.pdf", b"MZ")},
            "Der Scan ist kein lesbares PDF, PNG oder JPEG.",
        ),
        ("outside", {}, "Bitte eine Datei auswählen."),
        ("outside", {"content": lambda: SimpleUploadedFile("a.pdf", b"")}, "Die Datei ist leer."),
        ("inside", {"password": "x"}, "Bitte eine Datei auswählen."),
        (
            "inside",
            {"password": "x", "pkcs12": lambda: SimpleUploadedFile("a.p12", b"x" * (1024**2 + 1))},
            "Die Datei ist größer als 1 MB; eine Zertifikatsdatei ist das nicht.",
        ),
    ],
)
def test_refused_at_the_form_with_nothing_stored(as_user, ready, way, sent, sentence):
    values = {name: value() if callable(value) else value for name, value in sent.items()}
    place = place_of(ready, "jobcenter-leitung")
    response = as_user("jobcenter-leitung").post(f"{PAGE}{place}/{way}/", values)
    assert response.status_code == 400
    assert sentence in said(response)
    assert Signature.objects.count() == 0


def test_a_large_certificate_is_refused_before_it_is_read(as_user, ready, monkeypatch):
    """Nothing of it may meet a disk: no temporary file is made."""
    monkeypatch.setattr("django.core.files.uploadedfile.tempfile.NamedTemporaryFile", None)
    monkeypatch.setattr(TemporaryFileUploadHandler, "new_file", None)
    sent = {"password": "x", "pkcs12": SimpleUploadedFile("a.p12", b"x" * 3 * 1024**2)}
    place = place_of(ready, "jobcenter-leitung")
    response = as_user("jobcenter-leitung").post(f"{PAGE}{place}/inside/", sent)
    assert (response.status_code, "größer als 1 MB; eine Zertifikatsdatei ist das nicht." in said(response)) == (
        400,
        True,
    )


@pytest.mark.parametrize("way", ["paper", "outside", "inside"])
def test_signing_needs_the_token_of_its_form(ready, way):
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.get(username="jobcenter-leitung"))
    assert client.post(f"{PAGE}{place_of(ready, 'jobcenter-leitung')}/{way}/", {}).status_code == 403


@pytest.mark.parametrize(
    ("way", "sent", "field"),
    [
        ("paper", {"signer": "A", "signed_on": "2014-10-21", "scan": scan}, "signed_on"),
        (
            "paper",
            {"signer": "A", "signed_on": "2014-10-20", "scan": lambda: SimpleUploadedFile("a.pdf", b"MZ")},
            "scan",
        ),
        ("outside", {"content": lambda: SimpleUploadedFile("a.pdf", b"MZ")}, "content"),
        ("inside", {"password": "x", "pkcs12": lambda: SimpleUploadedFile("a.p12", b"MZ")}, "pkcs12"),
        ("inside", {"password": "x", "pkcs12": lambda: SimpleUploadedFile("a.p12", p12())}, "password"),
    ],
)
def test_a_refusal_stands_at_its_field(as_user, ready, way, sent, field):
    values = {name: value() if callable(value) else value for name, value in sent.items()}
    place = place_of(ready, "jobcenter-leitung")
    response = as_user("jobcenter-leitung").post(f"{PAGE}{place}/{way}/", values)
    (form,) = [form for _, forms in response.context["seats"] for form in forms if form.is_bound]
    assert list(form.errors) == [field]


def test_where_signing_fails_late_no_file_stays(ready, settings, monkeypatch):
    stored = {file for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()}
    monkeypatch.setattr(signing.audit, "record", lambda **_: 1 / 0)
    partner = ready.partners.select_related("agreement__amends", "party").get(position=1)
    on = date(2014, 10, 20)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        signing.sign_on_paper(by=UserFactory(), partner=partner, scan=scan().read(), signer="A", signed_on=on, on=on)
    assert {file for file in Path(settings.MEDIA_ROOT).rglob("*") if file.is_file()} == stored


def test_the_last_scan_makes_it_signed_and_each_can_be_had_again(as_user, ready):
    for name in SIGNATORIES:
        sent = {"signer": "Dr. Anna Beispiel", "signed_on": "20.10.2014", "scan": scan()}
        place = place_of(ready, name)
        assert as_user(name).post(f"{PAGE}{place}/paper/", sent).status_code == 302
    assert state(ready) == AgreementState.SIGNED
    page = said(as_user("lesen").get(PAGE))
    assert page.count("Unterzeichnet auf Papier : Dr. Anna Beispiel, 20.10.2014") == 3
    row = Signature.objects.order_by("id").first()
    response = as_user("lesen").get(f"{PAGE}datei/{row.pk}/")
    assert (response.content, response["Content-Type"]) == (scan().read(), "image/png")


def test_nobody_signs_for_another_party(as_user, ready):
    place = place_of(ready, "landrat")
    sent = {"signer": "A", "signed_on": "20.10.2014", "scan": scan()}
    assert as_user("jobcenter-leitung").post(f"{PAGE}{place}/paper/", sent).status_code == 403
    assert Signature.objects.count() == 0


def test_the_number_of_queries(as_user, ready):
    client = as_user("jobcenter-leitung")
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)
    assert len(queries) == 9
