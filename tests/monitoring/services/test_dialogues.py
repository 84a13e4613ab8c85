"""Dialogues: planned, moved, called off, written down, confirmed by both sides and then frozen; and every refusal."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.core import mail
from icalendar import Calendar

from agreements.models import AuditEntry
from monitoring.choices import DialogueState
from monitoring.documents.invitation import calendar_file
from monitoring.models import Dialogue, Notice
from monitoring.selectors.dialogues import confirmations, minutes_sheet
from monitoring.services import dialogues
from monitoring.services.dialogues import (
    DialogueRefused,
    MinutesConflict,
    begin_minutes,
    cancel_dialogue,
    change_plan,
    plan_dialogue,
)
from monitoring.services.invitations import invitation_of, send_invitation
from monitoring.services.verification import differences
from tests.monitoring.talks import TODAY, again, confirmed, forget_dialogues, held, person, plan, planned, written

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]


@pytest.fixture(autouse=True)
def _no_paper(monkeypatch) -> None:
    """Paper is looked at elsewhere."""
    monkeypatch.setattr(dialogues, "minutes_pdf", lambda *_, **__: b"%PDF Niederschrift")


@pytest.fixture(autouse=True)
def _none_yet(db) -> None:
    """Without the dialogues of the demonstration."""
    forget_dialogues()


def test_numbers_count_within_the_agreement_and_both_sides_are_told(agreement):
    assert [planned(agreement).number, planned(agreement, day=date(2015, 1, 20)).number] == [1, 2]
    told = set(Notice.objects.values_list("user__username", flat=True))
    assert told == {"agentur-leitung", "jobcenter", "jobcenter-leitung"}
    assert AuditEntry.objects.order_by("-id")[0].verb == "Dialog geplant"


@pytest.mark.parametrize(
    ("changes", "counted"),
    [
        ({"day": date(2014, 10, 21)}, 1),
        ({"begins": time(11)}, 1),
        ({"place": "anderswo"}, 1),
        ({"questions": "Neu?"}, 0),
    ],
)
def test_a_change_of_day_time_or_place_counts_the_invitation_up(agreement, changes, counted):
    dialogue = planned(agreement)
    changed = change_plan(by=person("agentur"), dialogue=dialogue, plan=plan(agreement, **changes), on=TODAY)
    assert again(changed).sequence == counted


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"month": date(2013, 9, 1)}, "Besprochen wird ein MBZ des Jahres 2014"),
        ({"guests": 2}, "steht zweimal auf der Liste"),
    ],
)
def test_plans_that_are_refused(agreement, changes, words):
    if "guests" in changes:
        changes = {"guests": plan(agreement).guests[:1] * 2}
    with pytest.raises(DialogueRefused, match=words):
        plan_dialogue(by=person("agentur"), agreement=agreement, plan=plan(agreement, **changes), on=TODAY)
    assert not Dialogue.objects.exists()


def test_called_off_with_a_reason(agreement):
    dialogue = planned(agreement)
    with pytest.raises(DialogueRefused, match="Bitte den Grund der Absage nennen"):
        cancel_dialogue(by=person("agentur"), dialogue=dialogue, reason=" ", on=TODAY)
    cancel_dialogue(by=person("agentur"), dialogue=dialogue, reason="Krank.", on=TODAY)
    assert again(dialogue).state == DialogueState.CANCELLED
    with pytest.raises(DialogueRefused, match="steht auf „abgesagt“"):
        begin_minutes(by=person("agentur"), dialogue=dialogue, on=TODAY)


def test_minutes_begin_on_the_day_at_the_earliest(agreement):
    dialogue = planned(agreement, day=TODAY + timedelta(days=1))
    with pytest.raises(DialogueRefused, match="frühestens am Tag des Dialogs, 21\\.10\\.2014"):
        begin_minutes(by=person("agentur"), dialogue=dialogue, on=TODAY)


def test_written_down_target_by_target(agreement):
    dialogue = held(agreement)
    someone = dialogue.participants.first()
    sheet = minutes_sheet(written(dialogue, " Besprochen.\r\n", attended={someone.pk: True}))
    assert [minute.text for minute in sheet.minutes if minute.code == "iq"] == ["Besprochen."]
    assert sheet.decisions == "Weiter so."
    assert [person.attended for person in sheet.participants if person.name == someone.name] == [True]


def test_of_two_writers_the_second_is_told(agreement):
    dialogue = held(agreement)
    written(dialogue)
    with pytest.raises(MinutesConflict, match="hat die Niederschrift am"):
        written(dialogue, "Anders.", expected_version=dialogue.version)
    assert minutes_sheet(again(dialogue)).minutes[0].text == "Besprochen."


def test_saying_the_same_again_leaves_no_trace(agreement):
    dialogue = written(held(agreement))
    entries = AuditEntry.objects.count()
    written(dialogue)
    assert (again(dialogue).version, AuditEntry.objects.count()) == (dialogue.version, entries)


def test_the_second_confirmation_freezes(agreement):
    dialogue = written(held(agreement))
    assert confirmed(dialogue, "agentur") is False
    assert confirmed(dialogue, "jobcenter") is True
    done = again(dialogue)
    assert (done.state, done.frozen.number) == (DialogueState.CONFIRMED, 1)
    with done.frozen.file.open("rb") as file:
        assert file.read() == b"%PDF Niederschrift"
    assert list(differences()) == []
    with pytest.raises(DialogueRefused, match="steht auf „bestätigt“"):
        written(done, "Doch anders.")
    assert minutes_sheet(again(dialogue)).minutes[0].text == "Besprochen."


def test_a_change_after_one_confirmation_makes_it_void(agreement):
    dialogue = written(held(agreement))
    confirmed(dialogue, "agentur")
    changed = written(again(dialogue), "Anders besprochen.")
    assert confirmations(changed, minutes_sheet(changed)) == []
    assert confirmed(changed, "jobcenter") is False
    assert confirmed(changed, "agentur") is True


@pytest.mark.parametrize("seen", ["0" * 64, ""])
def test_only_what_was_read_is_confirmed(agreement, seen):
    dialogue = written(held(agreement))
    with pytest.raises(DialogueRefused, match="wurde inzwischen geändert"):
        confirmed(dialogue, "agentur", seen=seen)


def test_nobody_confirms_twice_or_nothing(agreement):
    dialogue = held(agreement)
    with pytest.raises(DialogueRefused, match="steht noch nichts"):
        confirmed(dialogue, "agentur")
    confirmed(written(dialogue), "agentur")
    with pytest.raises(DialogueRefused, match="hat diese Fassung schon bestätigt"):
        confirmed(again(dialogue), "agentur")


class TestInvitation:
    def test_a_calendar_reads_it(self, agreement, settings):
        settings.SITE_URL = "https://ziele.example.org"
        dialogue = planned(agreement)
        calendar = Calendar.from_ical(calendar_file(invitation_of(dialogue)))
        (event,) = calendar.walk("VEVENT")
        assert str(calendar["METHOD"]) == "REQUEST"
        assert str(event["UID"]) == f"dialog-{dialogue.pk}@ziele.example.org"
        assert event.decoded("DTSTART").isoformat() == "2014-10-20T10:00:00+02:00"
        assert event.decoded("DTEND").isoformat() == "2014-10-20T12:00:00+02:00"
        assert str(event["URL"]) == "https://ziele.example.org/dialoge/me-aktiv-2014/1/"
        assert len(event["ATTENDEE"]) == 4
        assert not any(sign in str(event["SUMMARY"]) for sign in "0123456789%")

    @pytest.mark.parametrize(
        ("changes", "span"),
        [
            ({"begins": None, "ends": None}, ("2014-10-20", "2014-10-21")),
            ({"ends": None}, ("2014-10-20T10:00:00+02:00", "2014-10-20T12:00:00+02:00")),
        ],
    )
    def test_without_an_end_or_any_hour(self, agreement, changes, span):
        (event,) = Calendar.from_ical(calendar_file(invitation_of(planned(agreement, **changes)))).walk("VEVENT")
        assert (event.decoded("DTSTART").isoformat(), event.decoded("DTEND").isoformat()) == span

    def test_moved_it_replaces_the_first_and_called_off_it_cancels(self, agreement):
        dialogue = planned(agreement)
        change_plan(by=person("agentur"), dialogue=dialogue, plan=plan(agreement, place="anderswo"), on=TODAY)
        cancel_dialogue(by=person("agentur"), dialogue=dialogue, reason="Krank.", on=TODAY)
        calendar = Calendar.from_ical(calendar_file(invitation_of(again(dialogue))))
        (event,) = calendar.walk("VEVENT")
        assert (str(calendar["METHOD"]), str(event["STATUS"]), event["SEQUENCE"]) == ("CANCEL", "CANCELLED", 2)

    def test_mailed_to_everybody_with_an_address_and_no_figure_in_the_subject(self, agreement):
        assert send_invitation(by=person("agentur"), dialogue=planned(agreement)) == 4
        assert {message.subject for message in mail.outbox} == {"Einladung: Zielnachhaltedialog Jobcenter ME-aktiv"}
        name, content, kind = mail.outbox[0].attachments[0]
        assert (name, kind) == ("einladung.ics", "text/calendar; method=REQUEST")
        assert Calendar.from_ical(content).walk("VEVENT")

    def test_nobody_to_write_to(self, agreement):
        with pytest.raises(DialogueRefused, match="Niemand auf der Liste hat eine E-Mail-Adresse"):
            send_invitation(by=person("agentur"), dialogue=planned(agreement, guests=()))
        with pytest.raises(DialogueRefused, match="Eingeladen wird zu einem geplanten Dialog"):
            send_invitation(by=person("agentur"), dialogue=held(agreement))
