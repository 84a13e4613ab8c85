"""The steps of an agreement: every verb goes through the one table of states, and is kept with person, time and reason."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from agreements.choices import AgreementState, AgreementVerb
from agreements.domain.lifecycle import leads_to
from agreements.models import Agreement, AgreementStep, User
from agreements.services import audit


@transaction.atomic
def take_step(*, by: User, agreement: Agreement, verb: AgreementVerb, reason: str = "") -> Agreement:
    """The agreement in the state the verb leads to, held until the surrounding transaction ends.

    Raises VerbNotPossible where the verb does not fit the state it has by now.
    """
    row = Agreement.objects.select_for_update().get(pk=agreement.pk)
    before = AgreementState(row.state)
    row.state = leads_to(before, verb)
    row.save(update_fields=["state"])
    reason = reason.replace("\r\n", "\n").replace("\x00", "").strip()
    AgreementStep.objects.create(agreement=row, verb=verb, by=by, at=timezone.now(), reason=reason)
    audit.record(
        by=by,
        verb=f"Vereinbarung {verb.label}",
        object=row.key,
        before={"state": before},
        after={"state": row.state},
        reason=reason,
    )
    agreement.state = row.state
    return row
