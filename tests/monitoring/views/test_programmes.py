"""Auswertungen in the browser's terms: entered, read in all or nothing, changed by one at a time, and handed out."""

from __future__ import annotations

import io
import re
from datetime import date

import docx
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from agreements.models import AuditEntry, User
from monitoring.documents.evaluation import COLUMNS
from monitoring.models import Evaluation, Programme
from monitoring.selectors.programmes import evaluated_target
from monitoring.services.programmes import save_programme
from tests.documents.conformity import assert_archivable_and_accessible

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
KEY = "me-aktiv-2014"
PAGE = f"/auswertung/{KEY}/massnahmewirksamkeit/"
SAID = {
    "name": "Aktivierung", "kind": "Gruppe", "entries": "1.140", "exits": "120", "integrated": "34",
    "last_exit": "2014-03-31", "integrated_later": "41", "effective": "yes", "continued": "changed",
    "statement": "Wirksam.", "version": "0",
}  # fmt: skip
HEAD = ";".join(column.title for column in COLUMNS)


@pytest.fixture(autouse=True)
def _none_yet(db) -> None:
    """Without the programmes of the demonstration."""
    Programme.objects.all().delete()
    Evaluation.objects.all().delete()


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()).replace("\xa0", " ")).strip()


def sheet(*rows: str, head: str = HEAD) -> dict[str, SimpleUploadedFile]:
    return {"file": SimpleUploadedFile("massnahmen.csv", "\n".join([head, *rows]).encode("utf-8-sig"))}


def enter(client, **changes):
    return client.post(f"{PAGE}neu/", SAID | changes)


def workbook(*cells: object) -> dict[str, SimpleUploadedFile]:
    book, content = Workbook(), io.BytesIO()
    for row in (HEAD.split(";"), cells):
        book.active.append(row)
    book.save(content)
    return {"file": SimpleUploadedFile("massnahmen.xlsx", content.getvalue())}


class TestPage:
    def test_entered_and_read_by_every_party(self, login):
        assert enter(login("jobcenter")).url == PAGE
        page = text_of(login("lesen").get(PAGE))
        for words in (
            "Aktivierung Gruppe",
            "1.140",
            "34 (28,3 %)",
            "41 (34,2 %)",
            "verändert",
            "Der Text der Auswertung fehlt.",
        ):
            assert words in page
        assert AuditEntry.objects.order_by("-id")[0].verb == "Maßnahme der Auswertung eingetragen"

    def test_what_is_not_measurable_yet_is_neither_0_nor_missing(self, login, settings):
        enter(login("jobcenter"), last_exit="2014-10-15", integrated_later="")
        page = text_of(login("kreis").get(PAGE))
        assert "noch nicht messbar (ab 15.04.2015)" in page
        assert "sechs Monate später integriert." not in page
        settings.TODAY = date(2015, 4, 15)
        page = text_of(login("kreis").get(PAGE))
        assert "Aktivierung, noch ohne Angabe: sechs Monate später integriert." in page

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"name": ""}, "Bitte die Maßnahme nennen."),
            ({"entries": "viele"}, "viele"),
            ({"exits": "-3"}, "hat ein Vorzeichen"),
            ({"integrated": "121"}, "höchstens so viele sein, wie ausgetreten sind"),
            ({"exits": ""}, "höchstens so viele sein, wie ausgetreten sind"),
            ({"last_exit": "gestern"}, "Das ist kein Datum"),
            ({"last_exit": "2014-10-21"}, "Der 21.10.2014 liegt in der Zukunft."),
            ({"effective": "sehr"}, "„sehr“ ist keine gültige Auswahl; richtig wäre ja, teilweise, nein oder nichts."),
            ({"last_exit": "2014-04-21"}, "Nach einem Austritt am 21.04.2014 ist das erst ab 21.10.2014 messbar."),
            ({"entries": "99999999999"}, "Diese Zahl ist zu groß."),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_kept(self, login, changes, words):
        response = enter(login("jobcenter"), **changes)
        assert (response.status_code, Programme.objects.count()) == (400, 0)
        assert words in text_of(response)

    def test_a_name_stands_once(self, login):
        enter(login("jobcenter"))
        again = enter(login("jobcenter"), name="AKTIVIERUNG")
        assert "„AKTIVIERUNG“ steht schon in der Auswertung." in text_of(again)

    def test_of_two_writers_the_second_keeps_what_was_typed(self, login):
        enter(login("jobcenter"))
        path = f"{PAGE}{Programme.objects.get().pk}/"
        assert login("jobcenter").post(path, SAID | {"exits": "130", "version": "1"}).url == PAGE
        late = login("jobcenter-leitung").post(path, SAID | {"exits": "140", "version": "1"})
        assert (late.status_code, "140" in late.content.decode(), Programme.objects.get().exits) == (409, True, 130)
        assert "anders als Ihre Eingabe: Austritte: 130" in text_of(late)
        again = {"exits": "140", "version": late.context["form"].data["version"]}
        assert login("jobcenter-leitung").post(path, SAID | again).url == PAGE

    def test_a_version_of_what_was_never_there_is_no_conflict(self, login):
        assert enter(login("jobcenter"), version="7").url == PAGE
        assert login("jobcenter").post(PAGE, {"text": "Gut.", "version": "7"}).url == PAGE
        assert (Programme.objects.get().version, Evaluation.objects.get().version) == (1, 1)

    def test_taken_out_it_stays_on_record(self, login):
        enter(login("jobcenter"))
        path = f"{PAGE}{Programme.objects.get().pk}/entfernen/"
        for unseen in ({"version": "0"}, {}):
            response = login("jobcenter").post(path, unseen, follow=True)
            assert "„Aktivierung“ wurde inzwischen geändert und ist nicht entfernt" in text_of(response)
        login("jobcenter").post(path, {"version": "1"})
        assert not Programme.objects.exists()
        assert AuditEntry.objects.order_by("-id")[0].before["name"] == "Aktivierung"

    def test_the_words_and_two_who_write_them(self, login):
        assert login("jobcenter").post(PAGE, {"text": "Gut.", "version": "0"}).url == PAGE
        late = login("jobcenter-leitung").post(PAGE, {"text": "Besser.", "version": "0"})
        assert (late.status_code, "Besser." in late.content.decode(), Evaluation.objects.get().text) == (
            409,
            True,
            "Gut.",
        )
        assert "Jetzt gilt: Gut." in text_of(late)
        assert login("jobcenter-leitung").post(PAGE, {"text": "Besser.", "version": "1"}).url == PAGE

    def test_all_evaluations_of_the_agreement(self, login):
        page = text_of(login("kreis").get(f"/auswertung/{KEY}/"))
        assert "Joboffensive fällig am 31.12.2014 Noch ist keine Maßnahme eingetragen." in page

    def test_a_sum_without_every_part_is_named_so(self, login):
        enter(login("jobcenter"))
        enter(login("jobcenter"), name="Coaching", exits="80", last_exit="2014-10-15", integrated_later="")
        page = text_of(login("kreis").get(PAGE))
        assert "zusammen 2.280 200 68 (34,0 %) – – –" in page
        assert "sechs Monate später integriert: 41 (34,2 %), unvollständig, ohne Coaching." in page

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_page_asks_the_same_for_one_and_for_three(self, login, agreement, count, django_assert_num_queries):
        target, by = evaluated_target(agreement, "massnahmewirksamkeit"), User.objects.get(username="jobcenter")
        said = dict.fromkeys(("entries", "exits", "integrated", "last_exit", "integrated_later")) | {
            "kind": "", "effective": "", "continued": "", "statement": "",
        }  # fmt: skip
        for number in range(count):
            save_programme(by=by, target=target, said=said | {"name": f"Maßnahme {number}"})
        client = login("kreis")
        with django_assert_num_queries(8):
            client.get(PAGE)


class TestSheet:
    def test_read_in_and_written_out_again_it_changes_nothing(self, login):
        rows = ("Aktivierung;Gruppe;140;120;34;31.03.2014;41;ja;verändert;Wirksam.", "Coaching;;;;;;;;;")
        client = login("jobcenter")
        response = client.post(f"{PAGE}einlesen/", sheet(*rows), follow=True)
        assert "2 Maßnahmen neu, 0 geändert, 2 gelesen." in text_of(response)
        for ending in ("xlsx", "csv"):
            content = client.get(f"{PAGE}{ending}/").content
            file = {"file": SimpleUploadedFile(f"a.{ending}", content)}
            again = client.post(f"{PAGE}einlesen/", file, follow=True)
            assert "0 Maßnahmen neu, 0 geändert, 2 gelesen." in text_of(again)
        row = Programme.objects.get(name="Aktivierung")
        assert (row.entries, row.last_exit, row.effective, row.continued, row.version) == (
            140, date(2014, 3, 31), "yes", "changed", 1,
        )  # fmt: skip

    def test_a_known_programme_is_changed_and_never_doubled(self, login):
        client = login("jobcenter")
        client.post(f"{PAGE}einlesen/", sheet("Aktivierung;;140;;;;;;;"))
        response = client.post(f"{PAGE}einlesen/", sheet("aktivierung;;150;;;;;;;"), follow=True)
        assert "0 Maßnahmen neu, 1 geändert" in text_of(response)
        assert [(row.name, row.entries) for row in Programme.objects.all()] == [("aktivierung", 150)]

    @pytest.mark.parametrize(
        ("file", "words"),
        [
            (sheet("Gut;;10;;;;;;;", "Schlecht;;viele;;;;;;;"), "Zeile 3, Spalte „Eintritte“:"),
            (sheet("A;;;5;6;;;;;"), "Zeile 2, Spalte „bei Ende integriert“: Das können höchstens"),
            (sheet("A;;;;;;;vielleicht;;"), "Zeile 2, Spalte „wirksam“:"),
            (sheet("A;;;;;;;;;", "a;;;;;;;;;"), "Zeile 3, Spalte „Maßnahme“: „a“ steht zweimal in der Datei."),
            (sheet(";;10;;;;;;;"), "Zeile 2, Spalte „Maßnahme“: Bitte die Maßnahme nennen."),
            (sheet("1", head="Name"), "Die Spalte „Maßnahme“ fehlt"),
            (sheet("Gut;;10;;;;;;;", head=HEAD.replace("Eintritte", "Eintrite")), "Die Spalte „Eintritte“ fehlt"),
            (workbook("A", *[None] * 4, 41729), "Zeile 2, Spalte „letzter Austritt“: Das ist kein Datum"),
            (sheet(), "keine"),
            ({"file": SimpleUploadedFile("a.xlsx", b"PK kaputt")}, "a.xlsx"),
            ({}, "Bitte eine Datei auswählen."),
        ],
        ids=["number", "more", "choice", "twice", "nameless", "column", "misspelt", "day", "empty", "broken", "none"],
    )
    def test_a_bad_sheet_is_told_and_nothing_kept(self, login, file, words):
        response = login("jobcenter").post(f"{PAGE}einlesen/", file)
        assert (response.status_code, Programme.objects.count()) == (400, 0)
        assert words in text_of(response)

    def test_text_that_looks_like_a_formula_stays_text_and_numbers_are_numbers(self, login):
        enter(login("jobcenter"), name="=1+1", statement="@x")
        book = load_workbook(io.BytesIO(login("jobcenter").get(f"{PAGE}xlsx/").content))
        assert [cell.data_type for cell in (book.active["A2"], book.active["J2"])] == ["s", "s"]
        assert [book.active[place].value for place in ("C2", "D2", "E2", "G2")] == [1140, 120, 34, 41]


class TestReport:
    def test_word_and_paper_say_the_same(self, login):
        enter(login("jobcenter"))
        login("jobcenter").post(PAGE, {"text": "Die Aktivierung wirkt.", "version": "0"})
        document = docx.Document(io.BytesIO(login("kreis").get(f"{PAGE}docx/").content))
        assert [cell.text for cell in document.tables[0].rows[1].cells] == [
            "Aktivierung", "1.140", "120", "34 (28,3\xa0%)", "41 (34,2\xa0%)", "ja", "verändert",
        ]  # fmt: skip
        assert "Die Aktivierung wirkt." in [paragraph.text for paragraph in document.paragraphs]

    @pytest.mark.paper
    def test_the_paper_can_be_archived_and_read_by_everybody(self, login):
        enter(login("jobcenter"))
        enter(login("jobcenter"), name="Coaching")
        login("jobcenter").post(PAGE, {"text": "Die Aktivierung wirkt.", "version": "0"})
        assert_archivable_and_accessible(login("lesen").get(f"{PAGE}pdf/").content)


def test_it_is_due_for_the_jobcenter_until_it_is_whole(login, settings):
    settings.TODAY = date(2015, 3, 20)

    def dues(name: str) -> list[str]:
        bands = login(name).get("/").context["owed"].bands
        return [due.what for band in bands for due in band.dues if due.what.startswith("Auswertung")]

    wanted = "Auswertung: Maßnahmewirksamkeit"
    assert wanted in dues("jobcenter")
    assert dues("kreis") == []
    enter(login("jobcenter"))
    login("jobcenter").post(PAGE, {"text": "Die Aktivierung wirkt.", "version": "0"})
    assert wanted not in dues("jobcenter")
