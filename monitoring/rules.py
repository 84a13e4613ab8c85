"""Who may what on the upper floor (domain.md §7): predicates on an actor and an agreement.

Figures, reports and tables belong to the agreement itself; of an amendment nobody may see or type any.
"""

from __future__ import annotations

from agreements import rules as agreed
from agreements.choices import PartyKind, Role, Source, Sphere
from agreements.domain.sides import AGENTUR_KINDS, JOBCENTER_KINDS, KREIS_KINDS
from agreements.models import Actor, Agreement, Duty, Party, Target
from monitoring.models import DutyReview

CARRIERS = {
    Sphere.BA: (*AGENTUR_KINDS, PartyKind.REGIONALDIREKTION, PartyKind.BA),
    Sphere.KOMMUNE: KREIS_KINDS,
}


def typed_sources(actor: Actor, agreement: Agreement) -> frozenset[Source]:
    """The sources whose series this person types: the Jobcenter BA and own figures, Kreis controlling its own.

    A zugelassener kommunaler Träger is the Kreis itself, so its Jobcenter types those figures too (unsere Lesart).
    """
    if agreement.amends_id is not None:
        return frozenset()
    sources: set[Source] = set()
    if agreed.is_jobcenter_staff(actor, agreement):
        sources |= {Source.BA, Source.JOBCENTER}
        if agreement.jobcenter.kind == PartyKind.JOBCENTER_ZKT:
            sources.add(Source.KREIS)
    if agreed.is_kreis_controlling(actor, agreement):
        sources.add(Source.KREIS)
    return frozenset(sources)


def may_type_figures(actor: Actor, agreement: Agreement) -> bool:
    """Some series of the agreement are this person's to type."""
    return bool(typed_sources(actor, agreement))


def imported_sources(actor: Actor, agreement: Agreement) -> frozenset[Source]:
    """The sources whose series this person reads in from files: those it types, and the Agentur the BA-Statistik."""
    sources = typed_sources(actor, agreement)
    return sources | {Source.BA} if agreed.is_agentur_reviewer(actor, agreement) else sources


def may_import(actor: Actor, agreement: Agreement | None = None) -> bool:
    """Somebody who reads in figures at all; which rows, `imported_sources` says for each agreement."""
    if agreement is not None:
        return bool(imported_sources(actor, agreement))
    return bool(
        actor.party_ids_as(Role.ENTRY, Role.RELEASE, kinds=JOBCENTER_KINDS)
        or actor.party_ids_as(Role.REVIEW, kinds=AGENTUR_KINDS)
        or actor.party_ids_as(Role.CONTROLLING, kinds=KREIS_KINDS)
    )


def has_report(agreement: Agreement) -> bool:
    """Whether there is an MBZ: the Agentur accepts it, so the paper of Jobcenter and Kreis alone has none (unsere Lesart).

    Reads what with_partners() fetched along.
    """
    return any(partner.party.kind in AGENTUR_KINDS for partner in agreement.partners.all())


def may_read_report(actor: Actor, agreement: Agreement) -> bool:
    """MBZ: Jobcenter and Agentur; for the Kreis there is none (404)."""
    return has_report(agreement) and _is_on_ba_side(actor, agreement)


def _is_on_ba_side(actor: Actor, agreement: Agreement) -> bool:
    return agreement.amends_id is None and (
        agreed.is_jobcenter_staff(actor, agreement)
        or agreed.is_agentur_reviewer(actor, agreement)
        or agreed.is_ba_side_reader(actor, agreement)
    )


def may_compare(actor: Actor, _subject: object = None) -> bool:
    """Kennzahlenvergleich: who reads MBZ at all; whose, may_read_report says for each agreement."""
    return bool(
        actor.party_ids_as(Role.ENTRY, Role.RELEASE, Role.READER, kinds=JOBCENTER_KINDS)
        or actor.party_ids_as(Role.REVIEW, Role.READER, kinds=AGENTUR_KINDS)
    )


def reads_as_agentur(actor: Actor, agreement: Agreement) -> bool:
    """One of "meine Jobcenter": review or reading for the Agentur that is a party."""
    agentur = actor.party_ids_as(Role.REVIEW, Role.READER, kinds=AGENTUR_KINDS)
    return bool(agentur & agreed.partner_ids(agreement))


def may_comment(actor: Actor, agreement: Agreement) -> bool:
    """The Jobcenter comments, nobody else."""
    return agreed.is_jobcenter_staff(actor, agreement)


def may_order_batches(actor: Actor, _subject: object = None) -> bool:
    """Somebody who reads MBZ at all; of which agreements, `may_read_report` says."""
    reader = (Role.ENTRY, Role.RELEASE, Role.READER)
    return bool(
        actor.party_ids_as(*reader, kinds=JOBCENTER_KINDS)
        or actor.party_ids_as(Role.REVIEW, Role.READER, kinds=AGENTUR_KINDS)
    )


def reads_work_in_progress(actor: Actor, agreement: Agreement) -> bool:
    """The Jobcenter's own side: comments before the release, the next number after a return."""
    return agreed.is_jobcenter_staff(actor, agreement) or agreed.is_jobcenter_reader(actor, agreement)


def may_release(actor: Actor, agreement: Agreement) -> bool:
    """Releasing a report: the release of the Jobcenter; the four eyes are asked by the verb."""
    return agreement.jobcenter_id in actor.party_ids_as(Role.RELEASE)


def may_review(actor: Actor, agreement: Agreement) -> bool:
    """Asking back, accepting, and notes of one's own: the review of the Agentur."""
    return agreed.is_agentur_reviewer(actor, agreement)


def may_read_measures(actor: Actor, agreement: Agreement | None = None) -> bool:
    """Steering measures: who reads the MBZ they answer (domain.md §7, dialogues); without agreement, of any."""
    if agreement is not None:
        return may_read_report(actor, agreement)
    return bool(
        actor.party_ids_as(Role.ENTRY, Role.RELEASE, Role.READER, kinds=JOBCENTER_KINDS)
        or actor.party_ids_as(Role.REVIEW, Role.READER, kinds=AGENTUR_KINDS)
    )


def may_manage_measures(actor: Actor, agreement: Agreement) -> bool:
    """Agreeing on measures and keeping them up to date: both sides of the dialogue, their readers not."""
    sides = agreed.is_jobcenter_staff(actor, agreement) or agreed.is_agentur_reviewer(actor, agreement)
    return agreement.amends_id is None and sides


def may_see_exact_cities(actor: Actor, agreement: Agreement) -> bool:
    """The carriers' own staff: Jobcenter entry and release, Kreis controlling; everybody else sees publications only."""
    staff = agreed.is_jobcenter_staff(actor, agreement) or agreed.is_kreis_controlling(actor, agreement)
    return agreement.amends_id is None and staff


def may_see_live_ba_targets(actor: Actor, agreement: Agreement) -> bool:
    """Figures of BA targets before the report was accepted: whoever reads the MBZ where there is one."""
    return _is_on_ba_side(actor, agreement)


def may_see_municipal_figures(actor: Actor, agreement: Agreement) -> bool:
    """Municipal targets and budgets: every party of the agreement (domain.md §7)."""
    return agreement.amends_id is None and agreed.may_read_agreement(actor, agreement)


def may_see_completeness(actor: Actor, agreement: Agreement) -> bool:
    """Whether figures are there, never what they are: who reads the MBZ, and who types some of them."""
    return _is_on_ba_side(actor, agreement) or may_type_figures(actor, agreement)


def watched_sources(actor: Actor, agreement: Agreement) -> frozenset[Source]:
    """The sources whose completeness this person sees: all for who reads the MBZ, else those it types."""
    return frozenset(Source) if _is_on_ba_side(actor, agreement) else typed_sources(actor, agreement)


def may_close_month(actor: Actor, agreement: Agreement) -> bool:
    """Closing a month for typing and opening it again: the release of the Jobcenter."""
    return agreement.jobcenter_id in actor.party_ids_as(Role.RELEASE)


def may_see_target_figures(actor: Actor, agreement: Agreement, target: Target) -> bool:
    """Figures of one target, live: of the BA targets of the MBZ its readers, of city services who sees exact counts."""
    if target.in_mbz and target.sphere == Sphere.BA:
        return may_see_live_ba_targets(actor, agreement)
    return not target.city_duty or may_see_exact_cities(actor, agreement)


def concerned_parties(agreement: Agreement, sphere: str) -> tuple[Party, ...]:
    """Who must agree before a plan is fixed: the Jobcenter and the carrier of the sphere, of both spheres everybody.

    Where that carrier is no party (a Jobcenter zkT with its Land), every party is concerned (unsere Lesart).
    """
    parties = tuple(partner.party for partner in agreement.partners.all())
    carriers = tuple(party for party in parties if party.kind in CARRIERS.get(Sphere(sphere), ()))
    if not carriers:
        return parties
    return tuple(party for party in parties if party in carriers or party.pk == agreement.jobcenter_id)


def fixing_parties(actor: Actor, agreement: Agreement, sphere: str) -> frozenset[int]:
    """The parties concerned for which this person proposes and agrees; those who draft agreements do (unsere Lesart)."""
    return agreed.drafting_parties(actor, agreement) & {party.pk for party in concerned_parties(agreement, sphere)}


def may_settle(actor: Actor, agreement: Agreement) -> bool:
    """Settling the year: both sides of the dialogue, review of the Agentur and release of the Jobcenter (unsere Lesart)."""
    return may_release(actor, agreement) or may_review(actor, agreement)


def duty_parties(actor: Actor, duty: Duty) -> frozenset[int]:
    """The responsible parties for which this person reports on a duty, whatever the section; readers do not."""
    responsible = {party.pk for party in duty.responsible.all()}
    return actor.party_ids_as(Role.ENTRY, Role.RELEASE, Role.REVIEW, Role.CONTROLLING) & responsible


def may_read_duties(actor: Actor, _subject: object = None) -> bool:
    """Somebody who belongs to a party; of which agreements, may_read_agreement says (domain.md §7)."""
    return bool(actor.party_ids)


def answering_parties(actor: Actor, agreement: Agreement, review: DutyReview, duty: Duty) -> frozenset[int]:
    """The parties for which this person accepts a report on a duty or asks back: the other side (unsere Lesart).

    Those partners that are not responsible for it; where all are, every one. Never the one that reported, though an
    amendment may have named somebody else responsible since.
    """
    partners = agreed.partner_ids(agreement) - {review.party_id}
    others = partners - {party.pk for party in duty.responsible.all()} or partners
    return actor.party_ids_as(Role.ENTRY, Role.RELEASE, Role.REVIEW, Role.CONTROLLING) & others


def may_read_dialogues(actor: Actor, agreement: Agreement | None = None) -> bool:
    """Dialogues: who reads the MBZ they are about; for the Kreis there are none (domain.md §7)."""
    return may_read_measures(actor, agreement)


def may_record_dialogues(actor: Actor, agreement: Agreement) -> bool:
    """Planning and writing down: the review of the Agentur (domain.md §7, row "record dialogues")."""
    return agreement.amends_id is None and may_review(actor, agreement)


def confirming_parties(actor: Actor, agreement: Agreement) -> frozenset[int]:
    """The sides for which this person confirms minutes: release of the Jobcenter, review of the Agentur (unsere Lesart)."""
    own = {agreement.jobcenter_id} if may_release(actor, agreement) else set()
    agentur = actor.party_ids_as(Role.REVIEW, kinds=AGENTUR_KINDS) & agreed.partner_ids(agreement)
    return frozenset(own | agentur)


def may_confirm_minutes(actor: Actor, agreement: Agreement) -> bool:
    """Somebody who confirms for one of the sides."""
    return bool(confirming_parties(actor, agreement))


def may_evaluate(actor: Actor, agreement: Agreement) -> bool:
    """Evaluating programmes: the Jobcenter promised it and does it; every party reads (domain.md §7, municipal targets)."""
    return agreement.amends_id is None and agreed.is_jobcenter_staff(actor, agreement)
