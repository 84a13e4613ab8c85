"""Export that imports again unchanged, templates of what is missing, and Erfassungsbögen that come back once."""

from __future__ import annotations

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agreements.models import AuditEntry, Region, Series, User
from monitoring.choices import FigureStatus, Origin
from monitoring.models import CollectionSheet, ImportRun, MonthlyActual
from monitoring.services.actuals import record
from monitoring.services.entries import Entry
from monitoring.services.verification import differences

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
EXPORT = {"agreement": "me-aktiv-2014", "what": "figures", "file_format": "xlsx", "first": 1, "last": 12}
TODAY = date(2014, 10, 20)


def content(response) -> bytes:
    return b"".join(response.streaming_content) if response.streaming else response.content


def send(client, file: bytes, name: str):
    return client.post("/import/", {"file": SimpleUploadedFile(name, file)}, follow=True)


def store(code: str, region: str = "05158", month: date = date(2014, 9, 1), **values) -> None:
    entry = Entry(
        series=Series.objects.get(code=code),
        region=Region.objects.get(key=region),
        month=month,
        why="für den Test",
        **values,
    )
    record(by=User.objects.get(username="jobcenter"), entries=[entry], origin=Origin.COMMAND, on=TODAY)


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
@pytest.mark.parametrize("who", ["jobcenter", "agentur", "kreis"])
def test_an_export_read_in_again_reports_everything_unchanged(file_format, who, login):
    store("EGV", value=Decimal(19000), status=FigureStatus.ESTIMATED, basis="=SUMME der Vorwoche; geschätzt")
    store("KUNDEN", reason="nicht erhoben")
    store("LZB", value=Decimal(17001), status=FigureStatus.FINAL)
    store("LZB", value=Decimal(17002))
    client = login(who)
    response = client.get("/import/export/", EXPORT | {"file_format": file_format})
    rows = MonthlyActual.objects.filter(
        month__year=2014,
        region__key__startswith="05158",
        series__source__in={"jobcenter": ("ba", "jobcenter"), "agentur": ("ba",), "kreis": ("kreis",)}[who],
    ).count()

    again = send(client, content(response), f"werte.{file_format}")
    assert again.context["counts"] == {"new": 0, "changed": 0, "unchanged": rows, "faults": 0}
    assert AuditEntry.objects.latest("id").after["rows"] == rows


def test_the_csv_is_the_format_of_the_contract_and_holds_no_formula(login):
    store("EGV", value=Decimal(19000), status=FigureStatus.ESTIMATED, basis="=1+1")
    text = content(login("jobcenter").get("/import/export/", EXPORT | {"file_format": "csv"})).decode("utf-8-sig")

    assert text.splitlines()[0] == "gebiet;datenreihe;monat;wert;status;grund"
    assert "05158;EGV;2014-09;19000;geschätzt;'=1+1" in text.splitlines()


@pytest.mark.parametrize("file_format", ["xlsx", "csv"])
def test_a_template_asks_for_what_is_missing_and_empty_rows_stay_missing(file_format, login, settings):
    settings.TODAY = date(2014, 11, 3)
    client = login("jobcenter")
    asked = EXPORT | {"what": "template", "file_format": file_format, "first": 10, "last": 12}
    file = content(client.get("/import/export/", asked))

    response = send(client, _filled(file, file_format), f"vorlage.{file_format}")
    (row,) = response.context["preview"].rows
    assert (row.kind, row.entry.value) == ("new", Decimal(7))
    assert response.context["preview"].skipped == 29


def _filled(file: bytes, file_format: str) -> bytes:
    """The template with 7 in its first row."""
    if file_format == "csv":
        lines = file.decode("utf-8-sig").split("\r\n")
        fields = lines[1].split(";")
        fields[3] = "7"
        return "\r\n".join([lines[0], ";".join(fields), *lines[2:]]).encode()
    book = openpyxl.load_workbook(io.BytesIO(file))
    book.active["D2"] = 7
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def test_nobody_is_asked_before_the_day(login):
    """On 20 October the figures of October cannot be known."""
    asked = EXPORT | {"what": "template", "file_format": "csv", "first": 10, "last": 10}
    lines = content(login("jobcenter").get("/import/export/", asked)).decode().split("\r\n")
    early = content(login("jobcenter").get("/import/export/", asked | {"what": "early"})).decode().split("\r\n")

    assert (len(lines), len(early)) == (2, 32)


# --- Erfassungsbogen --------------------------------------------------------------------------------------------------


@pytest.fixture
def sheet(login, settings):
    """The Kreis asks for KdU of October."""
    settings.TODAY = date(2014, 11, 3)
    client = login("kreis")
    data = {
        "agreement": "me-aktiv-2014",
        "first": 10,
        "last": 11,
        "recipient": "Kreissozialamt",
        "due": "2014-11-15",
        "series": ["KDU"],
    }
    client.post("/import/boegen/", data)
    return CollectionSheet.objects.get()


@pytest.fixture
def book(sheet, login):
    return openpyxl.load_workbook(io.BytesIO(content(login("kreis").get(f"/import/boegen/{sheet.pk}/xlsx/"))))


def test_the_sheet_asks_for_exactly_the_missing_cells_and_is_protected(sheet, book):
    page = book.active
    unlocked = {cell.coordinate for row in page.iter_rows() for cell in row if not cell.protection.locked}

    assert sheet.cells == [["KDU", "05158", "2014-10"], ["KDU", "05158", "2014-11"]]
    assert page.protection.sheet
    assert unlocked == {"E8", "F8", "E9", "F9"}
    assert page.row_dimensions[1].hidden
    assert [str(check.sqref) for check in page.data_validations.dataValidation] == ["E8", "E9"]


def test_it_comes_back_once_and_says_what_came(sheet, book, login):
    book.active["E8"], book.active["A9"] = 7000000.5, "anderer Text"
    client = login("kreis")
    response = send(client, saved(book), "bogen.xlsx")
    (row,) = response.context["preview"].rows
    assert (row.entry.series.code, row.entry.value, response.context["preview"].skipped) == (
        "KDU",
        Decimal("7000000.5"),
        1,
    )

    client.post(response.redirect_chain[-1][0], {"verb": "confirm", "seen": response.context["preview"].digest})
    sheet.refresh_from_db()
    assert (sheet.state, sheet.returned_by.username, sheet.import_run) == ("returned", "kreis", ImportRun.objects.get())
    assert client.get(f"/import/boegen/{sheet.pk}/xlsx/").status_code == 404

    again = send(client, saved(book), "bogen.xlsx")
    assert (
        again.context["problem"]
        == "Der Bogen an Kreissozialamt ist zurückgekommen; er wird kein zweites Mal eingelesen."
    )
    assert list(differences()) == []


def test_a_changed_identifier_is_refused(book, login):
    book.active["E8"], book.active["B1"] = 1, f"{book.active['B1'].value}x"
    response = send(login("kreis"), saved(book), "bogen.xlsx")

    assert response.context["form"].errors["file"] == [
        "Die Kennung in „bogen.xlsx“ ist verändert; so wird der Bogen nicht eingelesen."
    ]


def test_a_withdrawn_sheet_is_not_taken_back(sheet, book, login):
    client = login("kreis")
    client.post(f"/import/boegen/{sheet.pk}/")
    book.active["E8"] = 1

    response = send(client, saved(book), "bogen.xlsx")
    assert response.context["problem"].startswith("Der Bogen an Kreissozialamt ist zurückgezogen")


def test_foreign_sheets_are_not_seen_and_not_read_in(sheet, book, login):
    client = login("jobcenter")
    book.active["E8"] = 1

    assert client.get(f"/import/boegen/{sheet.pk}/").status_code == 404
    assert client.get(f"/import/boegen/{sheet.pk}/xlsx/").status_code == 404
    assert send(client, saved(book), "bogen.xlsx").context["form"].errors["file"] == [
        "Den Erfassungsbogen „bogen.xlsx“ dürfen Sie nicht einlesen."
    ]


def test_a_bad_figure_in_a_sheet_is_named_where_the_supplier_typed_it(sheet, book, login):
    book.active["E8"], book.active["E9"] = "viel", "k. A."
    response = send(login("kreis"), saved(book), "bogen.xlsx")

    assert [str(fault).split(":")[0] for fault in response.context["faults"]] == [
        "Zeile 8, Spalte „Wert“",
        "Zeile 9, Spalte „Bemerkung“",
    ]
