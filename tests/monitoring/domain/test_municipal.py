"""The municipal sheet: sums of money, what is due next, and what a reader without the exact right is not given."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from monitoring.choices import FigureStatus
from monitoring.domain.city_table import TableCell
from monitoring.domain.municipal import Money, ServiceLine, Spending, services_of, total_of, withhold
from monitoring.domain.sheet import CityCell, CityService, CitySheet, Gap
from tests.monitoring import measure_sheets as sheets
from tests.monitoring.municipal_sheets import SEPTEMBER, budget, duty, municipal, target

JUNE = date(2014, 6, 1)
DAY = date(2014, 10, 20)
YEAR_END = date(2014, 12, 31)


class TestMoney:
    """Rest, share and sums."""

    @pytest.mark.parametrize(
        ("amount", "spent", "remaining", "share"),
        [
            ("1000", "700", "300", "70"),
            ("1000", "1200", "-200", "120"),
            ("0", "5", "-5", None),
            ("9", None, None, None),
        ],
    )
    def test_rest_and_share(self, amount, spent, remaining, share):
        found = budget(amount, spent)
        assert found.remaining == (Decimal(remaining) if remaining else None)
        assert found.share_percent == (Decimal(share) if share else None)

    def test_a_sum_of_all(self):
        assert total_of([budget("1000", "600"), budget("500", "300")]) == Money(
            amount=Decimal(1500), until=SEPTEMBER, spent=Decimal(900), projection=Decimal(1200)
        )

    @pytest.mark.parametrize(
        "other",
        [budget(spent=None), budget(until=JUNE), budget(spent=None, series=None)],
        ids=["no value", "other month", "not entered"],
    )
    def test_no_sum_that_would_leave_one_out(self, other):
        assert total_of([budget(), other]) == Money(amount=Decimal(2000))

    def test_a_sum_is_carried_on_only_with_every_part(self):
        total = total_of([budget("1000", "600"), budget("500", "300", projection=None)])
        assert (total.spent, total.projection) == (Decimal(900), None)

    def test_one_that_is_withheld_withholds_the_sum(self):
        hidden = budget(spent=None, withheld=True)
        assert total_of([budget(), hidden]) == Money(amount=Decimal(2000), withheld=True)

    def test_of_nothing_there_is_nothing(self):
        assert total_of([]) == Money(amount=Decimal(0))

    def test_sheet_and_target_know_their_sums(self):
        first, second = target(budget(), budget()), target(budget("500", "100"))
        sheet = municipal(first, second)
        assert (first.money.amount, second.money.amount, sheet.money.amount) == (2000, 500, 2500)
        assert [line for _, line in sheet.budget_lines] == [*first.budgets, *second.budgets]


def test_periods_stand_side_by_side():
    march, june = (
        Spending(month=date(2014, month, 1), value=Decimal(month), gap=None, data_status=FigureStatus.FINAL)
        for month in (3, 6)
    )
    found = target(budget(periods=(march, june)), budget(periods=(june,)))
    assert found.periods == ((march.month, (march, None)), (june.month, (june, june)))


class TestNextDue:
    """Due or to be presented, from the day of the sheet on."""

    @pytest.mark.parametrize(
        ("days", "day", "titles"),
        [
            ([YEAR_END, date(2015, 3, 31)], YEAR_END, ["0"]),
            ([DAY, YEAR_END], DAY, ["0"]),
            ([date(2014, 10, 19), YEAR_END, YEAR_END], YEAR_END, ["1", "2"]),
            ([date(2014, 10, 19)], None, []),
            ([None], None, []),
        ],
    )
    def test_by_the_day(self, days, day, titles):
        sheet = municipal(target(duties=tuple(duty(str(place), due) for place, due in enumerate(days))))
        assert sheet.next_due == day
        assert [found.title for _, found in sheet.due_next] == titles

    def test_the_day_of_presentation_counts(self):
        sheet = municipal(target(duties=(duty("a", YEAR_END), duty("b", YEAR_END, present_by=date(2014, 11, 15)))))
        assert (sheet.next_due, [found.title for _, found in sheet.due_next]) == (date(2014, 11, 15), ["b"])

    def test_the_same_promise_in_two_targets_counts_twice(self):
        sheet = municipal(*(target(duties=(duty("a", YEAR_END),), code=code) for code in ("eins", "zwei")))
        assert [found.code for found, _ in sheet.due_next] == ["eins", "zwei"]


def test_the_spending_of_all_budgets_stands_quarter_by_quarter():
    march, june = (
        Spending(month=date(2014, month, 1), value=Decimal(month), gap=None, data_status=FigureStatus.FINAL)
        for month in (3, 6)
    )
    quarterly, yearly = replace(budget(), periods=(march, june)), replace(budget(), periods=(june,))
    sheet = municipal(target(quarterly), target(yearly))
    assert sheet.quarters == (date(2014, 3, 1), JUNE)
    assert [periods for _, _, periods in sheet.spending] == [(march, june), (None, june)]


def test_services_of_the_city_table():
    service = CityService(
        series="KIND_KUNDEN",
        name="Kinderbetreuung: erreichte Kundinnen und Kunden",
        unit="Personen",
        threshold=3,
        cells=(CityCell(value=3), CityCell(value=None, gap="missing")),
        total=CityCell(value=3),
        incomplete=True,
    )
    sheet = CitySheet(
        agreement="me-2014",
        title="",
        jobcenter="",
        year=2014,
        until=SEPTEMBER,
        masked=False,
        fictitious=True,
        as_of_day=DAY,
        regions=(("1", "Haan"), ("2", "Hilden")),
        services=(service,),
        notes=(),
    )
    assert services_of(sheet) == {
        "KIND_KUNDEN": ServiceLine(
            counted="erreichte Kundinnen und Kunden",
            until=SEPTEMBER,
            total=TableCell(text="3", value=3, remark="unvollständig, ohne Hilden"),
        )
    }


class TestWithhold:
    """domain.md §6: nothing that undoes a mask of the city tables."""

    GAP = Gap(series="X_EUR", series_name="Ausgaben", month=SEPTEMBER, kind="missing")
    LINE = budget(
        gaps=(GAP,),
        estimates=("Ausgaben September 2014 (zwei Fälle)",),
        data_status=FigureStatus.ESTIMATED,
        periods=(Spending(month=JUNE, value=Decimal(700), gap=None, data_status=FigureStatus.FINAL),),
    )
    SERVICE = ServiceLine(counted="Personen", until=SEPTEMBER, total=TableCell(text="34", value=34))

    def test_of_a_service_with_city_duty_the_promise_alone_is_left(self):
        promises = (duty("Konzept", YEAR_END),)
        counted = target(
            self.LINE,
            budget(),
            city_duty=True,
            service=self.SERVICE,
            measures=(sheets.u25(),),
            readings=("unsere Lesart",),
            duties=promises,
        )
        (found,) = withhold(municipal(counted)).targets

        bare = budget(spent=None, withheld=True)
        assert found == replace(counted, budgets=(bare, bare), service=None, measures=(), readings=())
        assert (found.money, found.duties) == (Money(amount=Decimal(2000), withheld=True), promises)

    def test_without_city_duty_everything_stays(self):
        plain = target(self.LINE, measures=(sheets.u25(),))
        sheet = municipal(plain)
        assert withhold(sheet) == replace(sheet, exact=False)
        assert not withhold(sheet).withholds

    def test_the_sum_over_all_goes_with_the_part(self):
        sheet = withhold(municipal(target(budget(), city_duty=True), target(budget("500", "100"))))
        assert sheet.money == Money(amount=Decimal(1500), withheld=True)
        assert sheet.withholds
        assert [line.spent for _, line in sheet.budget_lines] == [None, Decimal(100)]

    def test_where_no_spending_is_entered_nothing_is_called_withheld(self):
        sheet = withhold(municipal(target(budget(spent=None, series=None), city_duty=True)))
        assert not sheet.withholds

    def test_twice_is_once(self):
        sheet = withhold(municipal(target(self.LINE, city_duty=True, service=self.SERVICE)))
        assert withhold(sheet) == sheet
