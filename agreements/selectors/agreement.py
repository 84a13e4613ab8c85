"""Reads of the lower floor: rows to sheets in a constant number of queries, and lists."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from django.db.models import F, Q

from agreements.choices import (
    AgreementState,
    Direction,
    DutyRhythm,
    MeasureRole,
    PlanWay,
    SectionKind,
    SignatureWay,
    Sphere,
    TargetKind,
)
from agreements.domain.sheet import (
    AgreedTarget,
    AgreementLine,
    AgreementSheet,
    AmendsSheet,
    BudgetSheet,
    DutySheet,
    PartySheet,
    SectionSheet,
    SignatureSheet,
    TargetMeasureSheet,
)
from agreements.domain.wording import Promise, plan_words, signature_worth
from agreements.models import (
    Actor,
    Agreement,
    AgreementParty,
    Budget,
    Duty,
    Section,
    Signature,
    TargetMeasure,
)

Row = dict[str, Any]
SECTION_FIELDS = ("position", "number", "heading", "prose", "closing", "footnote", "column_heads", "kind")
TARGET_FIELDS = ("code", "title", "short_title", "description", "kind", "sphere", "city_duty", "in_mbz", "series_break")
DUTY_FIELDS = (
    *("target_id", "position", "title", "sentence", "with_whom", "rhythm"),
    *("due", "due_is_reading", "present_by"),
)


@dataclass(frozen=True, kw_only=True)
class Parts:
    """What hangs on the targets, by their primary keys."""

    measures: dict[int, list[TargetMeasureSheet]]
    budgets: dict[int, list[BudgetSheet]]
    duties: dict[int, list[DutySheet]]


def agreements_for(actor: Actor) -> tuple[AgreementLine, ...]:
    """All agreements the person may read, newest year first; three queries at the most."""
    rows = Agreement.objects.visible_to(actor).with_partners()
    return tuple(_line(row) for row in rows)


def related_agreements(agreement: Agreement, actor: Actor) -> tuple[AgreementLine, ...]:
    """The original or the amendments, last year's and next year's agreement, as far as the person may read them."""
    original = agreement.amends_id or agreement.pk
    kin = Q(pk__in=[original, agreement.predecessor_id]) | Q(amends=original) | Q(predecessor=agreement)
    rows = Agreement.objects.visible_to(actor).filter(kin).exclude(pk=agreement.pk).select_related("jobcenter")
    return tuple(_line(row, with_partners=False) for row in rows.order_by("year", "effective_from"))


def agreement_sheet(agreement: Agreement) -> AgreementSheet:
    """The agreement whole, in five queries beside those of with_partners(): one a kind of row, sections with targets."""
    partners = agreement.partners.all()
    return AgreementSheet(
        key=agreement.key,
        year=agreement.year,
        title=agreement.title,
        jobcenter=agreement.jobcenter.name,
        state=AgreementState(agreement.state),
        starts=agreement.starts,
        ends=agreement.ends,
        parties=tuple(_party(partner) for partner in partners),
        sections=section_sheets([agreement]).get(agreement.pk, ()),
        signatures=_signatures(agreement, partners),
        amends=_amends(agreement),
    )


def _line(row: Agreement, *, with_partners: bool = True) -> AgreementLine:
    return AgreementLine(
        key=row.key,
        year=row.year,
        title=row.title,
        jobcenter=row.jobcenter.name,
        partners=tuple(partner.party.name for partner in row.partners.all()) if with_partners else (),
        state=AgreementState(row.state),
        effective_from=row.effective_from,
    )


def _party(row: AgreementParty) -> PartySheet:
    return PartySheet(linking=row.linking, function=row.function, name=row.name, party=row.party.name)


def _amends(agreement: Agreement) -> AmendsSheet | None:
    """What an amendment changes; one query more for one."""
    original, since = agreement.amends, agreement.effective_from
    return AmendsSheet(key=original.key, title=original.title, effective_from=since) if original and since else None


def section_sheets(agreements: Iterable[Agreement]) -> dict[int, tuple[SectionSheet, ...]]:
    """Sections with their targets from one joined query, by agreement; one without targets is one row without target.

    Four queries, whatever the number of agreements.
    """
    wanted = [agreement.pk for agreement in agreements]
    rows = (
        Section.objects.filter(agreement__in=wanted)
        .order_by("agreement_id", "position", "targets__position")
        .values("agreement_id", *SECTION_FIELDS, "targets", *(f"targets__{name}" for name in TARGET_FIELDS))
    )
    parts = Parts(measures=_measures(wanted), budgets=_budgets(wanted), duties=_duties(wanted))
    found: dict[int, tuple[SectionSheet, ...]] = {}
    for (pk, _), group in groupby(rows, key=lambda row: (row["agreement_id"], row["position"])):
        found[pk] = (*found.get(pk, ()), _section(list(group), parts))
    return found


def _section(rows: list[Row], parts: Parts) -> SectionSheet:
    first = rows[0]
    return SectionSheet(
        position=first["position"],
        number=first["number"],
        heading=first["heading"],
        prose=first["prose"],
        closing=first["closing"],
        footnote=first["footnote"],
        column_heads=tuple(first["column_heads"]),
        kind=SectionKind(first["kind"]),
        targets=tuple(_target(row, parts) for row in rows if row["targets"]),
    )


def _target(row: Row, parts: Parts) -> AgreedTarget:
    pk, fields = row["targets"], {name: row[f"targets__{name}"] for name in TARGET_FIELDS}
    fields["short_title"] = fields["short_title"] or fields["title"]
    fields |= {"kind": TargetKind(fields["kind"]), "sphere": Sphere(fields["sphere"])}
    return AgreedTarget(
        **fields,
        measures=tuple(parts.measures[pk]),
        budgets=tuple(parts.budgets[pk]),
        duties=tuple(parts.duties[pk]),
    )


def _measures(agreements: list[int]) -> dict[int, list[TargetMeasureSheet]]:
    """Measures by target."""
    rows = TargetMeasure.objects.filter(target__agreement__in=agreements).select_related("measure", "target__agreement")
    found: dict[int, list[TargetMeasureSheet]] = defaultdict(list)
    for row in rows.order_by("target_id", "position"):
        found[row.target_id].append(_measure(row, row.target.agreement.year))
    return found


def _budgets(agreements: list[int]) -> dict[int, list[BudgetSheet]]:
    """Budgets by target."""
    rows = Budget.objects.filter(target__agreement__in=agreements).select_related("carrier")
    found: dict[int, list[BudgetSheet]] = defaultdict(list)
    for row in rows.order_by("target_id", "position"):
        found[row.target_id].append(BudgetSheet(purpose=row.purpose, amount=row.amount, carrier=row.carrier.name))
    return found


def promise_of(row: TargetMeasure, year: int) -> Promise:
    """What was agreed on a measure, as the words for it are made from."""
    return Promise(
        kind=TargetKind(row.target.kind),
        way=PlanWay(row.way),
        plan=row.plan,
        relative_percent=row.relative_percent,
        direction=Direction(row.direction) if row.direction else None,
        unit=row.measure.unit,
        year=year,
    )


def _measure(row: TargetMeasure, year: int) -> TargetMeasureSheet:
    return TargetMeasureSheet(
        code=row.measure.code,
        name=row.measure.name,
        unit=row.measure.unit,
        role=MeasureRole(row.role),
        plan_printed=row.plan_printed,
        plan_words=plan_words(promise_of(row, year)),
        reading=row.reading,
    )


def _duties(agreements: list[int]) -> dict[int, list[DutySheet]]:
    """Duties by target; one row a responsible party, so that the parties cost no query of their own."""
    rows = (
        Duty.objects.filter(target__agreement__in=agreements)
        .order_by("target_id", "position", "responsible__name")
        .values(*DUTY_FIELDS, party=F("responsible__name"))
    )
    found: dict[int, list[DutySheet]] = defaultdict(list)
    for (target, _position), group in groupby(rows, key=lambda row: (row["target_id"], row["position"])):
        found[target].append(_duty(list(group)))
    return found


def _duty(rows: list[Row]) -> DutySheet:
    first = rows[0]
    return DutySheet(
        title=first["title"],
        sentence=first["sentence"],
        responsible=tuple(row["party"] for row in rows if row["party"]),
        with_whom=first["with_whom"],
        rhythm=DutyRhythm(first["rhythm"]),
        due=first["due"],
        due_reading=first["due_is_reading"],
        present_by=first["present_by"],
    )


def _signatures(agreement: Agreement, partners: Iterable[AgreementParty]) -> tuple[SignatureSheet, ...]:
    """One a partner in the printed order; the valid one, if there is one."""
    rows = {row.partner_id: row for row in Signature.objects.filter(partner__agreement=agreement, valid=True)}
    return tuple(_signature(agreement, partner, rows.get(partner.pk)) for partner in partners)


def _signature(agreement: Agreement, partner: AgreementParty, row: Signature | None) -> SignatureSheet:
    way = SignatureWay(row.way) if row else None
    return SignatureSheet(
        party=partner.party.name,
        function=partner.function,
        way=way,
        worth=signature_worth(way, AgreementState(agreement.state)),
        signer=row.signer if row else "",
        signed_on=row.signed_on if row else None,
        result=row.result if row else "",
    )
