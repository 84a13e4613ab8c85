"""The life of a monthly report as one table: which verb leads from which state where, and what stands against a release."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from agreements.choices import MeasureRole
from agreements.domain.lifecycle import VerbNotPossible
from monitoring.choices import AttainmentStatus, ReportState, ReportVerb
from monitoring.domain.sheet import ReportSheet, TargetSheet


@dataclass(frozen=True, kw_only=True)
class ReportMove:
    """One verb: from where to where, and its German infinitive."""

    verb: ReportVerb
    label: str
    source: ReportState
    result: ReportState


# domain.md §5. What was returned stays as it is: work goes on as the next number, a new report that is open.
MOVES = (
    ReportMove(verb=ReportVerb.RELEASE, label="freigeben", source=ReportState.OPEN, result=ReportState.RELEASED),
    ReportMove(
        verb=ReportVerb.RETURN,
        label="mit Rückfrage zurückgeben",
        source=ReportState.RELEASED,
        result=ReportState.RETURNED,
    ),
    ReportMove(verb=ReportVerb.ACCEPT, label="abnehmen", source=ReportState.RELEASED, result=ReportState.ACCEPTED),
)
BY_VERB = {move.verb: move for move in MOVES}
BLOCKING = frozenset({AttainmentStatus.YELLOW, AttainmentStatus.RED})


def leads_to(state: ReportState, verb: ReportVerb) -> ReportState:
    """The state after the verb. Raises VerbNotPossible with a German sentence."""
    move = BY_VERB[verb]
    if state != move.source:
        raise VerbNotPossible(f"Der MBZ ist {state.label}; „{move.label}“ geht nur, wenn er {move.source.label} ist.")
    return move.result


def possible(state: ReportState) -> tuple[ReportMove, ...]:
    """What may be done with a report in that state."""
    return tuple(move for move in MOVES if move.source == state)


def uncommented(sheet: ReportSheet) -> tuple[TargetSheet, ...]:
    """The targets that stand against a release: yellow or red in a leading measure, and without comment (domain.md §5)."""
    return tuple(
        target
        for target in sheet.steering
        if target.comment is None and wants_comment(m.status for m in target.measures if m.role == MeasureRole.LEADING)
    )


def wants_comment(statuses: Iterable[AttainmentStatus | None]) -> bool:
    """Does a target with leading measures of these statuses need one?"""
    return any(status in BLOCKING for status in statuses)
