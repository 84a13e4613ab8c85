"""The MBZ as page, JSON, PDF and workbook: the same figures, the Jobcenter's comments, and who sees them."""

from __future__ import annotations

import json
import re
import subprocess
from datetime import date
from fractions import Fraction
from io import BytesIO, StringIO

import openpyxl
import pikepdf
import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from monitoring.documents.report import report_pdf
from monitoring.models import MonthlyActual, MonthlyReport, TargetComment
from monitoring.selectors.report import report_sheet
from monitoring.services.verification import differences
from tests.documents.conformity import assert_archivable_and_accessible
from tests.monitoring.domain import worked
from tests.monitoring.formulas import Reckoner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
MBZ = "/mbz/me-aktiv-2014/2014-09/"


def mbz(month: str) -> dict:
    out = StringIO()
    call_command("mbz", "me-aktiv-2014", month, "--json", stdout=out)
    return json.loads(out.getvalue())


def test_the_json_holds_the_five_targets_of_the_mbz():
    report = mbz("2014-09")

    assert (report["agreement"], report["month"], report["number"], report["state"]) == (
        "me-aktiv-2014",
        "2014-09",
        1,
        "open",
    )
    assert (report["previous"], report["fingerprint"]) == (None, None)
    assert [(target["code"], target["kind"]) for target in report["targets"]] == [
        ("iq", "steering"),
        ("lzb", "steering"),
        ("llu", "monitoring"),
        ("u25", "change"),
        ("alleinerziehende", "change"),
    ]


def test_municipal_targets_only_when_asked_for():
    out = StringIO()
    call_command("mbz", "me-aktiv-2014", "2014-09", "--json", "--municipal", stdout=out)

    assert [target["code"] for target in json.loads(out.getvalue())["targets"]][5:] == [
        "kinderbetreuung",
        "schuldnerberatung",
        "psychosozial",
        "sucht",
        "kdu",
        "egv",
        "kontaktdichte",
        "massnahmewirksamkeit",
        "joboffensive",
        "kooperation",
        "personal",
    ]


@pytest.mark.parametrize(
    ("month", "name"), [("2014-01", "Jan"), ("2014-03", "Mrz"), ("2014-06", "Jun"), ("2014-09", "Sep")]
)
def test_the_worked_figures_come_out_of_the_house(month, name):
    """worked-examples.md, through database, selector, core and JSON, to all printed digits."""
    measures = {m["code"]: m for target in mbz(month)["targets"] for m in target["measures"]}
    rows = [row for row in WORKED if row[1] == name]
    assert len(rows) == 3
    for code, _, *expected in rows:
        measure = measures[code]
        found = [
            measure["actual"],
            measure["plan"],
            measure["deviation"],
            measure["deviation_percent"],
            measure["percent_of_plan"],
            measure["prior_year_change_percent"],
            measure["projection"]["value"],
        ]
        assert [worked_digits(value) for value in found] == expected[:-1], code
        assert (measure["status"] or "–") == expected[-1]


def worked_digits(text: str) -> str:
    """Half up to four places, in the German form of worked-examples.md."""
    from decimal import ROUND_HALF_UP, Decimal

    return str(Decimal(text).quantize(Decimal("0.0001"), ROUND_HALF_UP)).replace(".", ",").replace("-", "−")


WORKED = [
    ["IQ", "Jan", "1,5602", "1,6292", "−0,0689", "−4,2321", "95,7679", "−0,7637", "19,7282", "red"],
    ["IQ", "Mrz", "4,9817", "5,0992", "−0,1175", "−2,3040", "97,6960", "1,2342", "20,1254", "red"],
    ["IQ", "Jun", "9,9689", "10,2200", "−0,2510", "−2,4563", "97,5437", "1,0764", "20,0940", "red"],
    ["IQ", "Sep", "15,0890", "15,4191", "−0,3301", "−2,1409", "97,8591", "1,4033", "20,1590", "red"],
    ["LZB", "Jan", "17452,0000", "17355,4706", "96,5294", "0,5562", "100,5562", "−0,8522", "17379,1263", "yellow"],
    ["LZB", "Mrz", "17437,6667", "17341,3380", "96,3287", "0,5555", "100,5555", "−0,8529", "17379,0046", "yellow"],
    ["LZB", "Jun", "17409,0000", "17320,7964", "88,2036", "0,5092", "100,5092", "−0,8985", "17371,0111", "yellow"],
    ["LZB", "Sep", "17385,2222", "17301,8982", "83,3240", "0,4816", "100,4816", "−0,9257", "17366,2330", "yellow"],
    ["LLU", "Jan", "7580123,4500", "7605646,8549", "−25523,4049", "−0,3356", "99,6644", "−1,7144", "89992749,0081", "–"],
    ["LLU", "Mrz", "22721005,5500", "22792691,3031", "−71685,7531", "−0,3145", "99,6855", "−1,6936", "90011776,9591", "–"],
    ["LLU", "Jun", "45358442,5700", "45458122,5051", "−99679,9351", "−0,2193", "99,7807", "−1,5997", "90097768,7031", "–"],
    ["LLU", "Sep", "67900771,2100", "67932393,1342", "−31621,9242", "−0,0465", "99,9535", "−1,4294", "90253736,1239", "–"],
]  # fmt: skip


def test_numbers_are_text_with_six_places_and_their_sign():
    (iq,) = [m for t in mbz("2014-09")["targets"] for m in t["measures"] if m["code"] == "IQ"]

    assert re.fullmatch(r"-0\.\d{6,}", iq["deviation"])
    assert iq["annual_plan"] == "20.600000"
    assert [part["part"] for part in iq["explanation"]] == ["numerator", "denominator"]


def test_the_analysis_stands_in_the_json():
    measures = {m["code"]: m for target in mbz("2014-09")["targets"] for m in target["measures"]}

    iq = measures["IQ"]
    assert iq["gap"]["since"] == "2014-01"
    assert (iq["gap"]["percent_then"][:6], iq["gap"]["percent_now"][:6]) == ("4.2320", "2.1408")
    assert iq["what_if"]["needed"] == {
        "pace": "501.000000",
        "year_end": iq["what_if"]["needed"]["year_end"],
        "deviation": iq["what_if"]["needed"]["deviation"],
        "reached": True,
    }
    assert [each["year_end"][:7] for each in iq["what_if"].values()] == ["20.6073", "20.1373", "20.0872"]
    assert [each["reached"] for each in iq["what_if"].values()] == [True, False, False]
    assert (measures["LLU"]["gap"], measures["LLU"]["what_if"]) == (None, None)
    assert measures["INT_U25"]["gap"] is None


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["me-aktiv-2014", "2014-09"], "Bitte --json, --pdf DATEI oder --xlsx DATEI angeben."),
        (["gibt-es-nicht", "2014-09", "--json"], "Die Vereinbarung „gibt-es-nicht“ gibt es nicht."),
        (["me-aktiv-2014", "2015-01", "--json"], "Die Vereinbarung gilt für 2014; 2015-01 liegt nicht darin."),
        (["me-aktiv-2014", "Mai", "--json"], "„Mai“ ist kein Monat; richtig wäre zum Beispiel 2014-09 oder 09.2014."),
    ],
)
def test_the_command_says_what_is_wrong(arguments, sentence):
    with pytest.raises(CommandError) as error:
        call_command("mbz", *arguments)
    assert str(error.value) == sentence


def test_page_and_json_show_the_same_sheet(login):
    client = login("agentur")

    assert client.get(MBZ + "json/").json() == mbz("2014-09")
    page = client.get(MBZ).content.decode()
    assert "Bis September wurden 15,1\xa0% erreicht, 0,3\xa0Prozentpunkte unter dem Soll" in page
    assert "17.385\xa0Personen" in page
    assert "deutlich unter Soll" in page


@pytest.mark.parametrize("month", ["2014-01", "2014-09"])
def test_the_page_asks_fourteen_questions_at_most(login, month, django_assert_num_queries):
    client = login("jobcenter")
    with django_assert_num_queries(14):
        client.get(f"/mbz/me-aktiv-2014/{month}/")


def test_the_question_count_does_not_grow_with_the_targets(agreement, django_assert_num_queries):
    for targets, queries in ((1, 8), (5, 8)):
        agreement.targets.update(in_mbz=False)
        codes = ["iq", "lzb", "llu", "u25", "alleinerziehende"][:targets]
        agreement.targets.filter(code__in=codes).update(in_mbz=True)
        with django_assert_num_queries(queries):
            sheet = report_sheet(
                agreement, date(2014, 9, 1), today=date(2014, 10, 20), with_comments=True, with_steering=True
            )
        assert len(sheet.targets) == targets


@pytest.fixture(scope="module")
def pdf(django_db_blocker, demo) -> bytes:
    """The report of September on paper, rendered once."""
    from agreements.models import Agreement

    with django_db_blocker.unblock():
        agreement = Agreement.objects.with_partners().get(key="me-aktiv-2014")
        sheet = report_sheet(
            agreement, date(2014, 9, 1), today=date(2014, 10, 20), with_comments=True, with_steering=True
        )
    return report_pdf(sheet)


@pytest.mark.paper
class TestPdf:
    """The paper."""

    def test_it_can_be_archived_and_read_by_everybody(self, pdf):
        assert_archivable_and_accessible(pdf)

    def test_figures_and_sheet_are_attached(self, pdf, tmp_path):
        path = tmp_path / "mbz.pdf"
        path.write_bytes(pdf)
        with pikepdf.open(path) as document:
            assert sorted(document.attachments) == ["2014-09_mbz_me-aktiv-2014.csv", "2014-09_mbz_me-aktiv-2014.json"]
            attached = document.attachments["2014-09_mbz_me-aktiv-2014.json"].get_file().read_bytes()
        assert json.loads(attached) == mbz("2014-09")

    def test_the_same_sheet_gives_the_same_bytes(self, pdf, agreement):
        again = report_sheet(
            agreement, date(2014, 9, 1), today=date(2014, 10, 20), with_comments=True, with_steering=True
        )
        assert report_pdf(again) == pdf


class TestWorkbook:
    """The workbook: the same sheet, and every value of the demonstration comes out again from the single figures."""

    def test_page_and_command_hand_out_the_same_bytes(self, login, tmp_path):
        call_command("mbz", "me-aktiv-2014", "2014-09", "--xlsx", str(tmp_path / "mbz.xlsx"))
        response = login("agentur").get(MBZ + "xlsx/")

        assert response["Content-Type"] == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
        assert 'filename="2014-09_mbz_me-aktiv-2014.xlsx"' in response["Content-Disposition"]
        assert response.content == (tmp_path / "mbz.xlsx").read_bytes()
        assert f'href="{MBZ}xlsx/"' in login("agentur").get(MBZ).content.decode()

    @pytest.mark.parametrize("month", ["2014-01", "2014-02", "2014-06", "2014-09", "2014-12"])
    def test_every_formula_gives_the_value_of_the_application(self, month, tmp_path):
        call_command("mbz", "me-aktiv-2014", month, "--municipal", "--xlsx", str(tmp_path / "mbz.xlsx"))
        book = openpyxl.load_workbook(tmp_path / "mbz.xlsx")
        (row,) = (row for row in book["Rechenweg"].iter_rows() if row[0].value == "Größte Differenz aller Zeilen")

        assert Reckoner(book).cell("Rechenweg", row[3].coordinate) < Fraction(1, 10**9)

    def test_a_target_whose_name_looks_like_a_formula_stays_text(self, login, agreement):
        agreement.targets.filter(code="iq").update(title="=1+1", short_title="=1+1")
        book = openpyxl.load_workbook(BytesIO(login("agentur").get(MBZ + "xlsx/").content))

        named = [cell for page in book for row in page.iter_rows() for cell in row if "=1+1" in str(cell.value)]
        assert [cell.data_type for cell in named] == ["s"] * len(named)
        assert "1 =1+1" in {cell.value for cell in named}
        assert "=1+1" in {cell.value for cell in named}


class TestAnalysis:
    """The analysis for the dialogue on page and paper; the reader may try a pace."""

    def page(self, login, query: str = "", name: str = "agentur") -> str:
        return login(name).get(f"{MBZ}{query}").content.decode().replace("\xa0", " ")

    def test_every_target_has_its_analysis(self, login):
        page = self.page(login)
        assert page.count("<summary>Analyse für den Dialog</summary>") == 5
        assert "Mit 501 Integrationen im Monat (Oktober bis Dezember) wird das Ziel erreicht." in page
        assert "Seit Januar 2014 liegt der Wert ohne Unterbrechung unter dem Soll." in page
        assert "Größte Abweichungen einzelner Monate von der Prognose: April 2014" in page
        assert page.count("Was wäre, wenn …") == 4  # nothing of the kind for what is only observed

    def test_nothing_to_analyse_without_a_value(self, login, agreement):
        MonthlyActual.objects.filter(series__code="LZB", month="2014-01-01").delete()
        assert self.page(login).count("<summary>Analyse für den Dialog</summary>") == 4

    @pytest.mark.parametrize(
        ("typed", "row"),
        [("500", ("500", "20,6 %", "knapp darunter", "wird nicht erreicht")), ("501", ("501", "20,6 %", "knapp darüber", "wird erreicht"))],
    )  # fmt: skip
    def test_a_pace_of_ones_own(self, login, typed, row):
        page = self.page(login, f"?bei=IQ&wenn={typed}")
        cells = re.search(r"Ihr Wert</th>(.*?)</tr>", page, re.DOTALL)
        assert tuple(re.findall(r"<td[^>]*>(.*?)</td>", cells[1])) == row
        assert page.count("Ihr Wert") == 1
        assert re.findall(r'<details class="analysis" id="([^"]+)" open>', page) == ["analyse-IQ"]

    @pytest.mark.parametrize(
        ("typed", "sentence"),
        [
            ("viel", "„viel“ ist keine lesbare Zahl; richtig wäre zum Beispiel 1.234"),
            ("2,5", "„2,5“ hat zu viele Nachkommastellen; hier gilt: keine Nachkommastellen, gerundet wird nicht."),
            ("-3", "„-3“ hat ein Vorzeichen; bitte einen Wert ab 0 ohne Vorzeichen eingeben."),
            ("", "Hier fehlt eine Zahl, zum Beispiel 1.234."),
            ("<b>", "„&lt;b&gt;“ ist keine lesbare Zahl"),
        ],
    )
    def test_a_bad_number_is_answered_at_the_field(self, login, typed, sentence):
        page = self.page(login, f"?bei=INT_U25&wenn={typed}")
        assert f'id="try-INT_U25-error">{sentence}' in page
        assert page.count('aria-invalid="true" aria-describedby="try-INT_U25-error"') == 1
        assert "Ihr Wert" not in page

    @pytest.mark.parametrize("query", ["?bei=LLU&wenn=1", "?bei=NICHTS&wenn=1", "?wenn=1", "?bei=IQ"])
    def test_what_has_no_pace_is_not_tried(self, login, query):
        page = self.page(login, query)
        assert ("Ihr Wert" in page, " open>" in page) == (False, False)

    def test_trying_asks_no_question_more(self, login):
        client = login("jobcenter")
        counts = []
        for query in ("", "?bei=IQ&wenn=501", "?bei=IQ&wenn=x"):
            with CaptureQueriesContext(connection) as asked:
                client.get(f"{MBZ}{query}")
            counts.append(len(asked))
        assert counts == [counts[0]] * 3

    def test_trying_stays_with_the_report_that_is_read(self, login):
        page = self.page(login, "?stand=heute&bei=IQ&wenn=501")
        form = re.search(r'<form class="try".*?</form>', page, re.DOTALL)[0]
        assert re.findall(r'type="hidden" name="([^"]+)" value="([^"]+)"', form) == [("bei", "IQ"), ("stand", "heute")]

    def test_the_paper_has_the_short_form(self, pdf, tmp_path):
        (tmp_path / "mbz.pdf").write_bytes(pdf)
        text = subprocess.run(["pdftotext", str(tmp_path / "mbz.pdf"), "-"], capture_output=True, text=True, check=True)
        said = " ".join(text.stdout.replace("\xa0", " ").split())
        assert said.count("Analyse:") == 5
        assert "Mit 501 Integrationen im Monat (Oktober bis Dezember) wird das Ziel erreicht." in said
        assert "Geht es weiter wie bisher (im Mittel 458 im Monat), sind es am Jahresende 20,1 %" in said
        assert "Berechnen" not in said


def test_housing_costs_are_explained_by_number_and_each():
    out = StringIO()
    call_command("mbz", "me-aktiv-2014", "2014-09", "--json", "--municipal", stdout=out)
    (kdu,) = [m for t in json.loads(out.getvalue())["targets"] for m in t["measures"] if m["code"] == "KDU"]

    assert (kdu["explanation_base"], [part["part"] for part in kdu["explanation"]]) == (
        "prior_year",
        ["number", "each"],
    )
    change = Fraction(kdu["actual"]) - Fraction(kdu["prior_year"])
    assert sum(Fraction(part["amount"]) for part in kdu["explanation"]) == change


class TestComments:
    """The Jobcenter comments; nobody's text is lost; the Agentur reads from the release on."""

    ADDRESS = MBZ + "kommentar/iq/"

    def test_saved_changed_and_removed(self, login):
        client = login("jobcenter")
        client.post(self.ADDRESS, {"text": "Lage: gut.", "version": 0})
        assert TargetComment.objects.get().text == "Lage: gut."

        client.post(self.ADDRESS, {"text": "Lage: besser.", "version": 1})
        assert (TargetComment.objects.get().text, TargetComment.objects.get().version) == ("Lage: besser.", 2)

        client.post(self.ADDRESS, {"text": "", "version": 2})
        assert (TargetComment.objects.count(), MonthlyReport.objects.count()) == (0, 1)
        assert list(differences()) == []

    def test_of_two_writers_the_second_sees_both_texts(self, login):
        login("jobcenter-leitung").post(self.ADDRESS, {"text": "Erster Text", "version": 0})
        response = login("jobcenter").post(self.ADDRESS, {"text": "Zweiter Text", "version": 0})

        page = response.content.decode()
        assert response.status_code == 409
        assert "Erster Text" in page
        assert "Zweiter Text</textarea>" in page
        assert TargetComment.objects.get().text == "Erster Text"

    def test_the_agentur_does_not_read_them_before_the_release(self, login):
        login("jobcenter").post(self.ADDRESS, {"text": "noch nicht für alle", "version": 0})

        assert "noch nicht für alle" not in login("agentur").get(MBZ).content.decode()
        assert "noch nicht für alle" in login("jobcenter-leitung").get(MBZ).content.decode()

    def test_last_months_comment_stands_beside(self, login):
        client = login("jobcenter")
        client.post("/mbz/me-aktiv-2014/2014-08/kommentar/iq/", {"text": "August war schwach.", "version": 0})

        assert "August war schwach." in client.get(MBZ).content.decode()

    def test_a_target_that_is_not_in_the_mbz_takes_no_comment(self, login):
        assert login("jobcenter").post(MBZ + "kommentar/kdu/", {"text": "x", "version": 0}).status_code == 404

    def test_text_is_shown_as_text(self, login):
        client = login("jobcenter")
        client.post(self.ADDRESS, {"text": "<script>alert(1)</script>", "version": 0})

        assert "<script>alert(1)</script>" not in client.get(MBZ).content.decode()


def test_worked_input_is_what_the_demonstration_holds():
    """The demo's figures and the worked examples are the same, so the two can never drift apart unseen."""
    from monitoring.management.demo_figures import WORKED as DEMO

    assert {(code, year): row for code, years in DEMO.items() for year, row in years.items()} == worked.ROWS
