"""The walk through the whole house in a browser: figures typed, the MBZ moves, files come out, nobody sees too much."""

from __future__ import annotations

import re
from io import BytesIO

import pytest
from axe_playwright_python.sync_playwright import Axe
from openpyxl import load_workbook
from playwright.sync_api import expect

from tests.e2e.demonstration import AXE, KEY

pytestmark = pytest.mark.usefixtures("demonstration")

CITIES = [
    "Erkrath",
    "Haan",
    "Heiligenhaus",
    "Hilden",
    "Langenfeld (Rhld.)",
    "Mettmann",
    "Monheim am Rhein",
    "Ratingen",
    "Velbert",
    "Wülfrath",
    "ohne Zuordnung/auswärts",
]


def test_jobcenter_types_figures_and_the_report_moves(as_user):
    page = as_user("jobcenter")
    page.goto(f"/mbz/{KEY}/2014-09/")
    row = page.get_by_role("row", name=re.compile("^Langzeitleistungsbezug"))
    expect(row).to_contain_text("17.385")

    page.goto(f"/monatswerte/{KEY}/2014-09/")
    field = page.locator("#id_LZB-05158-value")
    expect(field).to_have_value("17.322")
    field.fill("17.412")
    field.press("Enter")
    expect(page.locator("#id_LZB-05158-value")).not_to_be_focused()
    page.get_by_role("button", name="Speichern").click()
    expect(page.get_by_role("status").first).to_contain_text("1 Wert gespeichert.")

    page.goto(f"/mbz/{KEY}/2014-09/")
    expect(row).to_contain_text("17.395")


def test_october_takes_own_figures_and_says_what_cannot_be_known(as_user):
    page = as_user("jobcenter")
    page.goto(f"/monatswerte/{KEY}/2014-10/")
    expect(page.locator("#INT-05158-state")).to_have_text(
        re.compile(r"noch nicht verfügbar \(voraussichtlich ab 01\.11\.2014\)")
    )
    page.locator("#id_VZA-05158-value").fill("398,10")
    page.locator("#id_EGV-05158-value").fill("19.a")
    page.get_by_role("button", name="Speichern").click()

    expect(page.get_by_role("status").first).to_contain_text("1 Wert gespeichert.")
    expect(page.locator("#id_VZA-05158-value")).to_have_value("398,10")
    expect(page.locator("#id_EGV-05158-value")).to_have_value("19.a")
    expect(page.locator("#EGV-05158-state")).to_contain_text("19.a")


def test_two_people_on_one_figure_lose_nothing(as_user, browser, base_url):
    page = as_user("jobcenter")
    page.goto(f"/monatswerte/{KEY}/2014-09/")
    other = page.context.new_page()
    other.goto(f"/monatswerte/{KEY}/2014-09/")
    other.locator("#id_VZA-05158-value").fill("400,00")
    other.get_by_role("button", name="Speichern").click()
    expect(other.get_by_role("status").first).to_contain_text("1 Wert gespeichert.")

    page.locator("#id_VZA-05158-value").fill("401,00")
    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("#VZA-05158-state")).to_contain_text("„400,00\u00a0VZA“ gespeichert")
    expect(page.locator("#id_VZA-05158-value")).to_have_value("401,00")

    page.get_by_role("button", name="Speichern").click()
    expect(page.locator("#id_VZA-05158-value")).to_have_value("401,00")
    expect(page.get_by_role("status").first).to_contain_text("1 Wert gespeichert.")


def test_kreis_takes_the_cities_home_and_finds_no_report(as_user):
    page = as_user("kreis")
    assert page.goto(f"/mbz/{KEY}/2014-09/").status == 404

    page.goto(f"/staedte/{KEY}/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel, genaue Zahlen").click()
    sheet = load_workbook(BytesIO(download.value.path().read_bytes())).worksheets[0]
    names = [row[1] for row in sheet.iter_rows(values_only=True)]
    assert [name for name in names if name in CITIES] == CITIES


PAGES = {
    "jobcenter": [
        "/",
        "/konto/",
        "/vereinbarungen/",
        f"/vereinbarungen/{KEY}/",
        f"/vereinbarungen/{KEY}/stand/",
        f"/monatswerte/{KEY}/2014-09/",
        f"/monatswerte/{KEY}/2014-10/",
        f"/mbz/{KEY}/2014-09/",
        f"/mbz/{KEY}/2014-01/",
        f"/kommunal/{KEY}/2014-09/",
        "/vergleich/2014-09/",
        f"/staedte/{KEY}/",
        f"/staedte/{KEY}/?ansicht=veroeffentlichung",
        "/barrierefreiheit/",
        "/datenschutz/",
        "/gibt-es-nicht/",
    ],
    "kreis": ["/", f"/vereinbarungen/{KEY}/stand/", f"/monatswerte/{KEY}/2014-09/", f"/staedte/{KEY}/"],
    "lesen": ["/", f"/kommunal/{KEY}/2014-09/", f"/kommunal/{KEY}/2014-02/"],
    "agentur": [
        "/",
        "/dialoge/",
        f"/dialoge/{KEY}/2/",
        "/pflichten/",
        f"/mbz/{KEY}/2014-09/",
        "/vergleich/2014-09/",
        "/vergleich/2014-09/?sortieren=soll&richtung=ab",
    ],
    "admin": ["/", "/admin/", "/admin/agreements/series/", "/admin/monitoring/monthlyactual/"],
}


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(as_user, name):
    page = as_user(name)
    for path in PAGES[name]:
        page.goto(path)
        for closed in page.locator("main details:not([open]) > summary").all():
            if closed.is_visible():
                closed.click()
        found = Axe().run(page, options=AXE)
        assert [
            f"{path}: {v['id']} {[n['target'] for n in v['nodes']][:3]}" for v in found.response["violations"]
        ] == []


def test_axe_finds_nothing_at_the_login(page):
    page.goto("/anmelden/")
    assert Axe().run(page).response["violations"] == []


@pytest.mark.parametrize("name", ["jobcenter", "agentur"])
def test_pages_reflow_at_320_pixels(as_user, name):
    """WCAG 1.4.10: no page scrolls sideways at 320 px; wide tables scroll in their own region."""
    page = as_user(name)
    page.set_viewport_size({"width": 320, "height": 700})
    for path in PAGES[name]:
        page.goto(path)
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert overflow <= 0, f"{path}: {overflow} px zu breit"
