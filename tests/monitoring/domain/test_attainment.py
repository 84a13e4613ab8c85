"""The attainment rules one by one, and what must hold for any figures (domain.md §4)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from agreements.choices import Aggregation, Course, Direction, MeasureRole, PlanWay, Rhythm, TargetKind
from agreements.domain.months import month_of, year_months
from monitoring.choices import FigureStatus
from monitoring.domain.attainment import MeasureSpec, PartSpec, PlanTerms, assess
from monitoring.domain.attainment.comparison import compare, status_of, yellow_wider_than_change
from monitoring.domain.series import Figure, SeriesSpec
from monitoring.domain.sheet import MeasureSheet
from tests.monitoring.domain import worked
from tests.monitoring.domain.worked import figure

SUM, MEAN, LAST, RATIO = Aggregation.SUM, Aggregation.MEAN, Aggregation.LAST, Aggregation.RATIO
SEPTEMBER = month_of(2014, 9)
Figures = dict[date, Figure]


def measure(aggregation: Aggregation, series: str = "INT") -> MeasureSpec:
    return MeasureSpec(code=series, name=series, unit="Anzahl", decimals=0, aggregation=aggregation, series=series)


def ratio(top: Aggregation, bottom: Aggregation, lag: int = 0) -> MeasureSpec:
    return replace(
        worked.IQ,
        numerator=PartSpec(series="INT", aggregation=top),
        denominator=PartSpec(series="ELB", aggregation=bottom),
        lag=lag,
    )


def absolute(plan: str | int, **other: object) -> PlanTerms:
    return PlanTerms(
        way=PlanWay.ABSOLUTE,
        plan=Decimal(plan),
        **{"direction": Direction.AT_LEAST, "course": Course.PRIOR_YEAR, **other},  # type: ignore[arg-type]
    )


def sheet(
    spec: MeasureSpec,
    figures: dict[str, Figures] | None = None,
    terms: PlanTerms | None = None,
    month: date = SEPTEMBER,
    today: date = worked.TODAY,
    series: tuple[SeriesSpec, ...] = (),
) -> MeasureSheet:
    return assess(spec, terms, worked.data(figures, series), month=month, today=today)


class TestMeasure:
    @pytest.mark.parametrize("aggregation", [SUM, MEAN, LAST])
    def test_a_plain_measure_has_one_series(self, aggregation: Aggregation) -> None:
        with pytest.raises(ValueError, match="haben eine Datenreihe"):
            MeasureSpec(code="X", name="X", unit="", decimals=0, aggregation=aggregation)
        with pytest.raises(ValueError, match="haben eine Datenreihe"):
            replace(worked.IQ, aggregation=aggregation, series="INT")

    @pytest.mark.parametrize("aggregation", [MEAN, LAST])
    def test_only_a_sum_is_explained_by_a_number(self, aggregation: Aggregation) -> None:
        with pytest.raises(ValueError, match="nur eine Summe zerlegt"):
            replace(measure(aggregation), number="ELB")

    def test_a_part_of_a_ratio_is_no_ratio(self) -> None:
        with pytest.raises(ValueError, match="nie selbst Quote"):
            PartSpec(series="INT", aggregation=RATIO)

    def test_a_ratio_has_two_parts_and_no_series(self) -> None:
        with pytest.raises(ValueError, match="keine eigene Datenreihe"):
            replace(worked.IQ, denominator=None)
        with pytest.raises(ValueError, match="keine eigene Datenreihe"):
            replace(worked.IQ, series="INT")

    @pytest.mark.parametrize("change", [{"lag": -1}, {"factor": Decimal(0)}])
    def test_lag_and_factor_are_sensible(self, change: dict[str, object]) -> None:
        with pytest.raises(ValueError, match="Faktor größer als 0"):
            replace(worked.IQ, **change)  # type: ignore[arg-type]


class TestValues:
    def test_january_with_lag_one_uses_december_alone(self) -> None:
        found = sheet(worked.IQ, month=month_of(2014, 1))
        (_, base) = found.components
        assert (base.value, base.prior_year) == (27240, 27350)
        assert base.months == ((month_of(2013, 12), Decimal(27240), Decimal(27350)),)

    def test_without_that_december_there_is_no_value_all_year(self) -> None:
        figures = worked.figures()
        del figures["ELB"][month_of(2013, 12)]
        found = sheet(worked.IQ, figures, worked.TERMS["IQ"])
        assert (found.as_of, found.actual, found.plan, found.status, found.data_status) == (None,) * 5
        assert [(gap.series, gap.month) for gap in found.gaps] == [("ELB", month_of(2013, 12))]
        assert found.annual_plan == Decimal("20.6")
        assert (found.components, found.explanation, found.needed, found.projection) == ((), (), None, None)
        assert all(point.actual is None for point in found.points)

    def test_last_needs_its_own_month_only(self) -> None:
        figures = {"INT": {month_of(2014, 4): figure(7)}}
        found = sheet(measure(LAST), figures, month=month_of(2014, 4))
        assert (found.actual, found.rolling_12, found.gaps) == (7, None, ())

    def test_keine_angabe_stops_like_a_missing_figure(self) -> None:
        figures = worked.figures()
        figures["LZB"][month_of(2014, 6)] = figure(None, reason="Umstellung")
        found = sheet(worked.LZB, figures)
        assert found.as_of == month_of(2014, 5)
        assert [(gap.month, gap.kind) for gap in found.gaps] == [(month_of(2014, 6), "none")]
        assert [found.points[index].gap for index in (4, 5, 6)] == [None, "none", None]

    def test_a_figure_not_yet_available_is_not_missing(self) -> None:
        found = sheet(worked.LZB, month=month_of(2014, 10), today=date(2014, 10, 20))
        assert [(gap.kind, gap.available_from) for gap in found.gaps] == [("not_yet", date(2014, 11, 1))]

    def test_zero_is_a_figure(self) -> None:
        figures = {"INT": {month: figure(0) for month in year_months(2014)}}
        assert sheet(measure(SUM), figures).actual == 0

    def test_denominator_zero_is_not_computable_and_does_not_fall_back(self) -> None:
        figures = {
            "INT": {month: figure(5) for month in year_months(2014)},
            "ELB": {month: figure(0 if month >= SEPTEMBER else 10) for month in year_months(2014)},
        }
        found = sheet(ratio(LAST, LAST), figures, absolute(80, course=Course.LEVEL))
        assert (found.not_computable, found.as_of, found.actual) == (True, SEPTEMBER, None)
        assert (found.plan, found.deviation, found.status, found.data_status, found.estimates) == (80, *(None,) * 3, ())
        later_missing = {"INT": figures["INT"], "ELB": {**figures["ELB"]}}
        del later_missing["ELB"][month_of(2014, 10)]
        found = sheet(ratio(LAST, LAST), later_missing, month=month_of(2014, 10))
        assert (found.not_computable, found.as_of) == (True, SEPTEMBER)

    @pytest.mark.parametrize(
        ("statuses", "expected", "estimates"),
        [
            (
                {1: FigureStatus.ESTIMATED, 2: FigureStatus.PROVISIONAL},
                "estimated",
                ("Bestand LZB Januar 2014 (Streik)",),
            ),
            ({1: FigureStatus.REVISED, 2: FigureStatus.PROVISIONAL}, "provisional", ()),
            ({1: FigureStatus.REVISED}, "revised", ()),
            ({}, "final", ()),
            ({10: FigureStatus.ESTIMATED}, "final", ()),
        ],
    )
    def test_data_status(self, statuses: dict[int, FigureStatus], expected: str, estimates: tuple[str, ...]) -> None:
        figures = worked.figures()
        for month, status in statuses.items():
            figures["LZB"][month_of(2014, month)] = figure(17000, status, "Streik")
        found = sheet(worked.LZB, figures)
        assert (found.data_status, found.estimates) == (expected, estimates)

    def test_an_estimate_without_reason_is_named_without_brackets(self) -> None:
        figures = {"INT": {month_of(2014, 1): figure(5, FigureStatus.ESTIMATED)}}
        assert sheet(measure(SUM), figures, month=month_of(2014, 1)).estimates == ("Integrationen Januar 2014",)

    def test_a_quarterly_measure_has_values_at_the_quarters(self) -> None:
        quarterly = SeriesSpec(code="Q", name="Q", unit="Personen", rhythm=Rhythm.QUARTERLY)
        figures = {"Q": {month_of(2014, month): figure(month) for month in (3, 6)}}
        found = sheet(measure(SUM, "Q"), figures, month=month_of(2014, 8), series=(quarterly,))
        assert (found.as_of, found.actual, found.gaps) == (month_of(2014, 6), 9, ())
        found = sheet(measure(MEAN, "Q"), figures, absolute(6, course=Course.LINEAR), series=(quarterly,))
        assert (found.as_of, found.actual) == (month_of(2014, 6), Decimal("4.5"))
        assert [gap.month.month for gap in found.gaps] == [9]
        assert found.needed is not None
        assert (found.needed.per_month, [m.month for m in found.needed.months]) == (Decimal("7.5"), [9, 12])
        assert [point.gap for point in found.points[:9]] == [None] * 8 + ["missing"]

    @pytest.mark.parametrize(
        ("spec", "expected"),
        [
            (measure(SUM), sum(int(x) for x in worked.ROWS["INT", 2014].split()) + 489 + 463 + 409),
            (ratio(LAST, LAST), None),
            (ratio(SUM, LAST), None),
        ],
    )
    def test_rolling_twelve_months(self, spec: MeasureSpec, expected: int | None) -> None:
        assert sheet(spec).rolling_12 == expected

    def test_months_after_the_report_are_not_looked_at(self) -> None:
        for spec in worked.MEASURES.values():
            before = worked.figures()
            later = {code: {m: f for m, f in each.items() if m <= month_of(2014, 6)} for code, each in before.items()}
            terms = worked.TERMS[spec.code]
            assert sheet(spec, before, terms, month_of(2014, 6)) == sheet(spec, later, terms, month_of(2014, 6))

    def test_a_series_that_was_not_handed_over_is_an_error(self) -> None:
        with pytest.raises(KeyError, match="NONE"):
            sheet(measure(SUM, "NONE"))


class TestComparison:
    def test_plan_zero_has_no_percent(self) -> None:
        found = compare(Fraction(5), Fraction(0), Fraction(0))
        assert (found.deviation, found.deviation_percent, found.percent_of_plan) == (5, None, None)
        assert (found.prior_year_change_percent, found.agreed_change_share_percent) == (None, None)

    @pytest.mark.parametrize(
        ("deviation", "direction", "expected"),
        [
            ("0", "at_least", "green"),
            ("5", "at_least", "green"),
            ("-0.0000000001", "at_least", "yellow"),
            ("-2", "at_least", "yellow"),
            ("-2.0000000001", "at_least", "red"),
            ("-5", "at_most", "green"),
            ("2", "at_most", "yellow"),
            ("2.1", "at_most", "red"),
            ("0", "exactly", "green"),
            ("2", "exactly", "yellow"),
            ("-2", "exactly", "yellow"),
            ("2.1", "exactly", "red"),
            ("-2.1", "exactly", "red"),
        ],
    )
    def test_thresholds(self, deviation: str, direction: str, expected: str) -> None:
        assert status_of(Fraction(deviation), Direction(direction), Decimal(0), Decimal(2)) == expected

    def test_thresholds_are_the_targets_own(self) -> None:
        assert status_of(Fraction(-1), Direction.AT_LEAST, Decimal(1), Decimal(5)) == "green"
        assert status_of(Fraction(-5), Direction.AT_LEAST, Decimal(1), Decimal(5)) == "yellow"

    @pytest.mark.parametrize(
        ("plan", "prior", "wider"),
        [(100, 98, False), (100, 99, True), (100, 100, False), (None, 1, False), (1, None, False)],
    )
    def test_yellow_wider_than_the_change(self, plan: int | None, prior: int | None, wider: bool) -> None:
        plan_fraction, prior_fraction = (None if value is None else Fraction(value) for value in (plan, prior))
        assert yellow_wider_than_change(plan_fraction, prior_fraction, Decimal(2)) == wider

    @pytest.mark.parametrize(("month", "status"), [(11, "yellow"), (12, "red")])
    def test_a_gradual_target_turns_red_in_december(self, month: int, status: str) -> None:
        figures = {"INT": {each: figure(50) for each in year_months(2014)}}
        terms = absolute(100, course=Course.LEVEL, gradual=True)
        assert sheet(measure(LAST), figures, terms, month_of(2014, month)).status == status

    @pytest.mark.parametrize(
        ("terms", "judged"),
        [
            (absolute(1), True),
            (absolute(1, kind=TargetKind.MONITORING), False),
            (absolute(1, kind=TargetKind.DUTY), False),
            (absolute(1, kind=TargetKind.STAFFING), False),
            (absolute(1, direction=None), False),
            (PlanTerms(direction=Direction.AT_LEAST), False),
            (None, False),
        ],
        ids=["steering", "monitoring", "duty", "staffing", "no direction", "no plan", "no terms"],
    )
    def test_who_is_judged(self, terms: PlanTerms | None, judged: bool) -> None:
        found = sheet(measure(SUM), terms=terms)
        assert found.has_status == judged
        assert (found.status is not None) == judged
        assert (found.green, found.yellow) == ((0, 2) if judged else (None, None))

    def test_a_share_beside_the_posts_is_judged(self) -> None:
        figures = {"INT": {SEPTEMBER: figure(8)}, "ELB": {SEPTEMBER: figure(100)}}
        terms = absolute(
            "7.5", kind=TargetKind.STAFFING, course=Course.LEVEL, direction=Direction.AT_MOST, gradual=True
        )
        found = sheet(ratio(LAST, LAST), figures, terms)
        assert (found.actual, found.status) == (8, "yellow")

    def test_monitoring_is_observed(self) -> None:
        found = sheet(worked.LLU, terms=worked.TERMS["LLU"])
        assert (found.observed, found.needed, found.status, found.agreed_change_share_percent) == (True, *(None,) * 3)
        assert found.explanation_base == "plan"

    @pytest.mark.parametrize(
        ("status", "month", "final"),
        [("final", 12, True), ("revised", 12, True), ("provisional", 12, False), ("final", 11, False)],
    )
    def test_reached_is_said_of_the_final_december_value(self, status: str, month: int, final: bool) -> None:
        figures = {"INT": {each: figure(50, FigureStatus(status)) for each in year_months(2014)}}
        assert sheet(measure(SUM), figures, month=month_of(2014, month)).final == final

    def test_pieces_only_for_sum_over_mean(self) -> None:
        assert sheet(ratio(SUM, SUM), terms=absolute(2, course=Course.LEVEL)).deviation_pieces is None

    def test_rates_deviate_in_percentage_points(self) -> None:
        assert [sheet(spec).is_rate for spec in (worked.IQ, worked.LZB)] == [True, False]

    def test_what_the_caller_says_is_on_the_sheet(self) -> None:
        found = assess(
            worked.IQ,
            worked.TERMS["IQ"],
            worked.data(),
            month=SEPTEMBER,
            today=worked.TODAY,
            role=MeasureRole.PART,
            plan_printed="20,6",
        )
        assert (found.role, found.plan_printed, found.course) == (MeasureRole.PART, "20,6", Course.PRIOR_YEAR)
