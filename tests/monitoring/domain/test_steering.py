"""Steering measures in time: what belongs to a report, what presses, and the figure around the start."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from agreements.domain.months import month_of
from monitoring.choices import MeasureState, Urgency
from monitoring.domain.steering import around_start, belongs_to, is_ahead, urgency
from tests.monitoring.measure_sheets import SEPTEMBER, iq, posts

TODAY = date(2014, 10, 20)


@pytest.mark.parametrize(
    ("start", "belongs", "ahead"),
    [
        (date(2014, 1, 1), True, False),
        (date(2014, 9, 30), True, False),
        (date(2014, 10, 1), True, True),
        (date(2014, 12, 31), True, True),
        (date(2015, 1, 1), False, True),
    ],
)
def test_what_begins_in_the_year_belongs_to_the_report(start, belongs, ahead):
    assert (belongs_to(start, SEPTEMBER), is_ahead(start, SEPTEMBER)) == (belongs, ahead)


@pytest.mark.parametrize(
    ("due", "found"),
    [
        (date(2014, 10, 19), Urgency.OVERDUE),
        (date(2014, 10, 20), Urgency.SOON),
        (date(2014, 11, 3), Urgency.SOON),
        (date(2014, 11, 4), None),
    ],
)
@pytest.mark.parametrize("state", MeasureState)
def test_only_what_somebody_works_on_presses(state, due, found):
    works = state in {MeasureState.OPEN, MeasureState.RUNNING}
    assert urgency(state, due, TODAY) == (found if works else None)


@pytest.mark.parametrize(
    ("start", "before", "since"),
    [
        (date(2014, 1, 7), None, [1, 2, 3, 4, 5, 6, 7, 8, 9]),
        (date(2014, 6, 1), 5, [6, 7, 8, 9]),
        (date(2014, 6, 30), 5, [6, 7, 8, 9]),
        (date(2014, 10, 1), 9, []),
        (date(2014, 11, 1), None, []),  # October has no value yet
    ],
)
def test_the_month_before_and_the_months_since(start, before, since):
    around = around_start(iq().points, start)

    assert (around.before and around.before.month) == (before and month_of(2014, before))
    assert [point.month.month for point in around.since] == since
    assert (around.change is None) == (before is None or not since)


def test_the_change_is_the_last_deviation_against_the_one_before():
    around = around_start(iq().points, date(2014, 6, 2))

    assert around.change is not None
    assert round(around.change, 4) == Decimal("0.3830")  # −2,1409 against −2,5239 in May


def test_months_without_value_are_left_out():
    around = around_start(posts([397.1, None, 399, None, 400]).points, date(2014, 3, 1))

    assert around.before is None
    assert [point.month.month for point in around.since] == [3, 5]


@pytest.mark.parametrize("without", [5, 9])
def test_without_deviation_there_is_no_change(without):
    points = [
        replace(point, deviation_percent=None) if point.month.month == without else point for point in iq().points
    ]
    assert around_start(points, date(2014, 6, 1)).change is None
