"""Fixing and settling in the browser's terms: what each reader sees, page = paper = Word, frozen files, forms and their faults."""

from __future__ import annotations

import io
import re
import subprocess
from datetime import date

import docx
import pikepdf
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, TargetMeasure
from monitoring.models import PlanFixing, Settlement
from tests.documents.conformity import assert_archivable_and_accessible
from tests.monitoring.year_end import LATER, carry_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
KEY = "me-aktiv-2014"
FIXINGS, SETTLEMENT = f"/festlegungen/{KEY}/", f"/abrechnung/{KEY}/"


@pytest.fixture
def february(settings):
    settings.TODAY = date(2015, 2, 20)


@pytest.fixture
def april(settings):
    settings.TODAY = LATER


def text_of(markup: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", markup).replace("&nbsp;", " ").replace("\xa0", " ")).strip()


def page(client, path: str) -> str:
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


def rows_of(markup: str) -> list[list[str]]:
    """The tables of results as rows of cells, without heads."""
    tables = re.findall(r'<div class="scroll results".*?</table>', markup, re.DOTALL)
    rows = [row for table in tables for row in re.findall(r"<tr.*?</tr>", table, re.DOTALL)[1:]]
    return [[text_of(cell) for cell in re.findall(r"<t[hd].*?</t[hd]>", row, re.DOTALL)] for row in rows]


def said(client, path: str, data: dict[str, object]) -> str:
    """The message on the page to which a verb leads."""
    response = client.post(path, data, follow=True)
    return " ".join(str(message) for message in response.context["messages"])


class TestFixings:
    def test_proposed_by_the_jobcenter_and_agreed_by_the_agentur(self, login):
        path = f"{FIXINGS}u25-INT_U25/"
        assert "liegt den anderen Partnern vor" in said(login("jobcenter-leitung"), f"{path}vorschlagen/", {})
        markup = page(login("agentur"), FIXINGS)
        assert "Für Agentur Mettmann zustimmen" in markup
        proposal = re.search(r'name="proposal" value="(\d+)"', markup)
        assert proposal
        answered = said(login("agentur"), f"{path}antworten/", {"proposal": proposal[1], "agreed": "1"})
        assert answered == "Integrationen U 25: Der Vorschlag ist jetzt festgelegt."
        assert "festgelegt 1.231,65" in text_of(page(login("jobcenter"), FIXINGS))
        report = text_of(page(login("agentur"), f"/mbz/{KEY}/2014-09/"))
        assert "festgeschrieben (Zahlen 2013 endgültig, Stand 20.10.2014)" in report

    def test_the_kreis_sees_no_plans_of_the_mbz(self, login):
        for name in ("kreis", "landrat", "lesen"):
            assert re.findall(r'<section class="settled" id="([^"]+)"', page(login(name), FIXINGS)) == ["kdu-KDU"]

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            ({"agreed": "1"}, "unvollständig"),
            ({"proposal": "x", "agreed": "1"}, "unvollständig"),
            ({"proposal": "1", "agreed": "vielleicht"}, "unvollständig"),
            ({"proposal": "99999", "agreed": "1"}, "nicht mehr offen"),
        ],
    )
    def test_a_bad_answer_is_a_sentence(self, login, data, words):
        said(login("agentur"), f"{FIXINGS}iq-IQ/vorschlagen/", {})
        assert words in said(login("jobcenter-leitung"), f"{FIXINGS}iq-IQ/antworten/", data)
        assert not PlanFixing.objects.exists()

    def test_a_plan_that_is_not_there(self, login):
        assert login("agentur").post(f"{FIXINGS}egv-EGV_QUOTE/vorschlagen/").status_code == 404

    def test_a_second_click_is_a_sentence(self, login):
        said(login("agentur"), f"{FIXINGS}iq-IQ/vorschlagen/", {})
        assert "mit denselben Zahlen offen" in said(login("agentur"), f"{FIXINGS}iq-IQ/vorschlagen/", {})

    @pytest.mark.parametrize(("state", "words"), [("settled", "abgerechnet"), ("draft", "noch nicht unterzeichnet")])
    def test_when_nothing_is_fixed(self, login, state, words):
        Agreement.objects.filter(key=KEY).update(state=state)
        markup = page(login("jobcenter-leitung"), FIXINGS)
        assert words in markup
        assert "Festlegung vorschlagen" not in markup


class TestSettlement:
    def test_page_paper_and_word_say_the_same(self, login, agreement, april):
        carry_on(agreement)
        client = login("jobcenter-leitung")
        on_page = rows_of(page(client, SETTLEMENT))
        in_word = [
            [re.sub(r"\s+", " ", cell.text) for cell in row.cells]
            for table in docx.Document(io.BytesIO(client.get(f"{SETTLEMENT}docx/").content)).tables[:2]
            for row in table.rows[1:]
        ]
        assert [row[1:] for row in on_page] == [row[1:] for row in in_word]
        assert [row[0].replace(" davon ", " ") for row in on_page] == [row[0] for row in in_word]
        assert on_page[0] == [
            "Integrationsquote Integrationsquote", "mind. 20,6 %", "20,8 % Zahlen endgültig",
            "+0,2 Prozentpunkte +0,8 %", "erreicht",
        ]  # fmt: skip
        paper = subprocess.run(
            ["pdftotext", "-layout", "-", "-"], input=client.get(f"{SETTLEMENT}pdf/").content, capture_output=True
        )
        numbers = {number for row in on_page for cell in row[1:4] for number in re.findall(r"\d[\d.]*(?:,\d+)?", cell)}
        assert numbers - set(re.findall(r"\d[\d.]*(?:,\d+)?", paper.stdout.decode())) == set()

    @pytest.mark.paper
    def test_the_paper_is_archivable_accessible_and_always_the_same(self, login, february):
        client = login("jobcenter-leitung")
        paper = client.get(f"{SETTLEMENT}pdf/").content
        assert_archivable_and_accessible(paper)
        assert client.get(f"{SETTLEMENT}pdf/").content == paper
        with pikepdf.open(io.BytesIO(paper)) as document:
            assert list(document.attachments) == [f"2015-02-20_zielabrechnung-vorlaeufig_{KEY}.json"]

    def test_settled_provisionally_and_read_as_frozen(self, login, agreement, february):
        client = login("agentur")
        assert said(client, f"{SETTLEMENT}abrechnen/", {"kind": "provisional"}) == (
            "Vorläufige Zielabrechnung 2014 Nr. 1 ist eingefroren."
        )
        paper, before = client.get(f"{SETTLEMENT}pdf/").content, rows_of(page(client, SETTLEMENT))
        carry_on(agreement)
        assert rows_of(page(client, SETTLEMENT)) == before
        assert rows_of(page(client, f"{SETTLEMENT}?stand=heute")) != before
        assert client.get(f"{SETTLEMENT}pdf/").content == paper
        assert client.get(f"{SETTLEMENT}pdf/?nummer=1").content == paper
        assert client.get(f"{SETTLEMENT}pdf/?stand=heute").content != paper
        for number in ("2", "x", "01", "٣"):
            assert client.get(f"{SETTLEMENT}?nummer={number}").status_code == 404

    def test_settled_for_good_the_agreement_says_so(self, login, agreement, april):
        carry_on(agreement)
        client = login("jobcenter-leitung")
        assert "Endgültig abrechnen" in page(client, SETTLEMENT)
        assert "Endgültige Zielabrechnung 2014" in said(client, f"{SETTLEMENT}abrechnen/", {"kind": "final"})
        steps = re.search(r'aria-current="step">\s*(\S+)', page(client, f"/vereinbarungen/{KEY}/"))
        assert steps
        assert steps[1] == "abgerechnet"
        assert "Abrechnen …" not in page(client, SETTLEMENT)
        assert said(client, f"{SETTLEMENT}abrechnen/", {"kind": "final"}).startswith("Die Vereinbarung ist schon")

    def test_what_is_missing_is_listed_with_links_and_refused(self, login, february):
        client = login("jobcenter-leitung")
        markup = page(client, SETTLEMENT)
        assert "Zur endgültigen Abrechnung fehlt noch (10)" in markup
        assert f'href="/vollstaendigkeit/{KEY}/"' in markup
        assert "Endgültig abrechnen</span>" not in markup
        assert "Es fehlt noch: Integrationsquote" in said(client, f"{SETTLEMENT}abrechnen/", {"kind": "final"})
        assert said(client, f"{SETTLEMENT}abrechnen/", {"kind": "irgendwie"}) == ""
        assert not Settlement.objects.exists()

    def test_before_february_the_page_says_from_when_on(self, login):
        markup = page(login("jobcenter-leitung"), SETTLEMENT)
        assert "Abrechnen lässt sich das Jahr ab 01.02.2015." in text_of(markup)
        assert "Abrechnen …" not in markup

    @pytest.mark.parametrize("name", ["kreis", "landrat", "lesen"])
    def test_the_kreis_gets_an_excerpt_of_page_and_files(self, login, agreement, april, name):
        carry_on(agreement)
        said(login("agentur"), f"{SETTLEMENT}abrechnen/", {"kind": "provisional"})
        whole = login("agentur").get(f"{SETTLEMENT}pdf/").content
        client = login(name)
        rows = rows_of(page(client, SETTLEMENT))
        assert [row[1:] for row in rows if row[0] == "Integrationsquote"] == [
            ["erscheint mit dem ersten abgenommenen MBZ"]
        ]
        paper = client.get(f"{SETTLEMENT}pdf/")
        assert paper.content != whole
        assert "_auszug.pdf" in paper["Content-Disposition"]
        with pikepdf.open(io.BytesIO(paper.content)) as document:
            inside = next(iter(document.attachments.values())).get_file().read_bytes().decode()
        word = docx.Document(io.BytesIO(client.get(f"{SETTLEMENT}docx/").content))
        cells = " ".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
        for given in (inside, cells, text_of(page(client, SETTLEMENT))):
            assert "Befristungsanteil" in given
            assert "Bestand an Langzeitleistungsbeziehern" not in given

    def test_the_number_of_queries_is_constant(self, login, february):
        client = login("jobcenter-leitung")
        counts = []
        for _ in range(2):
            with CaptureQueriesContext(connection) as queries:
                client.get(SETTLEMENT)
            counts.append(len(queries))
            client.post(f"{SETTLEMENT}abrechnen/", {"kind": "provisional"})
        assert counts == [21, 21]
        with CaptureQueriesContext(connection) as queries:
            client.get(FIXINGS)
        assert len(queries) == 11

    def test_an_amendment_is_settled_with_its_original(self, login, agreement):
        from decimal import Decimal

        from agreements.models import AgreementParty
        from tests.monitoring.amended import amend

        u25 = TargetMeasure.objects.get(target__code="u25", target__agreement=agreement)
        row = amend(agreement, u25, relative_percent=Decimal(10), month=date(2014, 7, 1))
        AgreementParty.objects.create(
            agreement=row.target.agreement, party=agreement.jobcenter, position=1, function="Jobcenter"
        )
        key = row.target.agreement.key
        for path in (f"/abrechnung/{key}/", f"/festlegungen/{key}/", f"/pflichten/{key}/u25/1/"):
            assert login("jobcenter").get(path).status_code == 404
