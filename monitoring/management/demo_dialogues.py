"""Two fictitious dialogues for the demonstration: one written down that waits for the Jobcenter, one that lies ahead."""

from __future__ import annotations

from datetime import date, time

from agreements.domain.fingerprint import fingerprint
from agreements.models import Agreement, User
from monitoring.models import Dialogue, SteeringMeasure
from monitoring.selectors.dialogues import confirming, guests, minutes_sheet
from monitoring.services.dialogues import Guest, Plan, begin_minutes, confirm_minutes, plan_dialogue, write_minutes

AGREEMENT = "me-aktiv-2014"
SUMMER, AUTUMN = date(2014, 8, 21), date(2014, 10, 23)
TEXTS = {
    "iq": "Die Quote liegt weiter unter dem Soll; die Bewerbertage laufen seit Juni und werden fortgesetzt.",
    "lzb": "Der Bestand sinkt langsamer als geplant. Das Jobcenter richtet eine Fallwerkstatt ein.",
}


def store_dialogues() -> None:
    """Planned and written down by the Agentur; nothing where the agreement has dialogues already."""
    agreement = Agreement.objects.with_partners().get(key=AGREEMENT)
    if agreement.dialogues.exists():
        return
    by = User.objects.get(username="agentur")
    first = plan_dialogue(by=by, agreement=agreement, plan=_plan(agreement, SUMMER, date(2014, 7, 1), ""), on=SUMMER)
    begin_minutes(by=by, dialogue=first, on=SUMMER)
    write_minutes(
        by=by,
        dialogue=first,
        texts=TEXTS,
        decisions="Über beide Maßnahmen wird im Oktober wieder gesprochen.",
        attended={person.pk: True for person in first.participants.all()},
        expected_version=2,
    )
    SteeringMeasure.objects.filter(agreement=agreement, number=2).update(dialogue=first)
    written = Dialogue.objects.get(pk=first.pk)
    written.agreement = agreement
    seen = fingerprint(minutes_sheet(written))
    confirm_minutes(by=by, dialogue=written, party=confirming(agreement)[0], seen=seen, on=SUMMER)
    questions = "Wie geht es mit der Integration Alleinerziehender weiter?"
    plan_dialogue(by=by, agreement=agreement, plan=_plan(agreement, AUTUMN, date(2014, 9, 1), questions), on=SUMMER)


def _plan(agreement: Agreement, day: date, month: date, questions: str) -> Plan:
    invited = tuple(
        Guest(party=each.party, name=each.name, function=each.function, email=each.email)
        for each in guests(agreement, day)
    )
    return Plan(
        day=day,
        begins=time(10),
        ends=time(12),
        place="Agentur für Arbeit Mettmann",
        month=month,
        questions=questions,
        guests=invited,
    )
