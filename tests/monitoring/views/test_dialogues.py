"""Dialoge in the browser's terms: the list and its files, planning, what to know, writing down, confirming; never for the Kreis."""

from __future__ import annotations

import csv
import io
import re
from datetime import date

import pytest
from openpyxl import load_workbook

from agreements.domain.fingerprint import fingerprint
from monitoring.choices import DialogueState
from monitoring.models import Dialogue, SteeringMeasure
from monitoring.selectors.dialogues import minutes_sheet
from monitoring.services import dialogues
from tests.documents.conformity import assert_archivable_and_accessible
from tests.monitoring.talks import KEY, again, confirmed, forget_dialogues, held, planned, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
LIST = "/dialoge/"
GUESTS = {"gast-TOTAL_FORMS": "1", "gast-INITIAL_FORMS": "0", "gast-MIN_NUM_FORMS": "0", "gast-MAX_NUM_FORMS": "40"}
PLAN = {
    "day": "2014-10-23",
    "begins": "10:00",
    "ends": "12:00",
    "place": "Raum 204",
    "month": "2014-09",
    "questions": "Warum?",
}


@pytest.fixture(autouse=True)
def _none_yet(db) -> None:
    """Without the dialogues of the demonstration."""
    forget_dialogues()


@pytest.fixture
def quick(monkeypatch) -> None:
    """Frozen without rendering."""
    monkeypatch.setattr(dialogues, "minutes_pdf", lambda *_, **__: b"%PDF Niederschrift")


def text_of(response) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode())).strip()


class TestList:
    def test_what_somebody_wants_to_see(self, login, agreement):
        written(held(agreement, day=date(2014, 7, 17), month=date(2014, 6, 1)), "Bewerbertage verstärken.")
        planned(agreement)
        client = login("jobcenter")
        found = {query: [line.number for line in client.get(f"{LIST}{query}").context["lines"]] for query in (
            "", "?stand=planned", "?suche=BEWERBER", "?sortierung=tag", "?sortierung=-stand", "?stand=unsinn",
        )}  # fmt: skip
        assert found == {
            "": [2, 1], "?stand=planned": [2], "?suche=BEWERBER": [1], "?sortierung=tag": [1, 2],
            "?sortierung=-stand": [1, 2], "?stand=unsinn": [2, 1],
        }  # fmt: skip

    @pytest.mark.parametrize("ending", ["csv", "xlsx"])
    def test_the_file_holds_what_the_page_shows(self, login, agreement, ending):
        planned(agreement, place="=Raum")
        content = login("agentur").get(f"{LIST}{ending}/").content
        if ending == "csv":
            rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";"))
        else:
            rows = [[cell or "" for cell in row] for row in load_workbook(io.BytesIO(content)).active.values]
        assert [(row[2], row[5].lstrip("'"), row[7]) for row in rows[1:]] == [("1", "=Raum", "geplant")]

    def test_where_none_is_planned_it_is_said(self, login, agreement):
        held(agreement, day=date(2014, 7, 17))
        assert "Noch kein nächster Dialog geplant (vorgeschlagen alle 3 Monate)" in text_of(login("agentur").get(LIST))
        planned(agreement, day=date(2014, 10, 23))
        assert "Noch kein nächster Dialog" not in text_of(login("agentur").get(LIST))

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_page_asks_the_same_for_one_and_for_three_dialogues(
        self, login, agreement, count, django_assert_num_queries
    ):
        for day in range(count):
            written(held(agreement, day=date(2014, 10, 1 + day)))
        client = login("agentur")
        with django_assert_num_queries(11):
            client.get(LIST)


class TestPlanning:
    def test_the_page_proposes_day_month_and_guests(self, login, agreement):
        held(agreement, day=date(2014, 7, 18))
        context = login("agentur").get(f"{LIST}{KEY}/neu/").context
        assert context["form"].initial == {"day": date(2014, 10, 20), "month": "2014-09"}
        assert len([row for row in context["formset"].initial if row["name"]]) == 4

    def test_planned_with_guests(self, login, agreement):
        party = agreement.jobcenter_id
        guest = {"gast-0-party": party, "gast-0-name": "Kim Muster", "gast-0-email": "kim@example.org"}
        response = login("agentur").post(f"{LIST}{KEY}/neu/", PLAN | GUESTS | guest)
        assert response.url == f"{LIST}{KEY}/1/"
        dialogue = Dialogue.objects.get()
        assert (dialogue.day, [each.name for each in dialogue.participants.all()]) == (
            date(2014, 10, 23),
            ["Kim Muster"],
        )
        assert "Warum?" in text_of(login("jobcenter").get(response.url))
        changed = login("agentur").post(f"{response.url}bearbeiten/", PLAN | GUESTS | {"day": "2014-10-24"})
        assert (changed.url, Dialogue.objects.get().day) == (response.url, date(2014, 10, 24))

    @pytest.mark.parametrize(
        ("changes", "words"),
        [
            ({"day": ""}, "Bitte den Tag des Dialogs angeben."),
            ({"day": "morgen"}, "richtig wäre zum Beispiel 23.10.2014"),
            ({"begins": "früh"}, "richtig wäre zum Beispiel 10:00"),
            ({"ends": "09:00"}, "Das Ende liegt nach dem Beginn"),
            ({"begins": ""}, "Das Ende liegt nach dem Beginn"),
            ({"month": "2013-09"}, "keine gültige Auswahl"),
            ({"gast-0-email": "kim@example.org"}, "Bitte den Namen angeben oder die Zeile leeren."),
            ({"gast-0-name": "Kim"}, "Bitte sagen, für wen diese Person kommt."),
            ({"gast-0-name": "Kim", "gast-0-email": "kim"}, "Das ist keine E-Mail-Adresse"),
        ],
    )
    def test_what_is_wrong_is_said_and_nothing_kept(self, login, changes, words):
        response = login("agentur").post(f"{LIST}{KEY}/neu/", PLAN | GUESTS | changes)
        assert (response.status_code, Dialogue.objects.count()) == (400, 0)
        assert words in text_of(response)


class TestOneDialogue:
    def test_it_opens_with_what_was_agreed_last_time(self, login, agreement):
        first = written(held(agreement, day=date(2014, 7, 17), month=date(2014, 6, 1)), "Bewerbertage verstärken.")
        SteeringMeasure.objects.filter(agreement=agreement, number=1).update(dialogue=first)
        page = text_of(login("agentur").get(f"{LIST}{KEY}/{planned(agreement).number}/"))
        for words in ("Bewerbertage verstärken.", "Weiter so.", "M1 Bewerbertage", "M2 Fallwerkstatt", "Warum?"):
            assert words in page

    def test_invited_called_off_and_told_again(self, login, agreement, mailoutbox):
        path = f"{LIST}{KEY}/{planned(agreement).number}/"
        client = login("agentur")
        assert "Die Einladung ging an 4 Personen." in text_of(client.post(f"{path}einladen/", follow=True))
        assert "Bitte den Grund der Absage nennen" in text_of(
            client.post(f"{path}absagen/", {"reason": " "}, follow=True)
        )
        assert "Der Dialog ist abgesagt." in text_of(client.post(f"{path}absagen/", {"reason": "Krank."}, follow=True))
        client.post(f"{path}einladen/")
        assert [message.subject.partition(":")[0] for message in mailoutbox] == ["Einladung"] * 4 + ["Absage"] * 4
        assert client.get(f"{path}ics/")["Content-Type"] == "text/calendar; charset=utf-8"

    def test_from_the_first_word_to_the_frozen_minutes(self, login, agreement, quick):
        path = f"{LIST}{KEY}/{planned(agreement).number}/"
        assert "Die Niederschrift ist begonnen." in text_of(login("agentur").post(f"{path}beginnen/", follow=True))
        said = {"version": Dialogue.objects.get().version, "text-iq": "Besprochen.", "decisions": "Weiter so."}
        assert "ist gespeichert" in text_of(login("agentur").post(f"{path}schreiben/", said, follow=True))
        new = f"/massnahmen/{KEY}/neu/?dialog=1&ziel=iq"
        form = login("agentur").get(new).context["form"]
        values = {
            "target": form.initial["target"].pk, "title": "Telefonaktion", "reason": "Zu wenige Stellen.",
            "party": agreement.jobcenter_id, "start": "2014-10-21", "due": "2014-12-31", "state": "open", "version": 0,
        }  # fmt: skip
        assert login("agentur").post(new, values).url == path
        assert SteeringMeasure.objects.get(title="Telefonaktion").dialogue == Dialogue.objects.get()
        assert "Telefonaktion" in text_of(login("jobcenter").get(path))
        for name in ("agentur", "jobcenter-leitung"):
            page = login(name).get(path)
            (party,) = page.context["confirms"]
            sent = {"seen": page.context["seen"]}
            last = text_of(login(name).post(f"{path}bestaetigen/{party.pk}/", sent, follow=True))
        assert "von beiden Seiten bestätigt und eingefroren" in last
        assert login("jobcenter").get(f"{path}niederschrift/").content == b"%PDF Niederschrift"
        assert login("agentur").post(f"{path}schreiben/", said).status_code == 302
        assert minutes_sheet(again(Dialogue.objects.get())).decisions == "Weiter so."

    def test_of_two_writers_the_second_keeps_what_was_typed(self, login, agreement):
        dialogue = held(agreement)
        written(dialogue)
        said = {"version": dialogue.version, "text-iq": "Anders.", "decisions": ""}
        response = login("agentur").post(f"{LIST}{KEY}/{dialogue.number}/schreiben/", said)
        assert (response.status_code, "Anders." in response.content.decode()) == (409, True)
        again_ = {"version": response.context["form"].data["version"], "text-iq": "Anders.", "decisions": ""}
        assert login("agentur").post(f"{LIST}{KEY}/{dialogue.number}/schreiben/", again_).status_code == 302

    def test_who_may_what(self, login, agreement):
        """The Agentur records, the release of the Jobcenter confirms, its entry and the readers of the BA side read."""
        dialogue = written(held(agreement))
        path = f"{LIST}{KEY}/{dialogue.number}/"
        names = ("agentur", "jobcenter", "jobcenter-leitung", "kreis", "landrat", "lesen")
        assert {name: login(name).get(path).status_code for name in names} == {
            "agentur": 200, "jobcenter": 200, "jobcenter-leitung": 200, "kreis": 404, "landrat": 404, "lesen": 404,
        }  # fmt: skip
        for part in ("", "ics/", "mappe/", "niederschrift/"):
            assert login("kreis").get(f"{path}{part}").status_code == 404
        assert [name for name in names[:3] if login(name).get(path).context["form"]] == ["agentur"]
        assert [name for name in names[:3] if login(name).get(path).context["confirms"]] == [
            "agentur",
            "jobcenter-leitung",
        ]
        assert login("jobcenter-leitung").post(f"{path}schreiben/", {}).status_code == 403
        agentur = agreement.partners.get(position=1).party_id
        sent = {"seen": fingerprint(minutes_sheet(dialogue))}
        assert login("jobcenter-leitung").post(f"{path}bestaetigen/{agentur}/", sent).status_code == 404

    def test_before_it_took_place_there_are_no_minutes(self, login, agreement):
        assert login("agentur").get(f"{LIST}{KEY}/{planned(agreement).number}/niederschrift/").status_code == 404

    @pytest.mark.paper
    def test_both_papers_can_be_archived_and_read_by_everybody(self, login, agreement):
        first = written(held(agreement, day=date(2014, 7, 17), month=date(2014, 6, 1)), "Bewerbertage verstärken.")
        confirmed(first, "agentur")
        confirmed(again(first), "jobcenter")
        client = login("agentur")
        assert_archivable_and_accessible(client.get(f"{LIST}{KEY}/1/niederschrift/").content)
        assert_archivable_and_accessible(client.get(f"{LIST}{KEY}/{planned(agreement).number}/mappe/").content)


def test_what_is_due_stands_on_the_start_page(login, agreement):
    def dues(name: str) -> list[str]:
        bands = login(name).get("/").context["owed"].bands
        return [due.what for band in bands for due in band.dues if "Dialog" in due.what]

    dialogue = planned(agreement, day=date(2014, 10, 23))
    assert dues("jobcenter") == dues("agentur") == ["Dialog Nr. 1"]
    Dialogue.objects.update(day=date(2014, 10, 17))
    assert (dues("jobcenter"), dues("agentur")) == (
        [], ["Niederschrift zu Dialog Nr. 1 beginnen", "Nächsten Dialog planen"]
    )  # fmt: skip
    Dialogue.objects.update(state=DialogueState.HELD)
    written(again(dialogue))
    assert dues("jobcenter-leitung") == ["Niederschrift zu Dialog Nr. 1 bestätigen"]
    assert dues("kreis") == []
