"""The table of verbs and states, and the line of steps made from it."""

from __future__ import annotations

import pytest

from agreements.choices import AgreementState as S
from agreements.choices import AgreementVerb
from agreements.domain.lifecycle import MOVES, VerbNotPossible, leads_to, line_of_steps, possible

TABLE = {
    (S.DRAFT, AgreementVerb.PROPOSE): S.AGREEING,
    (S.AGREEING, AgreementVerb.WITHDRAW): S.DRAFT,
    (S.AGREEING, AgreementVerb.FINISH): S.READY,
    (S.READY, AgreementVerb.REOPEN): S.AGREEING,
    (S.READY, AgreementVerb.SIGN): S.SIGNED,
    (S.SIGNED, AgreementVerb.AMEND): S.AMENDED,
    (S.SIGNED, AgreementVerb.SETTLE): S.SETTLED,
    (S.AMENDED, AgreementVerb.AMEND): S.AMENDED,
    (S.AMENDED, AgreementVerb.SETTLE): S.SETTLED,
}
LABELS = ["Entwurf", "in Abstimmung", "unterschriftsreif", "unterzeichnet", "abgerechnet"]


@pytest.mark.parametrize("verb", AgreementVerb)
@pytest.mark.parametrize("state", S)
def test_a_verb_leads_where_the_table_says_or_nowhere(state, verb):
    if (state, verb) in TABLE:
        assert leads_to(state, verb) == TABLE[state, verb]
    else:
        with pytest.raises(VerbNotPossible, match=f"steht auf „{state.label}“"):
            leads_to(state, verb)


def test_every_verb_has_one_row():
    assert [move.verb for move in MOVES] == list(AgreementVerb)


@pytest.mark.parametrize("state", S)
def test_what_is_possible_is_the_row_of_the_state(state):
    assert {(state, move.verb): move.result for move in possible(state)} == {
        key: result for key, result in TABLE.items() if key[0] == state
    }


def test_nothing_leads_back_behind_a_signature():
    signed = {S.SIGNED, S.AMENDED, S.SETTLED}
    assert {result for (state, _), result in TABLE.items() if state in signed} <= signed


@pytest.mark.parametrize(
    ("state", "place"),
    [(S.DRAFT, 0), (S.AGREEING, 1), (S.READY, 2), (S.SIGNED, 3), (S.AMENDED, 3), (S.SETTLED, 4)],
)
def test_the_line_shows_where_the_agreement_stands(state, place):
    steps = line_of_steps(state)
    assert [step.label for step in steps] == LABELS
    assert [step.current for step in steps] == [index == place for index in range(5)]
    assert [step.past for step in steps] == [index < place for index in range(5)]


def test_an_amended_agreement_is_signed_with_a_note():
    assert [step.note for step in line_of_steps(S.AMENDED)] == ["", "", "", "geändert durch Nachtrag", ""]
    assert {step.note for step in line_of_steps(S.SIGNED)} == {""}
