"""A draft on its way to the partners and back, and two values agreed between them, in the browser."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from agreements.choices import AgreementState
from agreements.models import Agreement
from tests.e2e.demonstration import AXE, KEY, log_in

pytestmark = pytest.mark.usefixtures("demonstration")
PAPER = f"/vereinbarungen/{KEY}/"
TABLE = f"{PAPER}abstimmen/"


@pytest.fixture
def draft(demonstration) -> None:
    """The one of 2014, before it was agreed on."""
    Agreement.objects.filter(key=KEY).update(state=AgreementState.DRAFT)


@pytest.fixture
def people(new_context, draft):
    """One browser a person, all at once."""
    opened: dict[str, Page] = {}

    def page(name: str, address: str = TABLE) -> Page:
        if name not in opened:
            opened[name] = log_in(new_context().new_page(), name)
        opened[name].goto(address)
        return opened[name]

    return page


def offer(page: Page, name: str, value: str, reason: str = "") -> None:
    summary = page.locator("summary", has_text=f"Vorschlag zu „{name}“")
    summary.click()
    form = page.locator("details", has=summary).locator("form")
    form.get_by_label("Wert", exact=True).fill(value)
    form.get_by_label("Begründung").fill(reason)
    form.get_by_role("button", name="Vorschlagen").click()


def said(page: Page, text: str) -> None:
    expect(page.get_by_role("status").first).to_contain_text(text)


def clean(page: Page) -> list[str]:
    """What axe finds with everything unfolded."""
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    return [violation["id"] for violation in Axe().run(page, options=AXE).response["violations"]]


def test_from_the_draft_to_an_agreed_value_and_back(people):
    agentur = people("agentur", PAPER)
    agentur.locator("summary", has_text="Zur Abstimmung geben").click()
    agentur.get_by_label("Hinweis an die Partner").fill("Bitte bis Freitag.")
    agentur.get_by_role("button", name="Zur Abstimmung geben", exact=True).click()
    said(agentur, "liegt jetzt allen Partnern zur Abstimmung vor")
    offer(agentur, "Integrationsquote", "21,4", "Der Arbeitsmarkt trägt mehr.")
    said(agentur, "liegt auf dem Tisch")
    expect(agentur.locator("#iq tbody").get_by_role("button")).to_have_count(0)

    jobcenter = people("jobcenter-leitung")
    offer(jobcenter, "Integrationsquote", "2.012")
    expect(jobcenter.locator("#iq .kern-error")).to_contain_text("nicht eindeutig")
    jobcenter.goto(TABLE)
    offer(jobcenter, "Integrationsquote", "20,9", "Es fehlt Personal.")
    row = jobcenter.locator("#iq tbody td")
    expect(row).to_contain_text(["mindestens 21,4\u00a0%", "mindestens 20,9\u00a0%", "–"])
    assert clean(jobcenter) == []

    agentur = people("agentur")
    agentur.get_by_role("button", name="Annehmen").click()
    said(agentur, "steht jetzt im Entwurf")
    expect(agentur.locator("#iq tbody td").nth(2)).to_contain_text("mindestens 20,9\u00a0%")
    expect(people("lesen", PAPER).locator("#iq .value")).to_contain_text("20,9")

    kreis = people("kreis")
    expect(kreis.locator("summary", has_text="Vorschlag zu „Integrationsquote“")).to_have_count(0)
    kreis.locator("summary", has_text="Anmerkung zu „Integrationsquote“").click()
    kreis.get_by_label("Anmerkung", exact=True).first.fill("Der Kreis trägt das mit.")
    kreis.get_by_role("button", name="Anmerkung hinzufügen").first.click()
    expect(people("jobcenter-leitung").locator("#iq blockquote").last).to_contain_text("Der Kreis trägt das mit.")

    jobcenter = people("jobcenter-leitung")
    jobcenter.locator("summary", has_text="Runde abschließen").click()
    jobcenter.get_by_role("button", name="Jetzt abschließen").click()
    said(jobcenter, "Runde 2 ist abgeschlossen und festgehalten")

    jobcenter = people("jobcenter-leitung", PAPER)
    jobcenter.locator("summary", has_text="In den Entwurf zurück").click()
    jobcenter.get_by_label("Grund, den die Partner lesen").fill("Die Präambel fehlt.")
    assert clean(jobcenter) == []
    jobcenter.get_by_role("button", name="In den Entwurf zurück", exact=True).click()
    said(jobcenter, "wieder ein Entwurf")
    expect(jobcenter.locator("#verlauf li")).to_contain_text(["Bitte bis Freitag.", "Die Präambel fehlt."])
    expect(people("agentur").locator("#iq tbody td").nth(2)).to_contain_text("mindestens 20,9\u00a0%")


def test_the_table_fits_a_narrow_window(people):
    Agreement.objects.filter(key=KEY).update(state=AgreementState.AGREEING)
    page = people("agentur")
    page.set_viewport_size({"width": 320, "height": 800})
    offer(page, "Integrationsquote", "21,4", "Der Arbeitsmarkt trägt mehr.")
    for address in (TABLE, PAPER):
        page.goto(address)
        page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address


def test_without_javascript_it_works_the_same(new_context, draft):
    page = log_in(new_context(java_script_enabled=False).new_page(), "agentur")
    page.goto(PAPER)
    page.locator("summary", has_text="Zur Abstimmung geben").click()
    page.get_by_role("button", name="Zur Abstimmung geben", exact=True).click()
    offer(page, "Befristungsanteil", "7", "Weniger Befristung.")
    expect(page.locator("#personal tbody tr").nth(1)).to_contain_text("höchstens 7\u00a0%")
