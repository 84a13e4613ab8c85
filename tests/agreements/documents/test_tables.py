"""What goes out by the door of tables: real numbers and dates, text that stays text, the same bytes for the same input."""

import io
import zipfile
from datetime import UTC, date, datetime
from decimal import Decimal

import openpyxl
import pytest
from openpyxl.utils.escape import unescape

from agreements.documents.tables import Column, Kind, Sheet, Workbook, read_table, write_csv, write_xlsx

COLUMNS = (
    Column(title="Ziel", width=30),
    Column(title="Anzahl", kind=Kind.INTEGER),
    Column(title="Wert", kind=Kind.DECIMAL, decimals=2),
    Column(title="Quote", kind=Kind.PERCENT, decimals=1),
    Column(title="Betrag", kind=Kind.EURO, decimals=2),
    Column(title="Tag", kind=Kind.DATE),
    Column(title="Monat", kind=Kind.MONTH),
)
ROW = (
    "Integrationen",
    90295768,
    Decimal("405.93"),
    Decimal("20.6"),
    Decimal("0.10"),
    date(2014, 12, 31),
    date(2014, 9, 1),
)
LIMITS = {"max_bytes": 1_000_000, "max_rows": 100, "max_columns": 20}


def workbook(*rows, **changes) -> Workbook:
    sheet = Sheet(**({"name": "Probe", "title": ("Titel", "Untertitel"), "columns": COLUMNS, "rows": rows} | changes))
    return Workbook(title="Probe", author="Kreis Mettmann", created=date(2014, 10, 20), sheets=(sheet,))


def opened(content: bytes):
    return openpyxl.load_workbook(io.BytesIO(content))


def part(content: bytes, name: str) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name).decode()


def test_numbers_and_dates_are_real_and_look_german():
    page = opened(write_xlsx(workbook(ROW))).worksheets[0]
    cells = page[5]
    assert [cell.value for cell in cells] == [
        "Integrationen", 90295768, 405.93, 0.206, 0.1, datetime(2014, 12, 31), datetime(2014, 9, 1),  # noqa: DTZ001
    ]  # fmt: skip
    assert [cell.number_format for cell in cells[1:]] == [
        "#,##0",
        "#,##0.00",
        '#,##0.0"\u00a0"%',
        '#,##0.00"\u00a0€"',
        "dd.mm.yyyy",
        "[$-407]mmmm\\ yyyy",
    ]


def test_a_number_in_the_file_is_the_number_shown():
    values = ("x", 7, Decimal("15.085"), Decimal("15.089043650837"), Decimal("2.675"), None, None)
    cells = opened(write_xlsx(workbook(values))).worksheets[0][5]
    assert [cell.value for cell in cells[1:5]] == [7, 15.09, 0.151, 2.68]


def test_missing_is_an_empty_cell_and_words_stand_among_numbers():
    cells = opened(write_xlsx(workbook(("Haan", None, "*", "fehlt", None, None, None)))).worksheets[0][5]
    assert [cell.value for cell in cells] == ["Haan", None, "*", "fehlt", None, None, None]
    assert cells[2].alignment.horizontal == "right"


@pytest.mark.parametrize(
    "text", ["=1+1", "+1", "-1", "@x", "{=A1}", "http://example.org", "<r><t>x</t></r>", "a<b>&c", "_x0041_", "\x01x"]
)
def test_text_is_never_a_formula_a_link_or_markup(text):
    content = write_xlsx(workbook((text, 1, None, None, None, None, None)))
    cell = opened(content).worksheets[0]["A5"]
    assert (cell.data_type, cell.hyperlink) == ("s", None)
    assert "<f>" not in part(content, "xl/worksheets/sheet1.xml")
    assert unescape(cell.value.strip()) == text


def test_a_text_too_long_for_a_cell_is_cut_in_sight():
    value = opened(write_xlsx(workbook(("ä" * 40_000, *[None] * 6)))).worksheets[0]["A5"].value
    assert (len(value), value[-1]) == (32_767, "…")


def test_the_sheet_is_made_to_be_printed():
    sheet = part(write_xlsx(workbook(ROW, footer="Müller & Söhne")), "xl/worksheets/sheet1.xml")
    for words in (
        'orientation="landscape"',
        'paperSize="9"',
        'fitToHeight="0"',
        '<pane xSplit="1" ySplit="4"',
        "Müller &amp;&amp; Söhne",
    ):
        assert words in sheet
    assert "Probe!$4:$4" in part(write_xlsx(workbook(ROW)), "xl/workbook.xml")


def test_a_portrait_sheet_with_total_and_notes():
    page = opened(
        write_xlsx(workbook(ROW, landscape=False, total=("Summe", 5, *[None] * 5), notes=("Eine Anmerkung.",)))
    ).worksheets[0]
    assert [cell.value for cell in page[6]][:2] == ["Summe", 5]
    assert page["A6"].font.bold
    assert page["A8"].value == "Eine Anmerkung."
    assert page.page_setup.orientation == "portrait"


def test_several_sheets_with_names_that_excel_takes():
    sheets = tuple(Sheet(name=name, title=(), columns=COLUMNS, rows=[ROW]) for name in ("a/b:c", "x" * 40))
    book = opened(write_xlsx(Workbook(title="t", author="a", created=date(2014, 1, 1), sheets=sheets)))
    assert book.sheetnames == ["a-b-c", "x" * 31]


def test_same_input_same_bytes_with_the_date_given():
    content = write_xlsx(workbook(ROW))
    assert content == write_xlsx(workbook(ROW))
    book = opened(content)
    assert (book.properties.title, book.properties.creator) == ("Probe", "Kreis Mettmann")
    assert "2014-10-20T00:00:00Z" in part(content, "docProps/core.xml")
    assert "2014-10-20T10:30:00Z" in part(
        write_xlsx(
            Workbook(
                title="", author="", created=datetime(2014, 10, 20, 10, 30, tzinfo=UTC), sheets=workbook(ROW).sheets
            )
        ),
        "docProps/core.xml",
    )


def test_csv_is_german():
    content = write_csv(("Ziel", "Wert"), [ROW, ("Haan", None)])
    assert content.startswith(b"\xef\xbb\xbfZiel;Wert\r\n")
    lines = content.decode("utf-8-sig").split("\r\n")
    assert lines[1:] == ["Integrationen;90295768;405,93;20,6;0,10;31.12.2014;01.09.2014", "Haan;", ""]


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx", "\rx", "  =1", "\u00a0=1", "＝1"])
def test_csv_text_that_looks_like_a_formula_gets_an_apostrophe(text):
    content = write_csv(("a",), [(text,), ("x",)]).decode("utf-8-sig")
    assert content.startswith(("a\r\n'", "a\r\n\"'"))


@pytest.mark.parametrize("text", ["a=1", "5-3", "*", "'x", ""])
def test_csv_text_that_does_not_stays_as_it_is(text):
    assert write_csv(("a", "b"), [(text, "x")]).decode("utf-8-sig") == f"a;b\r\n{text};x\r\n"


def test_csv_numbers_never_get_an_apostrophe_or_an_exponent():
    content = write_csv(("a", "b", "c"), [(-5, Decimal("-0.5"), Decimal("1E+6"))]).decode("utf-8-sig")
    assert content == "a;b;c\r\n-5;-0,5;1000000\r\n"


def test_what_goes_out_comes_in_again():
    rows = [('=Haan; "alt"', "zwei\nZeilen"), ("Velbert", "x")]
    table = read_table(write_csv(("Stadt", "Text"), rows), "t.csv", **LIMITS)
    assert table.header == ("Stadt", "Text")
    assert [tuple(cell.value for cell in row.cells) for row in table.rows] == rows
    assert [row.number for row in table.rows] == [2, 4]


def test_a_workbook_that_goes_out_comes_in_again():
    columns = (Column(title="Stadt"), Column(title="Wert", kind=Kind.PERCENT, decimals=1))
    texts = ("=Haan", "_x0041_", "eins\nzwei", "<r>x</r>")
    sheet = Sheet(name="Probe", title=(), columns=columns, rows=[(text, Decimal("20.6")) for text in texts])
    content = write_xlsx(Workbook(title="t", author="a", created=date(2014, 1, 1), sheets=(sheet,)))
    table = read_table(content, "t.xlsx", **LIMITS)
    assert table.header == ("Stadt", "Wert")
    assert [row.cells[0].value for row in table.rows] == list(texts)
    assert {(row.cells[1].value, row.cells[1].percent) for row in table.rows} == {(Decimal("0.206"), True)}
