"""The MBZ as a workbook: cells equal the sheet, and every value comes out again from the single figures by formula."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

import openpyxl
import pytest

from agreements.choices import TargetKind
from monitoring.documents.report_cells import column_letters
from monitoring.documents.report_xlsx import report_xlsx
from monitoring.domain.analysis import what_if
from monitoring.domain.sheet import MeasureSheet, ReportSheet
from tests.monitoring import measure_sheets as sheets
from tests.monitoring.formulas import Reckoner
from tests.monitoring.workbook_cases import CASES, gap, of, zero

TOLERANCE = Fraction(1, 10**9)


def opened(sheet: ReportSheet, *, values: bool = False) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(report_xlsx(sheet)), data_only=values)


def rows(book: openpyxl.Workbook) -> Iterator[tuple[Any, ...]]:
    """Cells of the rows of "Rechenweg" that hold a value."""
    yield from (row for row in book["Rechenweg"].iter_rows(min_row=6) if isinstance(row[2].value, int | float))


def path(sheet: ReportSheet) -> list[tuple[str, float]]:
    """Label and value of the application, of every row."""
    return [(row[0].value, row[2].value) for row in rows(opened(sheet))]


@pytest.fixture(params=CASES, ids=str)
def report(request) -> ReportSheet:
    """One report for every way of a plan and every kind of value."""
    return sheets.report(*(sheets.target(measure) for measure in CASES[request.param]()))


class TestPath:
    """ "Rechenweg"."""

    def test_every_formula_gives_the_value_of_the_application(self, report):
        book = opened(report)
        reckoner = Reckoner(book)
        for label, formula, value, difference, *_ in rows(book):
            found = reckoner.cell("Rechenweg", formula.coordinate)
            # A small difference of large amounts is as exact as those are: a workbook holds 15 digits.
            sizes = [abs(reckoner.cell("Rechenweg", place)) for place in re.findall(r"ABS\((B\d+)\)", difference.value)]
            allowed = TOLERANCE * max(1, abs(found), *sizes)
            assert abs(found - reckoner.cell("Rechenweg", value.coordinate)) <= allowed, label.value
            assert abs(reckoner.cell("Rechenweg", difference.coordinate)) <= TOLERANCE, label.value

    def test_the_first_row_holds_the_largest_difference(self, report):
        book = opened(report)
        (row,) = (row for row in book["Rechenweg"].iter_rows() if row[0].value == "Größte Differenz aller Zeilen")
        if list(rows(book)):
            assert 0 <= Reckoner(book).cell("Rechenweg", row[3].coordinate) <= TOLERANCE

    def test_values_are_formulas_and_their_stored_results_are_the_sheets(self, report):
        stored = {row[1].coordinate: row for row in rows(opened(report, values=True))}
        for row in rows(opened(report)):
            assert [cell.data_type for cell in row[1:4]] == ["f", "n", "f"]
            assert stored[row[1].coordinate][1].value == pytest.approx(row[2].value, rel=1e-15)
            assert stored[row[1].coordinate][3].value == 0

    def test_all_values_of_the_sheet_are_there(self, report):
        found = [value for _, value in path(report)]
        for target in report.targets:
            for value in reported(target.measures[0]):
                assert pytest.approx(float(value), rel=1e-14) in found

    def test_a_changed_figure_changes_the_value(self):
        book = opened(sheets.report(sheets.target(sheets.u25())))
        months = book["Monatswerte"]
        (last,) = (row for row in months.iter_rows(min_row=5) if row[0].value == datetime(2014, 9, 1))  # noqa: DTZ001
        last[1].value += 100
        (actual,) = (row for row in rows(book) if row[0].value == "Ist")
        assert Reckoner(book).cell("Rechenweg", actual[1].coordinate) == actual[2].value + 100


def reported(measure: MeasureSheet) -> list[Decimal]:
    """What page and JSON say of a measure, where there is a value."""
    projection = measure.projection if measure.projection and measure.projection.shown else None
    needed = measure.needed
    found = what_if(measure)
    scenarios = [each for each in (found.needed, found.so_far, found.prior_year) if each] if found else []
    values = [
        measure.actual,
        measure.prior_year,
        measure.prior_year_total,
        measure.annual_plan,
        measure.plan,
        measure.deviation,
        measure.deviation_pieces,
        measure.deviation_percent,
        measure.percent_of_plan,
        measure.prior_year_change_percent,
        measure.agreed_change_share_percent,
        measure.rolling_12,
        *((projection.value, projection.low, projection.high) if projection else ()),
        *((needed.total, needed.per_month, needed.prior_year_per_month) if needed else ()),
        *(part.amount for part in measure.explanation),
        *(value for each in scenarios for value in (each.year_end, each.deviation)),
    ]
    return [value for value in values if value is not None]


def test_a_missing_value_is_named_and_not_computed():
    book = opened(sheets.report(sheets.target(of("LZB", figures=gap("LZB", 1)))))
    said = [row[0].value for row in book["Rechenweg"].iter_rows() if row[0].value]
    assert "Kein Wert: es fehlt Bestand LZB Januar 2014." in said
    assert "Ist" not in said


def test_a_quotient_by_nothing_is_named_and_not_computed():
    book = opened(sheets.report(sheets.target(of("IQ", figures=zero()))))
    said = [row[0].value for row in book["Rechenweg"].iter_rows() if row[0].value]
    assert "Kein Wert: nicht berechenbar: Der Nenner ist 0." in said
    assert "Ist" not in said


class TestMonths:
    """ "Monatswerte"."""

    def test_every_single_figure_with_its_status(self, report):
        page = opened(report)["Monatswerte"]
        (head,) = (row for row in page.iter_rows() if row[0].value == "Monat")
        heads = {cell.value: cell.column for cell in head}
        lines = {row[0].value.date(): row for row in page.iter_rows(min_row=5) if isinstance(row[0].value, datetime)}
        for target in report.targets:
            for each in target.measures[0].workings.inputs:
                column = heads[f"{each.name} ({each.unit}) {each.series}"]
                for figure in each.figures:
                    value, status = (lines[figure.month][column - 1 + step].value for step in (0, 1))
                    words = {"missing": "fehlt", "none": "keine Angabe", "not_yet": "noch nicht verfügbar"}
                    expected = words[figure.gap] if figure.value is None else float(figure.value)
                    assert (value, status) == (expected, figure.status.label if figure.status else None)

    @pytest.mark.parametrize(("number", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA")])
    def test_letters_of_columns(self, number, letters):
        assert column_letters(number) == letters


class TestOverview:
    """ "Überblick"."""

    def test_it_shows_the_reports_numbers_as_numbers(self):
        report = sheets.report(
            sheets.target(sheets.iq()),
            sheets.target(sheets.lzb()),
            sheets.target(sheets.llu(), kind=TargetKind.MONITORING),
            sheets.target(None, "Kooperation"),
        )
        page = opened(report)["Überblick"]
        found = [[cell.value for cell in row] for row in page.iter_rows(min_row=5, max_row=9)]
        september = datetime(2014, 9, 1)  # noqa: DTZ001
        until = "bis Juni endgültig, Juli bis September vorläufig"
        assert found == [
            ["1 Integrationsquote", "Integrationsquote (%)", "mindestens", 0.206, september, 0.151, 0.154, -0.3, -0.021,
             0.979, 0.014, 0.202, "deutlich unter Soll", until],
            ["1 Bestand LZB", "Bestand LZB (Personen)", "höchstens", 17283, september, 17385, 17302, 83, 0.005, 1.005,
             -0.009, 17366, "leicht über Soll", until],
            ["1 Kooperation", "in Worten", *[None] * 12],
            ["Beobachtet, kein Ziel (Prognose statt Soll)", *[None] * 13],
            ["1 Leistungen zum Lebensunterhalt", "Leistungen zum Lebensunterhalt (€)", "–", 90295768, september,
             67900771.21, 67932393.13, -31621.92, 0, "–", -0.014, 90253736.12, "beobachtet", until],
        ]  # fmt: skip
        assert [page.cell(5, column).number_format for column in (4, 8)] == [
            '#,##0.0"\u00a0"%',
            '+#,##0.0"\u00a0PP";-#,##0.0"\u00a0PP";#,##0.0"\u00a0PP"',
        ]

    def test_it_is_one_page_of_a4_across_and_says_that_figures_are_made_up(self):
        page = opened(sheets.report(sheets.target(sheets.iq())))["Überblick"]
        assert (page.page_setup.paperSize, page.page_setup.orientation) == (9, "landscape")
        assert (page.page_setup.fitToWidth or 1, page.page_setup.fitToHeight or 1) == (1, 1)
        assert page.sheet_properties.pageSetUpPr.fitToPage is True
        assert "Alle Zahlen sind fiktiv." in [cell.value for cell in page["A"]]

    def test_no_projection_before_march(self):
        page = opened(sheets.report(sheets.target(of("IQ", 1))))["Überblick"]
        assert page.cell(5, 12).value == "–"


@pytest.mark.parametrize("title", ["=1+1", "+1", "@SUM(A1)", '=HYPERLINK("http://example.org")', "<r>x</r>"])
def test_no_formula_comes_from_text(title):
    measure = replace(sheets.iq(), name=title)
    (series, base) = measure.workings.inputs
    made_of = replace(measure.workings, inputs=(replace(series, name=title, unit=title), base))
    report = replace(
        sheets.report(replace(sheets.target(replace(measure, workings=made_of)), title=title)),
        title=title,
        jobcenter=title,
    )
    book = opened(report)
    expected = {cell.value for row in rows(book) for cell in (row[1], row[3])}
    formulas = [cell.value for page in book for row in page.iter_rows() for cell in row if cell.data_type == "f"]
    assert [formula for formula in formulas if formula not in expected] == [formulas[0]]
    assert formulas[0].startswith("=MAX(MAX(D")
    assert not any("HYPERLINK" in formula or formula == "=1+1" for formula in formulas)
    assert any(title in str(cell.value) for row in book["Überblick"].iter_rows() for cell in row)


def test_the_same_sheet_gives_the_same_bytes_of_its_day():
    report = sheets.report(sheets.target(sheets.iq()), sheets.target(sheets.llu()))
    assert report_xlsx(report) == report_xlsx(report)
    assert opened(report).properties.created == datetime(2014, 10, 20)  # noqa: DTZ001


def test_sheets_stand_in_the_order_one_reads_them():
    assert opened(sheets.report(sheets.target(sheets.iq()))).sheetnames == [
        "Überblick",
        "Monatswerte",
        "Vorgaben",
        "Rechenweg",
    ]
