"""Staffing in words: what is filled, what may be fixed-term, whether the extra posts hold."""

from __future__ import annotations

from dataclasses import replace

import pytest

from monitoring.documents.staffing_words import staffing_findings
from tests.monitoring.domain.test_staffing import AGREED, posts

FILLED = "Ende September 2014 sind 397,10\u00a0VZA von 405,93\u00a0VZA besetzt; 8,83\u00a0VZA sind frei."
FIXED = "Befristet sein sollen höchstens 7,5\u00a0% davon, 30,44\u00a0VZA; es sind 25,00\u00a0VZA, Raum bleibt für 5,44\u00a0VZA."
EXTRA = "Zusätzlich besetzt: 0,00\u00a0VZA. Sie gelten erst, wenn ihre Bedingungen erfüllt und angenommen sind."
HALVES = (posts("a", "12.5"), posts("b", "12.5"))


def test_the_agreement_of_2014():
    assert staffing_findings(AGREED) == (FILLED, FIXED, EXTRA)


@pytest.mark.parametrize(
    ("changes", "place", "sentence"),
    [
        ({"posts": posts("VZA", None)}, 0, "Für September 2014 fehlt die Zahl der besetzten Stellen."),
        ({"posts": posts("VZA", "405.93")}, 0, "Ende September 2014 sind 405,93\u00a0VZA von 405,93\u00a0VZA besetzt."),
        ({"posts": posts("VZA", "406.93")}, 0, "Ende September 2014 sind 406,93\u00a0VZA von 405,93\u00a0VZA besetzt; "
         "1,00\u00a0VZA sind es mehr als vereinbart."),
        ({"fixed_term": posts("B", "33.60")}, 1, "Befristet sein sollen höchstens 7,5\u00a0% davon, 30,44\u00a0VZA; es sind "
         "33,60\u00a0VZA, 3,16\u00a0VZA zu viel."),
        ({"fixed_term": posts("B", None)}, 1, "Befristet sein sollen höchstens 7,5\u00a0% davon, 30,44\u00a0VZA; wie viele es "
         "sind, fehlt."),
        ({"ceiling_percent": None}, 1, EXTRA),
        ({"extra": HALVES}, 2, "Zusätzlich besetzt: 25,00\u00a0VZA, obwohl ihre Bedingungen noch nicht erfüllt und angenommen "
         "sind."),
        ({"extra": HALVES, "unlocked": True}, 2, "Zusätzlich besetzt: 25,00\u00a0VZA. Die Bedingungen der zusätzlichen Stellen "
         "sind erfüllt und angenommen."),
        ({"extra": (posts("a", "12"), posts("b", "10")), "unlocked": None}, 2, "Zusätzlich besetzt: 22,00\u00a0VZA, nicht je "
         "zur Hälfte durch beide Träger."),
        ({"extra": (posts("a", None),), "unlocked": None}, 2, "Wie viele zusätzliche Stellen besetzt sind, fehlt."),
    ],
)  # fmt: skip
def test_each_case(changes, place, sentence):
    assert staffing_findings(replace(AGREED, **changes))[place] == sentence


def test_without_extra_posts_nothing_is_said_of_them():
    assert staffing_findings(replace(AGREED, extra=())) == (FILLED, FIXED)
