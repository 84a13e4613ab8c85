"""What is due: three bands by the day, and one reminder on each side of it, whichever days nobody asked."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from monitoring.domain.due import Due, bands, reminders, report_due

TODAY = date(2014, 10, 20)
DUE = Due(
    key="duty-7", agreement=1, jobcenter="Jobcenter Muster", what="Konzept vorlegen", verb="Ansehen", path="/pflichten/"
)


def at(day: date | None) -> Due:
    return replace(DUE, day=day)


@pytest.mark.parametrize(
    ("day", "title"),
    [
        (date(2014, 10, 19), "Überfällig"),
        (date(2014, 10, 20), "Diese Woche"),
        (date(2014, 10, 26), "Diese Woche"),
        (None, "Diese Woche"),
        (date(2014, 10, 27), "Später"),
        (date(2015, 1, 20), "Später"),
        (date(2015, 1, 21), None),
    ],
)
def test_the_band_follows_from_the_day(day, title):
    assert [band.title for band in bands([at(day)], TODAY)] == ([title] if title else [])


def test_the_most_urgent_stands_first():
    days = [date(2014, 10, 30), date(2014, 10, 1), None, date(2014, 10, 21), date(2014, 9, 1)]
    found = bands([at(day) for day in days], TODAY)
    assert [[due.day for due in band.dues] for band in found] == [
        [date(2014, 9, 1), date(2014, 10, 1)],
        [None, date(2014, 10, 21)],
        [date(2014, 10, 30)],
    ]
    assert [(band.late, band.later) for band in found] == [(True, False), (False, False), (False, True)]


def test_the_report_of_august_is_due_in_october():
    assert report_due(date(2014, 8, 1)) == date(2014, 10, 15)
    assert report_due(date(2014, 12, 1)) == date(2015, 2, 15)


@pytest.mark.parametrize(
    ("day", "key", "text"),
    [
        (date(2014, 10, 28), None, None),
        (date(2014, 10, 27), "vor-20141027-duty-7", "Jobcenter Muster: Konzept vorlegen, fällig am 27.10.2014"),
        (date(2014, 10, 20), "vor-20141020-duty-7", "Jobcenter Muster: Konzept vorlegen, fällig am 20.10.2014"),
        (date(2014, 10, 19), "nach-20141019-duty-7", "Jobcenter Muster: Konzept vorlegen, überfällig seit 19.10.2014"),
        (None, None, None),
    ],
)
def test_what_a_mail_says_of_it(day, key, text):
    assert [(each.key, each.text) for each in reminders([at(day)], TODAY)] == ([(key, text)] if key else [])


@pytest.mark.parametrize("asked", [range(20), range(0, 20, 3), (2, 13)])
def test_each_side_of_the_day_is_named_once_whichever_days_nobody_asked(asked):
    """Due on the tenth day: between the third and the tenth it comes, from the eleventh on it is late."""
    due = at(TODAY + timedelta(days=10))
    keys = {each.key for step in asked for each in reminders([due], TODAY + timedelta(days=step))}
    before = {"vor-20141030-duty-7"} if any(3 <= step <= 10 for step in asked) else set()
    assert keys == before | {"nach-20141030-duty-7"}
