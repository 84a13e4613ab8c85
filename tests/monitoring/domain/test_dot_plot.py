"""Geometry of the dot plot: dots do not hide each other, names neither, and all lies within the drawing."""

from __future__ import annotations

from decimal import Decimal
from itertools import combinations

import pytest

from monitoring.domain.dot_plot import FEW, LABEL_GAP, LEFT, MOST_LANES, RIGHT, dot_row

TOP = Decimal(4)


def row(*values: str | None, widths: int = 0, **others):
    numbers = [None if value is None else Decimal(value) for value in values]
    return dot_row(numbers, top=TOP, widths=[Decimal(widths)] * len(numbers) if widths else [], **others)


def test_without_values_there_is_no_row():
    assert row() is None
    assert row(None, None) is None


def test_a_value_lies_where_the_axis_says_and_a_missing_one_nowhere():
    found = row("96", None, "102", also=[Decimal(100)])

    assert [(dot.index, dot.x) for dot in found.dots] == [
        (0, found.axis.y(Decimal(96))),
        (2, found.axis.y(Decimal(102))),
    ]
    assert LEFT < found.dots[0].x < found.axis.y(Decimal(100)) < found.dots[1].x < RIGHT
    assert {dot.y for dot in found.dots} == {found.middle}
    assert TOP < found.middle < found.bottom < found.end


def test_the_line_of_comparison_is_in_sight():
    found = row("96", "97", also=[Decimal(100)])

    assert found.axis.low < 96
    assert found.axis.high > 100


def test_dots_at_one_place_step_aside():
    found = row("96", "96", "96", "102")

    assert sorted(dot.y - found.middle for dot in found.dots) == [-2 * found.radius, 0, 0, 2 * found.radius]
    for one, other in combinations(found.dots, 2):
        assert (one.x - other.x) ** 2 + (one.y - other.y) ** 2 >= (2 * found.radius) ** 2
    assert min(dot.y for dot in found.dots) - found.radius > found.top
    assert max(dot.y for dot in found.dots) + found.radius < found.bottom


def test_a_crowd_stays_within_its_lanes_and_is_drawn_smaller():
    few, many = row(*["96"] * FEW), row(*["96"] * (FEW + 1))

    assert len({dot.y for dot in many.dots}) == MOST_LANES
    assert len(many.dots) == FEW + 1
    assert many.radius < few.radius


def test_names_stand_over_their_dots_and_apart():
    found = row("96", "98", "98.1", "98.2", "102", widths=120)
    names = {name.index: name for name in found.names}

    assert names.keys() == {0, 1, 2, 3, 4}
    assert names[1].x == names[1].dot.x
    for one, other in combinations(found.names, 2):
        assert one.y != other.y or abs(one.x - other.x) >= 120 + LABEL_GAP
    for name in found.names:
        assert name.x - 60 >= LEFT
        assert name.x + 60 <= RIGHT
        assert TOP < name.y < found.top


@pytest.mark.parametrize(("always", "named"), [([3], {3}), ([], set())])
def test_where_not_all_names_have_room_only_ones_own_is_there(always, named):
    found = row(*(f"9{number}" for number in range(10)), *["99"] * 10, widths=120, always=always)

    assert {name.index for name in found.names} == named
    assert found.top == TOP if not named else found.top > TOP


def test_a_name_without_room_is_left_out():
    assert row("96", "102", widths=2000, always=[0]).names == ()


def test_names_are_pushed_back_from_the_right_edge():
    found = row("0", "99", "100", "100", widths=150)

    assert len(found.names) == 4
    assert max(name.x for name in found.names) + 75 <= RIGHT
