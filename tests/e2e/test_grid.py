"""The year grid in a browser: keyboard, blocks, questions, two writers, a lost network, a lost session, no JavaScript."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.e2e.demonstration import AXE, KEY, log_in

pytestmark = pytest.mark.usefixtures("demonstration")

YEAR = f"/monatswerte/{KEY}/2014/"
END_OF_YEAR = date(2015, 1, 20)


class Grid:
    """The page, and the requests it sent to save."""

    def __init__(self, page: Page, name: str = "jobcenter") -> None:
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        self.page = log_in(page, name)
        self.requests: list[int] = []  # cells of each
        page.on("request", self._sent)
        page.goto(YEAR)
        page.wait_for_selector("form[data-ready]")
        self.says = page.locator("[data-grid-status]")
        self.panel = page.get_by_role("region", name="Zur gewählten Zelle")

    def _sent(self, request) -> None:
        if request.method == "POST" and request.url.endswith("/speichern/"):
            self.requests.append(len(json.loads(request.post_data)["cells"]))

    def cell(self, code: str, month: int):
        return self.page.locator(f"[id='{code}-05158-2014-{month:02d}']")

    def said(self, code: str, month: int):
        return self.page.locator(f"[id='s-{code}-05158-2014-{month:02d}']")

    def paste(self, text: str) -> None:
        """Something else put a block on the clipboard; Ctrl+V at the cell that has the focus."""
        self.page.evaluate("text => navigator.clipboard.writeText(text)", text)
        self.page.keyboard.press("Control+v")

    def copied(self) -> str:
        """What Ctrl+C put on the clipboard."""
        self.page.keyboard.press("Control+c")
        return self.page.evaluate("() => navigator.clipboard.readText()")


@pytest.fixture
def grid(page: Page) -> Grid:
    return Grid(page)


def typed_values() -> dict[str, str]:
    """What the typist stored, by "CODE month"."""
    from monitoring.models import ActualRevision

    rows = ActualRevision.objects.filter(by__username="jobcenter").select_related("series").order_by("version")
    return {f"{row.series.code} {row.month.month}": str(row.value.normalize()) for row in rows if row.value is not None}


def revisions() -> int:
    from monitoring.models import ActualRevision

    return ActualRevision.objects.filter(by__username__startswith="jobcenter").count()


def without_figures() -> None:
    """An empty year to be typed."""
    from monitoring.models import MonthlyActual

    MonthlyActual.objects.filter(month__year=2014).delete()


def test_twelve_months_of_twenty_series_are_pasted_in_one_action_and_saved_in_one_request(page, settings):
    settings.TODAY = END_OF_YEAR
    without_figures()
    grid = Grid(page)
    grid.cell("INT", 1).focus()
    before = revisions()
    # 20 rows as Excel copies them: CRLF, a quoted cell, a trailing newline; units and blanks as people write them
    block = [[str(1000 + 20 * y + x) for x in range(12)] for y in range(20)]
    block[0][0], block[0][1] = '"1.000\n"', " 1.001 "
    with page.expect_response("**/speichern/") as answer:
        grid.paste("\r\n".join("\t".join(row) for row in block) + "\r\n")
    expect(grid.says).to_contain_text("240 Werte gespeichert.")

    results = answer.value.json()["cells"]
    assert (grid.requests, len(results), {each["ok"] for each in results}) == ([240], 240, {True})
    assert revisions() - before == 240
    found = typed_values()
    assert (found["INT 1"], found["INT 2"], found["INT 12"], found["INT_F 1"]) == ("1E+3", "1001", "1011", "1.02E+3")
    expect(grid.cell("INT", 1)).to_have_value("1.000")
    expect(page.locator("tr[data-row='INT-05158'] [data-total]")).to_have_text("12.066")


def test_twelve_months_of_twenty_series_are_typed_by_keyboard_alone(page, settings):
    """Column by column: a number, Enter; at the end of a column up again by the arrow and one to the right."""
    settings.TODAY = END_OF_YEAR
    without_figures()
    grid = Grid(page)
    grid.cell("INT", 1).focus()
    before = revisions()
    for column in range(12):
        for row in range(20):
            page.keyboard.type(str(1000 + 20 * row + column))
            page.keyboard.press("Enter")
        for _ in range(20):
            page.keyboard.press("ArrowUp")
        page.keyboard.press("ArrowRight")
    expect(page.locator("[data-fresh=saved]")).to_have_count(240, timeout=30_000)

    assert revisions() - before == 240
    found = typed_values()
    assert [found[f"{code} {month}"] for month in (1, 2, 12) for code in ("INT_F", "INT_M", "ELB")] == [
        "1.02E+3", "1.04E+3", "1.06E+3", "1021", "1041", "1061", "1031", "1051", "1071",
    ]  # fmt: skip


def test_keys_lead_from_cell_to_cell(grid):
    page = grid.page
    grid.cell("INT", 2).focus()
    steps = [
        ("ArrowRight", "INT", 3), ("ArrowDown", "INT_F", 3), ("Enter", "INT_M", 3), ("Shift+Enter", "INT_F", 3),
        ("Home", "INT_F", 1), ("End", "INT_F", 10), ("Control+Home", "INT", 1), ("Tab", "INT", 2),
    ]  # fmt: skip
    for key, code, month in steps:
        page.keyboard.press(key)
        expect(grid.cell(code, month)).to_be_focused()
    page.keyboard.press("Control+End")
    expect(grid.cell("SCHULD_INT", 9)).to_be_focused()

    page.keyboard.type("7")
    page.keyboard.press("Escape")
    expect(grid.cell("SCHULD_INT", 9)).to_have_value("15")
    page.keyboard.press("Alt+ArrowDown")
    expect(page.get_by_role("button", name="keine Fälle (0)")).to_be_focused()
    page.keyboard.press("Escape")
    expect(grid.cell("SCHULD_INT", 9)).to_be_focused()
    assert grid.requests == []


def test_a_block_is_copied_and_pasted_elsewhere_and_taken_back(grid):
    page = grid.page
    before = grid.cell("EGV", 9).input_value()
    grid.cell("INT", 7).focus()
    for key in ("Shift+ArrowRight", "Shift+ArrowDown"):
        page.keyboard.press(key)
    expect(grid.says).to_have_text("Block aus 2 × 2 Zellen gewählt.")
    block = grid.copied()
    assert block == "452\t430\n192\t187"

    grid.cell("EGV", 9).focus()
    grid.paste(block + "\n\nzu weit\t1\t2\t3\t4\t5")
    expect(grid.says).to_contain_text("gespeichert.")
    expect(grid.cell("EGV", 10)).to_have_value("430")
    expect(grid.cell("KUNDEN", 9)).to_have_value("192")

    grid.cell("EGV", 9).focus()
    page.keyboard.press("Control+z")
    expect(grid.cell("EGV", 9)).to_have_value(before)
    expect(grid.cell("EGV", 10)).to_have_value("")
    expect(page.locator("[data-fresh=typed], [data-fresh=saving]")).to_have_count(0)
    page.reload()
    expect(grid.cell("EGV", 9)).to_have_value(before)
    expect(grid.cell("EGV", 10)).to_have_value("")


def test_text_beside_the_grid_is_told(grid):
    grid.cell("INT", 9).focus()
    grid.paste("516\t517\t518\t519")

    expect(grid.says).to_contain_text(re.compile(r"gespeichert|„518“, „519“"))
    expect(grid.cell("INT", 10)).to_have_value("517")


def test_an_ambiguous_number_is_asked_back_in_place(grid):
    page = grid.page
    grid.cell("VZA", 9).fill("2.012")
    page.keyboard.press("Tab")
    expect(grid.said("VZA", 9)).to_contain_text("Rückfrage: „2.012“ ist nicht eindeutig")
    page.get_by_role("button", name="Nächste offene Frage").click()
    expect(grid.panel.get_by_role("button", name="zu genau")).to_be_visible()
    grid.panel.get_by_role("button", name="2012,00").click()

    expect(grid.cell("VZA", 9)).to_be_focused()
    expect(grid.cell("VZA", 9)).to_have_value("2.012,00")
    assert typed_values() == {"VZA 9": "2012"}


def test_none_estimate_and_reason_by_the_panel(grid):
    page, panel = grid.page, grid.panel
    grid.cell("EGV", 9).focus()
    panel.get_by_role("button", name="nicht erhoben").click()
    panel.get_by_label("Grund, warum nicht erhoben").fill("Umstellung")
    page.keyboard.press("Enter")
    expect(grid.cell("EGV", 9)).to_have_value("k. A.")
    expect(grid.said("EGV", 9)).to_contain_text("keine Angabe: Umstellung")

    grid.cell("KUNDEN", 9).fill("14.600")
    panel.get_by_role("button", name="geschätzt").click()
    panel.get_by_label("Grundlage der Schätzung").fill("Stichprobe")
    page.keyboard.press("Enter")
    expect(grid.said("KUNDEN", 9)).to_contain_text("geschätzt (Stichprobe)")

    grid.cell("LZB", 6).fill("")
    page.keyboard.press("Enter")
    expect(grid.said("LZB", 6)).to_contain_text("ihn zu entfernen braucht einen Grund")
    grid.cell("LZB", 6).focus()
    panel.get_by_label("Grund der Änderung").fill("Fehllieferung")
    page.keyboard.press("Enter")
    expect(grid.said("LZB", 6)).to_contain_text("gespeichert; fehlt")


def test_an_unlikely_figure_is_marked_until_somebody_checked_it(grid):
    grid.cell("LZB", 9).fill("27.322")
    grid.page.keyboard.press("Tab")
    expect(grid.said("LZB", 9)).to_contain_text("⚠")
    grid.cell("LZB", 9).focus()
    grid.panel.get_by_role("button", name="geprüft").click()

    expect(grid.said("LZB", 9)).to_have_text("gespeichert; vorläufig")
    expect(grid.panel).to_contain_text("geprüft von")


@pytest.mark.parametrize(("choice", "value"), [("meinen Wert speichern", "401,00"), ("anderen übernehmen", "400,00")])
def test_two_people_on_one_cell_lose_nothing(grid, new_context, choice, value):
    other = Grid(new_context().new_page(), "jobcenter-leitung")
    other.cell("VZA", 9).fill("400,00")
    other.page.keyboard.press("Tab")
    expect(other.says).to_contain_text("1 Wert gespeichert.")

    grid.cell("VZA", 9).fill("401,00")
    grid.page.keyboard.press("Tab")
    expect(grid.said("VZA", 9)).to_contain_text("Rückfrage")
    grid.cell("VZA", 9).focus()
    expect(grid.panel).to_contain_text("Ihr Wert: 401,00. Inzwischen steht dort: 400,00; gespeichert hat")
    grid.panel.get_by_role("button", name=choice).click()
    expect(grid.cell("VZA", 9)).to_have_value(value)
    expect(grid.page.locator("[data-fresh=ask], [data-fresh=saving], [data-fresh=typed]")).to_have_count(0)

    grid.page.reload()
    expect(grid.cell("VZA", 9)).to_have_value(value)
    assert revisions() == (2 if choice.startswith("meinen") else 1)


def test_the_network_goes_in_the_middle_of_a_paste_and_comes_back(grid):
    page = grid.page
    grid.cell("INT", 7).focus()
    page.context.set_offline(True)
    grid.paste("\n".join("\t".join(str(300 + 3 * y + x) for x in range(3)) for y in range(3)))
    expect(grid.says).to_contain_text("Keine Verbindung, 9 Eingaben noch nicht gespeichert.")
    grid.cell("VZA", 9).fill("398,10")
    page.keyboard.press("Tab")
    expect(page.locator("[data-fresh=typed]")).to_have_count(10)

    page.context.set_offline(False)
    expect(page.locator("[data-fresh=saved]")).to_have_count(10, timeout=15000)
    assert (revisions(), typed_values()["INT_M 9"], typed_values()["VZA 9"]) == (10, "308", "398.1")


def test_an_answer_that_got_lost_stores_nothing_twice(grid):
    """The server saved, the answer did not arrive: the same cells go again and change nothing."""
    page = grid.page
    lost: list[int] = []

    def lose_first(route: Route) -> None:
        if lost:
            return route.continue_()
        lost.append(route.fetch().status)
        return route.abort()

    page.route("**/speichern/", lose_first)
    grid.cell("VZA", 9).fill("398,10")
    page.keyboard.press("Tab")
    expect(grid.says).to_contain_text("1 Wert gespeichert.", timeout=15000)

    assert (lost, revisions(), grid.requests) == ([200], 1, [1, 1])


def test_a_session_that_ended_loses_nothing(grid):
    page = grid.page
    page.context.clear_cookies(name="sessionid")
    grid.cell("VZA", 9).fill("398,10")
    page.keyboard.press("Tab")
    expect(grid.says).to_contain_text("Die Anmeldung ist abgelaufen. 1 Eingabe noch nicht gespeichert")
    expect(grid.cell("VZA", 9)).to_have_value("398,10")

    with page.expect_popup() as popup:
        grid.says.get_by_role("link").click()
    log_in(popup.value, "jobcenter")
    page.get_by_role("button", name="Jetzt speichern").click()
    expect(grid.says).to_contain_text("1 Wert gespeichert.")


def test_leaving_with_unsaved_cells_is_asked_about(grid):
    page = grid.page
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))
    page.route("**/speichern/", lambda route: route.abort())
    grid.cell("VZA", 9).press_sequentially("398,10")
    page.reload()

    assert asked == ["beforeunload"]


def test_cities_unfold_with_their_sum(grid):
    page = grid.page
    city = page.locator("[id='SCHULD_KUNDEN-05158000-2014-09']")
    expect(city).to_be_hidden()
    page.get_by_role("button", name=re.compile("Städte zu Schuldnerberatung")).click()
    city.fill("")
    page.keyboard.press("Tab")
    expect(page.locator("tr[data-row=SCHULD_KUNDEN] [data-sum='8']")).to_contain_text(
        "unvollständig, ohne ohne Zuordnung"
    )


def test_it_works_without_javascript(new_context):
    context: BrowserContext = new_context(java_script_enabled=False)
    page = log_in(context.new_page(), "jobcenter")
    page.goto(YEAR)
    page.locator("[id='VZA-05158-2014-09']").fill("398,10")
    page.locator("[id='EGV-05158-2014-09']").fill("20,6")
    page.get_by_role("button", name="Speichern").click()

    expect(page.get_by_role("status").first).to_contain_text("1 Wert gespeichert.")
    expect(page.locator("main [role=alert]").last).to_contain_text("„20,6“ hat zu viele Nachkommastellen")
    expect(page.locator("[id='EGV-05158-2014-09']")).to_have_value("20,6")
    assert typed_values() == {"VZA 9": "398.1"}


def test_axe_finds_nothing(grid):
    page = grid.page
    for toggle in page.locator("[data-grid-cities]").all():
        toggle.click()
    grid.cell("VZA", 9).fill("2.012")
    page.keyboard.press("Tab")
    expect(grid.said("VZA", 9)).to_contain_text("Rückfrage")
    grid.cell("VZA", 9).focus()
    expect(grid.panel).to_contain_text("Geschichte")
    page.locator(".year-help summary").click()
    found = Axe().run(page, options=AXE)
    assert [f"{v['id']} {[n['target'] for n in v['nodes']][:3]}" for v in found.response["violations"]] == []


def test_the_page_does_not_scroll_sideways_at_320_pixels(grid):
    grid.page.set_viewport_size({"width": 320, "height": 700})
    overflow = grid.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert overflow <= 0
