"""The municipal report as page, JSON, PDF and workbook: the same figures, and for whom some of them are withheld."""

from __future__ import annotations

import io
import json
import re
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from io import StringIO

import openpyxl
import pikepdf
import pytest
from django.core.management import call_command

from agreements.choices import AgreementState
from agreements.models import Agreement, Budget, Duty, Section, Target
from monitoring.documents.municipal import municipal_pdf
from monitoring.domain.municipal import MunicipalSheet
from monitoring.models import MonthlyActual
from monitoring.selectors.municipal import municipal_sheet
from tests.documents.conformity import assert_archivable_and_accessible
from tests.monitoring.formulas import Reckoner

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
REPORT = "/kommunal/me-aktiv-2014/2014-09/"
EXACT = ["jobcenter", "jobcenter-leitung", "kreis"]
MASKED = ["agentur", "agentur-leitung", "landrat", "lesen"]
CODES = [
    *("kinderbetreuung", "schuldnerberatung", "psychosozial", "sucht", "kdu", "egv"),
    *("kontaktdichte", "massnahmewirksamkeit", "joboffensive", "kooperation", "personal"),
]
# Spending until September by purpose, added up from the quarters of the demonstration.
SPENT = {"KIND_EUR": "3688.16", "SCHULD_EUR": "365605.66", "PSYCHO_EUR": "53274.41", "METHADON_EUR": "19336.06"}
SERVICES = {"kinderbetreuung": 34, "schuldnerberatung": 808, "psychosozial": 170}


def sheet_of(agreement, month: date = date(2014, 9, 1), *, exact: bool = True) -> MunicipalSheet:
    return municipal_sheet(agreement, month, today=date(2014, 10, 20), exact=exact)


def text_of(page: str) -> str:
    """What is read of a page, spaces simple."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page).replace("&nbsp;", " ").replace("\xa0", " "))


def written(client) -> dict[str, set[str]]:
    """All amounts in page, JSON, workbook and the JSON inside the PDF, with two places and a point: "1240.38"."""
    with pikepdf.open(io.BytesIO(client.get(REPORT + "pdf/").content)) as document:
        inside = [each.get_file().read_bytes().decode() for key, each in document.attachments.items() if "json" in key]
    cells = [
        f"{cell:.2f}"
        for sheet in openpyxl.load_workbook(io.BytesIO(client.get(REPORT + "xlsx/").content))
        for row in sheet.iter_rows(values_only=True)
        for cell in row
        if isinstance(cell, int | float)
    ]
    german = re.findall(r"-?[0-9.]+,[0-9]{2}\b", text_of(client.get(REPORT).content.decode()))
    return {
        "page": {number.replace(".", "").replace(",", ".") for number in german},
        "json": set(re.findall(r'"(-?[0-9]+\.[0-9]{2})0000"', client.get(REPORT + "json/").content.decode())),
        "pdf": set(re.findall(r'"(-?[0-9]+\.[0-9]{2})0000"', inside[0])),
        "xlsx": set(cells),
    }


class TestFixturesOf2014:
    """What the agreement of 2014 promises between Jobcenter and Kreis."""

    def test_targets_budgets_and_duties(self, login):
        report = login("kreis").get(REPORT + "json/").json()

        assert [target["code"] for target in report["targets"]] == CODES
        assert [(each["target"], each["amount"]) for each in report["budgets"]] == [
            ("kinderbetreuung", "5000.000000"),
            ("schuldnerberatung", "500000.000000"),
            ("psychosozial", "72000.000000"),
            ("psychosozial", "26000.000000"),
            ("sucht", "45000.000000"),
        ]
        assert report["budget_total"]["amount"] == "648000.000000"
        assert len(report["duties"]) == 36
        assert {each["target"]: each["total"] for each in report["city_services"]} == SERVICES

    def test_the_targets_are_those_of_the_command(self, login):
        """The contract's shape, target by target."""
        out = StringIO()
        call_command("mbz", "me-aktiv-2014", "2014-09", "--json", "--municipal", stdout=out)
        report = login("kreis").get(REPORT + "json/").json()

        assert report["targets"] == json.loads(out.getvalue())["targets"][5:]
        assert (report["agreement"], report["month"], report["fingerprint"]) == ("me-aktiv-2014", "2014-09", None)

    def test_spending_is_the_sum_of_its_quarters(self, login):
        report = login("kreis").get(REPORT + "json/").json()
        figures = MonthlyActual.objects.filter(month__range=("2014-01-01", "2014-09-01"), series__code__endswith="_EUR")
        quarters: dict[str, Decimal] = {}
        for code, value in figures.values_list("series__code", "value"):
            quarters[code] = quarters.get(code, Decimal(0)) + value

        assert {each["series"]: Decimal(each["spent"]) for each in report["budgets"]} == quarters
        assert {code: quarters[code] for code in SPENT} == {code: Decimal(spent) for code, spent in SPENT.items()}
        assert Decimal(report["budget_total"]["spent"]) == sum(quarters.values())
        assert [each["as_of"] for each in report["budgets"]] == ["2014-09"] * 5

    def test_duties_as_they_are_agreed(self, login):
        duties = login("kreis").get(REPORT + "json/").json()["duties"]
        (both,) = [each for each in duties if each["target"] == "kooperation"]

        assert both["responsible"] == ["Agentur für Arbeit Mettmann", "Kreis Mettmann"]
        assert (both["rhythm"], both["due"], both["due_is_reading"], both["present_by"]) == (
            "once",
            "2014-12-31",
            True,
            None,
        )

    def test_the_page_says_it_in_german(self, login):
        page = text_of(login("kreis").get(REPORT).content.decode())

        assert "Kommunaler Bericht September 2014" in page
        assert "Im September 2014 waren 397,23 von 405,93 VZA besetzt, 97,9 %." in page
        assert "Von 5.000,00 € (Kreis Mettmann) sind bis September 2014 3.688,16 € ausgegeben, 73,8 %;" in page
        assert "Alle Städte zusammen, Januar bis September 2014: 808 erreichte Kundinnen und Kunden." in page
        assert "Als Nächstes fällig, am 31.12.2014: 14 Pflichten." in page
        assert "Von 5 bewerteten Messgrößen: 1 im Soll, 3 leicht daneben, 1 deutlich daneben." in page


class TestWhoSeesWhat:
    """Every party reads it; exact counts and what would give them away are for the carriers' own staff."""

    @pytest.mark.parametrize("name", EXACT)
    def test_the_carriers_see_everything(self, login, name):
        report = login(name).get(REPORT + "json/").json()
        assert report["exact"] is True
        assert not any(each["withheld"] for each in report["budgets"])
        assert 'href="/staedte/me-aktiv-2014/"' in login(name).get(REPORT).content.decode()

    @pytest.mark.parametrize("name", MASKED)
    def test_readers_are_told_what_is_withheld(self, login, name):
        client = login(name)
        report = client.get(REPORT + "json/").json()

        assert (report["exact"], report["city_services"]) == (False, [])
        assert [each["withheld"] for each in report["budgets"]] == [True, True, True, True, False]
        assert [each["spent"] for each in report["budgets"]] == [None, None, None, None, "33636.180000"]
        assert {report["budget_total"][key] for key in ("spent", "remaining", "share_percent", "projection")} == {None}
        page = text_of(client.get(REPORT).content.decode())
        assert "nicht ausgewiesen" in page
        assert "/staedte/" not in page

    @pytest.mark.parametrize("name", ["kreis", "agentur", "landrat"])
    def test_a_withheld_number_is_in_no_page_or_file_of_a_reader(self, login, name, agreement):
        """Every amount of a service with city duty, and the sum with it; the Kreis finds them all in each of its papers."""
        exact = sheet_of(agreement)
        secret = {exact.money.spent, exact.money.remaining}
        for target, line in exact.budget_lines:
            if target.city_duty:
                secret |= {line.spent, line.remaining, *(period.value for period in line.periods)}
        secret = {f"{number:.2f}" for number in secret}
        assert len(secret) == 4 * 5 + 2

        for paper, numbers in written(login(name)).items():
            assert secret & numbers == (secret if name == "kreis" else set()), paper

    def test_nothing_of_the_mbz_is_there(self, login):
        for name in (*EXACT, *MASKED):
            page = login(name).get(REPORT).content.decode()
            assert "Integrationsquote" not in page
            assert "Kommentar" not in page

    @pytest.mark.parametrize("path", ["", "pdf/", "xlsx/", "json/"])
    def test_another_year_is_not_there(self, login, path):
        assert login("kreis").get(f"/kommunal/me-aktiv-2014/2015-01/{path}").status_code == 404

    def test_ways_to_it(self, login):
        """Navigation for every party, a line on the start page of who has cards, a button at the state of the targets."""
        for name in (*EXACT, *MASKED):
            client = login(name)
            found = client.get("/kommunal/")  # the Agentur chooses among her Jobcenter
            assert REPORT in (found.content.decode() if name.startswith("agentur") else found.url)
            assert f'href="{REPORT}"' in client.get("/vereinbarungen/me-aktiv-2014/stand/").content.decode()
            start = client.get("/").content.decode()
            assert 'href="/kommunal/"' in start
            assert (f'href="{REPORT}"' in start) is (not name.startswith("agentur"))
        assert 'href="/kommunal/"' not in login("admin").get("/").content.decode()


class TestFiles:
    """Page, JSON, PDF and workbook show the same."""

    def test_the_workbook_holds_the_figures_of_the_json(self, login):
        client = login("kreis")
        report = client.get(REPORT + "json/").json()
        book = openpyxl.load_workbook(io.BytesIO(client.get(REPORT + "xlsx/").content))
        money = [row for row in book["Mittel"].iter_rows(values_only=True) if isinstance(row[3], int | float)]
        rows = [*report["budgets"], report["budget_total"]]

        assert [row[1] for row in money] == [*(each["purpose"] for each in report["budgets"]), None]
        for place, key in ((3, "amount"), (4, "spent"), (6, "remaining")):
            assert [row[place] for row in money] == [float(each[key]) for each in rows]
        assert {row[5] for row in money} == {datetime(2014, 9, 1)}  # noqa: DTZ001  as Excel has them
        periods = [period for each in report["budgets"] for period in each["periods"]]
        spending = [row for row in book["Ausgaben"].iter_rows(values_only=True) if isinstance(row[2], datetime)]
        assert [(f"{row[2]:%Y-%m}", row[3]) for row in spending] == [(p["month"], float(p["spent"])) for p in periods]
        duties = list(book["Pflichten"].iter_rows(min_row=5, max_row=40, values_only=True))
        assert [(row[1], row[8]) for row in duties] == [(each["title"], each["sentence"]) for each in report["duties"]]
        assert [f"{row[5]:%Y-%m-%d}" if row[5] else None for row in duties] == [
            each["due"] for each in report["duties"]
        ]

    def test_the_page_shows_the_figures_of_the_json(self, login):
        client = login("kreis")
        page = text_of(client.get(REPORT).content.decode())
        for each in client.get(REPORT + "json/").json()["budgets"]:
            for key in ("amount", "spent", "remaining"):
                whole, cents = f"{Decimal(each[key]):,.2f}".split(".")
                assert f"{whole.replace(',', '.')},{cents} €" in page

    def test_the_overview_has_a_row_for_every_leading_measure(self, login):
        book = openpyxl.load_workbook(io.BytesIO(login("kreis").get(REPORT + "xlsx/").content))
        measured = [row[:2] for row in book["Überblick"].iter_rows(min_row=5, values_only=True) if row[5] is not None]
        assert [title for title, _ in measured] == [
            "5 Kosten der Unterkunft",
            "6 Eingliederungsvereinbarung",
            "7 Kundenkontaktdichte",
            "7 Kundenkontaktdichte",
            "11 Personalisierung",
            "11 Personalisierung",
        ]

    @pytest.mark.parametrize("month", ["2014-01", "2014-09", "2014-12"])
    def test_every_formula_gives_the_value_of_the_application(self, login, month):
        response = login("kreis").get(f"/kommunal/me-aktiv-2014/{month}/xlsx/")
        book = openpyxl.load_workbook(io.BytesIO(response.content))
        (row,) = (row for row in book["Rechenweg"].iter_rows() if row[0].value == "Größte Differenz aller Zeilen")

        assert Reckoner(book).cell("Rechenweg", row[3].coordinate) < Fraction(1, 10**9)

    @pytest.mark.parametrize("exact", [True, False])
    @pytest.mark.paper
    def test_the_paper_can_be_archived_and_read_by_everybody(self, agreement, exact):
        assert_archivable_and_accessible(municipal_pdf(sheet_of(agreement, exact=exact)))

    def test_figures_and_sheet_are_attached(self, login):
        client = login("lesen")
        response = client.get(REPORT + "pdf/")
        assert 'filename="2014-09_kommunaler-bericht_me-aktiv-2014.pdf"' in response["Content-Disposition"]
        with pikepdf.open(io.BytesIO(response.content)) as document:
            name = "2014-09_kommunaler-bericht_me-aktiv-2014"
            assert sorted(document.attachments) == [f"{name}.csv", f"{name}.json"]
            attached = document.attachments[f"{name}.json"].get_file().read_bytes()
        assert json.loads(attached) == client.get(REPORT + "json/").json()

    @pytest.mark.paper
    def test_the_same_sheet_gives_the_same_bytes(self, agreement):
        assert municipal_pdf(sheet_of(agreement)) == municipal_pdf(sheet_of(agreement))


class TestMonths:
    """Before the first quarter, between quarters, at year end; nothing is 0 because it is missing."""

    @pytest.mark.parametrize(
        ("month", "as_of", "said"),
        [
            ("2014-02", None, "–"),
            ("2014-04", "2014-03", "bis März"),
            ("2014-10", "2014-09", "bis September"),
        ],
    )
    def test_spending_stands_at_the_last_quarter(self, login, month, as_of, said):
        client = login("kreis")
        address = f"/kommunal/me-aktiv-2014/{month}/"
        report = client.get(f"{address}json/").json()

        assert {each["as_of"] for each in report["budgets"]} == {as_of}
        assert said in text_of(client.get(address).content.decode())

    def test_a_missing_quarter_is_named(self, login):
        MonthlyActual.objects.filter(series__code="SCHULD_EUR", month="2014-09-01").delete()
        client = login("kreis")
        page = text_of(client.get(REPORT).content.decode())
        report = client.get(REPORT + "json/").json()

        assert "Es fehlt Schuldnerberatung: Ausgaben September 2014." in page
        assert "keine Summe" in page
        assert [each["as_of"] for each in report["budgets"]][:2] == ["2014-09", "2014-06"]
        assert report["budgets"][1]["projection"] is None
        assert report["budget_total"]["spent"] is None

    @pytest.mark.parametrize("month", range(1, 13))
    def test_every_month_has_its_page(self, login, month):
        for name in ("kreis", "lesen"):
            assert login(name).get(f"/kommunal/me-aktiv-2014/2014-{month:02d}/").status_code == 200


class TestQueries:
    """A constant number."""

    @pytest.mark.parametrize(("name", "count"), [("kreis", 23), ("lesen", 20)])
    @pytest.mark.parametrize("month", ["2014-01", "2014-09"])
    def test_of_the_page(self, login, name, count, month, django_assert_num_queries):
        client = login(name)
        with django_assert_num_queries(count):
            client.get(f"/kommunal/me-aktiv-2014/{month}/")

    @pytest.mark.parametrize("codes", [["schuldnerberatung", "personal"], CODES], ids=["two", "all"])
    def test_of_the_sheet_whatever_the_number_of_targets(self, agreement, codes, django_assert_num_queries):
        agreement.targets.exclude(code__in=codes).update(in_mbz=True)
        with django_assert_num_queries(18):
            sheet = sheet_of(agreement)
        assert [target.code for target in sheet.targets] == codes

    def test_no_city_is_counted_for_who_may_not_know(self, agreement, django_assert_num_queries):
        with django_assert_num_queries(15):
            sheet_of(agreement, exact=False)


class TestAmendment:
    """A Nachtrag words a target anew, with its money and its duties, from its month on."""

    @pytest.fixture
    def amended(self, agreement) -> Agreement:
        amendment = Agreement.objects.create(
            key="me-aktiv-2014-1",
            year=2014,
            title="Nachtrag 1",
            jobcenter=agreement.jobcenter,
            starts=agreement.starts,
            ends=agreement.ends,
            amends=agreement,
            effective_from=date(2014, 7, 1),
            state=AgreementState.SIGNED,
        )
        section = Section.objects.create(agreement=amendment, position=1, heading="Änderung")
        original = agreement.targets.get(code="sucht")
        row = Target.objects.create(
            section=section, position=1, code="sucht", title="Suchtberatung", kind="budget", sphere="kommune"
        )
        carrier = original.budgets.get().carrier
        series = original.budgets.get().series
        Budget.objects.create(
            target=row, position=1, purpose="Suchtberatung", amount=50000, carrier=carrier, series=series
        )
        Duty.objects.create(target=row, position=5, title="Neu", sentence="Neu.", rhythm="ongoing")
        return agreement

    @pytest.mark.parametrize(("month", "amount", "duties"), [(6, 45000, 4), (7, 50000, 1)])
    def test_from_its_month_on(self, amended, month, amount, duties):
        (found,) = (t for t in sheet_of(amended, date(2014, month, 1)).targets if t.code == "sucht")
        assert ([line.amount for line in found.budgets], len(found.duties)) == ([amount], duties)

    def test_one_that_is_not_signed_changes_nothing(self, amended):
        amended.amendments.update(state=AgreementState.DRAFT)
        assert sheet_of(amended).money.amount == 648000

    def test_a_city_duty_that_it_gives_withholds(self, amended):
        amended.amendments.get().targets.update(
            city_duty=True, city_series=amended.targets.get(code="kinderbetreuung").city_series
        )
        assert [line.withheld for _, line in sheet_of(amended, exact=False).budget_lines] == [True] * 5


def test_an_agreement_without_municipal_targets_says_so(login, agreement):
    agreement.targets.update(in_mbz=True)
    page = text_of(login("kreis").get(REPORT).content.decode())
    assert "stehen alle Ziele im MBZ" in page
    assert login("kreis").get(REPORT + "xlsx/").status_code == 200
    assert login("kreis").get(REPORT + "pdf/").status_code == 200
