"""The worked figures (worked-examples.md): every row and every bullet, with all digits printed there."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from agreements.choices import Aggregation, Course, Direction, PlanWay, TargetKind
from agreements.domain.months import month_of
from agreements.domain.numbers import format_value, round_half_up, round_up
from monitoring.domain.attainment import Fixing, MeasureSpec, PlanTerms, assess
from monitoring.domain.series import SeriesSpec
from monitoring.domain.sheet import MeasureSheet
from tests.monitoring.domain import worked


def sheet(code: str, month: int, **terms: object) -> MeasureSheet:
    return assess(
        worked.MEASURES[code],
        replace(worked.TERMS[code], **terms),  # type: ignore[arg-type]
        worked.data(),
        month=month_of(2014, month),
        today=worked.TODAY,
    )


def digits(value: Decimal | None, like: str) -> str:
    """The value with as many decimals as the worked figure prints."""
    assert value is not None
    return str(round_half_up(value, len(like.partition(".")[2])))


@pytest.mark.parametrize("row", worked.RESULTS, ids=lambda row: f"{row[0]}-{row[1]}")
def test_table(row: tuple[str, ...]) -> None:
    code, month, *expected, status, linear = row
    found = sheet(code, int(month))
    values = [
        found.actual,
        found.plan,
        found.deviation,
        found.deviation_percent,
        found.percent_of_plan,
        found.prior_year_change_percent,
        found.projection.value if found.projection else None,
    ]
    assert [digits(value, like) for value, like in zip(values, expected, strict=True)] == expected
    assert found.status == (None if status == "-" else status)
    assert digits(sheet(code, int(month), course=Course.LINEAR).plan, linear) == linear
    assert found.as_of == month_of(2014, int(month))


def test_rolling_integrationsquote() -> None:
    found = sheet("IQ", 9)
    assert digits(found.rolling_12, "20.089122") == "20.089122"


def test_in_december_the_jahresfortschrittswert_is_the_rolling_value() -> None:
    found = assess(worked.IQ, None, worked.data(), month=month_of(2013, 12), today=worked.TODAY)
    assert found.actual == found.rolling_12
    assert digits(found.actual, "19.880013") == "19.880013"


def test_explanation_against_the_prior_year() -> None:
    found = sheet("IQ", 9)
    assert digits(found.explanation_total, "0.208808") == "0.208808"
    assert [(part.part, digits(part.amount, "0.164404")) for part in found.explanation] == [
        ("numerator", "0.164404"),
        ("denominator", "0.044404"),
    ]
    assert found.explanation_base == "prior_year"


def test_still_needed_integrations() -> None:
    needed = sheet("IQ", 9).needed
    assert needed is not None
    assert needed.total is not None
    assert needed.prior_year_per_month is not None
    assert digits(needed.per_month, "500.3339") == "500.3339"
    assert [round_up(needed.total, 0), round_up(needed.per_month, 0)] == [1502, 501]
    assert round_half_up(needed.prior_year_per_month, 0) == 454
    assert [month.month for month in needed.months] == [10, 11, 12]
    assert (needed.reached, needed.hard, needed.what) == (False, False, "Integrationen")


def test_denominator_of_the_year_carries_september_on() -> None:
    needed = sheet("IQ", 9).needed
    assert needed is not None
    assert needed.total is not None
    denominator = (needed.total + sum(Decimal(x) for x in worked.ROWS["INT", 2014].split())) / Decimal("0.206")
    assert digits(denominator, "27305.8333") == "27305.8333"


def test_still_needed_lzb_and_llu() -> None:
    lzb = sheet("LZB", 9).needed
    assert lzb is not None
    assert (lzb.total, digits(lzb.per_month, "16976.3333")) == (None, "16976.3333")
    llu = sheet("LLU", 9, kind=TargetKind.STEERING).needed
    assert llu is not None
    assert digits(llu.per_month, "7464998.9300") == "7464998.9300"
    assert sheet("LLU", 9).needed is None  # monitoring


def test_pieces_short_of_the_plan() -> None:
    found = sheet("IQ", 9)
    assert found.deviation_pieces is not None
    assert round_half_up(found.deviation_pieces, 0) == 90


def test_a_missing_june_stops_the_lzb_at_may() -> None:
    figures = worked.figures()
    del figures["LZB"][month_of(2014, 6)]
    for month in (6, 7, 8, 9):
        found = assess(
            worked.LZB, worked.TERMS["LZB"], worked.data(figures), month=month_of(2014, month), today=worked.TODAY
        )
        assert found.as_of == month_of(2014, 5)
        assert found.actual == sheet("LZB", 5).actual
        assert found.plan == sheet("LZB", 5).plan
        assert [(gap.month, gap.kind) for gap in found.gaps] == [(month_of(2014, 6), "missing")]


U25 = MeasureSpec(
    code="INT_U25", name="Integrationen U25", unit="Anzahl", decimals=0, aggregation=Aggregation.SUM, series="INT_U25"
)
U25_SERIES = SeriesSpec(code="INT_U25", name="Integrationen U25", unit="Anzahl")
U25_TERMS = PlanTerms(
    way=PlanWay.RELATIVE, course=Course.PRIOR_YEAR, relative_percent=Decimal(5), direction=Direction.AT_LEAST
)


@pytest.mark.parametrize(
    ("total", "fixed", "plan", "proposed"),
    [
        (1000, False, "1050", None),
        (1010, False, "1060.5", None),
        (1010, True, "1050", "1060.5"),
        (1000, True, "1050", None),
    ],
    ids=["prior year", "prior year revised", "fixed and revised", "fixed"],
)
def test_plan_relative_to_the_prior_year(total: int, fixed: bool, plan: str, proposed: str | None) -> None:
    figures = {month_of(2013, month): worked.figure(80) for month in range(1, 12)}
    figures[month_of(2013, 12)] = worked.figure(total - 880)
    figures[month_of(2014, 1)] = worked.figure(85)
    fixing = Fixing(plan=Decimal(1050), shares=(*(Decimal("0.08") * m for m in range(1, 12)), Decimal(1)))
    found = assess(
        U25,
        replace(U25_TERMS, fixing=fixing if fixed else None),
        worked.data({"INT_U25": figures}, [U25_SERIES]),
        month=month_of(2014, 1),
        today=worked.TODAY,
    )
    assert found.annual_plan == Decimal(plan)
    assert found.plan_proposed == (None if proposed is None else Decimal(proposed))
    assert found.plan_fixed == fixed
    assert found.plan == (84 if fixed or total == 1000 else found.plan)


def test_share_of_the_agreed_change() -> None:
    found = sheet("LZB", 9)
    assert found.agreed_change_share_percent is not None
    assert format_value(found.agreed_change_share_percent, 1, "%") == "66,1\u00a0%"


@pytest.mark.parametrize(("month", "as_of"), [(4, 4), (3, 2)])
def test_posts_stand_at_the_last_month_entered(month: int, as_of: int) -> None:
    posts = MeasureSpec(code="VZA", name="VZA", unit="VZA", decimals=2, aggregation=Aggregation.LAST, series="VZA")
    spec = SeriesSpec(code="VZA", name="VZA", unit="VZA", decimals=2)
    figures: dict[date, worked.Figure] = {month_of(2014, each): worked.figure(390 + each) for each in (1, 2, 4)}
    terms = PlanTerms(way=PlanWay.ABSOLUTE, plan=Decimal("405.93"), kind=TargetKind.STAFFING, course=Course.LEVEL)
    found = assess(posts, terms, worked.data({"VZA": figures}, [spec]), month=month_of(2014, month), today=worked.TODAY)
    assert (found.as_of, found.actual) == (month_of(2014, as_of), 390 + as_of)
    assert (found.status, found.has_status, found.projection, found.needed) == (None, False, None, None)
    assert found.plan == Decimal("405.93")
