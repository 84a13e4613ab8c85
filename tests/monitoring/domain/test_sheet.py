"""What a report's sheet and its changes say of themselves: steering and observed targets, the lines of the overview."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from agreements.choices import MeasureRole, TargetKind
from monitoring.choices import FigureStatus
from monitoring.domain.changes import Change, ChangedSeries
from tests.monitoring.measure_sheets import iq, llu, lzb, report, target

PRELIMINARY, FINAL = FigureStatus.PROVISIONAL, FigureStatus.FINAL


def test_what_is_observed_stands_apart_and_last_and_words_alone_have_no_line():
    leading, part, also = iq(), lzb(role=MeasureRole.PART), llu(role=MeasureRole.LEADING)
    observed = target(iq(), kind=TargetKind.MONITORING)
    steering, words = replace(target(leading), measures=(leading, part, also)), target(None)
    sheet = report(observed, steering, words)
    assert (sheet.steering, sheet.monitored) == ((steering, words), (observed,))
    assert sheet.lines == ((steering, leading), (steering, also), (observed, observed.measures[0]))
    assert [found.leading for found in sheet.steering] == [leading, None]


@pytest.mark.parametrize(
    ("old", "old_status", "new", "new_status", "expected"),
    [
        ("1.5", PRELIMINARY, "1.5", FINAL, True),
        ("1.5", PRELIMINARY, "1.6", FINAL, False),
        (None, None, None, PRELIMINARY, False),
        (None, PRELIMINARY, None, None, False),
    ],
)
def test_a_change_of_the_status_alone_left_the_value(old, old_status, new, new_status, expected):
    change = Change(
        series=ChangedSeries(code="IQ", name="Integrationsquote", unit="%", decimals=1),
        place="",
        month=date(2014, 9, 1),
        old=old and Decimal(old),
        old_status=old_status,
        new=new and Decimal(new),
        new_status=new_status,
        reason="",
        by="Erika Muster",
        at=datetime(2014, 10, 12, 9, 0, tzinfo=UTC),
        why="",
        origin="Import",
        file="",
    )
    assert change.only_status is expected
