"""A draft in the hands of its partners: given to them, two values talked over, one agreed, remarked on, taken back."""

from __future__ import annotations

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.e2e.demonstration import AXE, KEY, log_in

AGREEMENT = f"/vereinbarungen/{KEY}/"
AGREEING = f"{AGREEMENT}abstimmen/"


@pytest.fixture
def draft(demonstration) -> None:
    """The agreement of the demonstration, before it was signed."""
    from agreements.models import Agreement

    Agreement.objects.filter(key=KEY).update(state="draft")


@pytest.fixture
def people(new_context, draft):
    """One browser a person, all at once."""
    opened: dict[str, Page] = {}

    def page(name: str, path: str) -> Page:
        if name not in opened:
            opened[name] = log_in(new_context().new_page(), name)
        opened[name].goto(path)
        return opened[name]

    return page


def unfold(page: Page, name: str) -> Locator:
    """The opened part under that summary."""
    part = page.locator("details", has=page.locator("summary", has_text=name)).first
    part.locator("summary").click()
    return part


def offer(page: Page, measure: str, value: str, reason: str) -> None:
    form = unfold(page, f"Vorschlag zu „{measure}“")
    form.get_by_label("Wert", exact=True).fill(value)
    form.get_by_label("Begründung").fill(reason)
    form.get_by_role("button", name="Vorschlagen").click()


def all_unfolded(page: Page) -> Page:
    page.locator("details").evaluate_all("all => all.forEach(each => each.open = true)")
    return page


def clean(page: Page) -> list[str]:
    """What axe finds with everything unfolded."""
    all_unfolded(page)
    return [violation["id"] for violation in Axe().run(page, options=AXE).response["violations"]]


def test_from_draft_to_an_agreed_value_and_back(people):
    jobcenter = people("jobcenter-leitung", AGREEMENT)
    verb = unfold(jobcenter, "Zur Abstimmung geben")
    verb.get_by_label("Hinweis an die Partner").fill("Bitte bis Freitag.")
    assert clean(jobcenter) == []
    verb.get_by_role("button", name="Zur Abstimmung geben").click()
    expect(jobcenter.get_by_role("status")).to_contain_text("liegt jetzt allen Partnern zur Abstimmung vor")

    agentur = people("agentur", AGREEING)
    offer(agentur, "Integrationsquote", "viel", "Die Nachfrage steigt.")
    expect(agentur.get_by_text("„viel“ ist keine lesbare Zahl")).to_be_visible()
    expect(agentur.locator("#iq").get_by_label("Wert", exact=True)).to_be_focused()
    assert clean(agentur) == []
    agentur.locator("#iq").get_by_label("Wert", exact=True).fill("21,4")
    agentur.locator("#iq").get_by_role("button", name="Vorschlagen").click()
    expect(agentur.locator("#iq tbody td").first).to_contain_text("mindestens 21,4\u00a0%")
    expect(agentur.get_by_role("button", name="Annehmen")).to_have_count(0)

    jobcenter = people("jobcenter-leitung", AGREEING)
    expect(jobcenter.get_by_role("button", name="Annehmen")).to_have_count(1)
    offer(jobcenter, "Integrationsquote", "2.012", "")
    expect(jobcenter.locator("#iq .kern-error")).to_contain_text("nicht eindeutig")
    jobcenter.goto(AGREEING)
    offer(jobcenter, "Integrationsquote", "21", "Es fehlt Personal.")

    agentur = people("agentur", AGREEING)
    columns = agentur.locator("#iq tbody td")
    expect(columns).to_contain_text(["21,4\u00a0%", "Es fehlt Personal.", "–"])
    agentur.get_by_role("button", name="Annehmen: Integrationsquote, Gegenvorschlag").click()
    expect(agentur.get_by_role("status")).to_contain_text("steht jetzt im Entwurf")
    expect(columns.nth(2)).to_contain_text("mindestens 21\u00a0%")
    assert clean(agentur) == []

    changed = agentur.locator("#aenderungen")
    expect(changed.get_by_role("heading", level=2)).to_have_text("Geändert seit Runde 1")
    expect(changed.locator("del").first).to_contain_text("20,6")
    expect(changed.locator("ins").first).to_contain_text("21")

    kreis = people("kreis", AGREEING)
    expect(kreis.locator("summary", has_text="Vorschlag zu „Integrationsquote“")).to_have_count(0)
    form = unfold(kreis, "Anmerkung zu „Integrationsquote“")
    form.get_by_label("Anmerkung", exact=True).fill("Der Kreis trägt das mit.")
    form.get_by_role("button", name="Anmerkung hinzufügen").click()
    unfold(kreis, "Runde abschließen").get_by_role("button", name="Jetzt abschließen").click()
    expect(kreis.locator(".rounds li")).to_contain_text(["Runde 2", "Runde 1"])
    expect(kreis.locator("#aenderungen")).to_contain_text("Worte und Werte sind noch die der Runde 2.")
    kreis.get_by_role("link", name="Änderungen seit Runde 1").click()
    expect(kreis.locator("#aenderungen del").first).to_contain_text("20,6")
    assert clean(kreis) == []

    reader = people("lesen", AGREEMENT)
    expect(reader.locator("article #iq .value")).to_have_text("21")
    reader.goto(AGREEING)
    expect(reader.locator("#iq")).to_contain_text("Der Kreis trägt das mit.")
    expect(reader.get_by_role("button", name="Annehmen")).to_have_count(0)

    jobcenter = people("jobcenter-leitung", AGREEMENT)
    verb = unfold(jobcenter, "In den Entwurf zurück")
    verb.get_by_label("Grund, den die Partner lesen").fill("Neue Eckwerte vom Land.")
    verb.get_by_role("button", name="In den Entwurf zurück").click()
    expect(jobcenter.locator("#verlauf li")).to_contain_text(["Bitte bis Freitag.", "Neue Eckwerte vom Land."])
    assert clean(jobcenter) == []
    expect(people("agentur", AGREEING).locator("#iq tbody td").nth(2)).to_contain_text("mindestens 21\u00a0%")


def test_a_narrow_window_needs_no_scrolling_to_the_side(people):
    jobcenter = people("jobcenter-leitung", AGREEMENT)
    jobcenter.set_viewport_size({"width": 320, "height": 800})
    unfold(jobcenter, "Zur Abstimmung geben").get_by_role("button", name="Zur Abstimmung geben").click()
    offer(jobcenter, "Integrationsquote", "21,4", "Ein langer Grund ohne Zeilenende, der umbrechen muss.")
    expect(jobcenter.locator("#iq tbody td").first).to_contain_text("21,4")
    for path in (AGREEING, AGREEMENT):
        jobcenter.goto(path)
        all_unfolded(jobcenter)
        assert jobcenter.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path


def test_without_javascript_everything_works(new_context, draft):
    page = log_in(new_context(java_script_enabled=False).new_page(), "agentur")
    page.goto(AGREEMENT)
    unfold(page, "Zur Abstimmung geben").get_by_role("button", name="Zur Abstimmung geben").click()
    offer(page, "Befristungsanteil", "7", "Weniger Befristung.")
    expect(page.locator("#personal tbody tr").nth(1)).to_contain_text("höchstens 7\u00a0%")
