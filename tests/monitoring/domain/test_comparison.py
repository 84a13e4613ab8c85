"""Kennzahlenvergleich: what may be compared and why not, the middle, the order of the rows (pages.md)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from monitoring.choices import FigureStatus
from monitoring.domain.comparison import (
    Absence,
    Column,
    Facet,
    absence,
    chosen_type,
    ordered_units,
    quartile,
    spread,
    value_of,
)
from tests.monitoring.comparisons import glance, unit

PLAN, PRIOR, LEVEL = Facet.PLAN, Facet.PRIOR_YEAR, Facet.LEVEL


@pytest.mark.parametrize(
    ("found", "kind", "facet", "why"),
    [
        (glance(), "A", PLAN, None),
        (glance(), "A", PRIOR, None),
        (glance(), "A", LEVEL, None),
        (None, "A", PLAN, Absence.NOT_AGREED),
        (glance(None, None, None), "A", PRIOR, Absence.NO_VALUE),
        (glance(None, None, None, not_computable=True), "A", LEVEL, Absence.NOT_COMPUTABLE),
        (glance(observed=True), "A", PLAN, Absence.OBSERVED),
        (glance(observed=True), "A", PRIOR, None),
        (glance(None), "A", PLAN, Absence.NO_PLAN),
        (glance(prior=None), "A", PRIOR, Absence.NO_PRIOR_YEAR),
        (glance(), "", LEVEL, Absence.NO_TYPE),
        (glance(), "", PLAN, None),
        (glance(), "B", LEVEL, Absence.OTHER_TYPE),
        (glance(), "B", PRIOR, None),
    ],
)
def test_every_dash_has_its_reason(found, kind, facet, why):
    one = unit("Muster", found, kind=kind)
    expected = {PLAN: Decimal("97.9"), PRIOR: Decimal("1.4"), LEVEL: Decimal("15.1")}[facet]

    assert absence(one, facet, "A") == why
    assert value_of(one, facet, "A") == (None if why else expected)


def test_an_older_value_and_an_estimate_are_known():
    older = unit("Muster", glance(as_of=date(2014, 8, 1), data_status=FigureStatus.ESTIMATED))
    fresh, none = unit("Muster", glance()), unit("Muster", None)

    assert (older.older, older.estimated) == (date(2014, 8, 1), True)
    assert (fresh.older, fresh.estimated) == (None, False)
    assert (none.older, none.estimated) == (None, False)


@pytest.mark.parametrize(
    ("wanted", "own", "every", "expected"),
    [
        ("B", ["A"], ["A", "B"], "B"),
        ("C", ["A"], ["A", "B", "B"], "A"),  # nobody has C
        ("", [""], ["", "B", "C", "C"], "C"),  # the most frequent
        ("", [], ["C", "B"], "B"),  # of equals the first by name
        ("", [], ["", ""], ""),
        ("", [], [], ""),
    ],
)
def test_within_which_type_levels_are_compared(wanted, own, every, expected):
    assert chosen_type(wanted, own, every) == expected


@pytest.mark.parametrize(
    ("values", "quartiles"),
    [
        ([1, 2, 3, 4, 5], ["2", "3", "4"]),
        ([1, 2, 3, 4, 5, 6, 7, 8], ["2.75", "4.5", "6.25"]),  # QUARTILE.INKL
        ([10, 20], ["12.5", "15", "17.5"]),
        ([7], ["7", "7", "7"]),
    ],
)
def test_quartiles_lie_in_proportion_between_their_neighbours(values, quartiles):
    ordered = [Decimal(value) for value in values]

    assert [quartile(ordered, which) for which in (1, 2, 3)] == [Decimal(each) for each in quartiles]


def test_the_middle_is_told_from_eight_values_on():
    seven, eight = (spread([Decimal(value) for value in range(count, 0, -1)]) for count in (7, 8))

    assert spread([]) is None
    assert (seven.count, seven.low, seven.high) == (7, 1, 7)
    assert (seven.median, seven.lower, seven.upper) == (None, None, None)
    assert (eight.median, eight.lower, eight.upper) == (Decimal("4.5"), Decimal("2.75"), Decimal("6.25"))


ROWS = [
    unit("Ost", glance("99", "-3", "20"), kind="B"),
    unit("Nord", glance(None, "0", "10")),
    unit("West", glance("101", None, "30"), kind=""),
    unit("Süd", glance("99", "2", "20")),
]


@pytest.mark.parametrize(
    ("column", "descending", "expected"),
    [
        (Column.NAME, False, "Nord Ost Süd West"),
        (Column.NAME, True, "West Süd Ost Nord"),
        (Column.PLAN, False, "Ost Süd West Nord"),  # equals by name, missing last
        (Column.PLAN, True, "West Ost Süd Nord"),  # and in the other direction, too
        (Column.PRIOR_YEAR, False, "Ost Nord Süd West"),  # 0 is a value, a dash is none
        (Column.PRIOR_YEAR, True, "Süd Nord Ost West"),
        (Column.LEVEL, False, "Nord Süd Ost West"),  # those of another type are not compared
        (Column.LEVEL, True, "Süd Nord Ost West"),
        (Column.TYPE, False, "Nord Süd Ost West"),
        (Column.TYPE, True, "Ost Nord Süd West"),
    ],
)
def test_what_is_missing_is_never_sorted_as_zero(column, descending, expected):
    found = ordered_units(ROWS, column, "A", descending=descending)

    assert [each.name.removeprefix("Jobcenter ") for each in found] == expected.split()
