"""Axes, broken lines and places for labels."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitoring.domain.geometry import axis_for, free_place, nice_step, runs, spread

TOP, BOTTOM = Decimal(20), Decimal(220)
numbers = st.decimals("-1e9", "1e9", allow_nan=False, places=2)


def axis(*values: str | None, zoom: bool = False):
    return axis_for([None if value is None else Decimal(value) for value in values], top=TOP, bottom=BOTTOM, zoom=zoom)


@pytest.mark.parametrize(
    ("raw", "step"),
    [("1", "1"), ("1.2", "2"), ("2.1", "2.5"), ("3", "5"), ("7", "10"), ("43", "50"), ("0.003", "0.005")],
)
def test_nice_steps(raw, step):
    assert nice_step(Decimal(raw)) == Decimal(step)


@pytest.mark.parametrize(
    ("values", "zoom", "zoomed", "ticks"),
    [
        (("1.6", "20.6", None), False, False, ("0", "5", "10", "15", "20")),
        (("17283", "17602"), True, True, ("17300", "17400", "17500", "17600")),
        (("405.93", "405.93"), True, True, ("404", "405", "406", "407", "408")),  # one value: 1 % of it is shown
        (("100", "500"), True, False, ("0", "200", "400")),  # far apart: zooming would gain nothing
        (("-17602", "-17283"), True, True, ("-17600", "-17500", "-17400", "-17300")),
        ((), False, False, ("0.0", "0.2", "0.4", "0.6", "0.8", "1.0")),
        (("0",), True, False, ("0.0", "0.2", "0.4", "0.6", "0.8", "1.0")),
        (("-10", "30"), False, False, ("-10", "0", "10", "20", "30")),
        (("-10",), False, False, ("-10.0", "-7.5", "-5.0", "-2.5", "0.0")),
    ],
)
def test_axes(values, zoom, zoomed, ticks):
    found = axis(*values, zoom=zoom)
    assert found.zoomed is zoomed
    assert found.ticks == tuple(Decimal(tick) for tick in ticks)


@given(st.lists(numbers, min_size=1, max_size=12), st.booleans())
def test_every_value_and_tick_has_its_place_on_the_axis(values, zoom):
    found = axis_for(values, top=TOP, bottom=BOTTOM, zoom=zoom)
    assert all(TOP - 1 <= found.y(value) <= BOTTOM + 1 for value in [*values, *found.ticks])
    assert 2 <= len(found.ticks) <= 8
    assert found.zoomed or found.low <= 0 <= found.high


def test_lines_break_at_gaps():
    one, two, three = (Decimal(n) for n in (1, 2, 3))
    scale = axis("0", "10")
    places = [(one, None), (one, one), (two, two), (two, None), (two, None), (three, one), (three, None)]
    assert [len(run) for run in runs(places, scale)] == [2, 1]
    assert runs([(one, None)], scale) == ()


@given(st.lists(st.decimals(0, 200, places=1), max_size=6))
def test_labels_keep_their_order_and_distance(wanted):
    places = spread(sorted(wanted), Decimal(15), Decimal(0), Decimal(200))
    assert all(after - before >= Decimal("14.999") for before, after in pairwise(places))
    assert all(Decimal("-0.001") <= place <= Decimal("200.001") for place in places)


def test_labels_with_room_stay_where_they_are():
    wanted = [Decimal(20), Decimal(60), Decimal(110)]
    assert spread(wanted, Decimal(15), Decimal(0), Decimal(200)) == tuple(wanted)


def test_a_label_keeps_off_the_lines():
    scale = axis("0", "10")
    falling = ((Decimal(0), Decimal(100)), (Decimal(200), Decimal(140)))
    apart = ((Decimal(400), Decimal(100)), (Decimal(500), Decimal(100)))
    x, y = free_place(
        (Decimal(100), Decimal(120)), Decimal(40), [falling, apart], scale, left=Decimal(0), right=Decimal(600)
    )
    on_the_line = 100 + x / 5
    assert abs(y - on_the_line) > Decimal("7.5") + 5
    _, free = free_place((Decimal(100), TOP), Decimal(40), [], scale, left=Decimal(0), right=Decimal(600))
    assert free > TOP
