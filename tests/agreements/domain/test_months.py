"""Months: reading, arithmetic, names, rhythms."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.choices import Rhythm
from agreements.domain import months
from agreements.domain.months import MonthError, month_of, parse_month


@pytest.mark.parametrize("text", ["2014-09", "09.2014", "9.2014", "2014-09-30", "30.09.2014", "1.9.2014", " 2014-09 "])
def test_a_month_is_read(text: str) -> None:
    assert parse_month(text) == date(2014, 9, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "kein Monat"),
        ("September 2014", "kein Monat"),
        ("2014-9", "kein Monat"),
        ("09.14", "kein Monat"),
        ("٢٠١٤-09", "kein Monat"),
        ("2014-13", "gibt es im Kalender nicht"),
        ("31.09.2014", "gibt es im Kalender nicht"),
        ("0000-01", "gibt es im Kalender nicht"),
    ],
)
def test_what_is_no_month_is_refused(text: str, message: str) -> None:
    with pytest.raises(MonthError, match=message):
        parse_month(text)


MONTHS = st.builds(month_of, st.integers(1990, 2100), st.integers(1, 12))


@given(MONTHS, st.integers(-120, 120))
def test_adding_and_counting_agree(month: date, count: int) -> None:
    later = months.add_months(month, count)
    assert later.day == 1
    assert months.months_between(month, later) == count
    assert months.add_months(later, -count) == month


@given(MONTHS)
def test_keys_are_read_again(month: date) -> None:
    assert parse_month(months.month_key(month)) == month


def test_ranges_hold_both_ends() -> None:
    assert months.month_range(date(2013, 11, 1), date(2014, 2, 1)) == (
        date(2013, 11, 1),
        date(2013, 12, 1),
        date(2014, 1, 1),
        date(2014, 2, 1),
    )
    assert months.month_range(date(2014, 2, 1), date(2014, 1, 1)) == ()
    assert months.year_months(2014) == months.month_range(date(2014, 1, 1), date(2014, 12, 1))


def test_german_names() -> None:
    assert [months.month_name(date(2014, 3, 1)), months.short_name(date(2014, 3, 1))] == ["März 2014", "Mrz"]


@pytest.mark.parametrize(
    ("rhythm", "numbers"),
    [
        (Rhythm.MONTHLY, [*range(1, 13)]),
        (Rhythm.QUARTERLY, [3, 6, 9, 12]),
        (Rhythm.YEARLY, [12]),
        ("quarterly", [3, 6, 9, 12]),
    ],
)
def test_expected_months(rhythm: Rhythm, numbers: list[int]) -> None:
    assert [month.month for month in months.expected_months(rhythm, 2014)] == numbers


@pytest.mark.parametrize(
    ("month", "day"), [(date(2014, 2, 1), 28), (date(2012, 2, 1), 29), (date(2014, 12, 1), 31), (date(2014, 9, 1), 30)]
)
def test_last_day(month: date, day: int) -> None:
    assert months.last_day(month) == month.replace(day=day)
