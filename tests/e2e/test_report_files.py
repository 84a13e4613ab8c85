"""What one takes along from the MBZ in a browser: a table for the spreadsheet, a chart as drawing and picture, a decent print."""

from __future__ import annotations

import subprocess
import xml.etree.ElementTree as ET
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Page, expect

from tests.e2e.demonstration import KEY

pytestmark = pytest.mark.usefixtures("demonstration")

MBZ = f"/mbz/{KEY}/2014-09/"


@pytest.fixture
def report(as_user: Callable[[str], Page]) -> Page:
    page = as_user("agentur")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(MBZ)
    return page


def copied(page: Page, name: str) -> list[list[str]]:
    """What the clipboard holds after the button, cell by cell."""
    button = page.get_by_role("button", name=name)
    button.click()
    expect(button.locator("xpath=..").get_by_role("status")).to_contain_text("Kopiert: ")
    return [line.split("\t") for line in page.evaluate("() => navigator.clipboard.readText()").split("\n")]


def test_the_overview_is_copied_with_real_german_numbers(report):
    rows = copied(report, "Tabelle kopieren: Überblick")
    assert rows == [
        ["Ziel", "Bemerkung", "Ist", "Soll bis September", "Bemerkung zum Soll", "Abweichung", "Abweichung in %",
         "Ist in % vom Soll", "zum Vorjahr", "Hochrechnung bis Dezember", "Ziel oder Prognose für das Jahr", "Status"],
        ["Integrationsquote", "", "15,1%", "15,4%", "vorläufig", "-0,3", "-2,1%", "97,9", "1,4%", "20,2%", "20,6%", "deutlich unter Soll"],
        ["Langzeitleistungsbezug", "", "17385", "17302", "vorläufig", "83", "0,5%", "100,5", "-0,9%", "17366", "17283", "leicht über Soll"],
        ["Integrationen U 25", "", "941", "922", "vorläufig", "19", "2,1%", "102,1", "7,2%", "1257", "1232", "im Soll"],
        ["Integrationen Alleinerziehender", "", "401", "420", "vorläufig", "-19", "-4,5%",
         "95,5", "0,3%", "538", "564", "deutlich unter Soll"],
        ["Leistungen zum Lebensunterhalt", "beobachtet, kein Ziel", "67900771 €", "67932393 €", "Prognose", "-31622", "0,0%", "–",
         "-1,4%", "90253736 €", "90295768 €", "beobachtet"],
    ]  # fmt: skip


def test_the_months_of_a_target_are_copied_from_the_keyboard(report):
    report.get_by_text("Daten als Tabelle").first.press("Enter")
    rows = copied(report, "Tabelle kopieren: Integrationsquote 2014")
    assert rows[0] == ["Monat", "Ist", "Soll", "Abweichung in %", "Vorjahr", "Datenstand"]
    assert rows[9] == ["September", "15,1", "15,4", "-2,1%", "14,9", "vorläufig"]
    assert rows[10] == ["Oktober", "–", "17,3", "–", "16,7", "–"]


def test_a_text_that_looks_like_a_formula_stays_text(report, agreement):
    agreement.targets.filter(code="iq").update(title="=1+1", short_title="=1+1")
    report.reload()
    assert copied(report, "Tabelle kopieren: Überblick")[1][0] == "'=1+1"


def saved(page: Page, name: str, folder: Path) -> Path:
    with page.expect_download() as download:
        page.get_by_role("button", name=name).click()
    path = folder / download.value.suggested_filename
    download.value.save_as(path)
    return path


def test_a_chart_is_saved_as_a_drawing_of_its_own(report, tmp_path):
    path = saved(report, "SVG, Diagramm sichern: Integrationsquote bis September", tmp_path)
    assert path.name == f"mbz_{KEY}_2014-09_IQ.svg"
    drawing = ET.parse(path).getroot()  # noqa: S314  our own
    space = "{http://www.w3.org/2000/svg}"
    assert drawing.tag == f"{space}svg"
    assert (
        drawing.find(f"{space}title").text
        == "Integrationsquote bis September 15,1\xa0%, Soll 15,4\xa0%, Vorjahr 14,9\xa0%"
    )
    assert drawing.find(f"{space}rect").get("fill") == "#ffffff"
    assert [each for each in drawing.iter() if each.get("pointer-events")] == []


def test_a_chart_is_saved_as_a_picture_on_white(report, tmp_path):
    path = saved(report, "PNG, Diagramm sichern: Integrationsquote bis September", tmp_path)
    assert path.name == f"mbz_{KEY}_2014-09_IQ.png"
    box = [int(side) for side in report.locator("figure svg.chart").first.get_attribute("viewBox").split()]
    with Image.open(path) as picture:
        picture.load()
        assert (picture.format, picture.size) == ("PNG", (2 * box[2], 2 * box[3]))
        assert picture.convert("RGBA").getpixel((0, 0)) == (255, 255, 255, 255)
        assert len(picture.convert("L").getcolors()) > 20  # something is drawn, with letters


def test_the_page_with_its_buttons_pleases_axe_and_a_phone(report):
    for summary in report.locator("details summary").all():
        summary.click()
    found = Axe().run(report)
    assert found.violations_count == 0, found.generate_report()
    report.set_viewport_size({"width": 320, "height": 800})
    assert report.evaluate("document.documentElement.scrollWidth") <= 320


def test_what_is_printed_is_the_report_alone(report, tmp_path):
    path = tmp_path / "druck.pdf"
    path.write_bytes(report.pdf(format="A4", prefer_css_page_size=True))
    said = subprocess.run(["pdftotext", "-layout", path, "-"], capture_output=True, check=True).stdout.decode()
    for button in (
        "Abmelden",
        "Vereinbarungen",
        "Tabelle kopieren",
        "Diagramm sichern",
        "Zum Inhalt",
        "Daten als Tabelle",
    ):
        assert button not in said
    assert "MBZ September 2014" in said
    # What was folded is open: the figures of the curve, those of numerator and denominator.
    assert "Integrationsquote 2014 (%), Werte seit Jahresbeginn" in said
    assert "Integrationen, einzelne Monate (Anzahl)" in said
