"""Agreeing on plan values: who sits at the table for one, what was offered, what stands, and who may say yes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from agreements.choices import Direction, PartyKind, PlanWay, Sphere, TargetKind
from agreements.domain.numbers import NO_BREAK_SPACE, format_signed, format_value
from agreements.domain.sides import SIDES
from agreements.domain.wording import own_decimals


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One word of a party on a value: an offer, or its yes (`accepted`) to one of the same value.

    `value` in the unit of the measure, or percent to the prior year, by the way.
    """

    pk: int
    party: int
    party_name: str
    way: PlanWay
    value: Decimal
    words: str
    reason: str
    accepted: bool
    by: int
    by_name: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class Columns:
    """Angebot, Gegenvorschlag, vereinbart. `answered` where the first two led to the third and await nothing.

    `latest` holds the last word of each party in the run: its offer, or its yes to somebody else's.
    """

    offer: Offer | None = None
    counter: Offer | None = None
    agreed: Offer | None = None
    answered: bool = True
    latest: Mapping[int, Offer] = field(default_factory=dict)

    @property
    def standing(self) -> tuple[Offer, ...]:
        """What another party may accept now: a party that said yes elsewhere no longer stands by its own offer."""
        if self.answered:
            return ()
        return tuple(each for each in (self.offer, self.counter) if each and self.latest[each.party] == each)

    @property
    def open(self) -> bool:
        """Whether something lies on the table that is not agreed."""
        return not self.answered

    @property
    def status(self) -> str:
        """Where the value stands, in words."""
        if self.standing:
            last = max(self.standing, key=lambda each: each.pk)
            return f"{'Gegenvorschlag' if last is self.counter else 'Angebot'} von {last.party_name}"
        return "vereinbart" if self.agreed else "noch kein Angebot"

    def consents(self, offer: Offer) -> tuple[Offer, ...]:
        """The yes of every party that stands by this offer without having made it."""
        yes = (each for each in self.latest.values() if each.accepted)
        return tuple(each for each in yes if _same(each, offer))


@dataclass(frozen=True, kw_only=True)
class Seat:
    """A party for which somebody may speak."""

    party: int
    name: str


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One column of a value: its head, the offer in it, and the parties for which the reader may accept it."""

    head: str
    offer: Offer | None
    consents: tuple[Offer, ...] = ()
    accept: tuple[Seat, ...] = ()


@dataclass(frozen=True, kw_only=True)
class ValueTalk:
    """One plan value with all that was offered for it, oldest first, and what the reader may do about it."""

    pk: int
    version: int  # of the draft's row
    code: str
    name: str
    unit: str
    decimals: int
    way: PlanWay
    draft_words: str  # empty without a plan
    columns: Columns
    history: tuple[Offer, ...]
    differs: bool  # the draft was changed by hand since the value was agreed
    seats: tuple[Seat, ...]  # for which the reader may propose
    cells: tuple[Cell, ...]  # Angebot, Gegenvorschlag, vereinbart


@dataclass(frozen=True, kw_only=True)
class RemarkLine:
    """What a party said to a target."""

    party_name: str
    text: str
    by_name: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class TargetTalk:
    """One target with its values and what was said to it."""

    code: str
    title: str
    kind: TargetKind
    sphere: Sphere
    table: tuple[str, ...]  # the parties that agree on its values
    values: tuple[ValueTalk, ...]
    remarks: tuple[RemarkLine, ...]

    @property
    def status(self) -> str:
        """The states of its values, each said once; empty for a target without values."""
        return " · ".join(dict.fromkeys(value.columns.status for value in self.values))


@dataclass(frozen=True, kw_only=True)
class Negotiation:
    """All targets of an agreement in their printed order, and the parties for which the reader may speak."""

    targets: tuple[TargetTalk, ...]
    seats: tuple[Seat, ...]

    @property
    def silent(self) -> bool:
        """Whether nobody has said anything yet."""
        return not any(target.remarks or any(value.history for value in target.values) for target in self.targets)

    @property
    def summary(self) -> str:
        """How far the parties are, as one sentence."""
        every = [value.columns for target in self.targets for value in target.values]
        if not every:
            return "Diese Vereinbarung hat keine Planwerte, über die zu verhandeln wäre."
        waiting = sum(1 for each in every if each.open)
        agreed = sum(1 for each in every if each.agreed and not each.open)
        counted = f"{len(every)} {'Planwert' if len(every) == 1 else 'Planwerte'}"
        without = len(every) - waiting - agreed
        return f"{counted}: {agreed} vereinbart, {waiting} mit offenem Angebot, {without} ohne Angebot."


def at_the_table(sphere: Sphere, kinds: Mapping[int, PartyKind]) -> frozenset[int]:
    """Which of the partners propose and agree on the values of a target; `kinds` says what each partner is.

    Unsere Lesart: for targets of the BA the Jobcenter and the side of the BA, for municipal ones the Jobcenter and the
    municipal side, for both all partners. Where that leaves fewer than two (the paper of a zugelassener kommunaler Träger
    with the Land), all partners. The others read, remark, and consent with their signature.
    """
    found = frozenset(party for party, kind in kinds.items() if kind in SIDES[sphere])
    return found if len(found) > 1 else frozenset(kinds)


def columns(offers: Sequence[Offer], table: frozenset[int]) -> Columns:
    """The three columns from all words on one value, oldest first; `table` are the parties that agree on it.

    Unsere Lesart: who offers first in a run makes the Angebot; the latest of another party that still stands by it is the
    Gegenvorschlag. A later word of the same party replaces its former one. A value is agreed when the last word of every
    party at the table is the same: the offer of one, the yes of the others. That ends the run; its offers stay in sight
    until a new one begins, and what was agreed holds until something else is.
    """
    run: list[Offer] = []
    latest: dict[int, Offer] = {}
    agreed, answered = None, True
    for each in offers:
        if answered:
            run, latest, answered = [], {}, False
        latest[each.party] = each
        if not each.accepted:
            run.append(each)
        elif all(party in latest and _same(latest[party], each) for party in table):
            agreed, answered = each, True
    first = run[0].party if run else None
    others = [each for each in run if each.party != first]
    return Columns(
        offer=_last(each for each in run if each.party == first),
        counter=_last(each for each in others if latest[each.party] is each) or _last(others),
        agreed=agreed,
        answered=answered,
        latest=latest,
    )


def cells(parted: Columns, *, seats: tuple[Seat, ...], person: int) -> tuple[Cell, ...]:
    """The columns for one reader. Nobody accepts their own offer, nor what they offered for another party (unsere Lesart)."""

    def cell(head: str, offer: Offer | None) -> Cell:
        if offer is None or offer not in parted.standing:
            return Cell(head=head, offer=offer)
        consents = parted.consents(offer)
        done = {offer.party, *(each.party for each in consents)}
        accept = () if offer.by == person else tuple(seat for seat in seats if seat.party not in done)
        return Cell(head=head, offer=offer, consents=consents, accept=accept)

    return (
        cell("Angebot", parted.offer),
        cell("Gegenvorschlag", parted.counter),
        Cell(head="vereinbart", offer=parted.agreed),
    )


def offer_words(*, kind: TargetKind, way: PlanWay, value: Decimal, direction: Direction | None, unit: str) -> str:
    """ "mindestens 20,6 %", "höchstens ±0 % zum Vorjahr"; a forecast is called one and never a plan (domain.md §3)."""
    decimals = own_decimals(value)
    bound = f"{direction.label} " if direction else ""
    before = f"Prognose {bound}" if kind == TargetKind.MONITORING else bound
    if way == PlanWay.RELATIVE:
        change = format_signed(value, decimals) if value else "±0"
        return f"{before}{change}{NO_BREAK_SPACE}% zum Vorjahr"
    return f"{before}{format_value(value, decimals, unit)}"


def _same(one: Offer, other: Offer) -> bool:
    return (one.way, one.value) == (other.way, other.value)


def _last(offers: Iterable[Offer]) -> Offer | None:
    found = tuple(offers)
    return found[-1] if found else None
