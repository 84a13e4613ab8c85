"""Import and export of the catalogue: round trip, rows and columns named, all or nothing, formulas stay text, one audit entry."""

from __future__ import annotations

import io
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from agreements.documents.tables import read_table
from agreements.models import AuditEntry, Measure, Party, Region, Series
from agreements.resources import (
    CsvFile,
    MeasureResource,
    PartyResource,
    RegionResource,
    SeriesResource,
    TableFile,
    XlsxFile,
)
from agreements.resources.formats import MAX_BYTES, MAX_ROWS
from tests.factories import PartyFactory, RegionFactory, UserFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo"), pytest.mark.ignore_template_errors]

RESOURCES = [(Region, RegionResource), (Party, PartyResource), (Series, SeriesResource), (Measure, MeasureResource)]
HEAD = "Schlüssel;Art;Name;Kurzname"


def exported(resource, file_format=XlsxFile, queryset=None) -> bytes:
    return file_format().export_data(resource().export(queryset))


def read(resource, content: bytes, *, dry_run: bool = False):
    dataset = TableFile().create_dataset(content)
    return resource().import_data(dataset, dry_run=dry_run, user=UserFactory(), file_name="katalog.csv")


def csv(*lines: str) -> bytes:
    return "\r\n".join(lines).encode()


def preview(client, content: bytes, name: str = "katalog.csv", model: str = "party"):
    file = SimpleUploadedFile(name, content)
    return client.post(f"/admin/agreements/{model}/import/", {"import_file": file, "resource": "0", "format": "0"})


def confirm(client, response, model: str = "party"):
    data = dict(response.context["confirm_form"].initial)
    return client.post(f"/admin/agreements/{model}/process_import/", data, follow=True)


@pytest.mark.parametrize(("model", "resource"), RESOURCES)
@pytest.mark.parametrize("file_format", [XlsxFile, CsvFile])
def test_what_was_written_reads_back_unchanged(model, resource, file_format):
    rows = model.objects.count()
    Series.objects.filter(code="LZB").update(definition="eine Zeile\r\nund eine zweite ", lower=Decimal("-1.5"))
    result = read(resource, exported(resource, file_format))

    assert result.faults == []
    assert {kind: count for kind, count in result.totals.items() if count} == {"skip": rows}


def test_rows_may_name_rows_that_come_later_in_the_file():
    head = "Kürzel;Name;Einheit;Verdichtung;Datenreihe;Zähler;Nenner"
    content = csv(head, "Q;Quote;%;Quote;;Z;N", "Z;Zähler;Anzahl;SUM;INT;;", "N;Nenner;Personen;MEAN;ELB;;")
    result = read(MeasureResource, content)

    assert (result.faults, result.totals["new"]) == ([], 3)
    quote = Measure.objects.get(code="Q")
    assert (quote.numerator.code, quote.denominator.code, quote.factor, quote.lag) == ("Z", "N", Decimal(1), 0)


def test_the_number_of_a_sum_is_read_and_written():
    sheet = openpyxl.load_workbook(io.BytesIO(exported(MeasureResource, queryset=Measure.objects.filter(code="KDU"))))
    cells = {head.value: cell.value for head, cell in zip(*sheet.active.iter_rows(), strict=True)}
    assert cells["Anzahl für die Zerlegung"] == "BG"

    assert read(MeasureResource, csv("Kürzel;Anzahl für die Zerlegung", "LLU;BG")).totals["update"] == 1
    assert Measure.objects.get(code="LLU").number.code == "BG"
    faults = read(MeasureResource, csv("Kürzel;Anzahl für die Zerlegung", "LZB;BG")).faults
    assert [str(fault) for fault in faults] == ["Zeile 2: Nach Anzahl und Betrag je Fall wird nur eine Summe zerlegt."]


def test_a_circle_is_refused_by_its_rows():
    content = csv("Schlüssel;Name;Art;gehört zu", "90901;A;Stadt;90902", "90902;B;Stadt;90901")

    assert [fault.row for fault in read(RegionResource, content).faults] == [2, 3]


@pytest.mark.parametrize("text", ["=1+1", "+49 2104", "-5", "@SUM(A1)", "\u00a0=1+1"])
def test_text_stays_text(text):
    party = PartyFactory(key="formel", name=text, address=text)
    rows = Party.objects.filter(pk=party.pk)
    sheet = openpyxl.load_workbook(io.BytesIO(exported(PartyResource, queryset=rows))).active
    cells = {head.value: cell for head, cell in zip(*sheet.iter_rows(), strict=True)}

    assert (cells["Name"].value.strip(), cells["Name"].data_type) == (text.strip(), "s")
    line = exported(PartyResource, CsvFile, rows).decode("utf-8-sig").splitlines()[1]
    assert f"'{text.strip()}" in line
    assert read(PartyResource, exported(PartyResource, CsvFile, rows)).totals["skip"] == 1


def test_numbers_are_numbers():
    rows = Measure.objects.filter(code="IQ")
    sheet = openpyxl.load_workbook(io.BytesIO(exported(MeasureResource, queryset=rows))).active
    cells = {head.value: cell for head, cell in zip(*sheet.iter_rows(), strict=True)}

    assert (cells["Faktor"].value, cells["Faktor"].data_type) == (100, "n")
    assert cells["Verschiebung des Nenners (Monate)"].value == 1
    assert (cells["Kürzel"].value, cells["Verdichtung"].value) == ("IQ", "Quote")


FAULTS = [
    (
        PartyResource,
        csv(f"{HEAD};Gebiet", "gut;Kreis;Guter Kreis;Gut;", ";Kreis;Ohne;O;", "x;Verein;X;X;", "y;Kreis;Y;Y;99"),
        [
            "Zeile 3, Spalte „Schlüssel“: Dieses Feld darf nicht leer sein.",
            "Zeile 4, Spalte „Art“: „Verein“ gibt es nicht; möglich sind: Agentur für Arbeit, Jobcenter (gemeinsame "
            "Einrichtung), Jobcenter (zugelassener kommunaler Träger), Kreis, kreisfreie Stadt, Land, Regionaldirektion, "
            "Bundesagentur für Arbeit, Bundesministerium für Arbeit und Soziales.",
            "Zeile 5, Spalte „Gebiet“: Gebiet „99“ ist unbekannt; hier steht der Eintrag aus der Spalte „Schlüssel“.",
        ],
    ),
    (PartyResource, csv(HEAD, "jc;Jobcenter (gemeinsame Einrichtung);J;J"), ["Zeile 2: Ein Jobcenter braucht ein Gebiet."]),
    (PartyResource, csv(HEAD, "a;Kreis;A;A", "a;Kreis;B;B"), ["Zeile 3, Spalte „Schlüssel“: „a“ steht schon in Zeile 2."]),
    (PartyResource, csv("Name;Art", "A;Kreis"), ["Spalte „Schlüssel“: Diese Spalte fehlt; an ihr werden die Zeilen erkannt."]),
    (
        SeriesResource,
        csv("Kürzel;Nachkommastellen;Untergrenze;zählt Personen", "LZB;zwei;2,0001x;vielleicht"),
        [
            "Zeile 2, Spalte „Nachkommastellen“: „zwei“ ist keine lesbare Zahl; richtig wäre zum Beispiel 1.234 (nur "
            "Ziffern 0–9, Punkte zwischen Dreiergruppen, ein Komma).",
            "Zeile 2, Spalte „zählt Personen“: „vielleicht“ ist nicht lesbar; richtig wäre „ja“ oder „nein“.",
            "Zeile 2, Spalte „Untergrenze“: „2,0001x“ ist keine lesbare Zahl; richtig wäre zum Beispiel 1.234,5678 (nur "
            "Ziffern 0–9, Punkte zwischen Dreiergruppen, ein Komma).",
        ],
    ),
    (SeriesResource, csv("Kürzel;Nachkommastellen", "LZB;40000"), [
            "Zeile 2, Spalte „Nachkommastellen“: „40000“ ist zu groß; möglich ist höchstens 32767."
        ]),
    (MeasureResource, csv("Kürzel;Nenner", "IQ;IQ"), [
            "Zeile 2: „Integrationsquote“ ist selbst eine Quote; Zähler und Nenner sind Summe, Mittel oder Stand."
        ]),
]  # fmt: skip


@pytest.mark.parametrize(("resource", "content", "faults"), FAULTS)
def test_a_bad_row_is_named_and_nothing_is_stored(resource, content, faults):
    model = resource._meta.model
    before = list(model.objects.order_by("pk").values())
    entries = AuditEntry.objects.count()
    result = read(resource, content)

    assert [str(fault) for fault in result.faults] == faults
    assert list(model.objects.order_by("pk").values()) == before
    assert AuditEntry.objects.count() == entries


def test_an_unknown_column_is_refused_and_a_missing_one_left_alone():
    fault = read(RegionResource, csv("Schlüssel;Namen", "05158;Kreis")).faults[0]
    assert str(fault).startswith("Spalte „Namen“: Diese Spalte gibt es nicht; möglich sind: Schlüssel, Name, Art,")

    region = RegionFactory(key="90777", name="Alt", fictitious=True)
    assert read(RegionResource, csv("KEY;name", "90777;Neu")).totals["update"] == 1
    region.refresh_from_db()
    assert (region.name, region.fictitious) == ("Neu", True)


def test_a_key_that_a_spreadsheet_took_for_a_number_keeps_its_zero():
    book = openpyxl.Workbook()
    book.active.append(["Schlüssel", "Name"])
    book.active.append([5158024, "Mettmann (Stadt)"])
    stream = io.BytesIO()
    book.save(stream)

    assert read(RegionResource, stream.getvalue()).totals["update"] == 1
    assert Region.objects.get(key="05158024").name == "Mettmann (Stadt)"


def test_preview_then_import_with_one_audit_entry(login):
    client = login("admin")
    kreis = Party.objects.get(key="kreis-mettmann")
    content = csv(HEAD, f"{kreis.key};Kreis;Kreis Neu;{kreis.short_name}", "neu;Land;Land Neu;LN")
    entries = AuditEntry.objects.count()
    shown = preview(client, content)

    assert [(row.number, row.import_type) for row in shown.context["result"].rows] == [(2, "update"), (3, "new")]
    assert (Party.objects.filter(key="neu").exists(), AuditEntry.objects.count()) == (False, entries)
    done = confirm(client, shown)
    assert "Eingelesen: 1 neu, 1 geändert, 0 unverändert." in done.content.decode()
    entry = AuditEntry.objects.latest("id")
    assert AuditEntry.objects.count() == entries + 1
    assert (entry.verb, entry.object) == ("Verwaltung: Katalog eingelesen", "Vereinbarungspartner")
    assert entry.before == {kreis.key: {"Name": kreis.name}, "neu": {}}
    assert entry.after == {
        "Datei": "katalog.csv",
        "neu": 1,
        "geändert": 1,
        "unverändert": 0,
        "Zeilen": {
            kreis.key: {"Name": "Kreis Neu"},
            "neu": {"Schlüssel": "neu", "Art": "Land", "Name": "Land Neu", "Kurzname": "LN"},
        },
    }


def test_the_page_names_row_and_column(login):
    response = preview(login("admin"), csv(HEAD, "neu;Verein;Neu;N"))

    assert "Zeile 2, Spalte „Art“: „Verein“ gibt es nicht" in response.content.decode()
    assert "confirm_form" not in response.context
    assert not Party.objects.filter(key="neu").exists()


def test_what_went_wrong_since_the_preview_is_shown(login):
    client = login("admin")
    shown = preview(client, csv(f"{HEAD};Gebiet", "neu;Kreis;Neu;N;90888"), model="party")
    assert "Gebiet „90888“ ist unbekannt" in shown.content.decode()
    region = RegionFactory(key="90888")
    shown = preview(client, csv(f"{HEAD};Gebiet", "neu;Kreis;Neu;N;90888"), model="party")
    region.delete()
    done = confirm(client, shown)

    assert "Gebiet „90888“ ist unbekannt" in done.content.decode()
    assert not Party.objects.filter(key="neu").exists()


def test_a_confirmation_that_is_not_ours_stores_nothing(login):
    data = {"import_file_name": "../../etc/passwd", "original_file_name": "x", "format": "0", "resource": "0"}
    done = login("admin").post("/admin/agreements/party/process_import/", data, follow=True)

    assert "Die Vorschau ist abgelaufen." in done.content.decode()
    assert login("admin").get("/admin/agreements/party/process_import/").status_code == 405


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"x" * (MAX_BYTES + 1), "Die Datei ist zu groß; erlaubt ist höchstens 1 MB."),
        (csv(HEAD, *["a;Kreis;A;A"] * (MAX_ROWS + 1)), "mehr als 2.000 Zeilen"),
        (csv("a,b", "1,2"), "durch Komma getrennt; richtig ist das Semikolon"),
    ],
)
def test_the_upload_is_bounded(content, message, login):
    response = preview(login("admin"), content)

    assert message in str(response.context["form"].errors["import_file"])


def test_the_export_is_a_file_with_a_name(login):
    response = login("admin").post(
        "/admin/agreements/party/export/?kind__exact=kreis", {"format": "0", "resource": "0"}
    )
    table = read_table(response.content, "x", max_bytes=MAX_BYTES, max_rows=MAX_ROWS, max_columns=40)

    assert 'filename="vereinbarungspartner-2014-10-20.xlsx"' in response["Content-Disposition"]
    assert [row.cells[1].value for row in table.rows] == ["Kreis"] * Party.objects.filter(kind="kreis").count()
    assert table.header[:4] == ("Schlüssel", "Art", "Name", "Kurzname")
