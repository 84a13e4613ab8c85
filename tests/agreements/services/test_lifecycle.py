"""The steps of an agreement: through the one table, each kept with person and reason."""

from __future__ import annotations

import pytest

from agreements.choices import AgreementState, AgreementVerb
from agreements.domain.lifecycle import VerbNotPossible
from agreements.models import Agreement, AgreementStep, AuditEntry
from agreements.services.lifecycle import take_step
from tests.factories import AgreementFactory, UserFactory

pytestmark = pytest.mark.django_db


def test_a_step_leads_on_and_is_kept():
    agreement, by = AgreementFactory(), UserFactory()
    take_step(by=by, agreement=agreement, verb=AgreementVerb.PROPOSE, reason=" Bitte ansehen.\r\n")

    assert agreement.state == Agreement.objects.get().state == AgreementState.AGREEING
    step = AgreementStep.objects.get()
    assert (step.agreement, step.verb, step.by, step.reason) == (agreement, "propose", by, "Bitte ansehen.")
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.object) == ("Vereinbarung zur Abstimmung gegeben", agreement.key)
    assert (entry.before, entry.after) == ({"state": "draft"}, {"state": "agreeing"})


def test_what_does_not_fit_the_state_leaves_no_trace():
    agreement = AgreementFactory()
    with pytest.raises(VerbNotPossible, match="die Vereinbarung steht auf „Entwurf“"):
        take_step(by=UserFactory(), agreement=agreement, verb=AgreementVerb.SIGN)
    assert not AgreementStep.objects.exists()


def test_a_second_person_sees_the_state_the_first_one_left():
    agreement = AgreementFactory()
    stale = Agreement.objects.get(pk=agreement.pk)
    take_step(by=UserFactory(), agreement=agreement, verb=AgreementVerb.PROPOSE)
    with pytest.raises(VerbNotPossible):
        take_step(by=UserFactory(), agreement=stale, verb=AgreementVerb.PROPOSE)
