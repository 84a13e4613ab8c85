"""Staffing of 2014: 405,93 VZA, at most 7,5 % fixed-term, extra posts outside and half and half."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from agreements.domain.numbers import round_half_up
from monitoring.domain.staffing import Posts, Staffing


def posts(code: str, value: str | None) -> Posts:
    return Posts(code=code, name=code.title(), value=None if value is None else Decimal(value))


AGREED = Staffing(
    month=date(2014, 9, 1),
    plan=Decimal("405.93"),
    posts=posts("VZA", "397.10"),
    within=(posts("BUT", "11"), posts("50PLUS", "4.25")),
    fixed_term=posts("BEFRISTET", "25"),
    projects=(posts("JOBOFFENSIVE", "15"), posts("ALLEGRO", "10")),
    ceiling_percent=Decimal("7.5"),
    extra=(posts("BA", "0"), posts("KREIS", "0")),
    unlocked=False,
)


def test_the_worked_example():
    """7,5 % of 405,93 VZA are 30,44, of which the projects occupy 25: 5,44 are left (agreement-2014.md, no. 16)."""
    assert round_half_up(AGREED.ceiling, 2) == Decimal("30.44")
    assert round_half_up(AGREED.room, 2) == Decimal("5.44")
    assert (AGREED.vacant, AGREED.permanent) == (Decimal("8.83"), Decimal("372.10"))


def test_what_is_missing_is_not_zero():
    without = replace(
        AGREED,
        posts=posts("VZA", None),
        fixed_term=posts("BEFRISTET", None),
        extra=(posts("BA", "1"), posts("K", None)),
    )
    assert (without.vacant, without.permanent, without.room, without.extra_total) == (None, None, None, None)
    assert round_half_up(without.ceiling, 2) == Decimal("30.44")


def test_without_a_ceiling():
    free = replace(AGREED, fixed_term=None, projects=(), ceiling_percent=None, extra=())
    assert (free.ceiling, free.room, free.permanent, free.extra_total) == (None, None, None, None)
    assert [name for name, _, _ in free.lines] == ["Vza", "darin: But", "darin: 50Plus"]


@pytest.mark.parametrize(
    ("extra", "unlocked", "total", "uneven", "premature"),
    [
        (("0", "0"), False, "0", False, False),
        (("12.5", "12.5"), True, "25.0", False, False),
        (("12.5", "12.5"), False, "25.0", False, True),
        (("12", "10"), True, "22", True, False),
        (("12", "10"), None, "22", True, False),
    ],
)
def test_extra_posts(extra, unlocked, total, uneven, premature):
    staffing = replace(
        AGREED, extra=tuple(posts(name, value) for name, value in zip("ab", extra, strict=True)), unlocked=unlocked
    )
    assert (staffing.extra_total, staffing.uneven, staffing.premature) == (Decimal(total), uneven, premature)


def test_the_composition_line_by_line():
    assert [(name, depth) for name, _, depth in AGREED.lines] == [
        ("Vza", 0),
        ("davon auf Dauer besetzt", 1),
        ("davon befristet besetzt", 1),
        ("darin: Joboffensive", 2),
        ("darin: Allegro", 2),
        ("darin: But", 1),
        ("darin: 50Plus", 1),
        ("Ba", 0),
        ("Kreis", 0),
    ]
