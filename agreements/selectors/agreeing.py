"""Reads of the negotiation: steps, rounds, offers and remarks of one agreement, for the person who asks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal

from django.db.models import Q, QuerySet

from agreements.choices import Direction, MeasureRole, PartyKind, PlanWay, Sphere, TargetKind
from agreements.domain.fingerprint import plain
from agreements.domain.negotiation import (
    Negotiation,
    Offer,
    RemarkLine,
    Seat,
    TargetTalk,
    ValueTalk,
    at_the_table,
    cells,
    columns,
    offer_words,
)
from agreements.domain.redline import Redline, compare
from agreements.models import (
    Actor,
    Agreement,
    AgreementRound,
    AgreementStep,
    Proposal,
    Target,
    TargetMeasure,
    TargetRemark,
)
from agreements.rules import drafting_parties
from agreements.selectors.agreement import agreement_sheet

# Values to agree on: those with a plan, and leading ones that have none yet. "Davon" and what is only shown stay aside.
NEGOTIATED = ~Q(way=PlanWay.NONE) | Q(role=MeasureRole.LEADING)


def steps_of(agreement: Agreement) -> QuerySet[AgreementStep]:
    """Every step with its person, oldest first. One query."""
    return AgreementStep.objects.filter(agreement=agreement).select_related("by").order_by("id")


def rounds_of(agreement: Agreement) -> QuerySet[AgreementRound]:
    """The rounds with their persons, latest first, without what lay on the table in each. One query."""
    return AgreementRound.objects.filter(agreement=agreement).select_related("by").defer("sheet").order_by("-number")


def since_round(agreement: Agreement, number: int) -> Redline:
    """What the draft changes by now against what lay on the table in that round. Raises AgreementRound.DoesNotExist."""
    then = AgreementRound.objects.values_list("sheet", flat=True).get(agreement=agreement, number=number)
    return compare(then, plain(agreement_sheet(agreement)))


def negotiated_values(agreement: Agreement) -> QuerySet[TargetMeasure]:
    """The plan values to agree on, with target and measure, in their order."""
    rows = TargetMeasure.objects.filter(NEGOTIATED, target__agreement=agreement)
    return rows.select_related("target", "measure").order_by("target_id", "position")


def proposals_of(agreement: Agreement) -> QuerySet[Proposal]:
    """All offers for values of the agreement, oldest first."""
    rows = Proposal.objects.filter(target_measure__target__agreement=agreement)
    return rows.select_related("party", "by").order_by("id")


def offers_for(row: TargetMeasure) -> tuple[Offer, ...]:
    """All words on one value, oldest first. One query."""
    found = Proposal.objects.filter(target_measure=row).select_related("party", "by").order_by("id")
    return tuple(_offer(each, row) for each in found)


def offers_by_value(agreement: Agreement) -> dict[int, tuple[Offer, ...]]:
    """All words on every value, oldest first. One query."""
    found: dict[int, list[Offer]] = defaultdict(list)
    for row in proposals_of(agreement).select_related("target_measure__measure", "target_measure__target"):
        found[row.target_measure_id].append(_offer(row, row.target_measure))
    return {value: tuple(offers) for value, offers in found.items()}


def negotiation(agreement: Agreement, actor: Actor) -> Negotiation:
    """All targets with their offers and remarks, and what the actor may do about each, in four queries."""
    kinds = {each.party_id: PartyKind(each.party.kind) for each in agreement.partners.all()}
    names = {each.party_id: each.party.short_name for each in agreement.partners.all()}
    mine = drafting_parties(actor, agreement)
    values, offers, remarks = _values(agreement), list(proposals_of(agreement)), _remarks(agreement)
    targets = []
    for target in Target.objects.filter(agreement=agreement).order_by("section__position", "position"):
        table = at_the_table(Sphere(target.sphere), kinds)
        seats = _seats(mine & table, names)
        targets.append(
            TargetTalk(
                code=target.code,
                title=target.short_title or target.title,
                kind=TargetKind(target.kind),
                sphere=Sphere(target.sphere),
                table=tuple(name for party, name in names.items() if party in table),
                values=tuple(_talk(row, offers, table, seats, actor) for row in values[target.pk]),
                remarks=tuple(remarks[target.pk]),
            )
        )
    return Negotiation(targets=tuple(targets), seats=_seats(mine, names))


def _seats(parties: Iterable[int], names: dict[int, str]) -> tuple[Seat, ...]:
    """In the order of the partners on the cover."""
    chosen = frozenset(parties)
    return tuple(Seat(party=party, name=name) for party, name in names.items() if party in chosen)


def _values(agreement: Agreement) -> dict[int, list[TargetMeasure]]:
    found: dict[int, list[TargetMeasure]] = defaultdict(list)
    for row in negotiated_values(agreement):
        found[row.target_id].append(row)
    return found


def _remarks(agreement: Agreement) -> dict[int, list[RemarkLine]]:
    rows = TargetRemark.objects.filter(target__agreement=agreement).select_related("party", "by").order_by("id")
    found: dict[int, list[RemarkLine]] = defaultdict(list)
    for row in rows:
        found[row.target_id].append(
            RemarkLine(party_name=row.party.short_name, text=row.text, by_name=str(row.by), at=row.at)
        )
    return found


def _talk(
    row: TargetMeasure, proposals: list[Proposal], table: frozenset[int], seats: tuple[Seat, ...], actor: Actor
) -> ValueTalk:
    history = tuple(_offer(each, row) for each in proposals if each.target_measure_id == row.pk)
    parted = columns(history, table)
    draft = row.plan if row.way == PlanWay.ABSOLUTE else row.relative_percent
    return ValueTalk(
        pk=row.pk,
        version=row.version,
        code=row.measure.code,
        name=row.measure.name,
        unit=row.measure.unit,
        decimals=row.measure.decimals,
        way=PlanWay(row.way),
        draft_words="" if draft is None else _words(row, PlanWay(row.way), draft),
        columns=parted,
        history=history,
        differs=parted.agreed is not None and (parted.agreed.way, parted.agreed.value) != (row.way, draft),
        seats=seats,
        cells=cells(parted, seats=seats, person=actor.user.pk or 0),
    )


def _offer(row: Proposal, about: TargetMeasure) -> Offer:
    way = PlanWay(row.way)
    value = row.plan if row.plan is not None else row.relative_percent
    assert value is not None  # noqa: S101  a constraint demands one of the two
    return Offer(
        pk=row.pk,
        party=row.party_id,
        party_name=row.party.short_name,
        way=way,
        value=value,
        words=_words(about, way, value),
        reason=row.reason,
        accepted=row.accepted,
        by=row.by_id,
        by_name=str(row.by),
        at=row.at,
    )


def _words(row: TargetMeasure, way: PlanWay, value: Decimal) -> str:
    return offer_words(
        kind=TargetKind(row.target.kind),
        way=way,
        value=value,
        direction=Direction(row.direction) if row.direction else None,
        unit=row.measure.unit,
    )
