"""The year 2014 in a browser: two dialogues, three measures, one overdue, minutes frozen, a duty proven, a programme measured."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from monitoring.models import Dialogue, SteeringMeasure
from tests.e2e.demonstration import AXE, KEY
from tests.monitoring.talks import forget_dialogues

pytestmark = [
    pytest.mark.usefixtures("demonstration"),
    pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning"),
]
EVALUATION = f"/auswertung/{KEY}/massnahmewirksamkeit/"
PDF = {"name": "konzept.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7 Konzept"}


@pytest.fixture
def people(as_user, page) -> Callable[[str], Page]:
    """Another person at the same keyboard."""

    def switch(name: str) -> Page:
        if page.url.startswith("http"):
            page.get_by_role("button", name="Abmelden").click()
        return as_user(name)

    return switch


def fine(page: Page) -> bool:
    """Nothing for axe to say, and a narrow window shows the page without scrolling sideways."""
    found = [violation["id"] for violation in Axe().run(page, options=AXE).response["violations"]]
    wide = page.viewport_size
    page.set_viewport_size({"width": 320, "height": 700})
    fits = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.set_viewport_size(wide)
    assert (found, fits) == ([], True)
    return True


def plan(page: Page, day: str, month: str) -> None:
    page.goto(f"/dialoge/{KEY}/neu/")
    page.get_by_label("Tag", exact=True).fill(day)
    page.get_by_label("Beginn").fill("10:00")
    page.get_by_label("Besprochener MBZ").select_option(month)
    page.get_by_label("Fragen der Agentur").fill("Wie geht es weiter?")
    page.get_by_role("button", name="Dialog planen").click()
    expect(page.get_by_role("status").first).to_contain_text("ist geplant")


def agree(page: Page, title: str, due: str) -> None:
    """A measure in the dialogue that is written down."""
    page.get_by_role("link", name="Maßnahme in diesem Dialog vereinbaren").click()
    page.get_by_label("Ziel", exact=True).select_option(label="Integrationsquote")
    page.get_by_label("Maßnahme", exact=True).fill(title)
    page.get_by_label("Anlass").fill("Die Quote liegt unter dem Soll.")
    page.get_by_label("verantwortlich", exact=True).select_option(label="Jobcenter ME-aktiv")
    page.get_by_label("Beginn", exact=True).fill("2014-07-21")
    page.get_by_label("bis", exact=True).fill(due)
    page.get_by_role("button", name="Vereinbaren").click()
    expect(page.locator("main")).to_contain_text(title)


def test_dialogues_measures_and_minutes(people, settings):
    forget_dialogues()
    SteeringMeasure.objects.all().delete()
    settings.TODAY = date(2014, 7, 17)
    page = people("agentur")
    plan(page, "2014-07-17", "2014-06")
    assert fine(page)
    page.get_by_role("button", name="Niederschrift beginnen").click()
    for title, due in (
        ("Bewerbertage", "2014-11-30"),
        ("Telefonaktion", "2014-09-30"),
        ("Fallwerkstatt", "2014-12-15"),
    ):
        agree(page, title, due)
    page.get_by_label("Integrationsquote").fill("Drei Maßnahmen sollen helfen.")
    page.get_by_label("Beschlüsse und Verabredungen").fill("Im Oktober wieder.")
    page.get_by_role("button", name="Niederschrift speichern").click()
    page.get_by_role("button", name="Für Agentur Mettmann bestätigen").click()
    expect(page.get_by_role("status").first).to_contain_text("die andere Seite fehlt noch")
    assert fine(page)

    page = people("jobcenter-leitung")
    page.goto(f"/dialoge/{KEY}/1/")
    page.get_by_role("button", name="Für Jobcenter ME-aktiv bestätigen").click()
    expect(page.get_by_role("status").first).to_contain_text("von beiden Seiten bestätigt und eingefroren")
    frozen = page.request.get(f"/dialoge/{KEY}/1/niederschrift/").body()
    with Dialogue.objects.get(number=1).frozen.file.open("rb") as file:
        assert file.read() == frozen

    settings.TODAY = date(2014, 10, 20)
    page = people("agentur")
    page.goto("/massnahmen/?frist=overdue")
    expect(page.get_by_role("row", name=re.compile("Telefonaktion"))).to_contain_text("überfällig")
    plan(page, "2014-10-23", "2014-09")
    for words in ("Drei Maßnahmen sollen helfen.", "Im Oktober wieder.", "M2 Telefonaktion", "Wie geht es weiter?"):
        expect(page.locator("main")).to_contain_text(words)
    assert page.request.get(f"/dialoge/{KEY}/2/mappe/").headers["content-type"] == "application/pdf"
    assert b"BEGIN:VCALENDAR" in page.request.get(f"/dialoge/{KEY}/2/ics/").body()
    page.goto(f"/mbz/{KEY}/2014-10/")
    expect(page.locator("#iq")).to_contain_text("M1 Bewerbertage")
    page.goto("/suche/?q=drei+maßnahmen")
    expect(page.get_by_role("link", name=re.compile("Niederschrift: Dialog Nr. 1"))).to_be_visible()
    assert fine(page)

    page = people("kreis")
    assert page.request.get(f"/dialoge/{KEY}/1/").status == 404
    expect(page.get_by_role("link", name="Dialoge")).to_have_count(0)


def test_a_duty_is_proven_and_accepted_and_a_programme_measured_after_six_months(people, settings):
    page = people("kreis")
    page.goto("/pflichten/?verantwortlich=meine&suche=konzept")
    assert fine(page)
    page.get_by_role("link", name="Konzept psychosoziale Betreuung").click()
    page.get_by_label("Stand").select_option("done")
    page.locator("#id_text").fill("Das Konzept liegt vor.")
    page.get_by_label("Nachweis").set_input_files(PDF)
    page.get_by_role("button", name="Bericht speichern").click()
    expect(page.locator(".history")).to_contain_text("Noch nicht beantwortet.")

    page = people("agentur")
    expect(page.locator("main")).to_contain_text("wartet auf Ihre Antwort")
    page.goto(f"/pflichten/{KEY}/psychosozial/1/")
    with page.expect_download() as download:
        page.get_by_role("link", name="Nachweis herunterladen").click()
    assert download.value.suggested_filename.startswith("konzept")
    page.get_by_label("angenommen").check()
    assert fine(page)
    page.get_by_role("button", name="Antwort speichern").click()
    expect(page.locator(".history")).to_contain_text("Angenommen")

    page = people("jobcenter")
    page.goto(EVALUATION)
    row = page.get_by_role("row", name=re.compile("^Umschulung Pflegehilfe"))
    expect(row).to_contain_text("noch nicht messbar (ab 30.12.2014)")
    assert fine(page)
    settings.TODAY = date(2015, 1, 5)
    page.goto(EVALUATION)
    expect(row).to_contain_text("fehlt")
    row.get_by_role("link").click()
    page.get_by_label("sechs Monate später integriert").fill("26")
    assert fine(page)
    page.get_by_role("button", name="Speichern").click()
    expect(row).to_contain_text("26 (63,4\u00a0%)")
    expect(page.get_by_role("row", name=re.compile("^zusammen"))).to_contain_text("126 (25,5\u00a0%)")
