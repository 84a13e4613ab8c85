"""When a figure is expected and due: by rhythm and delay, and never before it can be known."""

from __future__ import annotations

from datetime import date

import pytest

from agreements.choices import Rhythm
from agreements.domain.months import month_of
from monitoring.domain.calendar import Progress, due_on, expected_between, month_due, progress
from monitoring.domain.series import SeriesSpec

SEPTEMBER = month_of(2014, 9)


def spec(code: str = "X", rhythm: Rhythm = Rhythm.MONTHLY, delay: int = 0) -> SeriesSpec:
    return SeriesSpec(code=code, name=code, unit="Anzahl", rhythm=rhythm, months_until_available=delay)


@pytest.mark.parametrize(
    ("delay", "named", "due"),
    [
        (0, None, date(2014, 10, 15)),
        (2, None, date(2014, 12, 15)),
        (0, date(2014, 10, 24), date(2014, 10, 24)),
        (2, date(2014, 10, 24), date(2014, 12, 1)),  # a named day asks for nothing that cannot be known
    ],
)
def test_due_is_the_15th_or_the_day_somebody_named(delay, named, due):
    assert due_on(spec(delay=delay), SEPTEMBER, named) == due


@pytest.mark.parametrize(
    ("today", "given", "what"),
    [
        (date(2014, 9, 30), False, Progress.NOT_YET),
        (date(2014, 10, 1), False, Progress.MISSING),
        (date(2014, 10, 15), False, Progress.MISSING),  # the day itself is still in time
        (date(2014, 10, 16), False, Progress.OVERDUE),
        (date(2014, 10, 16), True, Progress.GIVEN),
        (date(2014, 9, 30), True, Progress.GIVEN),
    ],
)
def test_nothing_is_missing_before_its_day_nor_overdue_before_it_is_due(today, given, what):
    assert progress(spec(), SEPTEMBER, given=given, today=today) is what


def test_a_month_is_due_with_the_last_of_its_series():
    delayed, yearly = spec(delay=1), spec(rhythm=Rhythm.YEARLY, delay=6)
    assert month_due([spec(), delayed, yearly], SEPTEMBER) == date(2014, 11, 15)
    assert month_due([yearly], SEPTEMBER) is None


def test_the_calendar_lists_by_the_day_a_figure_can_be_known():
    rows = expected_between(
        [spec("M"), spec("Q", Rhythm.QUARTERLY), spec("BA", delay=2), spec("Y", Rhythm.YEARLY)],
        date(2014, 12, 1),
        date(2015, 1, 1),
        year=2014,
        named={month_of(2014, 11): date(2014, 12, 10)},
    )

    assert [(row.series.code, row.month, row.available, row.due) for row in rows] == [
        ("M", month_of(2014, 11), date(2014, 12, 1), date(2014, 12, 10)),
        ("BA", SEPTEMBER, date(2014, 12, 1), date(2014, 12, 15)),
        ("BA", month_of(2014, 10), date(2015, 1, 1), date(2015, 1, 15)),
        ("M", month_of(2014, 12), date(2015, 1, 1), date(2015, 1, 15)),
        ("Q", month_of(2014, 12), date(2015, 1, 1), date(2015, 1, 15)),
        ("Y", month_of(2014, 12), date(2015, 1, 1), date(2015, 1, 15)),
    ]


def test_the_calendar_starts_on_its_first_day_and_keeps_to_the_year():
    assert expected_between([spec()], date(2014, 10, 2), date(2014, 10, 31), year=2014) == ()
    assert expected_between([spec()], date(2014, 10, 1), date(2014, 10, 31), year=2013) == ()
