"""A batch in a browser: ordered with one click, watched without reloading, fetched as one ZIP; usable on a small screen."""

from __future__ import annotations

from zipfile import ZipFile

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from monitoring.models import ReportBatch
from monitoring.services.batches import run_batch

pytestmark = pytest.mark.usefixtures("demonstration")


@pytest.fixture
def ordered(as_user) -> Page:
    page = as_user("agentur")
    page.goto("/mbz/me-aktiv-2014/2014-09/")
    page.get_by_role("link", name="Alle als ZIP").click()
    page.get_by_label("Monat").select_option("September 2014")
    page.get_by_role("button", name="Stapel herstellen").click()
    return page


def test_it_is_made_in_the_background_and_the_page_knows(ordered, tmp_path):
    expect(ordered.get_by_text("wartet: 0 von 4 Papieren")).to_be_visible()
    run_batch(ReportBatch.objects.get().pk)  # as the worker does

    expect(ordered.get_by_text("fertig: 4 von 4 Papieren").first).to_be_visible()
    expect(ordered.get_by_role("status")).to_have_text("fertig: 4 von 4 Papieren")
    with ordered.expect_download() as download:
        ordered.get_by_role("link", name="ZIP herunterladen").click()
    assert download.value.suggested_filename == "2014-09_mbz.zip"
    download.value.save_as(tmp_path / "stapel.zip")
    with ZipFile(tmp_path / "stapel.zip") as archive:
        papers = [name for name in archive.namelist() if name.endswith(".pdf")]
        assert len(papers) == 4
        assert all(archive.read(name).startswith(b"%PDF") for name in papers)
        assert "inhalt.csv" in archive.namelist()


@pytest.mark.parametrize("address", ["/mbz/stapel/", "the batch"])
def test_everybody_can_use_it(ordered, address):
    if address != "the batch":
        ordered.goto(address)
    ordered.set_viewport_size({"width": 320, "height": 800})
    assert ordered.evaluate("document.documentElement.scrollWidth") <= 320
    result = Axe().run(ordered)
    assert result.violations_count == 0, result.generate_report()
