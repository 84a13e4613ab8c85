"""Hochrechnung and noch nötig (domain.md §4)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from agreements.choices import Aggregation, Course, Direction, TargetKind
from agreements.domain.months import month_of, year_months
from monitoring.domain.attainment import (
    MeasureSpec,
    assess,
)
from monitoring.domain.sheet import Needed, Projection
from tests.monitoring.domain import worked
from tests.monitoring.domain.one_series import LAST, MEAN, SUM, Figures, flat, measure, sheet
from tests.monitoring.domain.worked import figure


class TestProjection:
    def test_prior_year_and_span_over_all_prior_years(self) -> None:
        x = flat(10, 2012, 2013) | flat(12, 2014, until=9)
        x |= {month_of(2013, 12): figure(40), month_of(2012, 12): figure(22)}
        assert sheet(measure(SUM), x).projection == Projection(
            value=Decimal(180), low=Decimal(108) * 132 / 90, high=Decimal(180), basis_years=(2013, 2012), shown=True
        )

    @pytest.mark.parametrize(
        ("form", "value"), [((SUM,), 144), ((SUM, MEAN), Decimal("2.88")), ((MEAN,), 12), ((LAST,), None)]
    )
    def test_without_prior_year(self, form: tuple[Aggregation, ...], value: Decimal | None) -> None:
        found = sheet(measure(*form), flat(12, 2014, until=9)).projection
        expected = value and Projection(
            value=Decimal(value), low=Decimal(value), high=Decimal(value), basis_years=(), shown=True
        )
        assert found == expected

    @pytest.mark.parametrize("form", [(SUM, SUM), (LAST, LAST)])
    def test_none_for_other_ratios(self, form: tuple[Aggregation, ...]) -> None:
        assert sheet(measure(*form), flat(12, 2013, 2014)).projection is None

    def test_an_older_year_does_not_stand_in_for_the_prior_year(self) -> None:
        found = sheet(measure(SUM), flat(10, 2012) | flat(12, 2014, until=9)).projection
        assert found is not None
        assert (found.value, found.basis_years) == (144, ())

    def test_a_prior_year_that_began_with_zero_is_no_basis(self) -> None:
        x = flat(10, 2013) | flat(12, 2014) | {month: figure(0) for month in year_months(2013)[:3]}
        found = sheet(measure(SUM), x, month=3).projection
        assert found is not None
        assert (found.value, found.basis_years) == (144, ())

    def test_december_is_its_own_projection(self) -> None:
        found = sheet(measure(SUM), flat(10, 2013) | flat(12, 2014), month=12).projection
        assert found == Projection(value=Decimal(144), low=Decimal(144), high=Decimal(144), basis_years=(), shown=True)

    @pytest.mark.parametrize(("month", "shown"), [(2, False), (3, True)])
    def test_not_shown_before_march(self, month: int, shown: bool) -> None:
        found = sheet(measure(SUM), flat(10, 2013) | flat(12, 2014), month=month)
        assert found.projection is not None
        assert found.projection.shown == shown
        assert (found.points[11].projected_low is not None) == shown

    def test_the_band_runs_from_the_value_to_december(self) -> None:
        x = flat(10, 2012, 2013) | flat(12, 2014, until=9) | {month_of(2013, 12): figure(40)}
        points = sheet(measure(SUM), x).points
        assert [(point.projected_low, point.projected_high) for point in points[8:]] == [
            (None, None),
            (120, 120),
            (132, 132),
            (144, 180),
        ]


def needed(spec: MeasureSpec, x: Figures, **terms: object) -> Needed | None:
    return sheet(spec, x, **terms).needed  # type: ignore[arg-type]


class TestNeeded:
    def test_sum(self) -> None:
        x = flat(10, 2013) | flat(12, 2014, until=9)
        assert needed(measure(SUM), x, plan=147) == Needed(
            total=Decimal(39),
            per_month=Decimal(13),
            what="Kontakte",
            unit="Anzahl",
            decimals=0,
            months=(month_of(2014, 10), month_of(2014, 11), month_of(2014, 12)),
            months_over=(),
            prior_year_per_month=Decimal(10),
            reached=False,
            hard=True,
        )

    def test_ratio_of_sum_over_mean_counts_pieces(self) -> None:
        found = needed(measure(SUM, MEAN), flat(12, 2013) | flat(12, 2014, until=9), plan=3)
        assert found is not None
        assert (found.total, found.per_month, found.what) == (42, 14, "Kontakte")

    def test_mean(self) -> None:
        found = needed(measure(MEAN), flat(12, 2013) | flat(12, 2014, until=9), plan=13, direction=Direction.AT_MOST)
        assert found is not None
        assert (found.total, found.per_month, found.reached, found.hard) == (None, 16, False, False)

    @pytest.mark.parametrize(
        ("plan", "direction", "reached", "hard"),
        [
            (108, Direction.AT_LEAST, True, False),
            (100, Direction.AT_LEAST, True, False),
            (144, Direction.AT_LEAST, False, False),
            (145, Direction.AT_LEAST, False, True),
            (100, Direction.AT_MOST, False, True),
            (138, Direction.AT_MOST, False, False),
            (137, Direction.AT_MOST, False, True),
            (144, Direction.EXACTLY, False, False),
            (137, Direction.EXACTLY, False, True),
            (145, Direction.EXACTLY, False, True),
        ],
    )
    def test_reached_and_hard(self, plan: int, direction: Direction, reached: bool, hard: bool) -> None:
        x = flat(10, 2013) | flat(12, 2014, until=9)
        found = needed(measure(SUM), x, plan=plan, direction=direction)
        assert found is not None
        assert (found.reached, found.hard) == (reached, hard)

    def test_too_few_months_to_call_it_hard(self) -> None:
        found = needed(measure(SUM), flat(12, 2014, until=9), plan=1000)
        assert found is not None
        assert (found.hard, found.prior_year_per_month) == (False, None)

    def test_months_that_are_over_are_named(self) -> None:
        found = needed(measure(SUM), flat(12, 2014, until=9), plan=147, today=date(2014, 11, 30))
        assert found is not None
        assert found.months_over == (month_of(2014, 10),)

    @pytest.mark.parametrize(
        ("form", "terms"),
        [
            ((SUM,), {"plan": None}),
            ((SUM,), {"plan": 147, "month": 12}),
            ((SUM,), {"plan": 147, "kind": TargetKind.MONITORING}),
            ((SUM,), {"plan": 147, "direction": None}),
            ((LAST,), {"plan": 147, "course": Course.LEVEL}),
            ((SUM, SUM), {"plan": 147, "course": Course.LEVEL}),
        ],
        ids=["no plan", "December", "monitoring", "no direction", "LAST", "other ratio"],
    )
    def test_nothing_to_say(self, form: tuple[Aggregation, ...], terms: dict[str, object]) -> None:
        assert needed(measure(*form), flat(12, 2013, 2014), **terms) is None

    def test_a_denominator_known_further_is_used_and_then_carried_on(self) -> None:
        figures = worked.figures()
        del figures["ELB"][month_of(2014, 9)]  # with lag 1 the value to September does not need it
        found = assess(worked.IQ, worked.TERMS["IQ"], worked.data(figures), month=month_of(2014, 9), today=worked.TODAY)
        assert found.as_of == month_of(2014, 9)
        assert found.needed is not None
        carried = (27305 * 12 + 10 + 3 * 20) / Decimal(12)  # August's 27250 three times instead of September's 27230
        assert found.needed.total is not None
        assert abs(found.needed.total - (Decimal("0.206") * carried - 4124)) < Decimal("1e-20")
