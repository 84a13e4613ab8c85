"""The list of duties: the last day, how close it is, what unlocks, and what somebody wants to see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from agreements.choices import DutyRhythm
from agreements.domain.sheet import DutySheet
from monitoring.choices import DutyState, Urgency
from monitoring.domain.duty_list import (
    MINE,
    DutyLine,
    DutyWish,
    asked_back,
    duty_urgency,
    finished,
    last_day,
    unlocked,
    wished,
)
from monitoring.domain.settlement import DutyReply, DutyReport

TODAY = date(2014, 12, 20)
DUTY = DutySheet(
    title="Konzept",
    sentence="Der Kreis erarbeitet ein Konzept.",
    responsible=("Kreis Muster",),
    with_whom="Jobcenter",
    rhythm=DutyRhythm.ONCE,
    due=date(2014, 12, 31),
    due_reading=False,
)
REPORT = DutyReport(
    number=1,
    state=DutyState.POSTPONED,
    text="Personal fehlt.",
    party="Kreis Muster",
    by="Kim",
    on=TODAY,
    new_due=date(2015, 6, 30),
    link="",
    evidence="",
)
LINE = DutyLine(
    agreement="muster-2014",
    agreement_title="Zielvereinbarung 2014",
    jobcenter="Jobcenter Muster",
    target="psychosozial",
    target_title="Psychosoziale Betreuung",
    position=1,
    duty=DUTY,
    report=None,
    is_condition=False,
    mine=False,
    day=DUTY.due,
    urgency=None,
)


@pytest.mark.parametrize(
    ("duty", "report", "day"),
    [
        (DUTY, None, date(2014, 12, 31)),
        (DUTY, REPORT, date(2015, 6, 30)),
        (replace(DUTY, present_by=date(2014, 12, 1)), None, date(2014, 12, 1)),
        (replace(DUTY, present_by=date(2015, 1, 31)), None, date(2014, 12, 31)),
        (replace(DUTY, due=None), None, None),
        (DUTY, replace(REPORT, state=DutyState.RUNNING, new_due=None), date(2014, 12, 31)),
    ],
)
def test_the_last_day(duty, report, day):
    assert last_day(duty, report) == day


@pytest.mark.parametrize(
    ("state", "day", "urgency"),
    [
        (DutyState.OPEN, date(2014, 12, 19), Urgency.OVERDUE),
        (DutyState.RUNNING, date(2014, 12, 20), Urgency.SOON),
        (DutyState.PARTLY, date(2015, 1, 3), Urgency.SOON),
        (DutyState.OPEN, date(2015, 1, 4), None),
        (DutyState.OPEN, None, None),
        (DutyState.DONE, date(2014, 12, 1), None),
        (DutyState.DROPPED, date(2014, 12, 1), None),
    ],
)
def test_how_close_it_is(state, day, urgency):
    assert duty_urgency(replace(REPORT, state=state, new_due=None), day, TODAY) == urgency


REPLY = DutyReply(accepted=False, text="Der Ablauf fehlt.", party="Agentur Muster", by="A", on=date(2014, 12, 3))


@pytest.mark.parametrize(
    ("report", "done", "asked"),
    [
        (None, False, False),
        (replace(REPORT, state=DutyState.PARTLY), False, False),
        (replace(REPORT, state=DutyState.DONE), True, False),
        (replace(REPORT, state=DutyState.DONE, answer=replace(REPLY, accepted=True)), True, False),
        (replace(REPORT, state=DutyState.DONE, answer=REPLY), False, True),
        (replace(REPORT, state=DutyState.DROPPED, answer=REPLY), False, True),
        (replace(REPORT, state=DutyState.RUNNING, answer=REPLY), False, True),
    ],
)
def test_what_was_asked_back_is_owed_again(report, done, asked):
    assert (finished(report), asked_back(report)) == (done, asked)
    assert (duty_urgency(report, date(2014, 12, 1), TODAY) is None) == done


@pytest.mark.parametrize(
    ("conditions", "holds"),
    [
        ([], None),
        ([(DutyState.DONE, True)], True),
        ([(DutyState.DONE, True), (DutyState.DONE, False)], False),
        ([(DutyState.DONE, True), (DutyState.PARTLY, True)], False),
    ],
)
def test_extra_posts_hold_when_every_condition_is_done_and_accepted(conditions, holds):
    assert unlocked(conditions) is holds


DONE = replace(
    LINE,
    report=replace(REPORT, state=DutyState.DONE, text="Ärger gab es keinen.", new_due=None),
    mine=True,
    urgency=Urgency.SOON,
    target="sucht",
    agreement="andere-2014",
    duty=replace(DUTY, title="Auswertung", responsible=("Agentur Muster",)),
)


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        ({}, [LINE, DONE]),
        ({"agreement": "muster-2014"}, [LINE]),
        ({"target": "sucht"}, [DONE]),
        ({"state": "done"}, [DONE]),
        ({"state": "open"}, [LINE]),
        ({"urgency": "soon"}, [DONE]),
        ({"responsible": MINE}, [DONE]),
        ({"responsible": "Kreis Muster"}, [LINE]),
        ({"text": " KONZEPT "}, [LINE, DONE]),
        ({"text": "ÄRGER"}, [DONE]),
        ({"order": "pflicht"}, [DONE, LINE]),
        ({"order": "-pflicht"}, [LINE, DONE]),
        ({"order": "ziel"}, [LINE, DONE]),
        ({"order": "verantwortlich"}, [DONE, LINE]),
        ({"order": "termin"}, [LINE, DONE]),
        ({"order": "-stand"}, [DONE, LINE]),
        ({"order": "unsinn"}, [LINE, DONE]),
    ],
)
def test_what_somebody_wants_to_see(wish, found):
    assert wished([LINE, DONE], DutyWish(**wish)) == tuple(found)
