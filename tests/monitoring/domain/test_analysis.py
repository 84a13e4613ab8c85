"""The analysis for the dialogue: when the gap opened, largest parts, what comes out at which pace."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest

from agreements.choices import Aggregation, Course, Direction, PlanWay, TargetKind
from agreements.domain.months import month_of
from monitoring.choices import AttainmentStatus
from monitoring.domain.analysis import OpenGap, Scenario, at_pace, deviations, largest_parts, open_gap, what_if
from monitoring.domain.attainment import PlanTerms, assess
from monitoring.domain.series import SeriesData
from monitoring.domain.sheet import MeasureSheet
from tests.monitoring import measure_sheets as sheets
from tests.monitoring.domain import worked
from tests.monitoring.domain.one_series import LAST, MEAN, SPEC, SUM, Figures, flat, measure, sheet
from tests.monitoring.domain.worked import figure
from tests.monitoring.workbook_cases import quarters

OCTOBER_TO_DECEMBER = tuple(month_of(2013, month) for month in (10, 11, 12))


def months(values: str, year: int = 2014) -> Figures:
    return {month_of(year, number): figure(value) for number, value in enumerate(values.split(), start=1)}


def judged(*statuses: str | None) -> MeasureSheet:
    """The first months of the year with these statuses; "" is a month without value, None a value without status."""
    base = sheets.u25()
    points = [
        replace(
            point,
            actual=None if status == "" else Decimal(1),
            status=AttainmentStatus(status) if status else None,
            deviation_percent=Decimal(-point.month.month) / 2 if status else None,
        )
        for point, status in zip(base.points, (*statuses, *[""] * (12 - len(statuses))), strict=True)
    ]
    return replace(base, points=tuple(points))


class TestCourse:
    """The months that have something to show."""

    def test_every_month_with_a_value_and_a_plan(self) -> None:
        found = deviations(sheets.iq())
        assert [point.month for point in found] == [month_of(2014, month) for month in range(1, 10)]
        assert {point.status for point in found} == {AttainmentStatus.RED}

    def test_what_is_observed_has_deviations_without_status(self) -> None:
        assert [point.status for point in deviations(sheets.llu())] == [None] * 9

    def test_none_without_plan(self) -> None:
        assert deviations(sheet(measure(SUM), flat(12, 2013, 2014))) == ()


class TestOpenGap:
    """The unbroken run up to as_of whose status is not green."""

    @pytest.mark.parametrize(
        ("statuses", "since", "count"),
        [
            (("red", "red", "yellow"), 1, 3),
            (("red", "green", "yellow", "red"), 3, 2),
            (("green", "green", "red"), 3, 1),
            (("red", None, "yellow"), 3, 1),
            (("green", "", "red", "", "", "red"), 3, 2),
        ],
        ids=["from January", "a green month breaks it", "the last month alone", "no status breaks it", "no value not"],
    )
    def test_since(self, statuses: tuple[str | None, ...], since: int, count: int) -> None:
        assert open_gap(judged(*statuses)) == OpenGap(
            since=month_of(2014, since), months=count, then=Decimal(since) / 2, now=Decimal(len(statuses)) / 2
        )

    @pytest.mark.parametrize("statuses", [("red", "green"), ("red", None), ()], ids=["green", "unjudged", "no value"])
    def test_none(self, statuses: tuple[str | None, ...]) -> None:
        assert open_gap(judged(*statuses)) is None

    def test_none_for_what_is_observed(self) -> None:
        assert open_gap(sheets.llu()) is None

    def test_a_gap_that_narrows(self) -> None:
        found = open_gap(sheets.iq())
        assert found is not None
        assert (found.since, found.months) == (month_of(2014, 1), 9)
        assert [round(size, 4) for size in (found.then, found.now, found.change)] == [
            Decimal("4.2321"),
            Decimal("2.1409"),
            Decimal("-2.0912"),
        ]

    def test_above_a_ceiling_the_size_is_positive_too(self) -> None:
        found = open_gap(sheets.lzb())
        assert found is not None
        assert [round(size, 4) for size in (found.then, found.now)] == [Decimal("0.5562"), Decimal("0.4816")]

    def test_quarters_are_counted_and_the_months_between_are_no_break(self) -> None:
        found = open_gap(quarters())
        assert found is not None
        assert (found.since, found.months, round(found.now, 4)) == (month_of(2014, 3), 3, Decimal("0.1362"))

    @pytest.mark.parametrize("x", [9, 11])
    def test_exactly_is_missed_on_both_sides(self, x: int) -> None:
        found = open_gap(sheet(measure(SUM), flat(x, 2014, until=9), plan=120, direction=Direction.EXACTLY))
        assert found == OpenGap(since=month_of(2014, 1), months=9, then=Decimal(10), now=Decimal(10))


class TestLargestParts:
    """At most three, the most unfavourable first."""

    UP_AND_DOWN = months("12 4 9 13 7 10 10 10 10")  # against 10 a month: +2 −6 −1 +3 −3, together −5

    def parts(self, **changes: Any) -> list[tuple[str, Decimal, Decimal | None]]:
        found = largest_parts(sheet(measure(SUM), self.UP_AND_DOWN, plan=120, **changes))
        return [(each.part.part, each.part.amount, each.share_percent) for each in found]

    def test_at_least(self) -> None:
        assert self.parts() == [("2014-02", -6, 120), ("2014-05", -3, 60), ("2014-03", -1, 20)]

    def test_a_favourable_whole_has_unfavourable_parts_without_share(self) -> None:
        assert self.parts(direction=Direction.AT_MOST) == [("2014-04", 3, None), ("2014-01", 2, None)]

    def test_exactly_takes_the_side_of_the_deviation(self) -> None:
        assert self.parts(direction=Direction.EXACTLY) == [
            ("2014-02", -6, 120),
            ("2014-05", -3, 60),
            ("2014-03", -1, 20),
        ]
        above = largest_parts(sheet(measure(SUM), months("12 4 20"), plan=120, direction=Direction.EXACTLY, month=3))
        assert [(each.part.part, each.part.amount) for each in above] == [("2014-03", 10), ("2014-01", 2)]

    def test_exactly_on_the_plan_there_is_no_side(self) -> None:
        x = months("12 8 10")
        found = largest_parts(sheet(measure(SUM), x, plan=120, direction=Direction.EXACTLY, month=3))
        assert [(each.part.part, each.share_percent) for each in found] == [("2014-01", None), ("2014-02", None)]

    def test_what_is_observed_has_the_largest_of_either_sign(self) -> None:
        assert self.parts(kind=TargetKind.MONITORING) == [
            ("2014-02", -6, None),
            ("2014-04", 3, None),
            ("2014-05", -3, None),
        ]

    def test_no_more_than_three(self) -> None:
        assert len(largest_parts(sheets.lzb())) == 3

    def test_a_ratio_has_its_effects(self) -> None:
        assert largest_parts(sheets.iq()) == ()  # against the prior year both helped
        worse = sheet(measure(SUM, MEAN), flat(12, 2013) | flat(9, 2014), plan=3)
        assert [(each.part.part, each.share_percent) for each in largest_parts(worse)] == [("numerator", 100)]

    def test_the_whole_alone_says_nothing(self) -> None:
        assert self.parts(month=1) == []
        assert largest_parts(sheet(measure(LAST), flat(12, 2013, 2014), plan=5, course=Course.LEVEL)) == ()


class TestWhatIf:
    """Pace to year end, and back."""

    def test_sum(self) -> None:
        x = flat(10, 2013) | flat(12, 2014, until=9)
        found = what_if(sheet(measure(SUM), x, plan=148))
        assert found is not None
        assert found.needed == Scenario(pace=Decimal(14), year_end=Decimal(150), deviation=Decimal(2), reached=True)
        assert found.so_far == Scenario(pace=Decimal(12), year_end=Decimal(144), deviation=Decimal(-4), reached=False)
        assert found.prior_year == Scenario(
            pace=Decimal(10), year_end=Decimal(138), deviation=Decimal(-10), reached=False
        )

    def test_mean(self) -> None:
        x = flat(16, 2013) | flat(12, 2014, until=9)
        found = what_if(sheet(measure(MEAN), x, plan=13, direction=Direction.AT_MOST))
        assert found is not None
        assert found.needed == Scenario(pace=Decimal(16), year_end=Decimal(13), deviation=Decimal(0), reached=True)
        assert found.so_far == Scenario(pace=Decimal(12), year_end=Decimal(12), deviation=Decimal(-1), reached=True)
        assert found.prior_year == found.needed

    def test_ratio_with_the_last_denominator_carried_on(self) -> None:
        iq = sheets.iq()
        found = what_if(iq)
        assert found is not None
        assert found.needed is not None
        assert found.prior_year is not None
        year = (27240, 27330, 27390, 27420, 27400, 27350, 27310, 27290, 27250, *[27230] * 3)
        mean = Fraction(sum(year), 12)
        assert (found.needed.pace, found.needed.reached) == (501, True)
        for each in (found.needed, found.so_far, found.prior_year):
            expected = 100 * (4124 + 3 * Fraction(each.pace)) / mean
            assert abs(Fraction(each.year_end) - expected) < Fraction(1, 10**24)
            assert each.deviation == each.year_end - Decimal("20.6")
        assert round(found.so_far.pace, 4) == Decimal("458.2222")
        assert round(found.prior_year.pace, 4) == Decimal("453.6667")

    def test_one_less_than_needed_does_not_reach_the_plan(self) -> None:
        missed = at_pace(sheets.iq(), Decimal(500))
        assert missed is not None
        assert not missed.reached

    @pytest.mark.parametrize(
        ("direction", "pace", "reached"),
        [
            (Direction.AT_LEAST, 12, False),
            (Direction.AT_LEAST, 13, True),
            (Direction.AT_MOST, 13, True),
            (Direction.AT_MOST, 14, False),
            (Direction.EXACTLY, 13, True),
            (Direction.EXACTLY, 12, False),
            (Direction.EXACTLY, 14, False),
        ],
    )
    def test_reached(self, direction: Direction, pace: int, reached: bool) -> None:
        found = at_pace(sheet(measure(SUM), flat(12, 2014, until=9), plan=147, direction=direction), Decimal(pace))
        assert found is not None
        assert found.reached is reached

    def test_within_the_green_band_the_plan_counts_as_reached(self) -> None:
        judged = sheet(measure(SUM), flat(12, 2014, until=9), plan=150)
        for green, reached in (("4", True), ("3.9", False)):
            found = at_pace(replace(judged, green=Decimal(green)), Decimal(12))
            assert found is not None
            assert found.reached is reached

    @pytest.mark.parametrize("direction", Direction)
    def test_a_plan_with_endless_digits_is_reached_exactly(self, direction: Direction) -> None:
        """P = V(12) = 124/12, and 93/9 until now: plan and year end are rounded alike."""
        terms = PlanTerms(way=PlanWay.RELATIVE, relative_percent=Decimal(0), course=Course.LINEAR, direction=direction)
        x = months("10 10 10 10 10 10 10 10 11 11 11 11", 2013) | months("10 10 10 10 10 10 11 11 11")
        data = {"X": SeriesData(spec=SPEC, figures=x)}
        found = what_if(assess(measure(MEAN), terms, data, month=month_of(2014, 9), today=worked.TODAY))
        assert found is not None
        assert (found.so_far.deviation, found.so_far.reached) == (0, True)

    @pytest.mark.parametrize(("unit", "pace"), [("Anzahl", None), ("€", -4)])
    def test_a_ceiling_that_is_passed(self, unit: str, pace: int | None) -> None:
        """No count below 0 keeps it; an amount may be corrected downwards."""
        passed = sheet(measure(SUM), flat(12, 2014, until=9), plan=98, direction=Direction.AT_MOST)
        found = what_if(replace(passed, needed=replace(passed.needed, unit=unit)))
        assert found is not None
        assert (found.needed.pace if found.needed else None) == pace

    def test_nothing_is_needed_any_more(self) -> None:
        found = what_if(sheet(measure(SUM), flat(12, 2014, until=9), plan=100))
        assert found is not None
        assert (found.needed, found.so_far.reached) == (None, True)

    def test_exactly_needs_the_exact_pace(self) -> None:
        found = what_if(sheet(measure(SUM), flat(12, 2014, until=9), plan=148, direction=Direction.EXACTLY))
        assert found is not None
        assert found.needed is not None
        assert (round(found.needed.pace, 4), found.needed.year_end, found.needed.deviation, found.needed.reached) == (
            Decimal("13.3333"),
            148,
            0,
            True,
        )

    @pytest.mark.parametrize("lost", OCTOBER_TO_DECEMBER)
    def test_a_prior_year_with_a_gap_is_no_pace(self, lost: date) -> None:
        x = flat(10, 2013) | flat(12, 2014, until=9)
        for without in ({lost: figure(None, reason="nicht erhoben")}, {}):
            kept = {month: each for month, each in x.items() if month != lost}
            found = what_if(sheet(measure(SUM), kept | without, plan=147))
            assert found is not None
            assert found.prior_year is None

    def test_only_what_lies_up_to_as_of_is_looked_at(self) -> None:
        x = flat(10, 2013) | flat(12, 2014, until=9)
        del x[month_of(2014, 5)]
        found = what_if(sheet(measure(SUM), x, plan=147))
        assert found is not None
        assert (found.so_far.year_end, found.so_far.pace) == (144, 12)

    @pytest.mark.parametrize(
        ("form", "terms"),
        [
            ((SUM,), {"plan": None}),
            ((SUM,), {"plan": 147, "month": 12}),
            ((SUM,), {"plan": 147, "kind": TargetKind.MONITORING}),
            ((LAST,), {"plan": 147, "course": Course.LEVEL}),
            ((SUM, SUM), {"plan": 147, "course": Course.LEVEL}),
        ],
        ids=["no plan", "December", "monitoring", "LAST", "other ratio"],
    )
    def test_nothing_to_say(self, form: tuple[Aggregation, ...], terms: dict[str, Any]) -> None:
        found = sheet(measure(*form), flat(12, 2013, 2014), **terms)
        assert (what_if(found), at_pace(found, Decimal(1))) == (None, None)

    def test_a_denominator_of_nothing(self) -> None:
        iq = sheets.iq()
        counted, base = iq.workings.inputs
        empty = replace(base, figures=tuple(replace(each, value=Decimal(0)) for each in base.figures))
        nothing = replace(iq, workings=replace(iq.workings, inputs=(counted, empty)))
        assert (what_if(nothing), at_pace(nothing, Decimal(1))) == (None, None)
