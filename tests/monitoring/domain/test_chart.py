"""Geometry of the charts, from sheets with the worked figures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from agreements.choices import Direction
from monitoring.domain import chart
from monitoring.domain.geometry import LABEL_HEIGHT
from tests.monitoring.measure_sheets import LZB, iq, llu, lzb, posts, u25

WIDTH = Decimal(60)
THREE_YEARS = ([60, 70, 80, 90, 95, 99, 90, 80, 85, 70, 60, 55], [100, 90, 80, 90, 95, 80, 90, 80, 85, 100, 120, 110])


def course(sheet):
    return chart.course(sheet, label_width=WIDTH)


@pytest.mark.parametrize(
    ("sheet", "zoomed"),
    [(iq(), False), (llu(), False), (u25(), False), (lzb(), True), (posts([397, 398, 399]), True)],
)
def test_sums_and_rates_begin_at_zero_stocks_are_zoomed(sheet, zoomed):
    assert course(sheet).axis.zoomed is zoomed


def test_the_curve_ends_at_as_of_plan_and_prior_year_in_december():
    drawn = course(iq())
    assert [len(run) for run in drawn.actual] == [9]
    assert [len(run) for run in (*drawn.plan, *drawn.prior_year)] == [12, 12]
    assert drawn.dots[-1].value == iq().actual


def test_a_missing_month_leaves_a_gap():
    drawn = course(posts([397.1, 398, None, 399, 400, 400.5, None, 396, 397.1]))
    assert [len(run) for run in drawn.actual] == [2, 3, 2]


def test_a_quarterly_line_goes_from_quarter_to_quarter_and_breaks_where_one_is_missing():
    sheet = posts([None] * 9)
    values = {3: Decimal(1), 6: Decimal(2), 12: Decimal(4)}
    points = tuple(
        replace(
            point,
            actual=values.get(point.month.month),
            gap="missing" if point.month.month == 9 else None,
            plan=Decimal(5) if point.month.month % 3 == 0 else None,
        )
        for point in sheet.points
    )
    drawn = course(replace(sheet, points=points, actual=Decimal(4), as_of=date(2014, 12, 1)))
    assert [len(run) for run in drawn.actual] == [2, 1]
    assert [len(run) for run in drawn.plan] == [4]


def test_the_band_opens_at_the_last_value_and_ends_in_december():
    drawn = course(u25(before=THREE_YEARS))
    (band,) = drawn.band
    last = drawn.dots[-1]
    assert band[0] == band[-1] == (last.x, last.y)
    assert len(band) == 2 * 4
    assert {x for x, _ in band} == set(drawn.months[8:])
    widest = max(y for x, y in band if x == drawn.months[-1]) - min(y for x, y in band if x == drawn.months[-1])
    assert widest > 5


def test_a_band_with_a_hole_is_two_bands():
    sheet = u25(before=THREE_YEARS, month=date(2014, 6, 1))
    points = [
        replace(point, projected_low=None, projected_high=None) if point.month.month in {8, 9} else point
        for point in sheet.points
    ]
    assert [len(band) for band in course(replace(sheet, points=tuple(points))).band] == [4, 6]


def test_no_band_before_march():
    drawn = course(iq(date(2014, 2, 1)))
    assert (drawn.band, drawn.projection) == ((), None)
    assert {label.kind for label in drawn.labels} == {"plan", "prior_year"}


@pytest.mark.parametrize("sheet", [iq(), lzb(), llu(), u25(), u25(plan="1083"), iq(date(2013, 12, 1))])
def test_labels_at_the_right_never_collide_and_stay_inside(sheet):
    drawn = course(sheet)
    places = [label.y for label in drawn.labels]
    assert all(after - before >= LABEL_HEIGHT - Decimal("0.001") for before, after in pairwise(places))
    assert all(drawn.axis.top <= y <= drawn.axis.bottom for y in places)


def test_labels_stand_in_the_order_of_their_values():
    assert [label.kind for label in course(iq()).labels] == ["plan", "projection", "prior_year"]
    assert [label.kind for label in course(lzb()).labels] == ["prior_year", "projection", "plan"]


@pytest.mark.parametrize("month", range(1, 10))
@pytest.mark.parametrize("make", [iq, lzb, llu, u25])
def test_the_label_of_the_actual_value_is_neither_cut_nor_on_a_line(make, month):
    drawn = course(make(date(2014, month, 1)))
    assert drawn.own is not None
    x, y = drawn.own
    assert x - WIDTH / 2 >= chart.LEFT
    assert x + WIDTH / 2 <= chart.RIGHT
    assert drawn.axis.top <= y <= drawn.axis.bottom
    for run in (*drawn.actual, *drawn.plan, *drawn.prior_year):
        for (x0, y0), (x1, y1) in pairwise(run):
            for step in range(21):
                at = x0 + (x1 - x0) * step / 20, y0 + (y1 - y0) * step / 20
                assert not (abs(at[0] - x) < WIDTH / 2 and abs(at[1] - y) < LABEL_HEIGHT / 2)


def test_in_december_the_label_moves_to_the_right():
    drawn = course(lzb(date(2014, 12, 1), figures=[*LZB, 17300, 17290, 17280]))
    assert drawn.own is None
    assert [label.kind for label in drawn.labels] == ["prior_year", "actual", "plan"]
    assert drawn.projection is None


def test_bars_go_down_below_the_plan_and_up_above_it():
    below, above = course(iq()).strip, course(lzb()).strip
    assert [bar.y > below.zero for bar in below.bars] == [True] * 9
    assert [bar.y < above.zero for bar in above.bars] == [True] * 9
    assert max(abs(bar.y - below.zero) for bar in below.bars) == chart.BAR_LENGTH


def test_small_deviations_stay_small_beside_the_limit():
    strip = course(lzb()).strip  # 0.6 % beside a limit of 2 %
    assert max(abs(bar.y - strip.zero) for bar in strip.bars) < chart.BAR_LENGTH / 3


@pytest.mark.parametrize(
    ("direction", "limits"),
    [(Direction.AT_LEAST, [-2]), (Direction.AT_MOST, [2]), (Direction.EXACTLY, [-2, 2]), (None, [])],
)
def test_the_limit_is_on_the_unfavourable_side(direction, limits):
    assert [value for value, _ in course(iq(direction=direction)).strip.limits] == limits


def test_what_is_not_judged_has_no_limit():
    assert course(llu()).strip.limits == ()
    assert course(posts([397])).strip.limits == ()


def test_exactly_on_plan_is_a_bar_without_length():
    strip = course(posts([Decimal("405.93")])).strip
    assert [bar.y for bar in strip.bars] == [strip.zero]


def test_without_any_figure_there_are_axes_and_no_strip():
    sheet = posts([])
    empty = replace(sheet, points=tuple(replace(point, plan=None) for point in sheet.points))
    drawn = course(empty)
    assert (drawn.actual, drawn.plan, drawn.labels, drawn.own, drawn.strip) == ((), (), (), None, None)
    assert drawn.axis.ticks


def test_components_and_sparklines():
    numerator, denominator = iq().components
    bars = chart.component(numerator, width=Decimal(420), height=Decimal(180), zoom=False)
    line = chart.component(denominator, width=Decimal(420), height=Decimal(180), zoom=True)
    assert (bars.axis.low, len(bars.dots), len(bars.dots_before)) == (0, 9, 9)
    assert (line.axis.zoomed, [len(run) for run in line.before]) == (True, [9])
    values = [Decimal(1), None, Decimal(2)]
    spark = chart.spark(values, width=Decimal(110), height=Decimal(26), also=(Decimal(-2), Decimal(2)))
    assert [len(run) for run in spark.now] == [1, 1]
    assert all(4 <= mark.y <= 22 for mark in spark.dots)
