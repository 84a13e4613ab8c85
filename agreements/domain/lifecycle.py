"""The life of an agreement as one table: which verb leads from which state where; and the line of steps a page shows."""

from __future__ import annotations

from dataclasses import dataclass

from agreements.choices import AgreementState, AgreementVerb


@dataclass(frozen=True, kw_only=True)
class Move:
    """One verb with its German word, where it is possible and where it leads."""

    verb: AgreementVerb
    label: str
    sources: frozenset[AgreementState]
    result: AgreementState
    forward: bool = True


def _move(verb: AgreementVerb, label: str, *sources: AgreementState, to: AgreementState, forward: bool = True) -> Move:
    return Move(verb=verb, label=label, sources=frozenset(sources), result=to, forward=forward)


# What was signed never becomes a draft again: a correction is an amendment, which is an agreement of its own.
MOVES = (
    _move(AgreementVerb.PROPOSE, "zur Abstimmung geben", AgreementState.DRAFT, to=AgreementState.AGREEING),
    _move(
        AgreementVerb.WITHDRAW, "in den Entwurf zurück", AgreementState.AGREEING, to=AgreementState.DRAFT, forward=False
    ),
    _move(AgreementVerb.FINISH, "unterschriftsreif erklären", AgreementState.AGREEING, to=AgreementState.READY),
    _move(AgreementVerb.REOPEN, "wieder abstimmen", AgreementState.READY, to=AgreementState.AGREEING, forward=False),
    _move(AgreementVerb.SIGN, "als letzte Seite unterzeichnen", AgreementState.READY, to=AgreementState.SIGNED),
    _move(
        AgreementVerb.AMEND,
        "durch Nachtrag ändern",
        AgreementState.SIGNED,
        AgreementState.AMENDED,
        to=AgreementState.AMENDED,
        forward=False,
    ),
    _move(AgreementVerb.SETTLE, "abrechnen", AgreementState.SIGNED, AgreementState.AMENDED, to=AgreementState.SETTLED),
)
BY_VERB = {move.verb: move for move in MOVES}
EDITABLE = frozenset({AgreementState.DRAFT, AgreementState.AGREEING})
IN_FORCE = frozenset({AgreementState.SIGNED, AgreementState.AMENDED, AgreementState.SETTLED})


class VerbNotPossible(ValueError):
    """The verb does not fit the state; the message is one German sentence for the user."""


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the line: a state that lies behind, is the present one, or is to come."""

    label: str
    past: bool
    current: bool
    note: str = ""


def leads_to(state: AgreementState, verb: AgreementVerb) -> AgreementState:
    """The state after the verb. Raises VerbNotPossible."""
    move = BY_VERB[verb]
    if state not in move.sources:
        raise VerbNotPossible(f"„{move.label}“ geht nicht: die Vereinbarung steht auf „{state.label}“.")
    return move.result


def possible(state: AgreementState) -> tuple[Move, ...]:
    """What may be done in that state, in the order of the table."""
    return tuple(move for move in MOVES if state in move.sources)


def line_of_steps(state: AgreementState) -> tuple[Step, ...]:
    """Entwurf – in Abstimmung – unterschriftsreif – unterzeichnet – abgerechnet, and where the agreement stands.

    Amended is no step of its own: the agreement is signed, and an amendment changes it.
    """
    line = _forward_line()
    amended = state == AgreementState.AMENDED
    place = line.index(AgreementState.SIGNED if amended else state)
    return tuple(
        Step(
            label=each.label,
            past=index < place,
            current=index == place,
            note=AgreementState.AMENDED.label if amended and index == place else "",
        )
        for index, each in enumerate(line)
    )


def _forward_line() -> tuple[AgreementState, ...]:
    """From the draft along the verbs that lead forward."""
    line = [AgreementState.DRAFT]
    while following := [move.result for move in possible(line[-1]) if move.forward]:
        line.append(following[0])
    return tuple(line)
