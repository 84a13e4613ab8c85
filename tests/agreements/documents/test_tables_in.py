"""What comes in by the door of tables: values with their types, and a German refusal for every bad file."""

import contextlib
import io
import tracemalloc
import zipfile
from datetime import date, datetime, time
from decimal import Decimal

import openpyxl
import pytest

from agreements.documents.tables_in import Cell, Row, TableError, read_table

HEADER = "gebiet;datenreihe;monat;wert\r\n"
LIMITS = {"max_bytes": 1_000_000, "max_rows": 100, "max_columns": 10}


def read(content: bytes, name: str = "werte.csv", **limits):
    return read_table(content, name, **(LIMITS | limits))


def xlsx(*rows, prepare=None) -> bytes:
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Werte"
    for row in rows:
        page.append(row)
    if prepare:
        prepare(page)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def repacked(content: bytes, **changed: bytes) -> bytes:
    """The workbook with parts replaced or added; __ in the name stands for /."""
    replaced = {name.replace("__", "/"): value for name, value in changed.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name not in replaced:
                new.writestr(name, old.read(name))
        for name, value in replaced.items():
            new.writestr(name, value)
    return buffer.getvalue()


def part(content: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read(name)


def refused(content: bytes, name: str = "werte.csv", **limits) -> str:
    with pytest.raises(TableError) as caught:
        read(content, name, **limits)
    return str(caught.value)


@pytest.mark.parametrize("start", [b"", b"\xef\xbb\xbf"])
def test_csv_with_and_without_byte_order_mark(start):
    table = read(start + (HEADER + "05158;INT;2014-09;515\r\n05158;ELB;2014-09; 27.230 \r\n").encode())
    assert table.header == ("gebiet", "datenreihe", "monat", "wert")
    assert table.rows == (
        Row(2, (Cell("05158"), Cell("INT"), Cell("2014-09"), Cell("515"))),
        Row(3, (Cell("05158"), Cell("ELB"), Cell("2014-09"), Cell("27.230"))),
    )


def test_rows_keep_their_number_in_the_file_and_blank_ones_fall_out():
    table = read(f'\r\n{HEADER};;;\r\n05158;INT\r\n\r\n"a\nb";x\r\n05158;LZB\r\n'.encode())
    assert [row.number for row in table.rows] == [4, 6, 8]
    assert table.rows[0].cells[2:] == (Cell(None), Cell(None))


def test_an_empty_table_is_a_table():
    assert read(HEADER.encode()).rows == ()


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "ist leer"),
        (b"\xef\xbb\xbf", "ist leer"),
        (b";;\r\n;;\r\n", "ist leer"),
        (b"gebiet,datenreihe\r\n05158,INT\r\n", "durch Komma getrennt; richtig ist das Semikolon (;)"),
        (b"gebiet\tdatenreihe\r\n", "durch Tabulator getrennt; richtig ist das Semikolon (;)"),
        ("gebiet;wert\r\nHaan;1\r\nWülfrath;2\r\n".encode("cp1252"), "nicht in UTF-8 gespeichert (zuerst in Zeile 3"),
        ("gebiet;wert".encode("utf-16"), "in UTF-16 gespeichert; richtig ist UTF-8"),
        (b"gebiet;wert\r\n\x00\x01\x02", "ist keine Tabelle"),
        (b'a;b\r\n1;"offen\r\n2;x\r\n', "Ab Zeile 2 ist die Datei"),
        (b'a;b\r\n1;"x"y\r\n', "Ab Zeile 2 ist die Datei"),
        (b"a;;c\r\n", "hat Spalte 2 keinen Namen"),
        (b"a;b;A\r\n", "steht „A“ zweimal"),
        (b"a;b\r\n1;2;3\r\n", "Zeile 2 hat 3 Spalten, die Kopfzeile nur 2"),
        (b"a;b;c;d;e;f;g;h;i;j;k\r\n", "Zeile 1 hat 11 Spalten; erlaubt sind höchstens 10"),
        (b"a;b\r\n" + b"1;2\r\n" * 101, "mehr als 100 Zeilen"),
        (b"x" * 1_000_001, "hat 1,0\u00a0MB; erlaubt sind 1,0\u00a0MB"),
    ],
)
def test_bad_csv_is_refused_in_german(content, words):
    assert words in refused(content)


def test_a_field_of_absurd_length_is_refused():
    assert "Ab Zeile 2" in refused(b"a;b\r\n1;" + b"x" * 200_000)


def test_exactly_as_many_rows_as_allowed_are_read():
    assert len(read(b"a;b\r\n" + b"1;2\r\n" * 100).rows) == 100


def test_xlsx_cells_keep_their_types():
    def formats(page):
        page["D2"].number_format = "0.0%"
        page["D3"].number_format = '0.0" %"'
        page["C3"].number_format = "dd.mm.yyyy"

    content = xlsx(
        ["gebiet", " datenreihe ", "monat", "wert"],
        [5158024, "INT", datetime(2014, 9, 1), 0.206],  # noqa: DTZ001
        ["05158", "EGV", date(2014, 9, 30), 20.6],
        [None, None, None, None],
        ["05158", "LZB", time(12, 30), True],
        prepare=formats,
    )
    table = read(content, "werte.xlsx")
    assert table.header == ("gebiet", "datenreihe", "monat", "wert")
    assert table.rows == (
        Row(2, (Cell(Decimal(5158024)), Cell("INT"), Cell(date(2014, 9, 1)), Cell(Decimal("0.206"), percent=True))),
        Row(3, (Cell("05158"), Cell("EGV"), Cell(date(2014, 9, 30)), Cell(Decimal("20.6")))),
        Row(5, (Cell("05158"), Cell("LZB"), Cell("12:30"), Cell("WAHR"))),
    )


def test_the_bytes_decide_not_the_name():
    assert read(xlsx(["a", "b"], [1, 2]), "werte.csv").rows[0].cells[0] == Cell(Decimal(1))


def test_text_that_begins_with_an_equals_sign_is_text():
    def as_text(page):
        page["A2"].data_type = "s"

    assert read(xlsx(["a"], ["=kein Problem"], prepare=as_text)).rows[0].cells == (Cell("=kein Problem"),)


def test_a_formula_is_refused_with_its_cell():
    message = refused(xlsx(["a", "b"], [1, "=A2*2"]), "werte.xlsx")
    assert message.startswith("Zelle B2 enthält eine Formel; gelesen werden nur Werte.")


def test_a_formula_with_a_cached_value_is_refused_too():
    content = xlsx(["a", "b"], [1, 2])
    sheet = part(content, "xl/worksheets/sheet1.xml").replace(b"<v>2</v>", b"<f>A2*2</f><v>2</v>")
    assert "Zelle B2 enthält eine Formel" in refused(repacked(content, **{"xl__worksheets__sheet1.xml": sheet}))


def test_an_error_value_is_refused_with_its_cell():
    def broken(page):
        page["A2"].value, page["A2"].data_type = "#NAME?", "e"

    assert "Zelle A2 enthält den Fehler #NAME?" in refused(xlsx(["a"], ["x"], prepare=broken))


def test_merged_cells_are_refused_with_their_place():
    message = refused(xlsx(["a", "b"], ["x", None], prepare=lambda page: page.merge_cells("A2:B2")))
    assert "Im Blatt „Werte“ sind die Zellen A2:B2 verbunden" in message


def test_macros_are_refused():
    content = xlsx(["a"], [1])
    assert "enthält Makros" in refused(repacked(content, **{"xl__vbaProject.bin": b"x"}))
    types = part(content, "[Content_Types].xml").replace(
        b"openxmlformats-officedocument.spreadsheetml.sheet.main", b"ms-excel.sheet.macroEnabled.main"
    )
    assert "enthält Makros" in refused(repacked(content, **{"[Content_Types].xml": types}))


def test_old_and_protected_workbooks_are_refused():
    container = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 500
    assert "alten Format (.xls)" in refused(container, "werte.xls")
    assert "mit einem Kennwort geschützt" in refused(container + "EncryptedPackage".encode("utf-16-le"), "werte.xlsx")


def test_a_password_on_the_archive_is_refused():
    content = bytearray(xlsx(["a"], [1]))
    at = content.index(b"PK\x01\x02")
    content[at + 8] |= 1
    assert "mit einem Kennwort geschützt" in refused(bytes(content))


def test_other_archives_are_refused():
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
    assert "ist keine Excel-Arbeitsmappe" in refused(buffer.getvalue(), "werte.ods")


@pytest.mark.parametrize("cut", [100, 2000, -10])
def test_damaged_workbooks_are_refused(cut):
    assert "ist beschädigt" in refused(xlsx(["a"], [1])[:cut], "werte.xlsx")


def test_a_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = repacked(xlsx(["a"], [1]), **{"xl__bomb.xml": b"\x00" * 60_000_000})
    assert len(bomb) < 100_000
    tracemalloc.start()
    message = refused(bomb, "werte.xlsx")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "ist entpackt zu groß (60,0\u00a0MB in" in message
    assert peak < 5_000_000


def test_an_archive_of_very_many_parts_is_refused():
    assert "ist entpackt zu groß" in refused(
        repacked(xlsx(["a"], [1]), **{f"xl__part{n}.xml": b"" for n in range(600)})
    )


def test_a_sheet_that_lies_about_its_size_is_read_whole():
    content = xlsx(["a", "b"], [1, 2], [3, 4])
    sheet = part(content, "xl/worksheets/sheet1.xml").replace(b'ref="A1:B3"', b'ref="A1:A1"')
    assert len(read(repacked(content, **{"xl__worksheets__sheet1.xml": sheet})).rows) == 2


def test_more_rows_than_allowed_are_refused_with_bounded_memory():
    content = xlsx(*[["a", "b"]] + [[number, "x" * 10] for number in range(20_000)])
    tracemalloc.start()
    message = refused(content, "werte.xlsx", max_rows=1000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert "mehr als 1.000 Zeilen" in message
    assert peak < 15_000_000


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (b'<c r="B2"', b'<c r="ZZZZZ2"'),  # a row that would be millions of cells wide
        (b'<row r="2"', b'<row r="99999999999"'),  # a sheet of a hundred thousand million rows
        (b"<v>2</v>", b"<v>1e999</v>"),  # no number at all
        (b"<sheetData>", b'<!DOCTYPE x [<!ENTITY a "b">]><sheetData>'),
    ],
)
def test_malicious_sheets_end_in_a_sentence_and_little_memory(before, after):
    content = xlsx(["a", "b"], [1, 2])
    sheet = part(content, "xl/worksheets/sheet1.xml")
    assert before in sheet
    bad = repacked(content, **{"xl__worksheets__sheet1.xml": sheet.replace(before, after)})
    tracemalloc.start()
    with contextlib.suppress(TableError):  # refused or read as a small table; anything else fails
        read(bad, "werte.xlsx")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 30_000_000


def test_stray_values_right_of_the_header_are_refused():
    def stray(page):
        page["H2"] = "Notiz"

    assert "Zeile 2 hat 8 Spalten, die Kopfzeile nur 2" in refused(xlsx(["a", "b"], [1, 2], prepare=stray))


def test_signs_that_no_database_takes_fall_out():
    assert read(xlsx(["a"], ["x_x0000_y_xD800_z_x000D_"])).rows[0].cells == (Cell("xyz"),)
