"""Dialogues: the next day by the cadence, hours in words, an empty minute book, and what somebody wants to see."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time

import pytest

from monitoring.choices import DialogueState
from monitoring.domain.dialogue import (
    DialogueLine,
    DialogueWish,
    MinuteSheet,
    MinutesSheet,
    hours_words,
    next_day,
    wished,
)


@pytest.mark.parametrize(
    ("last", "months", "day"),
    [
        (date(2014, 7, 17), 3, date(2014, 10, 17)),
        (date(2014, 7, 18), 3, date(2014, 10, 20)),  # the 18th is a Saturday
        (date(2014, 7, 19), 3, date(2014, 10, 20)),
        (date(2014, 11, 30), 3, date(2015, 3, 2)),  # the 28th of February is a Saturday
        (date(2014, 12, 31), 6, date(2015, 6, 30)),
        (date(2014, 12, 1), 1, date(2015, 1, 1)),
    ],
)
def test_the_next_day(last, months, day):
    assert next_day(last, months) == day


@pytest.mark.parametrize(
    ("begins", "ends", "words"),
    [
        (None, None, ""),
        (time(9, 30), None, "09:30 Uhr"),
        (time(10), time(12), "10:00 bis 12:00 Uhr"),
    ],
)
def test_hours_in_words(begins, ends, words):
    assert hours_words(begins, ends) == words


SHEET = MinutesSheet(
    agreement="muster-2014",
    title="Zielvereinbarung 2014",
    jobcenter="Jobcenter Muster",
    number=1,
    day=date(2014, 7, 17),
    hours="",
    place="",
    month=date(2014, 6, 1),
    participants=(),
    minutes=(MinuteSheet(code="iq", title="Integrationsquote", text=""),),
    decisions="",
    measures=(),
)


def test_whether_anything_is_written():
    assert SHEET.is_empty
    assert not replace(SHEET, decisions="Weiter so.").is_empty
    assert not replace(SHEET, minutes=(replace(SHEET.minutes[0], text="Besprochen."),)).is_empty


EARLY = DialogueLine(
    agreement="muster-2014",
    agreement_title="Zielvereinbarung 2014",
    jobcenter="Jobcenter Muster",
    number=1,
    day=date(2014, 7, 17),
    hours="",
    place="",
    month=date(2014, 6, 1),
    state=DialogueState.CONFIRMED,
    waits=False,
    words="Bewerbertage",
)
LATE = replace(
    EARLY, agreement="andere-2014", jobcenter="Jobcenter Aue", number=2, day=date(2014, 10, 23),
    month=date(2014, 9, 1), state=DialogueState.PLANNED, words="",
)  # fmt: skip


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        ({}, [LATE, EARLY]),
        ({"agreement": "muster-2014"}, [EARLY]),
        ({"state": "planned"}, [LATE]),
        ({"text": " BEWERBER "}, [EARLY]),
        ({"order": "tag"}, [EARLY, LATE]),
        ({"order": "-tag"}, [LATE, EARLY]),
        ({"order": "jobcenter"}, [LATE, EARLY]),
        ({"order": "mbz"}, [EARLY, LATE]),
        ({"order": "stand"}, [LATE, EARLY]),
        ({"order": "unsinn"}, [LATE, EARLY]),
    ],
)
def test_what_somebody_wants_to_see(wish, found):
    assert wished([EARLY, LATE], DialogueWish(**wish)) == tuple(found)
