"""A draft edited in a browser: texts that save themselves, values, order at the keyboard, two writers; good pages, also narrow."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from agreements.choices import AgreementState
from agreements.models import Agreement, Target, TargetMeasure
from tests.e2e.demonstration import KEY, log_in
from tests.e2e.test_measures import assert_good

pytestmark = pytest.mark.usefixtures("demonstration", "draft")
SAVED = re.compile(r"^gespeichert \d\d:\d\d Uhr")
DRAFT = f"/vereinbarungen/{KEY}/bearbeiten/"


@pytest.fixture
def draft(demonstration: None) -> None:
    """The agreement before it was signed; the triggers that forbid this are off in tests."""
    Agreement.objects.filter(key=KEY).update(state=AgreementState.DRAFT)


@pytest.fixture
def other(browser: Browser, browser_context_args: dict) -> Iterator[Page]:
    """Somebody of the Agentur at another desk."""
    context = browser.new_context(**browser_context_args)
    yield log_in(context.new_page(), "agentur")
    context.close()


def test_from_the_agreement_to_a_text_and_a_value(as_user):
    page = as_user("jobcenter-leitung")
    page.goto(f"/vereinbarungen/{KEY}/")
    page.get_by_role("link", name="Bearbeiten").press("Enter")
    expect(page.get_by_role("heading", level=1)).to_have_text("Zielvereinbarung 2014 bearbeiten")
    assert_good(page)

    page.get_by_role("link", name="Integrationsquote", exact=True).click()
    text = page.get_by_label("Beschreibung", exact=True)
    text.fill("Mehr *Integrationen*")
    expect(page.locator("#draft-text-state")).to_have_text(SAVED)
    text.press_sequentially(" <b>bald</b>")
    page.get_by_label("Kurztitel").fill("Arbeit")  # both forms write one row: the text is saved before, none is lost
    page.get_by_role("button", name="Ziel speichern").press("Enter")
    expect(page.get_by_text("„Arbeit“ ist gespeichert.")).to_be_visible()
    expect(page.get_by_label("Beschreibung", exact=True)).to_have_value("Mehr *Integrationen* <b>bald</b>")
    assert_good(page)

    page.locator(".outline").first.get_by_role("link", name="Integrationsquote", exact=True).click()
    page.get_by_label("Planwert (%)").fill("21;4")
    page.get_by_role("button", name="Speichern").press("Enter")
    expect(page.get_by_text("„21;4“ ist keine lesbare Zahl")).to_be_visible()
    assert_good(page)
    page.get_by_label("Planwert (%)").fill("21,4")
    page.get_by_role("button", name="Speichern").press("Enter")
    expect(page.get_by_text("mindestens 21,4 % im Jahr 2014")).to_be_visible()
    page.get_by_role("link", name="Zielvereinbarung 2014").click()
    row = page.locator("#iq")
    expect(row.locator("em")).to_have_text("Integrationen")
    expect(row).to_contain_text("<b>bald</b>")
    expect(row.locator("td.value")).to_have_text("21,4")


def test_order_at_the_keyboard_with_and_without_scripts(as_user, browser, browser_context_args):
    row = Target.objects.select_related("section").get(agreement__key=KEY, code="sucht")
    page = as_user("kreis")
    place = f"{DRAFT}abschnitt/{row.section_id}/"
    page.goto(place)
    page.get_by_role("button", name=f"nach oben: {row}, Stelle 4").press("Enter")
    expect(page.get_by_role("button", name=f"nach oben: {row}, Stelle 3")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=f"nach oben: {row}, Stelle 2")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name=f"nach unten: {row}, Stelle 1")).to_be_focused()
    assert_good(page)

    state = page.context.storage_state()
    plain = browser.new_context(**browser_context_args, java_script_enabled=False, storage_state=state)
    bare = plain.new_page()
    bare.goto(place)
    bare.get_by_role("button", name=f"nach unten: {row}, Stelle 1").press("Enter")
    expect(bare.get_by_role("button", name=f"nach unten: {row}, Stelle 2")).to_be_visible()
    bare.get_by_label("Text", exact=True).fill("Ohne Skript")
    bare.get_by_role("button", name="Text speichern").press("Enter")
    expect(bare.get_by_label("Text", exact=True)).to_have_value("Ohne Skript")
    plain.close()


def test_two_desks_lose_nothing(as_user, other):
    page = as_user("jobcenter-leitung")
    for each in (page, other):
        each.goto(f"{DRAFT}ziel/iq/")
    other.get_by_label("Beschreibung", exact=True).fill("Text der Agentur")
    expect(other.locator("#draft-text-state")).to_have_text(SAVED)
    page.get_by_label("Beschreibung", exact=True).fill("Text des Jobcenters")
    expect(page.locator("#draft-text-state")).to_contain_text("inzwischen von jemand anderem geändert")
    expect(page.locator("blockquote")).to_have_text("Text der Agentur")
    page.get_by_role("button", name="beide untereinander").press("Enter")
    expect(page.locator("#draft-text-state")).to_have_text(SAVED)
    assert Target.objects.get(agreement__key=KEY, code="iq").description == "Text der Agentur\n\nText des Jobcenters"

    measure = TargetMeasure.objects.get(target__agreement__key=KEY, measure__code="IQ")
    for each in (page, other):
        each.goto(f"{DRAFT}ziel/iq/messgroesse/{measure.pk}/")
    other.get_by_label("Planwert (%)").fill("22")
    other.get_by_role("button", name="Speichern").press("Enter")
    expect(other.get_by_text("mindestens 22 % im Jahr 2014")).to_be_visible()
    page.get_by_label("Planwert (%)").fill("23")
    page.get_by_role("button", name="Speichern").press("Enter")
    expect(page.locator(".apart dd").first).to_have_text("22")
    expect(page.get_by_label("Planwert (%)")).to_have_value("23")
    assert_good(page)
    page.get_by_role("button", name="Speichern").press("Enter")
    expect(page.get_by_text("mindestens 23 % im Jahr 2014")).to_be_visible()


def test_the_forms_of_parts_are_good_pages(as_user):
    page = as_user("jobcenter-leitung")
    for path in ("abschnitt/neu/", "ziel/sucht/pflicht/neu/", "ziel/sucht/budget/neu/", "ziel/sucht/messgroesse/neu/"):
        page.goto(DRAFT + path)
        assert_good(page)
        page.get_by_role("button", name="Speichern").press("Enter")
        expect(page.locator(".kern-error, .fault").first).to_be_visible()
        assert_good(page)
    target = Target.objects.get(agreement__key=KEY, code="sucht")
    page.goto(f"{DRAFT}ziel/{target.pk}/entfernen/")
    assert_good(page)
    page.get_by_role("button", name="Jetzt entfernen").press("Enter")
    expect(page.get_by_text(f"„{target}“ ist entfernt.")).to_be_visible()
