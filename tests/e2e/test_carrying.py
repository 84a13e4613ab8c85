"""Carrying over in a browser: 2014 into 2015, results beside the fields, a wrong number told, values set; good pages."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.e2e.demonstration import KEY
from tests.e2e.test_measures import assert_good

pytestmark = pytest.mark.usefixtures("demonstration")


def test_from_last_year_to_the_next_draft(as_user):
    page = as_user("jobcenter-leitung")
    page.goto(f"/vereinbarungen/{KEY}/")
    page.get_by_role("link", name="Fortschreiben für 2015").press("Enter")
    expect(page.get_by_label("Neues Jahr")).to_have_value("2015")
    assert_good(page)
    page.get_by_role("button", name="Entwurf anlegen").press("Enter")
    expect(page.get_by_role("heading", name="Planwerte 2015")).to_be_visible()
    first = page.locator(".plan-line").first
    expect(first).to_contain_text("Plan 2014: 20,6")
    expect(first).to_contain_text("bis September 2014: ")
    assert_good(page)

    first.get_by_label("Neuer Planwert").fill("viel")
    page.get_by_role("button", name="Alle Werte speichern").press("Enter")
    expect(first).to_contain_text("„viel“ ist keine lesbare Zahl")
    expect(first.get_by_label("Neuer Planwert")).to_have_value("viel")
    assert_good(page)

    first.get_by_label("Neuer Planwert").fill("21,4")
    first.get_by_label("Bruch in der Reihe").fill("Zählung ohne Selbstständige")
    page.get_by_role("button", name="Alle Werte speichern").press("Enter")
    expect(page.get_by_text("Die Planwerte sind gespeichert.")).to_be_visible()
    page.get_by_role("link", name="Vereinbarung", exact=True).press("Enter")
    expect(page.locator("main")).to_contain_text("21,4")
    expect(page.locator("main")).to_contain_text("Bruch in der Reihe: Zählung ohne Selbstständige")
    assert_good(page)
