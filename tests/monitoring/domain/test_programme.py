"""Programmes: shares of those who left, what is not measurable yet, what is missing, and sums only of what is known."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from agreements.domain.numbers import round_half_up
from monitoring.choices import Continued, Effective
from monitoring.domain.programme import EvaluationSheet, ProgrammeSheet, months_later, percent

TODAY = date(2015, 3, 31)
WHOLE = ProgrammeSheet(
    number=1, name="Aktivierung", kind="", entries=140, exits=120, integrated=34, last_exit=date(2014, 9, 30),
    integrated_later=41, effective=Effective.YES, continued=Continued.YES, statement="Wirksam.",
)  # fmt: skip
SHEET = EvaluationSheet(
    agreement="muster-2014", title="Zielvereinbarung 2014", jobcenter="Jobcenter Muster", target="massnahmewirksamkeit",
    target_title="Maßnahmewirksamkeit", sentence="", due=TODAY, as_of_day=TODAY, fictitious=False, text="Gut.",
    programmes=(WHOLE,),
)  # fmt: skip


@pytest.mark.parametrize(("day", "later"), [
    (date(2014, 9, 30), date(2015, 3, 30)),
    (date(2014, 8, 31), date(2015, 2, 28)),
    (date(2014, 10, 1), date(2015, 4, 1)),
])  # fmt: skip
def test_six_months_later(day, later):
    assert months_later(day) == later


@pytest.mark.parametrize(
    ("part", "whole", "share"), [(34, 120, "28.3"), (0, 120, "0.0"), (None, 120, None), (3, None, None), (3, 0, None)]
)
def test_shares(part, whole, share):
    found = percent(part, whole)
    assert (None if found is None else str(round_half_up(found, 1))) == share


def test_exits_after_september_are_not_measurable_at_the_end_of_march():
    """agreement-2014.md, no. 13."""
    late = replace(WHOLE, last_exit=date(2014, 10, 1), integrated_later=None)
    assert (WHOLE.is_measurable(TODAY), late.is_measurable(TODAY)) == (True, False)
    assert late.gaps(TODAY) == ()
    assert late.gaps(date(2015, 4, 1)) == ("sechs Monate später integriert",)


@pytest.mark.parametrize(
    ("changes", "gaps"),
    [
        ({}, ()),
        ({"entries": None, "statement": ""}, ("Eintritte", "Stellungnahme")),
        ({"last_exit": None, "integrated_later": None}, ("letzter Austritt", "sechs Monate später integriert")),
        ({"effective": None, "continued": None}, ("wirksam", "fortgesetzt")),
    ],
)  # fmt: skip
def test_what_is_missing(changes, gaps):
    assert set(replace(WHOLE, **changes).gaps(TODAY)) == set(gaps)


def test_together_only_what_is_known():
    other = replace(
        WHOLE,
        name="Weiterbildung",
        entries=None,
        exits=80,
        integrated=16,
        last_exit=date(2014, 12, 31),
        integrated_later=None,
    )
    total = replace(SHEET, programmes=(WHOLE, other)).total
    assert (total.entries, total.exits, total.integrated, total.integrated_later) == (None, 200, 50, None)
    assert str(round_half_up(total.share_percent, 1)) == "25.0"  # pooled, not the mean of 28,3 and 20,0
    assert [(each.label, each.count, each.without) for each in replace(SHEET, programmes=(WHOLE, other)).partial] == [
        ("Eintritte", 140, ("Weiterbildung",)),
        ("sechs Monate später integriert", 41, ("Weiterbildung",)),
    ]
    assert (SHEET.partial, replace(SHEET, programmes=(replace(WHOLE, exits=None),)).partial) == ((), ())
    assert (SHEET.total.integrated_later, str(round_half_up(SHEET.total.later_percent, 1))) == (41, "34.2")


@pytest.mark.parametrize(
    ("changes", "whole"),
    [
        ({}, True),
        ({"text": ""}, False),
        ({"programmes": ()}, False),
        ({"programmes": (replace(WHOLE, exits=None),)}, False),
    ],
)
def test_when_it_is_whole(changes, whole):
    assert replace(SHEET, **changes).is_whole is whole
    assert replace(SHEET, programmes=()).total.entries is None
