"""Who may what on the lower floor: predicates on an actor and an agreement; with visible_to the only readers of roles."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from agreements.choices import AgreementState, AgreementVerb, Role
from agreements.domain.lifecycle import Move, possible
from agreements.domain.sides import AGENTUR_KINDS, KREIS_KINDS
from agreements.models import Actor, Agreement, Membership, User


def partner_ids(agreement: Agreement) -> frozenset[int]:
    """The parties of the agreement; reads what with_partners() fetched along."""
    return frozenset(partner.party_id for partner in agreement.partners.all())


def is_logged_in(actor: Actor, _subject: object = None) -> bool:
    """Any account that is active."""
    return actor.user.is_authenticated and actor.user.is_active


def may_read_agreement(actor: Actor, agreement: Agreement) -> bool:
    """Every member of one of its parties, whatever the role (domain.md §7)."""
    return bool(actor.party_ids & partner_ids(agreement))


def is_jobcenter_staff(actor: Actor, agreement: Agreement) -> bool:
    """Entry or release for the Jobcenter of the agreement."""
    return agreement.jobcenter_id in actor.party_ids_as(Role.ENTRY, Role.RELEASE)


def drafting_parties(actor: Actor, agreement: Agreement) -> frozenset[int]:
    """The parties for which this person works on a draft: release, review, controlling and signatories (unsere Lesart)."""
    roles = (Role.RELEASE, Role.REVIEW, Role.CONTROLLING)
    return signing_parties(actor, agreement) | (actor.party_ids_as(*roles) & partner_ids(agreement))


def may_draft(actor: Actor, agreement: Agreement) -> bool:
    """Editing a draft, giving it to the others, agreeing on its values; signed agreements are refused by the verbs."""
    return bool(drafting_parties(actor, agreement))


def may_draft_any(actor: Actor, _subject: object = None) -> bool:
    """Somebody who works on drafts at all; on which, `may_draft` says for each agreement."""
    signs = any(m.signatory for m in actor.memberships)
    return signs or bool(actor.party_ids_as(Role.RELEASE, Role.REVIEW, Role.CONTROLLING))


def draft_steps(actor: Actor, agreement: Agreement) -> tuple[Move, ...]:
    """The steps between draft and agreeing that this person may take in the present state."""
    steps = possible(AgreementState(agreement.state)) if may_draft(actor, agreement) else ()
    return tuple(move for move in steps if move.verb in {AgreementVerb.PROPOSE, AgreementVerb.WITHDRAW})


def signing_parties(actor: Actor, agreement: Agreement) -> frozenset[int]:
    """The parties for which this person signs (domain.md §7, row "sign")."""
    return frozenset(m.party_id for m in actor.memberships if m.signatory) & partner_ids(agreement)


def may_sign(actor: Actor, agreement: Agreement) -> bool:
    """Signatory of one of the parties."""
    return bool(signing_parties(actor, agreement))


def is_kreis_controlling(actor: Actor, agreement: Agreement) -> bool:
    """Controlling for the municipal carrier that is a party."""
    return bool(actor.party_ids_as(Role.CONTROLLING, kinds=KREIS_KINDS) & partner_ids(agreement))


def is_agentur_reviewer(actor: Actor, agreement: Agreement) -> bool:
    """Review for the Agentur that is a party."""
    return bool(actor.party_ids_as(Role.REVIEW, kinds=AGENTUR_KINDS) & partner_ids(agreement))


def is_ba_side_reader(actor: Actor, agreement: Agreement) -> bool:
    """Reader for the Agentur or for the Jobcenter of the agreement."""
    agentur = actor.party_ids_as(Role.READER, kinds=AGENTUR_KINDS) & partner_ids(agreement)
    return bool(agentur) or agreement.jobcenter_id in actor.party_ids_as(Role.READER)


def is_jobcenter_reader(actor: Actor, agreement: Agreement) -> bool:
    """Reader for the Jobcenter of the agreement."""
    return agreement.jobcenter_id in actor.party_ids_as(Role.READER)


def jobcenter_staff(agreement: Agreement, on: date) -> list[User]:
    """The people of whom is_jobcenter_staff is true on that day. One query."""
    return _people(on, role__in=(Role.ENTRY, Role.RELEASE), party_id=agreement.jobcenter_id)


def agentur_reviewers(agreement: Agreement, on: date) -> list[User]:
    """The people of whom is_agentur_reviewer is true on that day. One query."""
    return _people(on, role=Role.REVIEW, party__kind__in=AGENTUR_KINDS, party_id__in=partner_ids(agreement))


def staff_of(parties: Collection[int], on: date) -> list[User]:
    """The people who work for these parties on that day; readers do not. One query."""
    roles = (Role.ENTRY, Role.RELEASE, Role.REVIEW, Role.CONTROLLING)
    return _people(on, role__in=roles, party_id__in=parties)


def _people(on: date, **conditions: object) -> list[User]:
    memberships = Membership.objects.in_force(on).filter(**conditions)
    return list(User.objects.filter(is_active=True, pk__in=memberships.values("user")).order_by("pk"))
