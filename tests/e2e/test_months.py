"""Months in a browser: an unlikely figure is confirmed by keyboard, a month is closed and opened again, who is missing what."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.demonstration import AXE, KEY

pytestmark = pytest.mark.usefixtures("demonstration")

SEPTEMBER = f"/monatswerte/{KEY}/2014-09/"


def assert_good(page: Page) -> None:
    """No finding of axe, and nothing wider than a phone."""
    for closed in page.locator("main details:not([open]) > summary").all():
        if closed.is_visible():
            closed.click()
    assert [found["id"] for found in Axe().run(page, options=AXE).response["violations"]] == []
    page.set_viewport_size({"width": 320, "height": 700})
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth")
    page.set_viewport_size({"width": 1280, "height": 900})


def test_an_unlikely_figure_is_confirmed_at_the_keyboard(as_user):
    page = as_user("jobcenter")
    page.goto(SEPTEMBER)
    page.locator("#id_KUNDEN-05158-value").fill("1472")
    page.get_by_role("button", name="Speichern").press("Enter")
    doubt = page.locator("#KUNDEN-05158-doubts")
    expect(doubt).to_contain_text("90\u00a0% weniger als im August 2014")
    assert_good(page)

    page.get_by_label(re.compile("geprüft: Kundinnen und Kunden ohne")).press("Space")
    page.get_by_role("button", name="Speichern").press("Enter")
    expect(doubt).to_have_count(0)
    expect(page.locator("#KUNDEN-05158-state")).to_contain_text("geprüft von")
    expect(page.locator("#id_KUNDEN-05158-value")).to_have_value("1.472")


def test_a_month_is_closed_and_opened_again(as_user):
    page = as_user("jobcenter-leitung")
    page.goto(SEPTEMBER)
    page.get_by_text("Monat abschließen, Fälligkeit ändern").click()
    page.get_by_role("button", name="September abschließen").click()
    expect(page.get_by_role("status").first).to_contain_text("September 2014 ist abgeschlossen; Importe gehen weiter.")
    expect(page.locator("#id_VZA-05158-value")).not_to_be_editable()
    assert_good(page)

    page.get_by_label("Grund der Wiederöffnung").fill("Zahlendreher")
    page.get_by_role("button", name="Wieder öffnen").click()
    expect(page.locator("#id_VZA-05158-value")).to_be_editable()
    expect(page.get_by_text(re.compile("wieder geöffnet am .* Zahlendreher"))).to_be_visible()


@pytest.mark.parametrize("name", ["jobcenter", "agentur", "kreis"])
def test_completeness_and_calendar_are_good_pages(as_user, name):
    page = as_user(name)
    for path in (f"/vollstaendigkeit/{KEY}/", "/vollstaendigkeit/", f"/kalender/{KEY}/"):
        page.goto(path)
        expect(page.get_by_role("heading", level=1)).to_be_visible()
        assert_good(page)


def test_the_agentur_finds_what_its_jobcenter_have_given(as_user):
    page = as_user("agentur")
    page.get_by_role("link", name="Vollständigkeit").click()
    page.get_by_role("link", name="Jobcenter ME-aktiv").click()
    expect(page.get_by_role("row", name=re.compile("^zusammen"))).to_contain_text("73/73")
