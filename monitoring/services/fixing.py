"""Fixing of plans: proposed on today's prior-year figures, agreed to by every party concerned, then in force (domain.md §4)."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from agreements.choices import AgreementState
from agreements.domain.lifecycle import IN_FORCE
from agreements.models import Agreement, Party, User
from agreements.services import audit
from agreements.services.texts import clean
from monitoring.choices import ProposalState
from monitoring.documents.fixing_words import basis_words, data_status_words, prior_year_words, signed_words
from monitoring.models import FixingConsent, FixingProposal, PlanFixing
from monitoring.rules import concerned_parties
from monitoring.selectors.fixing import FixingLine, fixing_lines


class FixingRefused(Exception):
    """The verb is not possible; the message is one German sentence that says why and what would be right."""


@transaction.atomic
def propose_fixing(*, by: User, agreement: Agreement, row: int, parties: Collection[int], on: date) -> FixingProposal:
    """Lay what today's figures say before the other parties; who proposes has agreed for `parties`, which are concerned.

    An open proposal on other figures is outdated by it. Where nobody else is concerned it is fixed at once.
    Raises FixingRefused.
    """
    _hold(agreement)
    line = _line(agreement, row, on)
    found, standing = line.candidate.fixing, line.open
    if found is None:
        raise FixingRefused(prior_year_words(line.candidate))
    if standing is not None and not line.outdated:
        raise FixingRefused("Für diese Messgröße ist schon ein Vorschlag mit denselben Zahlen offen.")
    if line.fixed is not None and not line.deviates:
        raise FixingRefused("Die heutigen Zahlen ergeben dasselbe, was festgelegt ist; ein Vorschlag ist nicht nötig.")
    if standing is not None:
        standing.state = ProposalState.OUTDATED
        standing.save(update_fields=["state"])
    signed = signed_words(line.promise, line.terms, line.measure, line.year, line.from_month)
    at = timezone.now()
    proposal = FixingProposal.objects.create(
        target_measure=line.row,
        plan=found.plan,
        shares=[_text(share) for share in found.shares],
        basis=basis_words(line.candidate, signed, line.measure, line.year),
        data_status=data_status_words(line.candidate, on),
        by=by,
        at=at,
    )
    audit.record(by=by, verb="Festlegung vorgeschlagen", object=_name(agreement, line), after=_said(proposal))
    for party in concerned_parties(agreement, line.sphere):
        if party.pk in parties:
            FixingConsent.objects.create(proposal=proposal, party=party, agreed=True, by=by, at=at)
    _fix_if_all_agreed(proposal, agreement, line, by=by, at=at)
    return proposal


@transaction.atomic
def answer_proposal(
    *, by: User, agreement: Agreement, row: int, proposal: int, party: Party, agreed: bool, reason: str, on: date
) -> FixingProposal:
    """One party's consent or, with a reason, refusal; the last consent fixes, a refusal closes the proposal.

    `proposal` is the one its reader saw. Raises FixingRefused.
    """
    _hold(agreement)
    line, reason, at = _line(agreement, row, on), clean(reason), timezone.now()
    standing = line.open
    if standing is None or standing.pk != proposal:
        raise FixingRefused("Dieser Vorschlag ist nicht mehr offen; bitte die Seite neu ansehen.")
    if party not in concerned_parties(agreement, line.sphere):
        raise FixingRefused(f"{party} ist an diesem Ziel nicht beteiligt.")
    if any(consent.party_id == party.pk for consent in standing.consents.all()):
        raise FixingRefused(f"{party} hat auf diesen Vorschlag schon geantwortet.")
    if not agreed and not reason:
        raise FixingRefused("Bitte die Ablehnung begründen: Ohne Grund weiß niemand, was anders vorzuschlagen wäre.")
    FixingConsent.objects.create(proposal=standing, party=party, agreed=agreed, reason=reason, by=by, at=at)
    audit.record(
        by=by,
        verb=f"Festlegung {'zugestimmt' if agreed else 'abgelehnt'}",
        object=_name(agreement, line),
        after={"party": party.key, **_said(standing)},
        reason=reason,
    )
    if agreed:
        _fix_if_all_agreed(standing, agreement, line, by=by, at=at)
    else:
        standing.state = ProposalState.REFUSED
        standing.save(update_fields=["state"])
    return standing


def _hold(agreement: Agreement) -> None:
    """The agreement, held until the transaction ends, so that two answers never miss each other. Raises FixingRefused."""
    state = Agreement.objects.select_for_update().get(pk=agreement.pk).state
    if state not in IN_FORCE:
        raise FixingRefused("Die Vereinbarung ist noch nicht unterzeichnet; festgelegt wird erst danach.")
    if state == AgreementState.SETTLED:
        raise FixingRefused("Das Jahr ist abgerechnet; festgelegt wird nichts mehr.")


def _line(agreement: Agreement, row: int, on: date) -> FixingLine:
    found = next((line for line in fixing_lines(agreement, today=on) if line.row.pk == row), None)
    if found is None:
        raise FixingRefused("Bei dieser Messgröße gibt es nichts festzulegen: Ihr Plan folgt keinem Vorjahr.")
    return found


def _fix_if_all_agreed(
    proposal: FixingProposal, agreement: Agreement, line: FixingLine, *, by: User, at: datetime
) -> None:
    """The proposal becomes what is in force as soon as every party concerned has agreed."""
    agreed = set(proposal.consents.filter(agreed=True).values_list("party_id", flat=True))
    if not {party.pk for party in concerned_parties(agreement, line.sphere)} <= agreed:
        return
    proposal.fixing = PlanFixing.objects.create(
        target_measure=line.row,
        plan=proposal.plan,
        shares=proposal.shares,
        basis=proposal.basis,
        data_status=proposal.data_status,
        consent_by=by,
        at=at,
    )
    proposal.state = ProposalState.FIXED
    proposal.save(update_fields=["fixing", "state"])
    before = {"plan": line.fixed.plan, "data_status": line.fixed.data_status} if line.fixed else {}
    audit.record(by=by, verb="Plan festgelegt", object=_name(agreement, line), before=before, after=_said(proposal))


def _said(proposal: FixingProposal) -> dict[str, object]:
    return {"plan": proposal.plan, "shares": proposal.shares, "data_status": proposal.data_status}


def _name(agreement: Agreement, line: FixingLine) -> str:
    return f"{agreement.key}: {line.target.code}, {line.measure.code}"


def _text(share: Decimal | None) -> str | None:
    return None if share is None else format(share, "f")
