"""The Kennzahlenvergleich in words, as drawing and as file: every dash with its reason, every dot with its name."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from html import unescape
from io import BytesIO
from xml.etree import ElementTree

import openpyxl
import pytest

from monitoring.choices import FigureStatus
from monitoring.documents.comparison import Order, facets, parts, rows, statements
from monitoring.documents.comparison_chart import comparison_chart
from monitoring.documents.comparison_files import comparison_csv, comparison_xlsx, file_name
from monitoring.domain.comparison import Column, Facet
from monitoring.domain.sheet import Gap
from tests.monitoring.comparisons import MONTH, compared, glance, unit, units

NBSP = "\u00a0"
SVG = "{http://www.w3.org/2000/svg}"
MISSING = Gap(series="INT", series_name="Integrationen", month=MONTH, kind="missing")


def the_row(found, **fields):
    sheet = compared([unit("Muster", found)], **fields)
    return rows(sheet.measures[0], sheet, Order())[0]


def drawn(sheet):
    return ElementTree.fromstring(comparison_chart(sheet.measures[0], sheet, prefix="v"))  # noqa: S314  our own


def texts(root) -> list[str]:
    return [element.text for element in root.iter(f"{SVG}text")]


@pytest.mark.parametrize(
    ("found", "level", "plan", "prior_year", "status"),
    [
        (
            glance(),
            (f"15,1{NBSP}%", ""),
            (f"97,9{NBSP}%", ""),
            (f"+1,4{NBSP}%", ""),
            "deutlich unter Soll",
        ),
        (None, ("–", "nicht vereinbart"), ("–", "nicht vereinbart"), ("–", "nicht vereinbart"), "–"),
        (
            glance(None, None, None, gaps=(MISSING,)),
            *[("–", "noch kein Wert: es fehlt Integrationen September 2014")] * 3,
            "–",
        ),
        (
            glance(None, None, plan_missing=(MISSING,), status=None, deviation=None),
            (f"15,1{NBSP}%", ""),
            ("–", "kein Soll: es fehlt Integrationen September 2014"),
            ("–", "kein Vorjahr"),
            "–",
        ),
        (
            glance(observed=True, status=None),
            (f"15,1{NBSP}%", ""),
            ("–", "beobachtet, kein Ziel"),
            (f"+1,4{NBSP}%", ""),
            "beobachtet",
        ),
    ],
)
def test_a_row_says_everything_or_why_not(found, level, plan, prior_year, status):
    row = the_row(found)

    assert [(cell.text, cell.why) for cell in (row.level, row.plan, row.prior_year)] == [level, plan, prior_year]
    assert row.status_words == status


def test_an_older_value_and_an_estimate_are_named():
    row = the_row(glance(as_of=date(2014, 8, 1), data_status=FigureStatus.ESTIMATED))

    assert row.remarks == ("Stand: August 2014", "enthält Schätzungen")


def test_levels_are_shown_within_one_type_alone():
    sheet = compared([unit("Nord", glance()), unit("Ost", glance(), kind="B"), unit("West", glance(), kind="")])
    found = {row.unit.name: row.level for row in rows(sheet.measures[0], sheet, Order())}

    assert [(cell.text, cell.why) for cell in found.values()] == [
        (f"15,1{NBSP}%", ""),
        ("–", "anderer Vergleichstyp"),
        ("–", "kein Vergleichstyp"),
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, (Facet.PLAN, Facet.PRIOR_YEAR, Facet.LEVEL)),
        ({"observed": True}, (Facet.PRIOR_YEAR, Facet.LEVEL)),
        ({"comparison_type": ""}, (Facet.PLAN, Facet.PRIOR_YEAR)),
    ],
)
def test_only_what_can_be_compared_is_drawn(fields, expected):
    sheet = compared(units("99"), **fields)
    assert facets(sheet.measures[0], sheet) == expected


def test_the_sentence_names_the_extremes_oneself_and_from_eight_on_the_middle():
    few = compared([unit("Nord", glance("102.1")), unit("Süd", glance("95.8")), unit("Ich", glance("97.9"), own=True)])
    many = compared(units("91", "92", "93", "94", "95", "96", "97", "98"))
    one = compared([unit("Ich", glance("97.9"), own=True)])

    assert statements(few.measures[0], few)[0] == (
        f"Ist in % vom Soll: von 95,8{NBSP}% (Süd) bis 102,1{NBSP}% (Nord); Ich 97,9{NBSP}%."
    )
    assert statements(many.measures[0], many)[0] == (
        f"Ist in % vom Soll: von 91,0{NBSP}% (01) bis 98,0{NBSP}% (08); "
        f"Median 94,5{NBSP}%, mittlere Hälfte 92,8{NBSP}% bis 96,3{NBSP}%."
    )
    assert statements(one.measures[0], one)[0] == f"Ist in % vom Soll: 97,9{NBSP}% (Ich)."
    assert statements(few.measures[0], few)[2] == f"Ist, Vergleichstyp A: 15,1{NBSP}% (Nord); Ich 15,1{NBSP}%."


class TestChart:
    """The dot plot as SVG."""

    def test_every_jobcenter_is_a_dot_a_row_that_says_its_name(self):
        sheet = compared([unit("Nord", glance("102.1")), unit("Süd", glance("95.8")), unit("Ost", None)])
        root = drawn(sheet)
        said = [element.find(f"{SVG}title").text for element in root.iter(f"{SVG}rect") if len(element)]

        assert len(list(root.iter(f"{SVG}circle"))) == 2 * 3
        assert said[:2] == [f"Jobcenter Süd: 95,8{NBSP}%", f"Jobcenter Nord: 102,1{NBSP}%"]

    def test_ones_own_is_full_and_bold_and_lies_on_top(self):
        sheet = compared([unit("Ich", glance("97.9"), own=True), unit("Süd", glance("95.8"))])
        root = drawn(sheet)
        names = {element.text: element.get("font-weight") for element in root.iter(f"{SVG}text")}

        assert (names["Ich"], names["Süd"]) == ("600", "400")
        assert [circle.get("fill") == "#ffffff" for circle in root.iter(f"{SVG}circle")][:2] == [True, False]

    def test_the_name_of_the_drawing_is_its_statement(self):
        sheet = compared([unit("Nord", glance("102.1")), unit("Süd", glance("95.8"))])
        root = drawn(sheet)

        assert root.find(f"{SVG}title").text == (
            f"Integrationsquote, September 2014. Ist in % vom Soll: von 95,8{NBSP}% (Süd) bis 102,1{NBSP}% (Nord)."
        )
        assert "Veränderung zum Vorjahr: 1,4" not in root.find(f"{SVG}desc").text
        assert f"Veränderung zum Vorjahr: +1,4{NBSP}% (Nord)." in root.find(f"{SVG}desc").text

    @pytest.mark.parametrize(("count", "blocks"), [(7, 0), (8, 6)])
    def test_median_and_middle_half_from_eight_on(self, count, blocks):
        root = drawn(compared(units(*(str(90 + number) for number in range(count)))))
        assert len([rect for rect in root.iter(f"{SVG}rect") if not len(rect)]) == blocks

    def test_of_many_only_ones_own_is_named(self):
        many = [unit(f"Musterkreis mit langem Namen {n}", glance(str(90 + n))) for n in range(20)]
        root = drawn(compared([*many, unit("Ich", glance("97.9"), own=True)]))

        assert [text for text in texts(root) if "Musterkreis" in text or text == "Ich"] == ["Ich"] * 3

    def test_one_value_alone_is_not_drawn(self):
        sheet = compared([unit("Nord", glance()), unit("Süd", None)])
        assert comparison_chart(sheet.measures[0], sheet, prefix="v") == ""

    def test_attributes_only_and_names_as_text(self):
        sheet = compared([unit("<b>&", glance("102.1")), unit("Süd", glance("95.8"))])
        markup = comparison_chart(sheet.measures[0], sheet, prefix="v")

        assert not re.search(r"style=|<style|<script|<b>| on\w+=", markup)
        assert "<b>&" in unescape(markup)

    def test_amounts_are_in_millions(self):
        sheet = compared(
            [unit("Nord", glance(actual="53654445.10")), unit("Süd", glance(actual="86888394.00"))],
            unit="€",
            decimals=2,
        )
        assert f"Mio.{NBSP}€" in texts(drawn(sheet))
        assert statements(sheet.measures[0], sheet)[2].startswith(f"Ist, Vergleichstyp A: von 53,65{NBSP}Mio.{NBSP}€")


class TestFiles:
    """The same rows as on the page."""

    SHEET = compared([unit("Nord", glance("102.14", "0")), unit("=1+1", None), unit("Ost", glance("99"), kind="B")])

    def test_the_workbook_has_real_numbers_and_reasons(self):
        page = openpyxl.load_workbook(BytesIO(comparison_xlsx(self.SHEET, Order(Column.PLAN, True)))).active
        head, *found = [row for row in page.iter_rows(values_only=True) if row[0] in {"Kennzahl", "Integrationsquote"}]

        assert head[:4] == ("Kennzahl", "Jobcenter", "Vergleichstyp", "Ist")
        assert [row[1:7] for row in found] == [
            ("Jobcenter Nord", "A", 15.1, "%", 102.1, 0),
            ("Jobcenter Ost", "B", None, "%", 99, 1.4),
            ("Jobcenter =1+1", "A", None, "%", None, None),
        ]
        assert found[2][8] == "Ist: nicht vereinbart; Soll: nicht vereinbart; Vorjahr: nicht vereinbart"
        assert "3 Jobcenter, Werte selbst nur im Vergleichstyp A, fiktive Daten, Stand 20.10.2014" in [
            row[0] for row in page.iter_rows(values_only=True)
        ]

    def test_the_comma_file_has_all_digits_and_nothing_above_the_header(self):
        lines = comparison_csv(self.SHEET, Order()).decode("utf-8-sig").splitlines()

        assert lines[0].startswith("Kennzahl;Jobcenter;Vergleichstyp;Ist;Einheit;")
        assert lines[2].startswith("Integrationsquote;Jobcenter Nord;A;15,1;%;102,14;0;deutlich unter Soll")

    def test_the_same_sheet_gives_the_same_bytes(self):
        assert comparison_xlsx(self.SHEET, Order()) == comparison_xlsx(self.SHEET, Order())
        assert file_name(MONTH, "xlsx") == "2014-09_kennzahlenvergleich.xlsx"


def test_the_parts_of_the_page_stand_in_the_wanted_order():
    sheet = compared([unit("Nord", glance("102")), unit("Süd", glance("95"))])
    (part,) = parts(sheet, Order(Column.PLAN))

    assert [row.plan.text for row in part.rows] == [f"95,0{NBSP}%", f"102,0{NBSP}%"]
    assert part.rows[0].unit.glance.percent_of_plan == Decimal(95)
