"""Agreeing on values: a party offers, another accepts and the value becomes the plan; remarks of the parties on targets."""

from __future__ import annotations

from decimal import Decimal

from django.db import transaction
from django.utils import timezone

from agreements.choices import PartyKind, PlanWay, Sphere
from agreements.domain.negotiation import at_the_table, columns
from agreements.models import (
    Agreement,
    AgreementParty,
    Party,
    Proposal,
    Target,
    TargetMeasure,
    TargetRemark,
    User,
)
from agreements.selectors.agreeing import offers_for
from agreements.services import audit
from agreements.services.plans import set_plan
from agreements.services.rounds import held_in_agreeing
from agreements.services.texts import clean


class ProposalRefused(ValueError):
    """The offer cannot be made or accepted; the message is one German sentence for the user."""


@transaction.atomic
def propose_value(
    *, by: User, agreement: Agreement, row: TargetMeasure, party: Party, way: PlanWay, value: Decimal, reason: str = ""
) -> Proposal:
    """Angebot or Gegenvorschlag of a party; `value` is a plan in the unit of the measure or percent, by the way.

    Raises NotEditable, and ProposalRefused for a party that does not agree on this value and for what is offered already.
    """
    held_in_agreeing(agreement)
    table = _table(agreement, row.target, party)
    if any((each.way, each.value) == (way, value) for each in columns(offers_for(row), table).standing):
        raise ProposalRefused("Dieser Wert liegt schon auf dem Tisch; wer einverstanden ist, nimmt ihn an.")
    made = _add(by, row, party, way, value, reason, accepted=False)
    _record("Planwert vorgeschlagen", by, agreement, made)
    return made


@transaction.atomic
def accept_value(
    *, by: User, agreement: Agreement, proposal: Proposal, party: Party, seen: int | None = None, reason: str = ""
) -> bool:
    """Say yes for a party. With the last yes of the table the value becomes the plan of the draft: True, else False.

    The yes is a row of its own with the accepted value, so that who said it, when and why stays beside the offer. `seen` is
    the version of the draft's row that the person saw. Raises NotEditable, StaleDraft, and ProposalRefused for one's own
    offer, a party that does not agree on this value or has agreed, and an offer that was replaced or answered meanwhile.
    """
    held = held_in_agreeing(agreement)
    row = TargetMeasure.objects.select_related("target", "measure__numerator", "measure__denominator").get(
        pk=proposal.target_measure_id
    )
    table = _table(agreement, row.target, party)
    if proposal.party_id == party.pk or proposal.by_id == by.pk:
        raise ProposalRefused("Den eigenen Vorschlag nimmt ein anderer Partner an.")
    parted = columns(offers_for(row), table)
    offer = {each.pk: each for each in parted.standing}.get(proposal.pk)
    if offer is None:
        raise ProposalRefused("Dieser Vorschlag ist inzwischen ersetzt oder beantwortet; bitte die Seite neu ansehen.")
    if party.pk in {each.party for each in parted.consents(offer)}:
        raise ProposalRefused(f"{party} hat diesem Vorschlag schon zugestimmt.")
    made = _add(by, row, party, offer.way, offer.value, reason, accepted=True)
    agreed = columns(offers_for(row), table).answered
    if agreed:
        set_plan(by=by, agreement=held, row=row, way=offer.way, value=offer.value, seen=seen)
    _record("Planwert vereinbart" if agreed else "Planwert zugestimmt", by, agreement, made)
    return agreed


@transaction.atomic
def add_remark(*, by: User, agreement: Agreement, target: Target, party: Party, text: str) -> TargetRemark:
    """What a partner says to a target; nothing is changed or removed afterwards. Raises NotEditable, ProposalRefused."""
    held_in_agreeing(agreement)
    text = clean(text)
    if not text:
        raise ProposalRefused("Die Anmerkung ist leer.")
    if party.pk not in _partners(agreement):
        raise ProposalRefused(f"{party} ist kein Partner dieser Vereinbarung.")
    made = TargetRemark.objects.create(target=target, party=party, text=text, by=by, at=timezone.now())
    audit.record(
        by=by,
        verb="Anmerkung zum Ziel",
        object=f"{agreement.key}: {target}"[:200],
        after={"party": party.key, "text": text},
    )
    return made


def _partners(agreement: Agreement) -> dict[int, PartyKind]:
    rows = AgreementParty.objects.filter(agreement=agreement).values_list("party_id", "party__kind")
    return {party: PartyKind(kind) for party, kind in rows}


def _table(agreement: Agreement, target: Target, party: Party) -> frozenset[int]:
    """Who agrees on the values of the target. Raises ProposalRefused where the party is not among them."""
    table = at_the_table(Sphere(target.sphere), _partners(agreement))
    if party.pk not in table:
        raise ProposalRefused(f"Über „{target}“ verhandelt {party} nicht; eine Anmerkung ist möglich.")
    return table


def _add(
    by: User, row: TargetMeasure, party: Party, way: PlanWay, value: Decimal, reason: str, *, accepted: bool
) -> Proposal:
    return Proposal.objects.create(
        target_measure=row,
        party=party,
        way=way,
        plan=value if way == PlanWay.ABSOLUTE else None,
        relative_percent=value if way == PlanWay.RELATIVE else None,
        reason=clean(reason),
        accepted=accepted,
        by=by,
        at=timezone.now(),
    )


def _record(verb: str, by: User, agreement: Agreement, made: Proposal) -> None:
    audit.record(
        by=by,
        verb=verb,
        object=f"{agreement.key}: {made.target_measure}"[:200],
        after={
            "party": made.party.key,
            "way": made.way,
            "value": made.plan if made.way == PlanWay.ABSOLUTE else made.relative_percent,
        },
        reason=made.reason,
    )
