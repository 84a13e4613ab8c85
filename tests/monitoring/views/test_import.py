"""Import through the page: preview, confirmation, all or nothing, undo, foreign regions, and every bad file."""

from __future__ import annotations

import io
import re
import tracemalloc
import zipfile
from datetime import date, timedelta
from decimal import Decimal

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from agreements.choices import Role
from agreements.models import AuditEntry
from monitoring.models import ActualRevision, ImportDraft, ImportMapping, ImportRun, MonthlyActual
from monitoring.services.verification import differences
from tests.factories import MembershipFactory, RegionFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
HEADER = "gebiet;datenreihe;monat;wert;status;grund"


def csv(*lines: str, header: str = HEADER, encoding: str = "utf-8-sig") -> bytes:
    return "\r\n".join([header, *lines]).encode(encoding)


def xlsx(*rows, prepare=None) -> bytes:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    if prepare:
        prepare(book.active)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def send(client, content: bytes, name: str = "werte.csv", **data):
    return client.post("/import/", {"file": SimpleUploadedFile(name, content), **data}, follow=True)


def confirm(client, response):
    (address, _) = response.redirect_chain[-1]
    seen = response.context["preview"].digest
    return client.post(address, {"verb": "confirm", "seen": seen}, follow=True)


def figure(code: str, month: date = date(2014, 9, 1), region: str = "05158") -> MonthlyActual:
    return MonthlyActual.objects.get(series__code=code, region__key=region, month=month)


def said(response) -> list[str]:
    return [str(message) for message in response.context["messages"]]


def faults(response) -> list[str]:
    return [str(fault) for fault in response.context["faults"]]


def nothing_stored() -> bool:
    return not ImportRun.objects.exists() and not ActualRevision.objects.filter(origin="import", version__gt=1).exists()


@pytest.fixture(autouse=True)
def _clean(demo, db):
    """The demo may have imported itself; what counts is what the test did."""
    ImportDraft.objects.all().delete()


# --- preview and confirmation -----------------------------------------------------------------------------------------


def test_the_preview_tells_new_changed_and_unchanged_and_stores_nothing(login):
    before = figure("LZB").value
    response = send(
        login("jobcenter"),
        csv("05158;LZB;2014-09;17.000;;Nachlieferung", f"05158;VZA;2014-09;{str(figure('VZA').value).replace('.', ',')[:-2]};;",
            "05158;VZA;2014-10;400,5;;"),
    )  # fmt: skip

    assert response.context["counts"] == {"new": 1, "changed": 1, "unchanged": 1, "faults": 0}
    (changed,) = response.context["changed"]
    assert (changed.row, changed.standing.value, changed.entry.value) == (2, before, Decimal(17000))
    assert (figure("LZB").value, ImportRun.objects.count()) == (before, 0)
    assert list(differences()) == []


def test_confirmed_all_is_stored_with_run_revisions_and_audit(login):
    client = login("jobcenter")
    response = confirm(
        client, send(client, csv("05158;LZB;2014-09;17.000;;Nachlieferung", "05158;VZA;2014-10;400,5;;"))
    )

    run = ImportRun.objects.get()
    assert said(response) == ["„werte.csv“ ist eingelesen: 1 neu, 1 geändert, 0 unverändert."]
    assert (run.new, run.changed, run.unchanged, run.by.username) == (1, 1, 0, "jobcenter")
    assert figure("LZB").value == Decimal(17000)
    assert ActualRevision.objects.filter(import_run=run).count() == 2
    assert AuditEntry.objects.filter(verb="Datei eingelesen", object=f"Import {run.pk}").count() == 1
    assert (ImportDraft.objects.count(), list(differences())) == (0, [])


def test_unlikely_figures_are_listed_before_and_kept_as_unchecked_after(login):
    client = login("jobcenter")
    response = send(client, csv("05158;LZB;2014-09;1.700;;Nachlieferung"))

    assert response.context["warnings"][0].startswith(
        "Bestand Langzeitleistungsbezieher (LZB) September 2014: 1.700\u00a0Personen sind 90\u00a0% weniger"
    )
    confirm(client, response)
    assert ImportRun.objects.get().warnings == list(response.context["warnings"])


def test_good_rows_are_counted_beside_the_bad_ones_but_nothing_can_be_confirmed(login):
    client = login("jobcenter")
    response = send(client, csv("05158;VZA;2014-10;400,5;;", "05158;LZB;2014-09;12a;;", "05158;LZB;2014-11;17000;;"))

    assert response.context["counts"] == {"new": 1, "changed": 0, "unchanged": 0, "faults": 2}
    assert [fault.split(":")[0] for fault in faults(response)] == ["Zeile 3, Spalte „wert“", "Zeile 4, Spalte „monat“"]
    assert "verb" in response.content.decode()
    assert 'value="confirm"' not in response.content.decode()
    (address, _) = response.redirect_chain[-1]
    client.post(address, {"verb": "confirm", "seen": response.context["preview"].digest})
    assert nothing_stored()


def test_what_changed_since_the_preview_is_shown_again(login):
    client = login("jobcenter")
    response = send(client, csv("05158;LZB;2014-09;17.000;;Nachlieferung"))
    client.post(
        "/monatswerte/me-aktiv-2014/2014-09/",
        {"LZB-05158-version": figure("LZB").version, "LZB-05158-value": "17.111", "LZB-05158-note": "nachgezählt"},
    )
    changed = figure("LZB").value
    again = confirm(client, response)

    assert [message for message in said(again) if message.startswith("Seit der Vorschau hat sich etwas geändert")]
    assert (figure("LZB").value, ImportRun.objects.count()) == (changed, 0)
    assert again.context["changed"][0].standing.value == changed


def test_a_discarded_file_is_gone(login):
    client = login("jobcenter")
    (address, _) = send(client, csv("05158;VZA;2014-10;1,5;;")).redirect_chain[-1]
    client.post(address, {"verb": "discard"})

    assert (client.get(address).status_code, ImportDraft.objects.count()) == (404, 0)


def test_a_file_waits_for_its_person_alone_and_for_a_day(login):
    (address, _) = send(login("jobcenter"), csv("05158;VZA;2014-10;1,5;;")).redirect_chain[-1]

    assert login("jobcenter-leitung").get(address).status_code == 404
    ImportDraft.objects.update(at=timezone.now() - timedelta(days=1, seconds=1))
    assert login("jobcenter").get(address).status_code == 404


@pytest.mark.parametrize("where", ["monitoring.services.actuals._write", "monitoring.services.drafts.import_warnings"])
def test_a_server_that_dies_in_the_middle_leaves_nothing(where, login, monkeypatch):
    """Between revisions and figures, and after both."""
    client = login("jobcenter")
    response = send(client, csv("05158;LZB;2014-09;17.000;;Nachlieferung", "05158;VZA;2014-10;400,5;;"))

    def dying(*_: object, **__: object) -> None:
        raise SystemError("Strom weg")

    monkeypatch.setattr(where, dying)
    client.raise_request_exception = False
    answer = client.post(
        response.redirect_chain[-1][0], {"verb": "confirm", "seen": response.context["preview"].digest}
    )

    assert (answer.status_code, nothing_stored(), list(differences())) == (500, True, [])
    assert (figure("LZB").version, ImportDraft.objects.count()) == (1, 1)


# --- rights -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "line", "allowed"),
    [
        ("jobcenter", "05158;LZB;2014-10;17000;;", True),
        ("jobcenter", "05158;VZA;2014-10;400;;", True),
        ("jobcenter", "05158;KDU;2014-10;400,00;;", False),
        ("agentur", "05158;LZB;2014-10;17000;;", True),
        ("agentur", "05158;VZA;2014-10;400;;", False),
        ("kreis", "05158;KDU;2014-10;400,00;;", True),
        ("kreis", "05158;LZB;2014-10;17000;;", False),
        ("jobcenter", "09999;LZB;2014-10;17000;;", False),
    ],
)
def test_rows_of_foreign_sources_and_regions_are_refused(who, line, allowed, login):
    RegionFactory(key="09999")
    response = send(login(who), csv(line))
    region, series = line.split(";")[:2]

    message = f"Zeile 2, Spalte „gebiet“: „{series}“ für „{region}“ dürfen Sie nicht einlesen."
    assert faults(response) == ([] if allowed else [message])
    assert response.context["counts"]["new"] == int(allowed)


def test_imports_are_seen_by_whom_all_their_figures_belong_to(login):
    client = login("jobcenter")
    confirm(client, send(client, csv("05158;VZA;2014-10;400;;")))
    run = ImportRun.objects.get()
    stranger = MembershipFactory(role=Role.REVIEW).user

    statuses = {
        who: login(who).get(f"/import/laeufe/{run.pk}/").status_code
        for who in ("jobcenter-leitung", "agentur", "kreis", stranger.username)
    }
    assert statuses == {"jobcenter-leitung": 200, "agentur": 404, "kreis": 404, stranger.username: 404}


# --- undo -------------------------------------------------------------------------------------------------------------


def test_undo_restores_values_and_status_and_says_why(login):
    client = login("jobcenter")
    before = {code: (figure(code).value, figure(code).status) for code in ("LZB", "VZA")}
    confirm(
        client,
        send(
            client,
            csv(
                "05158;LZB;2014-09;17.000;endgültig;Nachlieferung",
                "05158;VZA;2014-09;400,5;;x",
                "05158;VZA;2014-10;1;;",
            ),
        ),
    )
    run = ImportRun.objects.get()
    response = client.post(f"/import/laeufe/{run.pk}/", follow=True)

    assert said(response) == ["Der Import ist zurückgenommen. 3 Werte stehen wieder wie zuvor."]
    assert {code: (figure(code).value, figure(code).status) for code in before} == before
    assert not MonthlyActual.objects.filter(series__code="VZA", month=date(2014, 10, 1)).exists()
    last = ActualRevision.objects.filter(series__code="LZB", region__key="05158", month=date(2014, 9, 1)).latest(
        "version"
    )
    assert last.why == "Import „werte.csv“ zurückgenommen"
    run.refresh_from_db()
    assert (run.state, run.undone_by.username, list(differences())) == ("undone", "jobcenter", [])


def test_undo_is_refused_with_the_figures_that_changed_since(login):
    client = login("jobcenter")
    confirm(client, send(client, csv("05158;LZB;2014-09;17.000;;Nachlieferung", "05158;VZA;2014-10;400,5;;")))
    first = ImportRun.objects.get()
    confirm(client, send(client, csv("05158;LZB;2014-09;17.001;;noch einmal")))
    response = client.post(f"/import/laeufe/{first.pk}/")

    assert response.context["stopped"].figures == (
        "Bestand Langzeitleistungsbezieher (LZB), Kreis Mettmann, September 2014",
    )
    assert (figure("LZB").value, ImportRun.objects.filter(state="undone").count()) == (Decimal(17001), 0)


def test_undo_works_once(login):
    client = login("jobcenter")
    confirm(client, send(client, csv("05158;VZA;2014-10;400,5;;")))
    address = f"/import/laeufe/{ImportRun.objects.get().pk}/"
    client.post(address)

    assert str(client.post(address).context["stopped"]) == "Dieser Import ist schon zurückgenommen."


# --- bad files --------------------------------------------------------------------------------------------------------


def bomb() -> bytes:
    content = xlsx(["gebiet"], [1])
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
        new.writestr("xl/media/leer.bin", b"\0" * 430_000_000)
    return buffer.getvalue()


def with_macro() -> bytes:
    buffer = io.BytesIO(xlsx(["gebiet"], [1]))
    with zipfile.ZipFile(buffer, "a") as archive:
        archive.writestr("xl/vbaProject.bin", b"x")
    return buffer.getvalue()


TITLES = HEADER.split(";")
BAD_FILES = {
    "encoding": (csv("05158;LZB;2014-10;k. A.;;nicht geklärt", encoding="cp1252"), "nicht in UTF-8 gespeichert"),
    "utf-16": (csv("05158;LZB;2014-10;1;;", encoding="utf-16"), "in UTF-16 gespeichert; richtig ist UTF-8"),
    "delimiter": (csv("x", header=HEADER.replace(";", ",")), "durch Komma getrennt; richtig ist das Semikolon"),
    "formula": (xlsx(TITLES, ["05158", "LZB", "2014-10", "=17000+1"]), "Zelle D2 enthält eine Formel"),
    "macro": (with_macro(), "enthält Makros"),
    "empty": (b"", "ist leer"),
    "only a mark": (b"\xef\xbb\xbf", "ist leer"),
    "no table": (b"%PDF-1.4\x00\x01", "ist keine Tabelle"),
    "damaged": (xlsx(TITLES)[:-200], "ist beschädigt"),
}


@pytest.mark.parametrize("case", BAD_FILES)
def test_a_file_that_is_none_is_refused_in_one_sentence_at_the_field(case, login):
    content, words = BAD_FILES[case]
    response = send(login("jobcenter"), content, "werte.xlsx" if content.startswith(b"PK") else "werte.csv")

    (message,) = response.context["form"].errors["file"]
    assert words in message
    assert (ImportDraft.objects.count(), nothing_stored()) == (0, True)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(login):
    content = bomb()
    tracemalloc.start()
    response = send(login("jobcenter"), content, "bombe.xlsx")
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert "ist entpackt zu groß" in response.context["form"].errors["file"][0]
    assert peak < 30_000_000


def test_a_million_rows_are_refused_in_bounded_memory(login):
    content = csv() + b"\r\n" + b"05158;LZB;2014-10;1\r\n" * 900_000
    response = send(login("jobcenter"), content)
    assert response.context["problem"].startswith("Die Datei „werte.csv“ hat mehr als 100.000 Zeilen")

    tracemalloc.start()
    response = send(login("jobcenter"), content + b"05158;LZB;2014-10;1\r\n" * 100_000)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert response.context["form"].errors["file"] == ["Die Datei ist größer als 20 MB; bitte aufteilen."]
    assert (peak < 150_000_000, nothing_stored()) == (True, True)


def test_merged_cells_are_named_in_the_preview(login):
    content = xlsx(TITLES, ["05158", "LZB", "2014-10", 1], prepare=lambda page: page.merge_cells("A2:B2"))
    response = send(login("jobcenter"), content, "werte.xlsx")

    assert "sind die Zellen A2:B2 verbunden" in response.context["problem"]


def test_a_missing_column_leads_to_the_question_what_is_where(login):
    response = send(login("jobcenter"), csv("05158;LZB;17000", header="gebiet;datenreihe;wert"))

    assert re.fullmatch(r"/import/\d+/zuordnung/", response.redirect_chain[-1][0])
    page = login("jobcenter").post(
        response.redirect_chain[-1][0], {"column_0": "gebiet", "column_1": "datenreihe", "column_2": "wert"}
    )
    assert page.context["form"].non_field_errors() == [
        "Es fehlt, woher „monat“ kommt: aus einer Spalte, aus den Überschriften oder ein fester Wert."
    ]


def test_dates_as_text_numbers_as_text_and_lost_zeros_are_read_right(login):
    content = xlsx(
        TITLES, [5158, "LZB", "30.09.2014", "17.001", None, "neu"], [5158024, "KIND_KUNDEN", date(2014, 9, 30), 3]
    )
    response = send(login("jobcenter"), content, "werte.xlsx")

    found = [row.entry for row in response.context["preview"].rows]
    assert [(entry.region.key, f"{entry.month:%Y-%m}", entry.value) for entry in found] == [
        ("05158", "2014-09", Decimal(17001)),
        ("05158024", "2014-09", Decimal(3)),
    ]


def test_percent_cells_count_times_a_hundred(login):
    def percent(page):
        page["D2"].number_format = "0.00%"

    content = xlsx(TITLES, ["05158", "VZA", "2014-10", 0.2066], prepare=percent)
    response = send(login("jobcenter"), content, "werte.xlsx")

    assert [row.entry.value for row in response.context["preview"].rows] == [Decimal("20.66")]


# --- foreign tables ---------------------------------------------------------------------------------------------------

WIDE = [
    ["Statistik der Bundesagentur für Arbeit"],
    ["Langzeitleistungsbezieher, Zeitreihe"],
    [],
    ["Kreis", "Merkmal", "Jul 2014", "Aug 14", "September 2014", "Quelle"],
    [5158, "LZB", 17001, 17002, None, "BA"],
    ["Erstellt am 20.10.2014"],
]


def mapped(client, response, **chosen):
    """Send the form of the mapping as it was proposed, save what is named."""
    form = response.context["form"]
    data = {name: form[name].value() or "" for name in form.fields}
    (address, _) = response.redirect_chain[-1]
    return client.post(address, data | chosen, follow=True)


def test_a_wide_workbook_with_titles_is_read_by_a_mapping_that_is_kept(login):
    client = login("jobcenter")
    titled = xlsx(*WIDE, prepare=lambda page: page.merge_cells("A1:F1"))
    response = send(client, titled, "ba.xlsx")
    form = response.context["form"]
    assert form.header.number == 4
    assert [form[f"stands_{place}"].value() for place in (2, 3, 4)] == ["2014-07", "2014-08", "2014-09"]

    preview = mapped(client, response, column_0="gebiet", name="LZB der BA", fixed_grund="Lieferung Oktober")
    rows = preview.context["preview"].rows
    assert [(row.row, f"{row.entry.month:%Y-%m}", row.entry.value) for row in rows] == [
        (5, "2014-07", Decimal(17001)),
        (5, "2014-08", Decimal(17002)),
    ]
    assert preview.context["preview"].skipped == 1
    assert (ImportMapping.objects.get().name, ImportMapping.objects.get().party.key) == (
        "LZB der BA",
        "jobcenter-me-aktiv",
    )

    again = send(client, titled, "ba.xlsx")
    assert said(again) == ["Gelesen mit der Zuordnung „LZB der BA“."]
    assert again.context["counts"]["changed"] == 2


def test_series_side_by_side_with_a_fixed_region(login):
    client = login("jobcenter")
    response = send(client, csv("Okt 2014;17001;27000", header="Zeitraum;LZB;ELB"))
    preview = mapped(client, response, fixed_gebiet="05158")

    found = [(row.entry.series.code, row.entry.region.key, row.entry.value) for row in preview.context["preview"].rows]
    assert found == [("LZB", "05158", Decimal(17001)), ("ELB", "05158", Decimal(27000))]


def test_the_next_year_of_a_known_table_is_proposed_by_the_earlier_one(login):
    client = login("jobcenter")
    first = [WIDE[3][:5], WIDE[4][:5]]
    mapped(
        client, send(client, xlsx(*first), "ba.xlsx"), column_0="gebiet", name="LZB der BA", fixed_status="endgültig"
    )
    later = [["Kreis", "Merkmal", "Aug 2014", "Sep 2014"], [5158, "LZB", 1, 2]]
    form = send(client, xlsx(*later), "ba-neu.xlsx").context["form"]

    assert [form[f"column_{place}"].value() for place in range(4)] == ["gebiet", "datenreihe", "@monat", "@monat"]
    assert form["fixed_status"].value() == "endgültig"


def test_mappings_stay_within_the_house(login):
    client = login("jobcenter")
    mapped(client, send(client, xlsx(*WIDE), "ba.xlsx"), column_0="gebiet", name="LZB der BA")

    assert "mapping" not in login("kreis").get("/import/").context["form"].fields
    assert "mapping" in login("jobcenter-leitung").get("/import/").context["form"].fields


def test_the_sheet_of_a_workbook_is_chosen_and_remembered(login):
    book = openpyxl.Workbook()
    book.active.title = "Deckblatt"
    book.active.append(["Eckwerte"])
    for row in (["Monat", "LZB"], ["2014-09", 17001]):
        (book["Daten"] if "Daten" in book.sheetnames else book.create_sheet("Daten")).append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    client = login("jobcenter")
    (address, _) = send(client, buffer.getvalue(), "eckwerte.xlsx").redirect_chain[-1]
    form = client.get(address, {"blatt": "Daten"}).context["form"]
    data = {name: form[name].value() or "" for name in form.fields} | {"fixed_gebiet": "05158", "name": "Eckwerte"}
    preview = client.post(f"{address}?blatt=Daten", data, follow=True).context["preview"]

    assert [(row.entry.series.code, row.entry.value) for row in preview.rows] == [("LZB", Decimal(17001))]
    assert send(client, buffer.getvalue(), "eckwerte.xlsx").context["counts"]["changed"] == 1
    again = client.post(
        "/import/",
        {"file": SimpleUploadedFile("e.xlsx", xlsx(["x"])), "mapping": ImportMapping.objects.get().pk},
        follow=True,
    )
    assert again.context["problem"] == "Die Arbeitsmappe „e.xlsx“ hat kein Blatt „Daten“; vorhanden: Sheet."


def test_a_mapping_that_does_not_fit_names_the_columns_it_misses(login):
    client = login("jobcenter")
    mapped(client, send(client, xlsx(*WIDE), "ba.xlsx"), column_0="gebiet", name="LZB der BA")
    response = client.post(
        "/import/",
        {"file": SimpleUploadedFile("a.csv", csv(header="a;b")), "mapping": ImportMapping.objects.get().pk},
        follow=True,
    )

    assert faults(response)[0] == (
        "Zeile 4, Spalte „Kreis“: Diese Spalte fehlt; die Kopfzeile ist eine andere als die der Zuordnung."
    )
