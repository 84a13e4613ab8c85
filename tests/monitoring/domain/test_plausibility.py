"""Doubts about figures: bounds, jumps, subsets and sums."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from agreements.choices import Rhythm
from agreements.domain.months import add_months, month_of, month_range
from monitoring.domain.plausibility import check_figure, check_subset, check_sum
from monitoring.domain.series import SeriesSpec
from tests.monitoring.domain import worked

OCTOBER = month_of(2014, 10)


def history(code: str) -> dict[date, Decimal]:
    return {month: each.value for month, each in worked.figures()[code].items() if each.value is not None}


@pytest.mark.parametrize(
    ("code", "value", "kinds"),
    [
        ("ELB", 27180, []),
        ("ELB", 30500, ["previous", "prior_year"]),
        ("ELB", 2718, ["previous", "prior_year"]),
        ("INT", 480, []),
        ("INT", 51, ["previous", "prior_year"]),
        ("INT", 445, []),  # 14 percent less than in September: flows jump more than stocks do
        ("LLU", "750211008", ["previous", "prior_year"]),
    ],
)
def test_jumps(code: str, value: str, kinds: list[str]) -> None:
    found = check_figure(worked.SERIES[code], OCTOBER, Decimal(value), history(code))
    assert [warning.kind for warning in found] == kinds


def test_the_sentence_names_both_values() -> None:
    (first, _) = check_figure(worked.SERIES["ELB"], OCTOBER, Decimal(30500), history("ELB"))
    assert first.sentence == (
        "Bestand eLb Oktober 2014: 30.500\u00a0Personen sind 12\u00a0% mehr als im September 2014 (27.230\u00a0Personen)."
    )
    assert (first.compared, first.compared_month) == (27230, month_of(2014, 9))
    (first, _) = check_figure(worked.SERIES["ELB"], OCTOBER, Decimal(2723), history("ELB"))
    assert "90\u00a0% weniger" in first.sentence


def test_the_figure_itself_is_not_its_own_measure() -> None:
    given = history("ELB")
    wrong = {**given, month_of(2014, 9): Decimal(2723)}
    found = check_figure(worked.SERIES["ELB"], month_of(2014, 9), Decimal(2723), wrong)
    assert [warning.kind for warning in found] == ["previous", "prior_year"]


def test_small_counts_may_double() -> None:
    assert check_figure(worked.SERIES["INT"], OCTOBER, Decimal(8), {month_of(2014, 9): Decimal(4)}) == ()


def test_a_short_series_has_a_high_floor() -> None:
    few = {month_of(2014, 9): Decimal(100)}
    assert check_figure(worked.SERIES["INT"], OCTOBER, Decimal(150), few) == ()
    assert len(check_figure(worked.SERIES["INT"], OCTOBER, Decimal(151), few)) == 1


def test_a_constant_series_has_the_low_floor() -> None:
    constant = {month: Decimal(400) for month in month_range(month_of(2014, 1), month_of(2014, 9))}
    assert check_figure(worked.SERIES["INT"], OCTOBER, Decimal(440), constant) == ()
    assert len(check_figure(worked.SERIES["INT"], OCTOBER, Decimal(441), constant)) == 1


def test_nothing_is_said_against_zero_or_nothing() -> None:
    assert check_figure(worked.SERIES["INT"], OCTOBER, Decimal(500), {month_of(2014, 9): Decimal(0)}) == ()


def test_quarterly_and_yearly_series_compare_with_their_own_periods() -> None:
    quarterly = SeriesSpec(code="Q", name="Quartal", unit="Personen", rhythm=Rhythm.QUARTERLY)
    june = month_of(2014, 6)
    (warning,) = check_figure(quarterly, june, Decimal(100), {add_months(june, -3): Decimal(50)})
    assert (warning.kind, warning.compared_month) == ("previous", add_months(june, -3))
    yearly = SeriesSpec(code="Y", name="Jahr", unit="Personen", rhythm=Rhythm.YEARLY)
    december = month_of(2014, 12)
    (warning,) = check_figure(yearly, december, Decimal(100), {add_months(december, -12): Decimal(50)})
    assert (warning.kind, warning.compared_month) == ("previous", month_of(2013, 12))


@pytest.mark.parametrize(
    ("value", "sentence"),
    [
        (9, "Quote Oktober 2014: 9 ist weniger als üblich (mindestens 10)."),
        (10, None),
        (20, None),
        (21, "Quote Oktober 2014: 21 ist mehr als üblich (höchstens 20)."),
    ],
)
def test_bounds(value: int, sentence: str | None) -> None:
    spec = SeriesSpec(code="X", name="Quote", unit="Anzahl", lower=Decimal(10), upper=Decimal(20))
    found = check_figure(spec, OCTOBER, Decimal(value), {})
    assert [warning.sentence for warning in found] == ([sentence] if sentence else [])


def test_a_part_is_no_more_than_its_whole() -> None:
    women = SeriesSpec(code="INT_F", name="Integrationen Frauen", unit="Anzahl")
    assert check_subset(women, OCTOBER, Decimal(489), worked.SERIES["INT"], Decimal(489)) is None
    warning = check_subset(women, OCTOBER, Decimal(490), worked.SERIES["INT"], Decimal(489))
    assert warning is not None
    assert warning.sentence == "Integrationen Frauen Oktober 2014: 490 sind mehr als Integrationen (489)."


def test_women_and_men_are_all() -> None:
    women = SeriesSpec(code="INT_F", name="Frauen", unit="Anzahl")
    men = SeriesSpec(code="INT_M", name="Männer", unit="Anzahl")
    whole = worked.SERIES["INT"]
    assert check_sum(whole, OCTOBER, Decimal(489), [(women, Decimal(210)), (men, Decimal(279))]) is None
    warning = check_sum(whole, OCTOBER, Decimal(489), [(women, Decimal(210)), (men, Decimal(297))])
    assert warning is not None
    assert warning.sentence == "Integrationen Oktober 2014: 489, aber Frauen 210 + Männer 297 ergibt 507."
    assert warning.compared == 507
