"""Courses of a plan: which fits which measure, and what is said where own months and annual value differ."""

from __future__ import annotations

from decimal import Decimal

import pytest

from agreements.choices import Aggregation, Course, Rhythm, TargetKind
from agreements.domain.courses import (
    LAST,
    LAST_OVER_LAST,
    MEAN,
    SUM,
    SUM_OVER_MEAN,
    SUM_OVER_SUM,
    course_fits,
    own_months_doubts,
)
from agreements.domain.months import expected_months, month_of

FORMS = {SUM, MEAN, LAST, SUM_OVER_MEAN, SUM_OVER_SUM, LAST_OVER_LAST}
CUMULATED = {SUM, MEAN, SUM_OVER_MEAN}


@pytest.mark.parametrize(
    ("course", "kind", "fitting"),
    [
        (Course.OWN_MONTHS, TargetKind.STEERING, FORMS),
        (Course.PRIOR_YEAR, TargetKind.STEERING, CUMULATED),
        (Course.THREE_YEARS, TargetKind.MINIMUM, CUMULATED),
        (Course.LINEAR, TargetKind.CEILING, CUMULATED),
        (Course.LEVEL, TargetKind.STEERING, FORMS - CUMULATED),
        (Course.LEVEL, TargetKind.MINIMUM, FORMS),
        (Course.LEVEL, TargetKind.CEILING, FORMS),
        (Course.LEVEL, TargetKind.STAFFING, FORMS),
    ],
)
def test_which_course_fits(course, kind, fitting):
    assert {form for form in FORMS if course_fits(form, course, kind)} == fitting


def doubts(aggregation, values, annual, rhythm=Rhythm.MONTHLY, decimals=0, unit=""):
    expected = expected_months(rhythm, 2015)
    months = dict(zip(expected, [Decimal(value) for value in values], strict=False))
    wanted = None if annual is None else Decimal(annual)
    return own_months_doubts(aggregation, expected, months, wanted, decimals=decimals, unit=unit)


@pytest.mark.parametrize(
    ("aggregation", "values", "annual", "rhythm", "decimals"),
    [
        (Aggregation.SUM, ["10"] * 12, "120", Rhythm.MONTHLY, 0),
        (Aggregation.SUM, ["0.1"] * 4, "0.4", Rhythm.QUARTERLY, 1),
        (Aggregation.MEAN, ["17283"] * 12, "17283", Rhythm.MONTHLY, 0),
        (Aggregation.MEAN, ["17283"] * 11 + ["17284"], "17283", Rhythm.MONTHLY, 0),
        (Aggregation.LAST, ["1"] * 11 + ["405.93"], "405.93", Rhythm.MONTHLY, 2),
        (Aggregation.RATIO, ["1"] * 11 + ["20.6"], "20.6", Rhythm.MONTHLY, 1),
        (Aggregation.LAST, ["80"], "80", Rhythm.YEARLY, 0),
        (Aggregation.SUM, ["10"] * 12, None, Rhythm.MONTHLY, 0),
    ],
)
def test_months_that_fit_say_nothing(aggregation, values, annual, rhythm, decimals):
    assert doubts(aggregation, values, annual, rhythm, decimals) == ()


@pytest.mark.parametrize(
    ("aggregation", "values", "annual", "sentence"),
    [
        (
            Aggregation.SUM,
            ["10"] * 12,
            "121",
            "Die Monatswerte ergeben zusammen 120\u00a0€; der Planwert ist 121\u00a0€, das ist 1\u00a0€ weniger.",
        ),
        (
            Aggregation.MEAN,
            ["10"] * 12,
            "9.5",
            "Die Monatswerte ergeben im Mittel 10,0\u00a0€; der Planwert ist 9,5\u00a0€, das ist 0,5\u00a0€ mehr.",
        ),
        (
            Aggregation.LAST,
            ["1"] * 12,
            "2",
            "Die Monatswerte enden im Dezember mit 1\u00a0€; der Planwert ist 2\u00a0€, das ist 1\u00a0€ weniger.",
        ),
        (Aggregation.SUM, ["1"] * 10, "12", "Es fehlen Monatswerte: November 2015, Dezember 2015."),
        (
            Aggregation.SUM,
            [],
            None,
            "Es fehlen Monatswerte: "
            + ", ".join(
                f"{name} 2015"
                for name in [
                    "Januar",
                    "Februar",
                    "März",
                    "April",
                    "Mai",
                    "Juni",
                    "Juli",
                    "August",
                    "September",
                    "Oktober",
                    "November",
                    "Dezember",
                ]
            )
            + ".",
        ),
    ],
)
def test_what_does_not_fit_is_told(aggregation, values, annual, sentence):
    assert doubts(aggregation, values, annual, unit="€") == (sentence,)


def test_a_month_the_rhythm_does_not_know_counts_nothing():
    expected = expected_months(Rhythm.QUARTERLY, 2015)
    months = {month: Decimal(1) for month in expected} | {month_of(2015, 1): Decimal(99)}
    assert own_months_doubts(Aggregation.SUM, expected, months, Decimal(4), decimals=0, unit="") == ()
