"""The same figures wherever one looks: page, paper, workbook, CSV and JSON of one report, cell by cell."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import openpyxl
import pikepdf
import pytest

from agreements.domain.months import month_key
from agreements.domain.numbers import MINUS, round_half_up
from monitoring.domain.sheet import MeasureSheet, ReportSheet
from monitoring.selectors.report import report_sheet
from tests.monitoring.documents.test_report import Paper

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
MONTH, TODAY = date(2014, 9, 1), date(2014, 10, 20)
MILLION = Decimal(1_000_000)
# JSON's name, column of the workbook's "Überblick", cell of the overview on page and paper (0 is the first after the target).
FIGURES = {
    "actual": (6, 0),
    "plan": (7, 1),
    "deviation": (8, 2),
    "percent_of_plan": (10, 3),
    "prior_year_change_percent": (11, 4),
    "projection": (12, 5),
}
PERCENT = {"percent_of_plan", "prior_year_change_percent"}
_made: list[Doors] = []  # one report through all doors takes seconds; nothing below changes it


@dataclass(frozen=True)
class Doors:
    """One report through all of its doors; of page and paper the cells of the overview."""

    sheet: ReportSheet
    json: dict[str, Any]
    page: list[list[str]]
    pdf: Path
    book: openpyxl.Workbook
    csv: list[dict[str, str]]

    @property
    def paper(self) -> list[list[str]]:
        """Read from the structure of the PDF, for which poppler takes its time."""
        return list(_overview(Paper(self.sheet, self.pdf).read_aloud))

    @property
    def measures(self) -> list[tuple[MeasureSheet, dict[str, Any]]]:
        """The leading measures in the order of the overview, each with what the JSON says of it."""
        said = {row["code"]: row for target in self.json["targets"] for row in target["measures"]}
        return [(measure, said[measure.code]) for _target, measure in self.sheet.lines]


class Cells(HTMLParser):
    """Rows of the first table whose caption is "Überblick", each cell as text."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._in: str = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "caption" and dict(attrs).get("id") == "overview":
            self._in = "table"
        elif self._in and tag == "tr":
            self.rows.append([])
        elif self._in and tag in {"td", "th"}:
            self.rows[-1].append("")
            self._in = "cell"

    def handle_data(self, data: str) -> None:
        if self._in == "cell":
            self.rows[-1][-1] += f" {data.strip()}" if data.strip() else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "table":
            self._in = ""
        elif self._in == "cell" and tag in {"td", "th"}:
            self._in = "table"


@pytest.fixture
def doors(agreement, login: Callable[[str], Any], tmp_path: Path, settings) -> Doors:
    if _made:
        return _made[0]
    settings.TODAY = TODAY
    client, address = login("agentur"), "/mbz/me-aktiv-2014/2014-09/"
    sheet = report_sheet(agreement, MONTH, today=TODAY, with_comments=False)
    cells = Cells()
    cells.feed(client.get(address).content.decode())
    path = tmp_path / "mbz.pdf"
    path.write_bytes(b"".join(client.get(f"{address}pdf/")))
    with pikepdf.open(path) as pdf:
        attached = {name.rsplit(".")[-1]: file.get_file().read_bytes() for name, file in pdf.attachments.items()}
    page_json = client.get(f"{address}json/").json()
    assert json.loads(attached["json"]) == page_json
    made = Doors(
        sheet=sheet,
        json=page_json,
        page=[row[1:] for row in cells.rows[1:]],
        pdf=path,
        book=openpyxl.load_workbook(io.BytesIO(b"".join(client.get(f"{address}xlsx/"))), data_only=True),
        csv=list(csv.DictReader(io.StringIO(attached["csv"].decode("utf-8-sig")), delimiter=";")),
    )
    _made.append(made)
    return made


def _overview(read: list[tuple[str, str]]) -> Iterable[list[str]]:
    """Rows of the overview on paper without their first cell."""
    tables = [at for at, (tag, _text) in enumerate(read) if tag == "Table"]
    row: list[str] = []
    for tag, text in read[tables[0] : tables[1]]:
        if tag == "TR" and row:
            yield row
        row = [] if tag == "TR" else [*row, text] if tag == "TD" else row
    yield row


def number(cell: str) -> Decimal | None:
    """The first number of a cell as it is shown; millions as written; None for "–"."""
    found = re.search(rf"[{MINUS}+]?\d[\d.]*(,\d+)?", cell)
    if found is None:
        return None
    value = Decimal(found[0].replace(".", "").replace(",", ".").replace(MINUS, "-"))
    return value * MILLION if "Mio." in cell else value


def written(cell: str) -> Decimal | None:
    """A number of the CSV: all digits, decimal comma, empty where there is none."""
    return Decimal(cell.replace(",", ".")) if cell else None


def said(value: str | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def of(name: str, measure: MeasureSheet, row: dict[str, Any]) -> Decimal | None:
    """The unrounded figure of the JSON; a forecast is no plan that something could be a percentage of."""
    if name == "percent_of_plan" and measure.observed:
        return None
    return said(row["projection"]["value"] if name == "projection" else row[name])


def shown(name: str, measure: MeasureSheet, value: Decimal | None) -> Decimal | None:
    """As page and paper round it: amounts of money to ten thousand euro, shares to one place."""
    if value is None:
        return None
    if name not in PERCENT and measure.unit == "€":
        return round_half_up(value / MILLION, 2) * MILLION
    return round_half_up(value, 1 if name in PERCENT else measure.decimals)


@pytest.mark.parametrize("door", ["page", pytest.param("paper", marks=pytest.mark.paper)])
def test_page_and_paper_show_what_the_json_says(doors, door):
    rows = getattr(doors, door)
    for index, (measure, row) in enumerate(doors.measures):
        expected = [shown(name, measure, of(name, measure, row)) for name in FIGURES]
        assert [number(rows[index][cell]) for _column, cell in FIGURES.values()] == expected, measure.code


def test_the_workbook_holds_the_same_numbers(doors):
    sheet = doors.book["Überblick"]
    lines = [row for row in sheet.iter_rows(min_row=5) if isinstance(row[5].value, int | float)]
    assert len(lines) == len(doors.measures)
    for cells, (measure, row) in zip(lines, doors.measures, strict=True):
        for name, (column, _cell) in FIGURES.items():
            expected, found = of(name, measure, row), cells[column - 1].value
            share = name in PERCENT or (measure.unit == "%" and name != "deviation")
            if expected is None:
                assert found == "–"
                continue
            places = 1 if name in PERCENT else measure.decimals
            assert round_half_up(Decimal(str(found)) * (100 if share else 1), places) == round_half_up(expected, places)


def test_the_csv_holds_the_same_numbers_to_the_last_digit(doors):
    last = {row["Messgröße"]: row for row in doors.csv if row["Monat"] == month_key(MONTH)}
    for measure, row in doors.measures:
        line = last[measure.name]
        for column, name in (("Ist", "actual"), ("Soll oder Prognose", "plan"), ("Vorjahr", "prior_year")):
            assert written(line[column]) == said(row[name]), (measure.code, name)
        assert written(line["Abweichung in %"]) == said(row["deviation_percent"])
