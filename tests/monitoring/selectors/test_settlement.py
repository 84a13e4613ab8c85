"""What became of an agreement: results in words for next year's plans, and the settlement for each of its readers."""

from __future__ import annotations

from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.domain.fingerprint import plain
from monitoring.choices import FigureStatus, SettlementKind, Verdict
from monitoring.domain.settlement import SettlementSheet
from monitoring.selectors.frozen import structured
from monitoring.selectors.settlement import results, settlement_sheet
from tests.monitoring.year_end import LATER, carry_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
TARGETS = [
    *(("iq", "IQ"), ("lzb", "LZB"), ("u25", "INT_U25"), ("alleinerziehende", "INT_ALLEIN"), ("kdu", "KDU")),
    *(("egv", "EGV_QUOTE"), ("kontaktdichte", "KONTAKTDICHTE"), ("kontaktdichte", "KONTAKTDICHTE_SINGLE")),
    *(("personal", "VZA"), ("personal", "BEFRISTUNG")),
]


def words(agreement, *, live: bool = True, today: date = LATER) -> dict[tuple[str, str], str]:
    return results(agreement, today=today, with_live_mbz_targets=live)


def test_results_during_the_year_provisional_and_final(agreement):
    assert words(agreement, today=date(2014, 10, 20))["iq", "IQ"] == "bis September 2014: 15,1\u00a0%"
    carry_on(agreement, FigureStatus.PROVISIONAL)
    assert words(agreement)["iq", "IQ"] == "vorläufiges Ergebnis 2014: 20,8\u00a0%"
    carry_on(agreement, FigureStatus.FINAL)
    assert words(agreement)["iq", "IQ"] == "Ergebnis 2014: 20,8\u00a0%"
    assert words(agreement)["personal", "VZA"] == "Ergebnis 2014: 397,23\u00a0VZA"


def test_who_does_not_read_the_mbz_gets_no_results_of_its_targets(agreement):
    carry_on(agreement)
    open_to_all = set(words(agreement, live=False))
    assert open_to_all == {key for key in words(agreement) if key[0] in {"kdu", "egv", "kontaktdichte", "personal"}}


def test_the_targets_the_settlement_answers_for(agreement):
    carry_on(agreement)
    sheet = settlement_sheet(agreement, today=LATER)
    assert [(target.code, each.measure.code) for target, each in sheet.lines] == TARGETS
    assert (sheet.kind, sheet.obstacles) == (SettlementKind.FINAL, ())
    assert sheet.count(Verdict.REACHED) + sheet.count(Verdict.MISSED) == len(TARGETS) - 1  # posts are not judged
    assert len(sheet.duties) == 36


def test_until_the_last_figure_is_final_the_settlement_is_provisional(agreement):
    carry_on(agreement, FigureStatus.PROVISIONAL)
    sheet = settlement_sheet(agreement, today=LATER)
    assert sheet.kind == SettlementKind.PROVISIONAL
    assert [(each.target, each.kind) for each in sheet.obstacles] == [(code, "provisional") for code, _ in TARGETS]


def test_a_frozen_sheet_comes_back_as_it_was(agreement):
    sheet = settlement_sheet(agreement, today=LATER)
    assert structured(plain(sheet), SettlementSheet) == sheet


def test_the_number_of_queries_is_constant(agreement):
    with CaptureQueriesContext(connection) as first:
        words(agreement)
    with CaptureQueriesContext(connection) as second:
        settlement_sheet(agreement, today=LATER)
    assert (len(first), len(second)) == (6, 11)
