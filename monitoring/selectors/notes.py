"""The Agentur's own notes on the targets of an agreement."""

from __future__ import annotations

from agreements.domain.sides import AGENTUR_KINDS
from agreements.models import Actor, Agreement, Party
from monitoring.models import PreparationNote


def notes_by_target(actor: Actor, agreement: Agreement) -> dict[str, PreparationNote]:
    """By the target's code; only those of the reader's own Agentur. One query."""
    rows = PreparationNote.objects.visible_to(actor).filter(agreement=agreement).select_related("target", "by")
    return {row.target.code: row for row in rows}


def note_party(actor: Actor, agreement: Agreement) -> Party | None:
    """The Agentur for which this person notes: the one of theirs that is a partner of the agreement."""
    own = {party.pk: party for party in actor.parties if party.kind in AGENTUR_KINDS}
    return next((own[partner.party_id] for partner in agreement.partners.all() if partner.party_id in own), None)
