"""Zerlegung, components and the twelve points (domain.md §4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from agreements.choices import Course
from agreements.domain.months import month_of, year_months
from monitoring.domain.attainment import (
    MeasureSpec,
    Values,
    assess,
    explain_by_city,
    explain_number_and_each,
)
from monitoring.domain.series import SeriesData, SeriesSpec
from tests.monitoring.domain import worked
from tests.monitoring.domain.one_series import LAST, MEAN, SPEC, SUM, flat, measure, sheet
from tests.monitoring.domain.worked import figure
from tests.monitoring.measure_sheets import kdu


class TestExplanation:
    def test_none_without_prior_year(self) -> None:
        found = sheet(measure(SUM, MEAN), flat(12, 2014))
        assert (found.explanation_base, found.explanation_total, found.explanation) == (None, None, ())

    def test_none_for_last(self) -> None:
        assert sheet(measure(LAST), flat(12, 2013, 2014), plan=5, course=Course.LEVEL).explanation == ()

    def test_sum_by_month(self) -> None:
        x = flat(12, 2014) | {month_of(2014, 2): figure(20)}
        found = sheet(measure(SUM), x, plan=120, month=3)
        assert [(part.part, part.label, part.amount) for part in found.explanation] == [
            ("2014-01", "Januar 2014", 2),
            ("2014-02", "Februar 2014", 10),
            ("2014-03", "März 2014", 2),
        ]
        assert found.explanation_base == "plan"

    def test_mean_by_month(self) -> None:
        x = flat(12, 2014) | {month_of(2014, 2): figure(18)}
        found = sheet(measure(MEAN), x, plan=12, month=3)
        assert [part.amount for part in found.explanation] == [0, 2, 0]

    def test_a_ratio_of_stands_too(self) -> None:
        found = sheet(measure(LAST, LAST), flat(10, 2013) | flat(12, 2014))
        assert [(part.part, part.amount) for part in found.explanation] == [
            ("numerator", Decimal("0.04")),
            ("denominator", 0),
        ]

    @staticmethod
    def city(before: int, now: int | None) -> Values:
        figures = flat(before, 2013) | ({} if now is None else flat(now, 2014))
        return Values(measure(SUM), {"X": SeriesData(spec=SPEC, figures=figures)}, worked.TODAY)

    def test_cities(self) -> None:
        cities = {"05158024": self.city(2, 3), "05158028": self.city(5, 4)}
        found = explain_by_city(cities, {"05158024": "Monheim", "05158028": "Ratingen"}, month_of(2014, 6))
        assert found is not None
        assert (found.base, found.total) == ("prior_year", 0)
        assert [(part.part, part.label, part.amount) for part in found.parts] == [
            ("05158024", "Monheim", 6),
            ("05158028", "Ratingen", -6),
        ]

    def test_cities_without_a_value(self) -> None:
        assert explain_by_city({"a": self.city(2, None)}, {"a": "A"}, month_of(2014, 6)) is None
        assert explain_by_city({}, {}, month_of(2014, 6)) is None

    @staticmethod
    def kdu(number: int) -> tuple[Values, Values]:
        amount = SeriesSpec(code="KDU", name="KdU", unit="€", decimals=2)
        paid = MeasureSpec(code="KDU", name="KdU", unit="€", decimals=2, aggregation=SUM, series="KDU")
        units = SeriesSpec(code="BG", name="Bedarfsgemeinschaften", unit="Anzahl")
        counted = MeasureSpec(code="BG", name="BG", unit="Anzahl", decimals=0, aggregation=MEAN, series="BG")
        return (
            Values(paid, {"KDU": SeriesData(spec=amount, figures=flat(900, 2013) | flat(1000, 2014))}, worked.TODAY),
            Values(counted, {"BG": SeriesData(spec=units, figures=flat(3, 2013) | flat(number, 2014))}, worked.TODAY),
        )

    def test_kdu_by_number_and_each(self) -> None:
        found = explain_number_and_each(*self.kdu(4), month_of(2014, 1))
        assert found is not None
        assert (found.base, found.total) == ("prior_year", 100)
        assert [(part.part, part.amount) for part in found.parts] == [("number", 275), ("each", -175)]

    def test_kdu_without_number(self) -> None:
        assert explain_number_and_each(*self.kdu(0), month_of(2014, 1)) is None

    def test_a_sum_with_a_number_is_explained_by_it(self) -> None:
        found = kdu()
        assert (found.explanation_base, found.explanation_total) == ("prior_year", found.actual - found.prior_year)
        assert [(part.part, part.label) for part in found.explanation] == [
            ("number", "Zahl der Bedarfsgemeinschaften"),
            ("each", "Kosten der Unterkunft je Bedarfsgemeinschaft"),
        ]
        now, before = (
            (sum(20_400 - 7 * step for step in steps) / Fraction(9), Fraction(value))
            for steps, value in ((range(12, 21), found.actual), (range(9), found.prior_year))
        )
        number = (now[0] - before[0]) * (now[1] / now[0] + before[1] / before[0]) / 2
        assert abs(Fraction(found.explanation[0].amount) - number) < Fraction(1, 10**14)
        assert sum(part.amount for part in found.explanation) == found.explanation_total

    def test_the_workings_hold_the_number(self) -> None:
        number = kdu().workings.number
        assert number is not None
        assert (number.input.series, number.input.aggregation) == ("BG", MEAN)
        assert number.to_date.months == (year_months(2014)[:9],)
        assert number.prior_year.months == (year_months(2013)[:9],)
        assert [each.month for each in number.input.figures] == [*year_months(2013), *year_months(2014)[:9]]

    @pytest.mark.parametrize("lost", [month_of(2013, 5), month_of(2014, 5)])
    def test_without_the_number_the_months_explain_it(self, lost: date) -> None:
        found = kdu(without=[lost])
        assert found.explanation_base == "plan"
        assert [part.part for part in found.explanation] == [f"2014-{month:02}" for month in range(1, 10)]
        assert found.workings.number is None
        assert [month for month, _ in found.workings.month_plans] == list(year_months(2014)[:9])

    def test_a_number_of_nothing_explains_nothing(self) -> None:
        assert kdu(zero=True).explanation_base == "plan"

    @pytest.mark.parametrize(
        ("name", "each"),
        [("Beratungen", "M je Beratung"), ("Kunden", "M je Fall"), ("Bestand BG", "M je Fall")],
    )
    def test_one_of_what_is_counted(self, name: str, each: str) -> None:
        x = SeriesData(spec=SPEC, figures=flat(10, 2013) | flat(12, 2014))
        units = SeriesData(spec=replace(SPEC, code="N", name=name), figures=flat(5, 2013, 2014))
        spec = replace(measure(SUM), number="N")
        found = assess(spec, None, {"X": x, "N": units}, month=month_of(2014, 6), today=worked.TODAY)
        assert [part.label for part in found.explanation] == [f"Zahl der {name}", each]


class TestPoints:
    def test_points_stand_up_to_the_month_of_the_report(self) -> None:
        x = flat(10, 2013) | flat(12, 2014)
        del x[month_of(2014, 5)]
        found = sheet(measure(SUM), x, plan=144, month=7)
        assert [point.month for point in found.points] == list(year_months(2014))
        assert [point.figure for point in found.points] == [12] * 4 + [None] + [12] * 2 + [None] * 5
        assert [point.gap for point in found.points] == [None] * 4 + ["missing"] + [None] * 7
        assert [point.actual for point in found.points] == [12, 24, 36, 48] + [None] * 8
        assert [point.plan for point in found.points] == [12 * month for month in range(1, 13)]
        assert [point.prior_year for point in found.points] == [10 * month for month in range(1, 13)]
        assert [point.status for point in found.points] == ["green"] * 4 + [None] * 8
        assert [point.data_status for point in found.points] == ["final"] * 4 + [None] * 8
        assert [point.deviation for point in found.points[:5]] == [0] * 4 + [None]
        assert found.components == ()

    def test_a_ratio_names_the_gap_of_its_parts(self) -> None:
        points = sheet(measure(SUM, MEAN), flat(12, 2014, until=11), month=12).points
        assert [point.figure for point in points] == [None] * 12
        assert [point.gap for point in points] == [None] * 10 + ["not_yet"] * 2

    def test_components(self) -> None:
        top, bottom = sheet(measure(SUM, MEAN), flat(12, 2014), month=2).components
        assert (top.label, top.name, top.value, top.prior_year) == ("Zähler", "Kontakte", 24, None)
        assert top.months == ((month_of(2014, 1), 12, None), (month_of(2014, 2), 12, None))
        assert (bottom.label, bottom.unit, bottom.value, bottom.prior_year) == ("Nenner", "Personen", 50, None)
        assert bottom.months == ((month_of(2014, 1), 50, 50), (month_of(2014, 2), 50, 50))
