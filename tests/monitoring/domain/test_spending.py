"""What was spent of a budget: to date by quarters, gaps by name, the plain Hochrechnung only where nothing is missing."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from agreements.choices import Rhythm
from monitoring.choices import FigureStatus
from monitoring.domain.municipal import BudgetLine, Spending
from monitoring.domain.series import Figure, SeriesData, SeriesSpec
from monitoring.domain.spending import spent

SPEC = SeriesSpec(code="SUCHT_EUR", name="Suchtberatung: Ausgaben", unit="€", decimals=2, rhythm=Rhythm.QUARTERLY)
PROMISE = BudgetLine(purpose="Suchtberatung", carrier="Kreis", amount=Decimal(45000))
QUARTERS = {3: "10000.50", 6: "11000.25", 9: "12000.25", 12: "13000"}


def month(number: int) -> date:
    return date(2014, number, 1)


def line(asked: int, today: date, *, without: tuple[int, ...] = (), none: tuple[int, ...] = ()) -> BudgetLine:
    """The budget at that month, with the quarters that were entered by the end of the year."""
    figures = {
        month(number): Figure(value=None, reason="Buchung offen") if number in none else Figure(value=Decimal(amount))
        for number, amount in QUARTERS.items()
        if number not in without
    }
    return spent(PROMISE, SeriesData(spec=SPEC, figures=figures), month=month(asked), today=today)


@pytest.mark.parametrize(
    ("asked", "until", "amount", "projection"),
    [
        (3, 3, "10000.50", "40002.00"),
        (5, 3, "10000.50", "40002.00"),
        (6, 6, "21000.75", "42001.50"),
        (9, 9, "33001.00", "44001.33"),
        (10, 9, "33001.00", "44001.33"),
        (12, 12, "46001.00", "46001.00"),
    ],
)
def test_quarters_are_added_up_to_the_last_one_that_is_over(asked, until, amount, projection):
    found = line(asked, date(2015, 1, 20))

    assert (found.until, found.spent, found.gaps) == (month(until), Decimal(amount), ())
    assert round(found.projection, 2) == Decimal(projection)
    assert found.remaining == Decimal(45000) - Decimal(amount)
    assert found.share_percent == Decimal(amount) / 450


def test_before_the_first_quarter_nothing_is_missing():
    found = line(2, date(2014, 3, 10), without=(3, 6, 9, 12))

    assert (found.until, found.spent, found.remaining, found.share_percent, found.projection) == (None,) * 5
    assert [(gap.kind, gap.month, gap.available_from) for gap in found.gaps] == [
        ("not_yet", month(3), date(2014, 4, 1))
    ]
    assert found.periods == ()


@pytest.mark.parametrize(
    ("asked", "without", "none", "today", "until", "kinds"),
    [
        (9, (9, 12), (), date(2014, 10, 20), 6, [("missing", 9)]),
        (9, (9, 12), (), date(2014, 9, 20), 6, [("not_yet", 9)]),
        (9, (6, 12), (), date(2014, 10, 20), 3, [("missing", 6)]),
        (9, (12,), (9,), date(2014, 10, 20), 6, [("none", 9)]),
        (9, (3, 6, 9, 12), (), date(2014, 10, 20), None, [("missing", 3), ("missing", 6), ("missing", 9)]),
    ],
    ids=["missing", "not yet", "hole before", "keine Angabe", "nothing"],
)
def test_a_missing_quarter_is_named_and_nothing_is_carried_on(asked, without, none, today, until, kinds):
    found = line(asked, today, without=without, none=none)

    assert found.until == (month(until) if until else None)
    assert [(gap.kind, gap.month.month) for gap in found.gaps] == kinds
    assert found.projection is None
    assert (found.spent is None) is (until is None)


def test_a_monthly_series_is_not_carried_on_before_march():
    spec = SeriesSpec(code="X", name="Ausgaben", unit="€", decimals=2)
    data = SeriesData(spec=spec, figures={month(number): Figure(value=Decimal(100)) for number in (1, 2, 3)})

    found = {asked: spent(PROMISE, data, month=month(asked), today=date(2014, 4, 2)) for asked in (2, 3)}
    assert (found[2].spent, found[2].projection) == (Decimal(200), None)
    assert (found[3].spent, found[3].projection) == (Decimal(300), Decimal(1200))


def test_periods_and_data_status_name_the_weakest_figure():
    data = SeriesData(
        spec=SPEC,
        figures={
            month(3): Figure(value=Decimal(5), status=FigureStatus.FINAL),
            month(6): Figure(value=Decimal(-1), status=FigureStatus.ESTIMATED, reason="Rechnung fehlt"),
        },
    )
    found = spent(PROMISE, data, month=month(9), today=date(2014, 10, 20))

    assert (found.spent, found.data_status) == (Decimal(4), FigureStatus.ESTIMATED)
    assert found.estimates == ("Suchtberatung: Ausgaben Juni 2014 (Rechnung fehlt)",)
    assert found.periods == (
        Spending(month=month(3), value=Decimal(5), gap=None, data_status=FigureStatus.FINAL),
        Spending(month=month(6), value=Decimal(-1), gap=None, data_status=FigureStatus.ESTIMATED),
        Spending(month=month(9), value=None, gap="missing", data_status=None),
    )
