"""Signing in a browser: declared ready, then three parties in three ways, a wrong password in between; narrow too."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.db import connection
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from agreements.choices import AgreementState
from agreements.documents.pdf_signing import open_certificate, sign
from agreements.models import Agreement, Signature
from agreements.tasks import check_document
from tests.e2e.demonstration import AXE, KEY
from tests.signing import PASSWORD, p12

pytestmark = [
    pytest.mark.usefixtures("demonstration"),
    pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning"),
]
PAGE = f"/vereinbarungen/{KEY}/unterzeichnen/"
NARROW = {"width": 320, "height": 700}


def clean(page: Page) -> list[str]:
    return [violation["id"] for violation in Axe().run(page, options=AXE).response["violations"]]


def fits(page: Page) -> bool:
    """Whether a narrow window shows the page without scrolling sideways."""
    wide = page.viewport_size
    page.set_viewport_size(NARROW)
    fitting = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.set_viewport_size(wide)
    return fitting


def file(name: str, content: bytes) -> dict[str, object]:
    return {"name": name, "mimeType": "application/octet-stream", "buffer": content}


def seat(page: Page, party: str) -> Locator:
    return page.get_by_role("listitem").filter(has=page.get_by_role("heading", name=party))


def elsewhere(paper: bytes) -> bytes:
    """As a signature card would do it."""
    now = datetime.now(UTC)
    return sign(
        paper, open_certificate(p12("Jo Muster"), PASSWORD, now=now), field="Unterschrift_2", reason="", now=now
    )


def work(arguments: list[object]) -> object:
    """As the worker does, with a connection of its own."""
    try:
        return check_document.func(*arguments)
    finally:
        connection.close()


def checked(page: Page, content: bytes) -> Locator:
    """Hands the file in; the worker checks it while the page waits."""
    page.get_by_label("PDF-Datei").set_input_files(file("vereinbarung.pdf", content))
    page.get_by_role("button", name="Prüfen").click()
    expect(page.get_by_text("Die Datei wird geprüft")).to_be_visible()
    row = DBTaskResult.objects.get(status=TaskResultStatus.READY)
    with ThreadPoolExecutor() as worker:  # pyHanko wants an event loop of its own
        row.set_successful(worker.submit(work, row.args_kwargs["args"]).result())
    return page.locator("[data-progress='ended']")


def test_three_parties_sign_in_three_ways(as_user):
    Signature.objects.all().delete()
    Agreement.objects.filter(key=KEY).update(state=AgreementState.AGREEING)
    page = as_user("agentur-leitung")
    page.goto(f"/vereinbarungen/{KEY}/")
    page.get_by_role("link", name="Unterzeichnen").click()
    page.get_by_role("button", name="Unterschriftsreif erklären").click()
    expect(page.get_by_text("liegt zur Unterschrift vor")).to_be_visible()
    assert (clean(page), fits(page)) == ([], True)

    own = seat(page, "Agentur für Arbeit Mettmann")
    own.get_by_text("Hier mit eigenem Zertifikat signieren").click()
    own.get_by_label("Zertifikatsdatei", exact=True).set_input_files(file("ich.p12", p12()))
    own.get_by_label("Kennwort der Zertifikatsdatei").fill("falsch")
    own.get_by_role("button", name="Signieren", exact=True).click()
    expect(own.get_by_text("Das Kennwort passt nicht zu dieser Zertifikatsdatei.")).to_be_visible()
    assert (clean(page), fits(page), Signature.objects.count()) == ([], True, 0)
    own.get_by_label("Zertifikatsdatei", exact=True).set_input_files(file("ich.p12", p12()))
    own.get_by_label("Kennwort der Zertifikatsdatei").fill(PASSWORD)
    own.get_by_role("button", name="Signieren", exact=True).click()
    expect(own).to_contain_text("Die Signatur ist gültig und der Inhalt unverändert.")

    page.get_by_role("button", name="Abmelden").click()
    page = as_user("jobcenter-leitung")
    page.goto(PAGE)
    paper = page.request.get(f"/vereinbarungen/{KEY}/pdf/?herunterladen").body()
    with ThreadPoolExecutor() as card:  # pyHanko wants an event loop of its own, and Playwright's runs in this thread
        signed = card.submit(elsewhere, paper).result()
    own = seat(page, "Jobcenter ME-aktiv")
    own.get_by_text("Mit Karte oder Dienst signieren").click()
    flipped = bytes([*signed[:999], signed[999] ^ 1, *signed[1000:]])
    own.get_by_label("Signierte Datei").set_input_files(file("zurueck.pdf", flipped))
    own.get_by_role("button", name="Prüfen und hinterlegen").click()
    expect(own.get_by_text("Ihr Inhalt davor wurde verändert")).to_be_visible()
    own.get_by_label("Signierte Datei").set_input_files(file("zurueck.pdf", signed))
    own.get_by_role("button", name="Prüfen und hinterlegen").click()
    expect(own).to_contain_text("Jo Muster")

    page.get_by_role("button", name="Abmelden").click()
    page = as_user("landrat")
    page.goto(PAGE)
    drawn = io.BytesIO()
    Image.new("L", (20, 30)).save(drawn, "PNG")
    own = seat(page, "Kreis Mettmann")
    own.get_by_text("Auf Papier unterschrieben").click()
    own.get_by_label("Unterschrieben von").fill("Karin Kreis")
    own.get_by_label("Unterschrieben am").fill("2014-10-20")
    own.get_by_label("Scan des unterschriebenen Papiers").set_input_files(file("scan.png", drawn.getvalue()))
    own.get_by_role("button", name="Scan hinterlegen").click()
    expect(own).to_contain_text("Unterzeichnet auf Papier: Karin Kreis, 20.10.2014")
    assert (clean(page), fits(page)) == ([], True)
    assert Agreement.objects.get(key=KEY).state == AgreementState.SIGNED

    paper = page.request.get(f"/vereinbarungen/{KEY}/pdf/").body()
    assert paper == signed
    page.get_by_role("link", name="Eine PDF-Datei prüfen").click()
    verdict = checked(page, paper)
    expect(verdict).to_contain_text("✓ In Ordnung. Die Datei stammt von hier und ist unverändert.")
    expect(verdict).to_contain_text("Es ist die Fassung, die alle Partner unterzeichnet haben.")
    expect(verdict).to_contain_text("Auf Papier unterzeichnet: Kreis Mettmann, Karin Kreis, 20.10.2014.")
    expect(verdict).to_contain_text("✓ Jobcenter ME-aktiv: Jo Muster")
    assert (clean(page), fits(page)) == ([], True)
    page.get_by_role("link", name="Andere Datei prüfen").click()
    verdict = checked(page, flipped)
    expect(verdict).to_contain_text("✗ Nicht in Ordnung. Die Datei gibt sich als eine von hier aus, ist aber verändert")
