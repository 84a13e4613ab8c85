"""An amendment from July in a browser: made on its page, changed, read as synopsis on page and paper, narrow too."""

from __future__ import annotations

import subprocess
from decimal import Decimal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from agreements.choices import AgreementState, PlanWay
from agreements.models import Agreement, User
from agreements.services.plans import set_plan
from tests.e2e.demonstration import AXE, KEY

pytestmark = [
    pytest.mark.usefixtures("demonstration"),
    pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning"),
]
NARROW = {"width": 320, "height": 700}


def clean(page: Page) -> list[str]:
    return [violation["id"] for violation in Axe().run(page, options=AXE).response["violations"]]


def fits(page: Page) -> bool:
    """Whether a narrow window shows the page without scrolling sideways."""
    wide = page.viewport_size
    page.set_viewport_size(NARROW)
    fitting = page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
    page.set_viewport_size(wide)
    return fitting


def agreed(plan: str) -> Agreement:
    """The pages of the draft are tested elsewhere: here the value is agreed by its verb, and the parties have signed."""
    amendment = Agreement.objects.get(amends__key=KEY)
    row = amendment.targets.get(code="iq").measures.select_related("target", "measure").order_by("position").first()
    by = User.objects.get(username="jobcenter-leitung")
    set_plan(by=by, agreement=amendment, row=row, way=PlanWay.ABSOLUTE, value=Decimal(plan))
    return amendment


def test_an_amendment_from_july(as_user):
    page = as_user("jobcenter-leitung")
    page.goto(f"/vereinbarungen/{KEY}/")
    page.get_by_role("link", name="Nachtrag anlegen").click()
    expect(page.get_by_label("Titel")).to_have_value("Nachtrag Nr. 1 zur Zielvereinbarung 2014")
    page.get_by_role("button", name="Entwurf anlegen").click()
    expect(page.get_by_text("Bitte mindestens ein Ziel wählen.")).to_be_visible()
    assert (clean(page), fits(page)) == ([], True)

    page.get_by_label("wirkt ab Monat").select_option(label="Juli 2014")
    page.get_by_label("Verbesserung der Integration in Erwerbstätigkeit").press("Space")
    page.get_by_role("button", name="Entwurf anlegen").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Nachtrag Nr. 1 zur Zielvereinbarung 2014")
    expect(page.locator("#aenderungen")).to_contain_text("Der Nachtrag sagt bisher nichts anderes, als schon gilt.")

    amendment = agreed("19.8")
    page.reload()
    synopsis = page.locator("#aenderungen")
    expect(synopsis.locator("del")).to_have_text(["[entfernt: 20,6]"] * 2)
    expect(synopsis.locator("ins")).to_have_text(["[neu: 19,8]"] * 2)
    assert (clean(page), fits(page)) == ([], True)

    paper = page.request.get(f"/vereinbarungen/{amendment.key}/pdf/").body()
    text = subprocess.run(["pdftotext", "-layout", "-", "-"], input=paper, capture_output=True, check=True).stdout
    said = " ".join(text.decode().split())
    assert "mindestens 20,6 % im Jahr 2014 mindestens 19,8 % im Jahr 2014" in said.replace("\u00a0", " ")

    plans = {month: plan_of(page, month) for month in ("2014-05", "2014-08")}
    assert plans == {"2014-05": Decimal("20.6"), "2014-08": Decimal("20.6")}  # not signed, it changes nothing
    Agreement.objects.filter(pk=amendment.pk).update(state=AgreementState.SIGNED)
    plans = {month: plan_of(page, month) for month in ("2014-05", "2014-08")}
    assert plans == {"2014-05": Decimal("20.6"), "2014-08": Decimal("19.8")}

    page.goto(f"/vereinbarungen/{KEY}/")
    expect(page.locator(".head")).to_contain_text(f"Geändert durch {amendment.title}, wirkt ab Juli 2014")
    page.goto(f"/mbz/{KEY}/2014-09/")
    expect(page.locator("#iq svg text", has_text="Nachtrag").first).to_be_visible()
    expect(page.locator("#iq")).to_contain_text("Ab Juli 2014 gilt das Soll des Nachtrags")
    assert clean(page) == []


def plan_of(page: Page, month: str) -> Decimal:
    targets = page.request.get(f"/mbz/{KEY}/{month}/json/").json()["targets"]
    (found,) = (target["measures"][0]["annual_plan"] for target in targets if target["code"] == "iq")
    return Decimal(str(found))
