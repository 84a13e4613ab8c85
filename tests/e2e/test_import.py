"""Import in a browser: a file comes in, its preview, a foreign table, the way back; accessible and as narrow as a phone."""

from __future__ import annotations

import io

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.usefixtures("demonstration")

FIGURES = "gebiet;datenreihe;monat;wert;status;grund\r\n05158;LZB;2014-09;17.000;;Nachlieferung\r\n05158;VZA;2014-10;400,5;;\r\n"
WIDE = [["Zeitreihe der BA"], ["Kreis", "Merkmal", "Jul 2014", "Aug 14"], [5158, "LZB", 17001, 17002]]


@pytest.fixture
def clerk(as_user) -> Page:
    return as_user("jobcenter")


def upload(page: Page, name: str, content: bytes) -> None:
    page.goto("/import/")
    page.get_by_label("Datei", exact=True).set_input_files({"name": name, "mimeType": "text/csv", "buffer": content})
    page.get_by_role("button", name="Vorschau zeigen").click()


def calm(page: Page) -> None:
    """No finding of axe, and nothing wider than a phone."""
    found = Axe().run(page)
    assert found.violations_count == 0, found.generate_report()
    page.set_viewport_size({"width": 400, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    page.set_viewport_size({"width": 1280, "height": 800})


def test_a_file_is_seen_before_it_is_stored_and_can_be_taken_back(clerk):
    upload(clerk, "werte.csv", FIGURES.encode())
    row = clerk.get_by_role("row", name="Bestand Langzeitleistungsbezieher")
    expect(row).to_contain_text("17.322")
    expect(row).to_contain_text("17.000")
    calm(clerk)

    clerk.get_by_role("button", name="Alle Werte einlesen").click()
    expect(clerk.get_by_role("status").first).to_contain_text("1 neu, 1 geändert, 0 unverändert")
    calm(clerk)
    clerk.get_by_role("button", name="Ganzen Import zurücknehmen").click()
    expect(clerk.get_by_role("status").first).to_contain_text("2 Werte stehen wieder wie zuvor")
    calm(clerk)


def test_a_foreign_table_is_asked_about_once(clerk):
    book = openpyxl.Workbook()
    for line in WIDE:
        book.active.append(line)
    buffer = io.BytesIO()
    book.save(buffer)

    upload(clerk, "ba.xlsx", buffer.getvalue())
    calm(clerk)
    clerk.get_by_label("Merken als").fill("LZB der BA")
    clerk.get_by_label("Grund für alle Zeilen").fill("Lieferung")
    clerk.get_by_role("button", name="Vorschau zeigen").click()
    expect(clerk.get_by_role("heading", name="Geändert: 2")).to_be_visible()

    upload(clerk, "ba.xlsx", buffer.getvalue())
    expect(clerk.get_by_role("status").first).to_contain_text("Gelesen mit der Zuordnung „LZB der BA“")


def test_what_is_wrong_is_said_by_row_and_column(clerk):
    upload(clerk, "werte.csv", FIGURES.replace("400,5", "vierhundert").encode())

    expect(clerk.get_by_role("alert")).to_contain_text("Zeile 3, Spalte „wert“")
    calm(clerk)


@pytest.mark.parametrize("address", ["/import/", "/import/export/", "/import/boegen/"])
def test_the_pages_are_calm(clerk, address):
    clerk.goto(address)
    calm(clerk)


def test_a_collection_sheet_goes_out(clerk):
    clerk.goto("/import/boegen/")
    clerk.get_by_label("Empfänger").fill("Beratungsstelle")
    clerk.get_by_label("zurück bis").fill("2014-11-15")
    clerk.get_by_label("VZA_BUT").check()
    clerk.get_by_role("button", name="Bogen erstellen").click()
    calm(clerk)
    with clerk.expect_download() as download:
        clerk.get_by_role("link", name="Bogen herunterladen").click()
    assert download.value.suggested_filename.startswith("erfassungsbogen-")


def test_a_long_import_says_what_it_does_and_is_not_sent_twice(clerk):
    sent = []
    clerk.on("request", lambda request: sent.append(request.url) if request.method == "POST" else None)
    # "no content" keeps the page as it is while it waits
    clerk.route("**/import/", lambda r: r.fulfill(status=204) if r.request.method == "POST" else r.continue_())
    upload(clerk, "werte.csv", FIGURES.encode())
    expect(clerk.get_by_text("Die Datei wird gelesen und geprüft")).to_be_visible()
    expect(clerk.get_by_role("progressbar")).to_be_visible()

    clerk.get_by_role("button", name="Vorschau zeigen").click()
    assert len(sent) == 1
