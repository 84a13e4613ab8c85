"""Agreeing in rounds: a draft goes to all partners, comes back, and what lay on the table in each round is kept whole."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from agreements.choices import AgreementState, AgreementVerb
from agreements.domain.fingerprint import plain
from agreements.models import Agreement, AgreementRound, User
from agreements.selectors.agreement import agreement_sheet
from agreements.services import audit
from agreements.services.drafts import NotEditable, held_draft
from agreements.services.lifecycle import take_step
from agreements.services.texts import clean


class RoundRefused(ValueError):
    """What was asked for does not fit; the message is one German sentence for the user."""


def held_in_agreeing(agreement: Agreement) -> Agreement:
    """The agreement, held until the surrounding transaction ends. Raises NotEditable unless it is being agreed on."""
    row = held_draft(agreement)
    if row.state != AgreementState.AGREEING:
        raise NotEditable(
            f"„{row.title}“ steht auf „{row.get_state_display()}“; verhandelt wird erst in der Abstimmung."
        )
    return row


@transaction.atomic
def propose_draft(*, by: User, agreement: Agreement, reason: str = "") -> AgreementRound:
    """Give the draft to all partners; the next round begins with what it says now. Raises VerbNotPossible."""
    take_step(by=by, agreement=agreement, verb=AgreementVerb.PROPOSE, reason=reason)
    return _keep(by, agreement)


@transaction.atomic
def withdraw_draft(*, by: User, agreement: Agreement, reason: str) -> Agreement:
    """Back to the draft, with the reason the others read. Raises RoundRefused without one, VerbNotPossible."""
    if not clean(reason):
        raise RoundRefused("Bitte einen Grund nennen; die anderen Partner lesen ihn.")
    return take_step(by=by, agreement=agreement, verb=AgreementVerb.WITHDRAW, reason=reason)


@transaction.atomic
def close_round(*, by: User, agreement: Agreement) -> AgreementRound:
    """Keep the draft as it is now as the next round.

    Raises NotEditable, and RoundRefused where it says the same as in the last one (unsere Lesart: a round is what was new).
    """
    held_in_agreeing(agreement)
    last = AgreementRound.objects.filter(agreement=agreement).order_by("number").last()
    if last and last.sheet == plain(agreement_sheet(agreement)):
        raise RoundRefused(f"Seit Runde {last.number} hat sich im Entwurf nichts geändert.")
    made = _keep(by, agreement)
    audit.record(by=by, verb="Abstimmungsrunde abgeschlossen", object=agreement.key, after={"number": made.number})
    return made


def _keep(by: User, agreement: Agreement) -> AgreementRound:
    """The next number with the sheet of now; the caller holds the agreement."""
    last = AgreementRound.objects.filter(agreement=agreement).order_by("number").last()
    return AgreementRound.objects.create(
        agreement=agreement,
        number=last.number + 1 if last else 1,
        sheet=plain(agreement_sheet(agreement)),
        by=by,
        at=timezone.now(),
    )
