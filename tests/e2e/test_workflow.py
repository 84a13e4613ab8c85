"""The whole life of an MBZ with two roles: blocked, commented, released, returned, corrected, accepted, then revised."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.e2e.demonstration import AXE, KEY, log_in

pytestmark = pytest.mark.usefixtures("demonstration")
MBZ = f"/mbz/{KEY}/2014-09/"


@pytest.fixture
def people(new_context):
    """One browser a person, all at once."""
    opened: dict[str, Page] = {}

    def page(name: str) -> Page:
        if name not in opened:
            opened[name] = log_in(new_context().new_page(), name)
        opened[name].goto(MBZ)
        return opened[name]

    return page


def write(page: Page, field: str, text: str) -> None:
    """Typed, left, and saved by itself."""
    page.locator(f"#{field}").fill(text)
    page.locator(f"#{field}").blur()
    expect(page.locator(f"form:has(#{field}) [data-state]")).to_contain_text("gespeichert ")


def verb(page: Page, name: str) -> None:
    page.locator("summary", has_text=name).click()


def release(page: Page) -> None:
    verb(page, "Freigeben")
    page.get_by_role("button", name="Jetzt freigeben").click()


def clean(page: Page) -> list[str]:
    return [violation["id"] for violation in Axe().run(page, options=AXE).response["violations"]]


def test_from_blocked_to_accepted_and_revised(people):
    leader = people("jobcenter-leitung")
    release(leader)
    expect(leader.get_by_role("alert")).to_contain_text("Es fehlen: Integrationsquote")
    expect(leader.locator("[data-missing] a")).to_have_text(
        ["Integrationsquote", "Langzeitleistungsbezug", "Integrationen Alleinerziehender"]
    )

    clerk = people("jobcenter")
    clerk.get_by_role("button", name="Ursachen").first.click()
    clerk.keyboard.type("Ferien.")
    expect(clerk.locator("#comment-iq-state")).to_contain_text("gespeichert ")
    expect(clerk.locator("#comment-iq")).to_have_value("Ursachen: Ferien.")
    expect(clerk.locator("[data-missing=iq]")).to_be_hidden()
    for code in ("lzb", "alleinerziehende"):
        write(clerk, f"comment-{code}", f"Text zu {code}")
    assert clean(clerk) == []

    leader = people("jobcenter-leitung")
    release(leader)
    expect(leader.get_by_role("status").first).to_contain_text("freigegeben und eingefroren")
    assert clean(leader) == []

    agentur = people("agentur")
    expect(agentur.locator("#iq .comment h4")).to_have_text("Ursachen")
    write(agentur, "note-iq", "Nach dem Juli fragen.")
    verb(agentur, "Mit Rückfrage zurück")
    agentur.get_by_label("Rückfrage", exact=True).fill("Was war im Juli?")
    assert clean(agentur) == []
    agentur.get_by_role("button", name="Zurückgeben").click()
    expect(agentur.get_by_role("status").first).to_contain_text("mit der Rückfrage beim Jobcenter")

    clerk = people("jobcenter")
    expect(clerk.locator("main")).to_contain_text("Was war im Juli?")
    write(clerk, "comment-iq", "Ursachen: Ferien. Im Juli fehlte Personal.")
    release(people("jobcenter-leitung"))

    agentur = people("agentur")
    expect(agentur.locator("#iq .comment")).to_contain_text("Im Juli fehlte Personal.")
    expect(agentur.locator("#note-iq")).to_have_value("Nach dem Juli fragen.")
    verb(agentur, "Abnehmen")
    agentur.get_by_label("besprochen am").fill("2014-10-20")
    agentur.get_by_role("button", name="Abnehmen", exact=True).click()
    expect(agentur.locator(".steps li")).to_contain_text(
        ["Nr. 1 freigegeben", "Was war im Juli?", "Nr. 2 freigegeben", "besprochen am 20.10.2014"]
    )

    paper = agentur.request.get(f"{MBZ}pdf/").body()
    revise_march()
    agentur = people("agentur")
    assert agentur.request.get(f"{MBZ}pdf/").body() == paper
    row = agentur.get_by_role("region", name="Damals und heute").get_by_role("row").nth(1)
    expect(row).to_contain_text("15,1")
    expect(row).to_contain_text("15,2")
    agentur.get_by_role("link", name="Heutige Zahlen ansehen").click()
    expect(agentur.locator("#iq .comment .hint")).to_contain_text("Ist 15,1")
    assert clean(agentur) == []


def test_two_writers_keep_both_texts(people):
    first, second = people("jobcenter"), people("jobcenter-leitung")
    write(first, "comment-iq", "Erster Text")
    second.locator("#comment-iq").fill("Zweiter Text")
    second.locator("#comment-iq").blur()
    conflict = second.locator("form:has(#comment-iq) [data-conflict]")
    expect(conflict).to_contain_text("Erster Text")
    expect(second.locator("#comment-iq")).to_have_value("Zweiter Text")

    conflict.get_by_role("button", name="beide untereinander").click()
    expect(second.locator("#comment-iq-state")).to_contain_text("gespeichert ")
    expect(people("jobcenter").locator("#comment-iq")).to_have_value("Erster Text\n\nZweiter Text")


def test_a_lost_network_loses_no_text(people):
    clerk = people("jobcenter")
    clerk.context.set_offline(True)
    clerk.locator("#comment-iq").fill("Unterwegs geschrieben")
    clerk.locator("#comment-iq").blur()
    expect(clerk.locator("#comment-iq-state")).to_contain_text("Keine Verbindung, noch nicht gespeichert")
    clerk.context.set_offline(False)
    expect(clerk.locator("#comment-iq-state")).to_contain_text("gespeichert ", timeout=15000)
    expect(people("jobcenter").locator("#comment-iq")).to_have_value("Unterwegs geschrieben")


def test_without_javascript_the_button_saves(new_context):
    page = log_in(new_context(java_script_enabled=False).new_page(), "jobcenter")
    page.goto(MBZ)
    page.locator("#comment-iq").fill("Ohne Skript.")
    page.get_by_role("button", name="Kommentar speichern").first.click()
    expect(page.locator("#comment-iq")).to_have_value("Ohne Skript.")


def revise_march() -> None:
    from agreements.models import Region, Series, User
    from monitoring.choices import Origin
    from monitoring.services.actuals import record
    from monitoring.services.entries import Entry

    entry = Entry(
        series=Series.objects.get(code="INT"),
        region=Region.objects.get(key="05158"),
        month=date(2014, 3, 1),
        value=Decimal(520),
        why="Nachlieferung",
    )
    record(by=User.objects.get(username="system"), entries=[entry], origin=Origin.IMPORT, on=date(2014, 10, 20))
