"""Figures and their states; city series added up to the district."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from monitoring.choices import FigureStatus
from monitoring.domain.series import (
    Figure,
    Incomplete,
    SeriesData,
    SeriesSpec,
    available_from,
    district_series,
    gap,
    result_status,
    state,
)
from monitoring.domain.sheet import Gap

SPEC = SeriesSpec(code="INT", name="Integrationen", unit="Anzahl")
DELAYED = SeriesSpec(code="INT", name="Integrationen", unit="Anzahl", months_until_available=3)
SEPTEMBER = date(2014, 9, 1)


@pytest.mark.parametrize(
    ("spec", "figure", "today", "expected"),
    [
        pytest.param(SPEC, Figure(value=Decimal(0)), date(2014, 9, 2), "figure", id="0 is a figure"),
        pytest.param(SPEC, Figure(value=None, reason="Umstellung"), date(2014, 10, 20), "none", id="keine Angabe"),
        pytest.param(SPEC, None, date(2014, 9, 30), "not_yet", id="the month is not over"),
        pytest.param(SPEC, None, date(2014, 10, 1), "missing", id="missing from the next month on"),
        pytest.param(DELAYED, None, date(2014, 12, 31), "not_yet", id="delay not over"),
        pytest.param(DELAYED, None, date(2015, 1, 1), "missing", id="delay over"),
    ],
)
def test_state_of_a_figure(spec: SeriesSpec, figure: Figure | None, today: date, expected: str) -> None:
    data = SeriesData(spec=spec, figures={} if figure is None else {SEPTEMBER: figure})
    assert state(data, SEPTEMBER, today) == expected
    found = gap(data, SEPTEMBER, today)
    if expected == "figure":
        assert found is None
    else:
        assert found == Gap(
            series="INT",
            series_name="Integrationen",
            month=SEPTEMBER,
            kind=expected,
            available_from=available_from(spec, SEPTEMBER) if expected == "not_yet" else None,
        )


E, P, F, R = FigureStatus.ESTIMATED, FigureStatus.PROVISIONAL, FigureStatus.FINAL, FigureStatus.REVISED


@pytest.mark.parametrize(
    ("statuses", "result"), [([F, R, P, E], E), ([F, R, P], P), ([F, R], R), ([F, F], F), ([], None)]
)
def test_status_of_a_result(statuses: list[FigureStatus], result: FigureStatus | None) -> None:
    assert result_status(statuses) == result


NAMES = {"a": "Erkrath", "b": "Haan", "c": "Hilden"}
CITY = SeriesSpec(code="SCHULD_KUNDEN", name="Schuldnerberatung", unit="Personen")


def test_a_district_figure_needs_every_city() -> None:
    march, june = date(2014, 3, 1), date(2014, 6, 1)
    cities = {
        "a": {march: Figure(value=Decimal(5), status=E, reason="Hochrechnung"), june: Figure(value=Decimal(1))},
        "b": {march: Figure(value=Decimal(0), status=F)},
        "c": {march: Figure(value=Decimal(7), status=F), june: Figure(value=Decimal(2))},
        "x": {march: Figure(value=Decimal(100))},
    }
    found = district_series(CITY, cities, NAMES)
    assert found.data == SeriesData(
        spec=CITY, figures={march: Figure(value=Decimal(12), status=E, reason="Erkrath: Hochrechnung")}
    )
    assert found.incomplete == {june: Incomplete(partial=Decimal(3), without=("Haan",))}


def test_keine_angabe_of_a_city_is_one_of_the_district() -> None:
    cities = {
        "a": {SEPTEMBER: Figure(value=Decimal(5))},
        "b": {SEPTEMBER: Figure(value=None, reason="Umbau")},
        "c": {SEPTEMBER: Figure(value=Decimal(1))},
    }
    found = district_series(CITY, cities, NAMES)
    assert found.data.figures == {SEPTEMBER: Figure(value=None, reason="Haan: Umbau")}
    assert found.incomplete == {SEPTEMBER: Incomplete(partial=Decimal(6), without=("Haan",))}


def test_no_city_has_a_figure() -> None:
    found = district_series(CITY, {"a": {SEPTEMBER: Figure(value=None, reason="Umbau")}}, NAMES)
    assert found.data.figures == {}
    assert found.incomplete == {SEPTEMBER: Incomplete(partial=None, without=("Erkrath", "Haan", "Hilden"))}
