"""Dialogues for tests: planned by the Agentur, written down, confirmed."""

from __future__ import annotations

from datetime import date, time

from agreements.domain.fingerprint import fingerprint
from agreements.models import Agreement, User
from monitoring.models import Dialogue, DialogueConfirmation, Notice, SteeringMeasure
from monitoring.selectors.dialogues import confirming, guests, minutes_sheet
from monitoring.services.dialogues import Guest, Plan, begin_minutes, confirm_minutes, plan_dialogue, write_minutes

KEY = "me-aktiv-2014"
TODAY = date(2014, 10, 20)


def forget_dialogues() -> None:
    """Without the dialogues of the demonstration, and what they told."""
    SteeringMeasure.objects.update(dialogue=None)
    DialogueConfirmation.objects.all().delete()
    Dialogue.objects.all().delete()
    Notice.objects.all().delete()


def person(name: str) -> User:
    return User.objects.get(username=name)


def plan(agreement: Agreement, **changes) -> Plan:
    invited = tuple(
        Guest(party=each.party, name=each.name, function=each.function, email=each.email)
        for each in guests(agreement, TODAY)
    )
    known = {
        "day": date(2014, 10, 20), "begins": time(10), "ends": time(12), "place": "Raum 204",
        "month": date(2014, 9, 1), "questions": "Warum?", "guests": invited,
    }  # fmt: skip
    return Plan(**(known | changes))


def planned(agreement: Agreement, **changes) -> Dialogue:
    return plan_dialogue(by=person("agentur"), agreement=agreement, plan=plan(agreement, **changes), on=TODAY)


def held(agreement: Agreement, **changes) -> Dialogue:
    dialogue = planned(agreement, **changes)
    begin_minutes(by=person("agentur"), dialogue=dialogue, on=max(dialogue.day, TODAY))
    return again(dialogue)


def again(dialogue: Dialogue) -> Dialogue:
    """As it stands now."""
    found = Dialogue.objects.select_related("agreement__jobcenter", "by", "frozen").get(pk=dialogue.pk)
    found.agreement = Agreement.objects.with_partners().get(pk=found.agreement_id)
    return found


def written(dialogue: Dialogue, text: str = "Besprochen.", **changes) -> Dialogue:
    said = {
        "texts": {"iq": text}, "decisions": "Weiter so.", "attended": {}, "expected_version": dialogue.version,
    } | changes  # fmt: skip
    return again(write_minutes(by=person("agentur"), dialogue=dialogue, **said))


def confirmed(dialogue: Dialogue, side: str, **changes) -> bool:
    """By "agentur" or "jobcenter"."""
    agentur, jobcenter = confirming(dialogue.agreement)
    by, party = (person("agentur"), agentur) if side == "agentur" else (person("jobcenter-leitung"), jobcenter)
    said = {"party": party, "seen": fingerprint(minutes_sheet(again(dialogue))), "on": TODAY} | changes
    return confirm_minutes(by=by, dialogue=dialogue, **said)
