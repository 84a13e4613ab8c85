"""Cells with a format of their own, and formulas: they say what our code says and nothing that a person typed."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest

from agreements.documents.tables import (
    Column,
    Formula,
    Heading,
    Kind,
    Number,
    Sheet,
    Workbook,
    first_row,
    write_xlsx,
)
from tests.agreements.documents.test_tables import workbook

COLUMNS = (Column(title="Größe", width=30), Column(title="Wert", kind=Kind.DECIMAL))


def page(*rows, title=("Titel", "Untertitel"), values: bool = False):
    sheet = Sheet(name="Probe", title=title, columns=COLUMNS, rows=rows)
    content = write_xlsx(
        Workbook(title="Probe", author="Kreis", created=workbook().created, sheets=(sheet,)),
    )
    return openpyxl.load_workbook(io.BytesIO(content), data_only=values).worksheets[0], first_row(sheet)


@pytest.mark.parametrize(
    "expression",
    [
        "B5",
        "SUM(Monatswerte!B5:B13)",
        "Vorgaben!D5*SUM(Monatswerte!B5:B13,Monatswerte!AA14)/AVERAGE(C1:C2)",
        "(B5-C5)/MAX(1,ABS(C5))",
        "-MIN(B5,0.000000001)",
    ],
)
def test_cells_numbers_arithmetic_and_five_functions_make_a_formula(expression):
    written, row = page(["Größe", Formula(expression=expression, value=Decimal("1.5"))])
    assert (written.cell(row, 2).data_type, written.cell(row, 2).value) == ("f", f"={expression}")


@pytest.mark.parametrize(
    "expression",
    [
        "",
        "=B5",
        'HYPERLINK("http://example.org")',
        "cmd|' /C calc'!A0",
        "[Mappe.xlsx]Blatt!A1",
        '"Text"',
        "B5&C5",
        "IF(B5,1,2)",
        "WEBSERVICE(B5)",
        "SUM",
        "Ziel",
        "B5 ",
        "B5\n",
        "1" * 5000 + "x",
    ],
)
def test_nothing_else_does(expression):
    with pytest.raises(ValueError, match="Keine Formel unserer Art"):
        Formula(expression=expression, value=Decimal(0))


def test_who_does_not_compute_reads_the_result():
    written, row = page(["Größe", Formula(expression="1+1", value=Decimal("2.25"))], values=True)
    assert written.cell(row, 2).value == 2.25


@pytest.mark.parametrize(
    ("cell", "value", "looks"),
    [
        (Number(value=Decimal("20.66"), kind=Kind.PERCENT, decimals=1), 0.207, '#,##0.0"\u00a0"%'),
        (
            Number(value=Decimal("-0.33"), kind=Kind.POINTS, decimals=1, signed=True),
            -0.3,
            '+#,##0.0"\u00a0PP";-#,##0.0"\u00a0PP";#,##0.0"\u00a0PP"',
        ),
        (Number(value=Decimal("1.23456789"), decimals=2, exact=True), 1.23456789, "#,##0.00"),
        (Number(value=Decimal("2.5"), kind=Kind.EURO), 3, '#,##0"\u00a0€"'),
    ],
)
def test_a_number_brings_its_own_format(cell, value, looks):
    written, row = page(["Größe", cell])
    assert (written.cell(row, 2).value, written.cell(row, 2).number_format) == (value, looks)


def test_a_heading_is_bold_and_stays_text():
    written, row = page([Heading("=1+1"), None])
    cell = written.cell(row, 1)
    assert (cell.data_type, cell.value, cell.font.b) == ("s", "=1+1", True)


@pytest.mark.parametrize("title", [(), ("Titel",), ("Titel", "Ein langer Satz über der Tabelle. " * 9)])
def test_the_first_row_of_figures_is_known_before(title):
    written, row = page(["erste", 1], ["zweite", 2], title=title)
    assert [written.cell(row, 1).value, written.cell(row + 1, 1).value] == ["erste", "zweite"]
    assert written.cell(row - 1, 1).value == "Größe"


def test_a_wrapped_text_makes_its_row_higher():
    written, row = page(["kurz", 1], ["ein Satz, der auf zwei Zeilen steht, weil er lang ist", 2])
    assert (written.row_dimensions[row].height, written.row_dimensions[row + 1].height) == (None, 30)
