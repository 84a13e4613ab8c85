"""A plan fixed by two parties and a year settled provisionally, in browsers of their own; narrow windows, keyboard, axe."""

from __future__ import annotations

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.demonstration import AXE, KEY, log_in

pytestmark = pytest.mark.usefixtures("demonstration")
FIXINGS, SETTLEMENT = f"/festlegungen/{KEY}/", f"/abrechnung/{KEY}/"


@pytest.fixture(autouse=True)
def february(settings):
    settings.TODAY = date(2015, 2, 20)


@pytest.fixture
def people(new_context):
    """One browser a person, all at once."""
    opened: dict[str, Page] = {}

    def page(name: str, path: str) -> Page:
        if name not in opened:
            opened[name] = log_in(new_context().new_page(), name)
        opened[name].goto(path)
        return opened[name]

    return page


def clean(page: Page) -> list[str]:
    return [violation["id"] for violation in Axe().run(page, options=AXE).response["violations"]]


def fits(page: Page) -> bool:
    """No scrolling of the page itself at 320 px."""
    page.set_viewport_size({"width": 320, "height": 800})
    fitting = page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    page.set_viewport_size({"width": 1200, "height": 800})
    return fitting


def test_a_plan_proposed_by_the_jobcenter_is_fixed_with_the_agentur(people):
    leader = people("jobcenter-leitung", FIXINGS)
    plan = leader.get_by_role("region", name="Integrationen U 25")
    plan.get_by_role("button", name="Festlegung vorschlagen: 1.231,65").click()
    expect(leader.get_by_role("status").first).to_contain_text("liegt den anderen Partnern vor")
    assert clean(leader) == []

    agentur = people("agentur", FIXINGS)
    plan = agentur.get_by_role("region", name="Integrationen U 25")
    plan.get_by_role("button", name="Ablehnen").click()
    expect(agentur.get_by_role("alert")).to_contain_text("Bitte die Ablehnung begründen")
    assert clean(agentur) == []
    assert fits(agentur)
    plan.get_by_role("button", name="Für Agentur Mettmann zustimmen").press("Enter")
    expect(agentur.get_by_role("status").first).to_contain_text("jetzt festgelegt")
    expect(plan.locator(".facts")).to_contain_text("Zahlen 2013 endgültig, Stand 20.02.2015")

    kreis = people("kreis", FIXINGS)
    expect(kreis.locator("section.settled")).to_have_count(1)
    expect(kreis.locator("section.settled h2")).to_contain_text("Kosten der Unterkunft")


def test_the_year_is_settled_provisionally_and_the_paper_opens(people):
    kreis = people("kreis", SETTLEMENT)
    kreis.locator("#duties-psychosozial-1").get_by_role("link", name="berichten").click()
    kreis.locator("#id_state").select_option("postponed")
    kreis.locator("#id_text").fill("Die Stelle war unbesetzt.")
    kreis.get_by_role("button", name="Bericht speichern").click()
    expect(kreis.get_by_role("alert")).to_contain_text("Bitte den neuen Tag nennen")
    assert clean(kreis) == []
    assert fits(kreis)
    kreis.locator("#id_new_due").fill("2015-06-30")
    kreis.get_by_role("button", name="Bericht speichern").click()
    expect(kreis.locator(".history")).to_contain_text("verschoben auf 30.06.2015")
    kreis.goto(SETTLEMENT)
    expect(kreis.locator("#duties-psychosozial-1")).to_contain_text("verschoben auf 30.06.2015")

    leader = people("jobcenter-leitung", SETTLEMENT)
    expect(leader.get_by_text("Zur endgültigen Abrechnung fehlt noch (10)")).to_be_visible()
    leader.locator("summary", has_text="Abrechnen").click()
    assert clean(leader) == []
    assert fits(leader)
    leader.get_by_role("button", name="Vorläufig abrechnen").click()
    expect(leader.get_by_role("status").first).to_contain_text("Vorläufige Zielabrechnung 2014 Nr. 1 ist eingefroren")
    expect(leader.locator("main")).to_contain_text("Nr. 1, eingefroren am")

    address = leader.get_by_role("link", name="PDF").get_attribute("href")
    paper = leader.request.get(str(address))
    assert (paper.headers["content-type"], paper.body()[:5]) == ("application/pdf", b"%PDF-")
    assert people("agentur", SETTLEMENT).request.get(str(address)).body() == paper.body()
    excerpt = people("kreis", SETTLEMENT)
    expect(excerpt.locator("main")).to_contain_text("erscheint mit dem ersten abgenommenen MBZ")
    assert clean(excerpt) == []


def test_the_pages_work_without_javascript(new_context):
    page = log_in(new_context(java_script_enabled=False).new_page(), "agentur")
    page.goto(f"/vereinbarungen/{KEY}/stand/")
    page.get_by_role("link", name="Zielabrechnung").click()
    page.locator("summary", has_text="Abrechnen").click()
    page.get_by_role("button", name="Vorläufig abrechnen").click()
    expect(page.get_by_role("status").first).to_contain_text("eingefroren")
