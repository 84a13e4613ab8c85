"""City table on paper and as files: same stars everywhere, no hidden number in any byte of a masked file."""

from __future__ import annotations

import csv
import io
import subprocess
import zipfile
from dataclasses import replace
from datetime import date

import openpyxl
import pikepdf
import pytest

from monitoring.documents.cities import WRITERS, cities_csv, cities_pdf, cities_xlsx, city_file, file_name
from monitoring.domain.city_table import city_table
from monitoring.domain.disclosure import mask_sheet
from monitoring.domain.sheet import CityCell, CityService, CitySheet
from tests.documents.conformity import assert_archivable_and_accessible
from tests.monitoring.city_data import CITIES, UNASSIGNED

# WeasyPrint 70 leaves its colour profile open; the garbage collector closes it.
pytestmark = pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning")

REGIONS = (*CITIES.items(), (UNASSIGNED, "ohne Zuordnung/auswärts"))
# Large thresholds, so that the hidden numbers are distinctive and can be looked for in every byte.
OPEN = (90210, 80321, 0, 70432, 60543, 91654, 52765, 43876, 34987, 65198)
SMALL, PARTNER = 7919, 20389


def service(name, cells, threshold):
    values = [value for value in cells if value is not None]
    return CityService(
        series=name.upper(),
        name=name,
        unit="Personen",
        threshold=threshold,
        cells=tuple(CityCell(value=v) if v is not None else CityCell(value=None, gap="none") for v in cells),
        total=CityCell(value=sum(values)),
        incomplete=len(values) < len(cells),
    )


@pytest.fixture
def exact() -> CitySheet:
    return CitySheet(
        agreement="me-aktiv-2014",
        title="Zielvereinbarung 2014",
        jobcenter="Jobcenter ME-aktiv",
        year=2014,
        until=date(2014, 9, 1),
        masked=False,
        fictitious=True,
        as_of_day=date(2014, 10, 20),
        regions=REGIONS,
        services=(
            service("Kinderbetreuung", (SMALL, *OPEN[1:], PARTNER), 10_000),
            service("Schuldnerberatung", (*OPEN[:9], None, 12), 3),
            service("Psychosoziale Betreuung", (0, SMALL, *[0] * 8, 6113), 10_000),  # hidden altogether, with its sum
        ),
        notes=("Datenstand: vorläufig.",),
    )


@pytest.fixture
def masked(exact) -> CitySheet:
    return mask_sheet(exact)


HIDDEN = (SMALL, PARTNER, 6113, SMALL + 6113)


def spelled(number: int) -> tuple[str, str]:
    return str(number), f"{number:,}".replace(",", ".")


def streams(pdf: bytes) -> list[bytes]:
    """Every stream of the file unpacked (pages, attachments), and its bytes as they are."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found = [item.read_bytes() for item in document.objects if isinstance(item, pikepdf.Stream)]
        attached = [document.attachments[name].get_file().read_bytes() for name in document.attachments]
    return [pdf, *found, *attached]


def pdf_text(pdf: bytes) -> str:
    done = subprocess.run(["pdftotext", "-layout", "-", "-"], input=pdf, capture_output=True, check=True)
    return done.stdout.decode()


def xlsx_parts(content: bytes) -> list[bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return [archive.read(name) for name in archive.namelist()]


def xlsx_rows(content: bytes) -> list[list[object]]:
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    rows = [list(row) for row in page.iter_rows(values_only=True)]
    start = next(place for place, row in enumerate(rows) if row[0] == "Gebiet")
    return rows[start : start + 13]


def csv_rows(content: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def stars(rows: list[list[object]]) -> list[list[bool]]:
    return [[value == "*" for value in row] for row in rows]


def test_the_same_cells_are_stars_on_page_workbook_csv_and_paper(masked):
    table = city_table(masked)
    expected = [[False, False, *(cell.hidden for cell in row.cells)] for row in (*table.rows, table.total)]
    assert sum(map(sum, expected)) == 2 + 0 + 12
    assert stars(xlsx_rows(cities_xlsx(masked))[1:]) == expected
    assert stars(csv_rows(cities_csv(masked))[1:]) == expected
    body = pdf_text(cities_pdf(masked)).split("Summe")[0]
    lines = [line for line in body.splitlines() if any(line.strip().startswith(name) for _, name in REGIONS)]
    assert [line.count("*") for line in lines] == [sum(row) for row in expected[:-1]]


@pytest.mark.parametrize("number", HIDDEN)
def test_no_hidden_number_in_any_byte_of_a_masked_file(masked, number):
    parts = [*xlsx_parts(cities_xlsx(masked)), cities_csv(masked), *streams(cities_pdf(masked))]
    text = pdf_text(cities_pdf(masked))
    assert [word for word in spelled(number) for part in parts if word.encode() in part] == []
    assert [word for word in spelled(number) if word in text] == []


@pytest.mark.parametrize("number", HIDDEN)
def test_the_same_search_finds_them_in_the_exact_files(exact, number):
    plain, german = spelled(number)
    assert any(f"<v>{plain}</v>".encode() in part for part in xlsx_parts(cities_xlsx(exact)))
    assert plain.encode() in cities_csv(exact)
    assert any(plain.encode() in part for part in streams(cities_pdf(exact))[1:])
    assert german in pdf_text(cities_pdf(exact))


def test_workbook_holds_numbers_and_words(exact):
    rows = xlsx_rows(cities_xlsx(exact))
    assert rows[0] == [
        "Gebiet",
        "Stadt",
        "Kinderbetreuung (Personen)",
        "Schuldnerberatung (Personen)",
        "Psychosoziale Betreuung (Personen)",
    ]
    assert rows[1] == ["05158004", "Erkrath", 7919, 90210, 0]
    assert rows[10] == ["05158036", "Wülfrath", 65198, "keine Angabe", 0]
    assert rows[11] == ["05158000", "ohne Zuordnung/auswärts", 20389, 12, 6113]
    assert rows[12] == [None, "Summe", sum(OPEN[1:]) + SMALL + PARTNER, sum(OPEN[:9]) + 12, 14032]


def test_a_sum_that_leaves_a_city_out_says_so_in_every_file(exact):
    words = "unvollständig, ohne Wülfrath"
    assert f"Summe Schuldnerberatung: {words}." in _texts(cities_xlsx(exact))
    assert words in " ".join(pdf_text(cities_pdf(exact)).split())


def test_csv_is_the_bare_table(exact):
    rows = csv_rows(cities_csv(exact))
    assert rows[0][:3] == ["Gebiet", "Stadt", "Kinderbetreuung (Personen)"]
    assert rows[1] == ["05158004", "Erkrath", "7919", "90210", "0"]
    assert len(rows) == 1 + 11 + 1


@pytest.mark.parametrize("name", ["=2+5", "+49 2104", "-Haan", "@SUMME(A1)", "  =A1"])
def test_names_that_look_like_formulas_stay_text(exact, name):
    sheet = replace(exact, regions=(("05158004", name), *REGIONS[1:]))
    assert csv_rows(cities_csv(sheet))[1][1] == f"'{name}"
    page = openpyxl.load_workbook(io.BytesIO(cities_xlsx(sheet))).worksheets[0]
    cells = [cell for row in page.iter_rows() for cell in row if cell.value == name]
    assert [(cell.data_type, cell.value) for cell in cells] == [("s", name)]


def test_paper_is_one_page_across_archivable_and_accessible(masked):
    pdf = cities_pdf(masked)
    assert_archivable_and_accessible(pdf)
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert len(document.pages) == 1
        _, _, width, height = document.pages[0].mediabox
        assert width > height
        assert list(document.attachments) == ["2014_me-aktiv_staedte_zur-veroeffentlichung.csv"]
        name = next(iter(document.attachments))
        assert document.attachments[name].get_file().read_bytes() == cities_csv(masked)


@pytest.mark.parametrize("file_format", WRITERS)
def test_same_sheet_same_bytes(exact, file_format):
    assert city_file(exact, file_format).content == city_file(exact, file_format).content


def test_names_sort_and_say_which_one_it_is(exact, masked):
    assert file_name(exact, "xlsx") == "2014_me-aktiv_staedte_genau.xlsx"
    assert file_name(masked, "pdf") == "2014_me-aktiv_staedte_zur-veroeffentlichung.pdf"


def test_each_file_says_who_may_see_it(exact, masked):
    assert "verlassen das Haus nicht" in " ".join(_texts(cities_xlsx(exact)))
    assert "Kreistag, Agentur und Öffentlichkeit" in " ".join(_texts(cities_xlsx(masked)))
    assert "verlassen das Haus nicht" in " ".join(pdf_text(cities_pdf(exact)).split())


def test_unknown_format_is_refused(exact):
    with pytest.raises(KeyError):
        city_file(exact, "docx")


def _texts(content: bytes) -> list[str]:
    page = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return [cell.value for row in page.iter_rows() for cell in row if isinstance(cell.value, str)]
