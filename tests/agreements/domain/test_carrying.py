"""Carrying over: keys, titles, days, and which texts still name the old year."""

from datetime import date

import pytest

from agreements.domain.carrying import Passage, day_in_year, key_in_year, places_naming, title_in_year


@pytest.mark.parametrize(
    ("key", "expected"),
    [("me-aktiv-2014", "me-aktiv-2015"), ("me-aktiv", "me-aktiv-2015"), ("a" * 60, "a" * 55 + "-2015")],
)
def test_the_key_has_the_year(key, expected):
    assert key_in_year(key, 2015) == expected


def test_the_title_has_the_new_year_and_leaves_other_numbers():
    assert title_in_year("Zielvereinbarung 2014, Nr. 20145", 2014, 2015) == "Zielvereinbarung 2015, Nr. 20145"


@pytest.mark.parametrize(
    ("day", "expected"), [(date(2014, 12, 31), date(2015, 12, 31)), (date(2016, 2, 29), date(2017, 2, 28))]
)
def test_a_day_moves_with_the_year(day, expected):
    assert day_in_year(day, 1) == expected


def test_every_place_that_names_the_year_stands_once():
    passages = [
        Passage(place="A", text="bis Ende 2014"),
        Passage(place="B", text="20145 und 12014"),
        Passage(place="A", text="2014"),
        Passage(place="C", text="(2014)"),
    ]
    assert places_naming(2014, passages) == ("A", "C")
