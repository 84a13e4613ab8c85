"""Comments and notes: autosaved without losing anybody's text, remembering their figures, seen by whom they are for."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest

from agreements.models import Actor, AuditEntry, Party, Region, Series, User
from agreements.services.texts import Conflict
from monitoring.choices import Origin
from monitoring.documents.then_now_words import outdated_words
from monitoring.models import PreparationNote, TargetComment
from monitoring.selectors.notes import note_party, notes_by_target
from monitoring.selectors.report import report_sheet
from monitoring.services.actuals import record
from monitoring.services.comments import (
    NothingToTakeOver,
    confirm_comment,
    save_comment,
    take_over_comment,
)
from monitoring.services.entries import Entry
from monitoring.services.notes import save_note

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
TODAY = date(2014, 10, 20)
AUGUST, SEPTEMBER = date(2014, 8, 1), date(2014, 9, 1)


@pytest.fixture
def target(agreement):
    return agreement.targets.get(code="iq")


@pytest.fixture
def save(agreement, target):
    def saved(text, version=0, by="jobcenter", month=SEPTEMBER):
        return save_comment(
            by=User.objects.get(username=by),
            agreement=agreement,
            month=month,
            target=target,
            text=text,
            expected_version=version,
            on=TODAY,
        )

    return saved


def of_iq(agreement):
    return report_sheet(agreement, SEPTEMBER, today=TODAY, with_comments=True).targets[0]


def revise_march(value="520"):
    entry = Entry(
        series=Series.objects.get(code="INT"),
        region=Region.objects.get(key="05158"),
        month=date(2014, 3, 1),
        value=Decimal(value),
        why="Nachlieferung",
    )
    record(by=User.objects.get(username="system"), entries=[entry], origin=Origin.IMPORT, on=TODAY)


class TestSaving:
    def test_it_remembers_the_figures_it_was_written_for(self, agreement, save):
        save("Ferien.")
        (figure,) = of_iq(agreement).comment.figures
        measure = of_iq(agreement).leading
        assert (figure.measure, figure.as_of, figure.actual, figure.plan, figure.status) == (
            "IQ",
            SEPTEMBER,
            measure.actual,
            measure.plan,
            measure.status,
        )

    def test_another_version_is_a_conflict(self, save):
        save("Erster", by="jobcenter-leitung")
        with pytest.raises(Conflict, match="Geschäftsführung ME-aktiv hat den Kommentar am") as error:
            save("Zweiter")
        assert error.value.standing.text == "Erster"
        save("", version=1)
        with pytest.raises(Conflict, match="Jemand hat den Kommentar inzwischen entfernt"):
            save("Dritter", version=1)

    def test_the_same_text_again_is_nothing(self, save):
        assert save("Ferien.").version == 1
        assert save("Ferien.\r\n", version=0).version == 1

    def test_one_sitting_is_one_entry_in_the_trail(self, save):
        for version, text in enumerate(["F", "Fer", "Ferien."]):
            save(text, version=version)
        save("Ferien und Umzug.", version=3, by="jobcenter-leitung")
        TargetComment.objects.update(at=TargetComment.objects.get().at - timedelta(minutes=16))
        save("Ferien, Umzug.", version=4, by="jobcenter-leitung")

        entries = AuditEntry.objects.filter(verb="Kommentar gespeichert").order_by("id")
        assert [entry.after["text"] for entry in entries] == ["F", "Ferien und Umzug.", "Ferien, Umzug."]

    def test_nul_bytes_do_not_reach_the_database(self, save):
        assert save("Fer\x00ien.").text == "Ferien."


class TestLastMonth:
    def test_taken_over_as_it_was_and_marked(self, agreement, target, save):
        save("August war schwach.", month=AUGUST)
        taken = take_over_comment(
            by=User.objects.get(username="jobcenter"), agreement=agreement, month=SEPTEMBER, target=target, on=TODAY
        )
        assert (taken.text, taken.unchanged) == ("August war schwach.", True)
        assert of_iq(agreement).comment.unchanged

        assert not save("August war schwach, September auch.", version=1).unchanged

    @pytest.mark.parametrize(
        ("months", "sentence"),
        [
            ((), "Zu {target} gibt es im Vormonat keinen Kommentar."),
            ((AUGUST, SEPTEMBER), "{target} hat für September 2014 schon einen Kommentar; er bleibt stehen."),
        ],
    )
    def test_nothing_is_overwritten(self, agreement, target, save, months, sentence):
        for month in months:
            save("Ferien.", month=month)
        with pytest.raises(NothingToTakeOver) as error:
            take_over_comment(
                by=User.objects.get(username="jobcenter"), agreement=agreement, month=SEPTEMBER, target=target, on=TODAY
            )
        assert str(error.value) == sentence.format(target=target)


class TestOutdated:
    def test_a_revised_figure_marks_the_comment_until_it_is_confirmed(self, agreement, target, save):
        save("Ferien.")
        assert outdated_words(of_iq(agreement)) == ""
        revise_march()
        assert outdated_words(of_iq(agreement)) == (
            "Integrationsquote: Ist 15,1\xa0%, jetzt 15,2\xa0%, Status deutlich unter Soll, jetzt leicht unter Soll"
        )
        confirm_comment(
            by=User.objects.get(username="jobcenter"), agreement=agreement, month=SEPTEMBER, target=target, on=TODAY
        )
        assert outdated_words(of_iq(agreement)) == ""
        assert of_iq(agreement).comment.text == "Ferien."

    def test_where_there_is_no_comment_there_is_nothing_to_confirm(self, agreement, target):
        by = User.objects.get(username="jobcenter")
        assert confirm_comment(by=by, agreement=agreement, month=SEPTEMBER, target=target, on=TODAY) is None


class TestNotes:
    def note(self, agreement, target, text, version=0):
        return save_note(
            by=User.objects.get(username="agentur"),
            agreement=agreement,
            party=Party.objects.get(key="agentur-mettmann"),
            target=target,
            text=text,
            expected_version=version,
        )

    def test_the_agentur_alone_reads_them(self, agreement, target):
        self.note(agreement, target, "Nach dem Juli fragen.")
        readers = {
            name
            for name in ("jobcenter", "jobcenter-leitung", "agentur", "agentur-leitung", "kreis", "admin")
            if notes_by_target(Actor(User.objects.get(username=name), TODAY), agreement)
        }
        assert readers == {"agentur", "agentur-leitung"}

    def test_the_trail_does_not_tell_what_they_say(self, agreement, target):
        self.note(agreement, target, "Nach dem Juli fragen.")
        self.note(agreement, target, "Nach Juli und August fragen.", version=1)
        self.note(agreement, target, "", version=2)
        entries = AuditEntry.objects.filter(verb__startswith="Vorbereitungsnotiz").order_by("id")
        assert [(entry.verb, entry.before, entry.after) for entry in entries] == [
            ("Vorbereitungsnotiz angelegt", {}, {}),
            ("Vorbereitungsnotiz entfernt", {}, {}),
        ]
        assert not PreparationNote.objects.exists()

    def test_of_two_writers_the_second_is_told(self, agreement, target):
        self.note(agreement, target, "Eins")
        with pytest.raises(Conflict, match="hat die Notiz am"):
            self.note(agreement, target, "Zwei")

    def test_for_whom_one_notes(self, agreement):
        def party(name):
            return note_party(Actor(User.objects.get(username=name), TODAY), agreement)

        assert (party("agentur").key, party("jobcenter"), party("kreis")) == ("agentur-mettmann", None, None)
