"""Rounds of agreeing: given to the partners, taken back with a reason, and what lay on the table each time."""

from __future__ import annotations

import pytest

from agreements.choices import AgreementState
from agreements.domain.fingerprint import plain
from agreements.domain.lifecycle import VerbNotPossible
from agreements.models import Agreement, AgreementRound, AgreementStep, AuditEntry, Target
from agreements.selectors.agreement import agreement_sheet
from agreements.services.drafts import NotEditable, save_draft
from agreements.services.rounds import RoundRefused, close_round, propose_draft, withdraw_draft
from tests.agreements.negotiating import in_state
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(agreement_2014) -> Agreement:
    return in_state(agreement_2014, AgreementState.DRAFT)


def change(agreement: Agreement, title: str) -> None:
    row = Target.objects.get(agreement=agreement, code="iq")
    save_draft(by=UserFactory(), agreement=agreement, row=row, seen=None, changes={"title": title})


def test_giving_the_draft_away_keeps_what_it_says(draft):
    by = UserFactory()
    made = propose_draft(by=by, agreement=draft, reason="Bitte bis Freitag.")
    assert draft.state == Agreement.objects.get(pk=draft.pk).state == AgreementState.AGREEING
    step = AgreementStep.objects.get()
    assert (step.verb, step.by, step.reason) == ("propose", by, "Bitte bis Freitag.")
    kept = AgreementRound.objects.get()
    assert (kept, kept.number, kept.by) == (made, 1, by)
    assert kept.sheet == plain(agreement_sheet(Agreement.objects.with_partners().get(pk=draft.pk)))


def test_a_round_keeps_what_changed_since(draft):
    propose_draft(by=UserFactory(), agreement=draft)
    change(draft, "Mehr Arbeit")
    made = close_round(by=UserFactory(), agreement=draft)
    assert made.number == 2
    first, second = (each.sheet["sections"] for each in AgreementRound.objects.order_by("number"))
    titles = [[t["title"] for s in sections for t in s["targets"] if t["code"] == "iq"] for sections in (first, second)]
    assert titles == [["Verbesserung der Integration in Erwerbstätigkeit"], ["Mehr Arbeit"]]
    assert AuditEntry.objects.filter(verb="Abstimmungsrunde abgeschlossen").get().after == {"number": 2}


def test_a_round_in_which_nothing_changed_is_none(draft):
    propose_draft(by=UserFactory(), agreement=draft)
    with pytest.raises(RoundRefused, match="Seit Runde 1 hat sich im Entwurf nichts geändert"):
        close_round(by=UserFactory(), agreement=draft)
    assert AgreementRound.objects.count() == 1


def test_back_to_the_draft_and_again(draft):
    propose_draft(by=UserFactory(), agreement=draft)
    withdraw_draft(by=UserFactory(), agreement=draft, reason="Der Kreistag will mehr.")
    assert draft.state == AgreementState.DRAFT
    assert AgreementStep.objects.last().reason == "Der Kreistag will mehr."
    assert propose_draft(by=UserFactory(), agreement=draft).number == 2


@pytest.mark.parametrize("reason", ["", " \r\n ", "\x00"])
def test_without_reason_nobody_takes_it_back(draft, reason):
    propose_draft(by=UserFactory(), agreement=draft)
    with pytest.raises(RoundRefused, match="Bitte einen Grund nennen"):
        withdraw_draft(by=UserFactory(), agreement=draft, reason=reason)
    assert Agreement.objects.get(pk=draft.pk).state == AgreementState.AGREEING


@pytest.mark.parametrize("state", [each for each in AgreementState if each != AgreementState.DRAFT])
def test_only_a_draft_is_given_away(draft, state):
    with pytest.raises(VerbNotPossible):
        propose_draft(by=UserFactory(), agreement=in_state(draft, state))
    assert not AgreementRound.objects.exists()


@pytest.mark.parametrize("state", [each for each in AgreementState if each != AgreementState.AGREEING])
def test_only_what_is_agreed_on_has_rounds_and_goes_back(draft, state):
    other = in_state(draft, state)
    with pytest.raises(NotEditable):
        close_round(by=UserFactory(), agreement=other)
    with pytest.raises(VerbNotPossible):
        withdraw_draft(by=UserFactory(), agreement=other, reason="Grund")
    assert (AgreementRound.objects.count(), AgreementStep.objects.count()) == (0, 0)
