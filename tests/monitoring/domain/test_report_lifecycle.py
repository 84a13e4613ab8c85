"""The life of a report: which verb leads where, and what stands against a release (domain.md §5)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from agreements.choices import MeasureRole, TargetKind
from agreements.domain.lifecycle import VerbNotPossible
from monitoring.choices import AttainmentStatus, ReportState, ReportVerb
from monitoring.domain.report_lifecycle import leads_to, possible, uncommented
from monitoring.domain.report_record import CommentSheet
from tests.monitoring.measure_sheets import iq, report, target

OPEN, RELEASED, RETURNED, ACCEPTED = (
    ReportState.OPEN,
    ReportState.RELEASED,
    ReportState.RETURNED,
    ReportState.ACCEPTED,
)
TABLE = {
    (OPEN, ReportVerb.RELEASE): RELEASED,
    (RELEASED, ReportVerb.RETURN): RETURNED,
    (RELEASED, ReportVerb.ACCEPT): ACCEPTED,
}
COMMENT = CommentSheet(text="Ferien.", by="Erika Muster", at=datetime(2014, 10, 12, 9, 0, tzinfo=UTC), version=1)


@pytest.mark.parametrize("state", ReportState)
@pytest.mark.parametrize("verb", ReportVerb)
def test_the_table_of_states(state, verb):
    if (state, verb) in TABLE:
        assert leads_to(state, verb) == TABLE[state, verb]
    else:
        with pytest.raises(VerbNotPossible):
            leads_to(state, verb)
    assert {move.verb for move in possible(state)} == {each for at, each in TABLE if at == state}


def test_what_is_not_possible_says_why():
    with pytest.raises(VerbNotPossible) as error:
        leads_to(ACCEPTED, ReportVerb.RELEASE)
    assert str(error.value) == "Der MBZ ist abgenommen; „freigeben“ geht nur, wenn er in Arbeit ist."


@pytest.mark.parametrize(
    ("status", "wanted"),
    [(AttainmentStatus.RED, True), (AttainmentStatus.YELLOW, True), (AttainmentStatus.GREEN, False), (None, False)],
)
def test_red_and_yellow_want_a_comment(status, wanted):
    row = target(iq(status=status))
    assert (uncommented(report(row)) == (row,)) is wanted
    assert uncommented(report(replace(row, comment=COMMENT))) == ()


def test_a_part_of_a_measure_and_what_is_observed_want_none():
    part = target(iq(status=AttainmentStatus.RED, role=MeasureRole.PART))
    observed = target(iq(status=AttainmentStatus.RED), kind=TargetKind.MONITORING)
    assert uncommented(report(part, observed, target(None))) == ()
