"""Steering measures in a browser: agreed from the MBZ at the keyboard, seen at the curve, finished; all pages good ones."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.demonstration import AXE, KEY

pytestmark = pytest.mark.usefixtures("demonstration")
MBZ = f"/mbz/{KEY}/2014-09/"


def assert_good(page: Page) -> None:
    """No finding of axe, and nothing wider than a phone."""
    for closed in page.locator("main details:not([open]) > summary").all():
        if closed.is_visible():
            closed.click()
    assert [found["id"] for found in Axe().run(page, options=AXE).response["violations"]] == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.set_viewport_size({"width": 1280, "height": 900})


def test_from_the_target_to_the_curve(as_user):
    page = as_user("agentur")
    page.goto(MBZ)
    page.locator("#u25").get_by_role("link", name="Maßnahme vereinbaren").press("Enter")
    expect(page.get_by_label("Ziel")).to_have_value(re.compile(r"\d+"))
    page.get_by_label("Maßnahme", exact=True).fill("Schulabgänger-Börse")
    page.get_by_label("Anlass").fill("zu wenige Integrationen nach den Ferien")
    page.get_by_label("verantwortlich").select_option(label="Jobcenter ME-aktiv")
    page.get_by_label("Beginn").fill("2014-10-01")
    page.get_by_label("bis", exact=True).fill("2014-09-30")
    page.get_by_role("button", name="Vereinbaren").press("Enter")
    expect(page.get_by_text("„bis“ liegt vor dem Beginn am 01.10.2014.")).to_be_visible()
    assert_good(page)

    page.get_by_label("bis", exact=True).fill("2014-12-31")
    page.get_by_role("button", name="Vereinbaren").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("M3 Schulabgänger-Börse")
    expect(page.get_by_text("Seit dem Beginn am 01.10.2014 liegt noch kein Wert vor")).to_be_visible()

    page.get_by_role("link", name="Im MBZ September 2014").click()
    target = page.locator("#u25")
    expect(target.locator("figure svg").first).to_contain_text("M3 Schulabgänger-Börse, geplant")
    expect(target.get_by_role("link", name="M3 Schulabgänger-Börse")).to_be_visible()


def test_a_measure_is_finished_with_its_result(as_user):
    page = as_user("jobcenter")
    page.get_by_role("link", name="Maßnahmen", exact=True).click()
    page.get_by_label("Ziel").select_option(label="Integrationsquote")
    page.get_by_role("button", name="Anzeigen").press("Enter")
    expect(page.get_by_role("row")).to_have_count(2)
    assert_good(page)

    page.get_by_role("link", name="Bewerbertage").click()
    page.get_by_text("Bearbeiten").click()
    page.get_by_label("Stand").select_option(label="abgeschlossen")
    page.get_by_role("button", name="Speichern").press("Enter")
    expect(page.get_by_text("Eine abgeschlossene Maßnahme nennt ihr Ergebnis.")).to_be_visible()
    page.get_by_label("Ergebnis").fill("Zwölf Einstellungen")
    page.get_by_role("button", name="Speichern").press("Enter")
    expect(page.get_by_role("status").filter(has_text="M1 Bewerbertage ist gespeichert.")).to_be_visible()
    expect(page.get_by_text("Stand: in Umsetzung → abgeschlossen")).to_be_visible()
    assert_good(page)


def test_the_list_is_sorted_by_its_heads(as_user):
    page = as_user("agentur")
    page.goto("/massnahmen/")
    page.get_by_role("link", name="Beginn").press("Enter")
    expect(page.get_by_role("columnheader", name="Beginn")).to_have_attribute("aria-sort", "ascending")
    expect(page.get_by_role("row").nth(1)).to_contain_text("Bewerbertage")
    page.get_by_role("link", name="Beginn").press("Enter")
    expect(page.get_by_role("columnheader", name="Beginn")).to_have_attribute("aria-sort", "descending")
    expect(page.get_by_role("row").nth(1)).to_contain_text("Fallwerkstatt Langzeitbezug")
    assert_good(page)
