"""Reads of the lower floor: rows to sheets in a constant number of queries, lists, and the plan in force in a month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import F, Prefetch, Q

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
from agreements.domain.lifecycle import IN_FORCE
from agreements.domain.sheet import (
    AgreedTarget,
    AgreementLine,
    AgreementSheet,
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
    Target,
    TargetMeasure,
)

DUTY_FIELDS = ("target_id", "pk", "title", "sentence", "with_whom", "rhythm", "due", "due_is_reading")


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
    """The agreement whole, in six queries beside those of with_partners().

    Sections come with their targets, duties with their parties in one query each, so that the page stays cheap.
    """
    duties = _duties(agreement)
    rows = (
        Target.objects.filter(agreement=agreement)
        .order_by("section__position", "position")
        .prefetch_related(
            Prefetch("measures", TargetMeasure.objects.select_related("measure").order_by("position")),
            Prefetch("budgets", Budget.objects.select_related("carrier").order_by("position")),
        )
    )
    targets: dict[int, list[AgreedTarget]] = defaultdict(list)
    for row in rows:
        targets[row.section_id].append(_target(row, duties.get(row.pk, ()), agreement.year))
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
        sections=tuple(_section(row, targets[row.pk]) for row in agreement.sections.order_by("position")),
        signatures=_signatures(agreement, partners),
    )


def plan_in_force(agreement: Agreement, target_code: str, month: date) -> Target:
    """The target as it is in force in that month: the latest amendment in force by then, else the original row.

    An amendment holds only what it changes, so a target it does not name stays the original's.
    Raises Target.DoesNotExist for a code that neither knows.
    """
    original = agreement.amends_id or agreement.pk
    amended = Q(
        agreement__amends=original,
        agreement__state__in=IN_FORCE,
        agreement__effective_from__lte=month,
    )
    rows = Target.objects.filter(Q(agreement=original) | amended, code=target_code)
    latest = rows.order_by(F("agreement__effective_from").desc(nulls_last=True), "-agreement_id")
    found = latest.select_related("agreement").prefetch_related("measures__measure", "measures__plan_values").first()
    if found is None:
        raise Target.DoesNotExist(f"Ein Ziel „{target_code}“ gibt es in „{agreement}“ nicht.")
    return found


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


def _section(row: Section, targets: Iterable[AgreedTarget]) -> SectionSheet:
    return SectionSheet(
        position=row.position,
        number=row.number,
        heading=row.heading,
        prose=row.prose,
        closing=row.closing,
        footnote=row.footnote,
        column_heads=tuple(row.column_heads),
        kind=SectionKind(row.kind),
        targets=tuple(targets),
    )


def _target(row: Target, duties: Iterable[DutySheet], year: int) -> AgreedTarget:
    return AgreedTarget(
        code=row.code,
        title=row.title,
        short_title=row.short_title or row.title,
        description=row.description,
        kind=TargetKind(row.kind),
        sphere=Sphere(row.sphere),
        city_duty=row.city_duty,
        in_mbz=row.in_mbz,
        measures=tuple(_measure(measure, TargetKind(row.kind), year) for measure in row.measures.all()),
        budgets=tuple(
            BudgetSheet(purpose=budget.purpose, amount=budget.amount, carrier=budget.carrier.name)
            for budget in row.budgets.all()
        ),
        duties=tuple(duties),
    )


def _measure(row: TargetMeasure, kind: TargetKind, year: int) -> TargetMeasureSheet:
    promise = Promise(
        kind=kind,
        way=PlanWay(row.way),
        plan=row.plan,
        relative_percent=row.relative_percent,
        direction=Direction(row.direction) if row.direction else None,
        unit=row.measure.unit,
        year=year,
    )
    return TargetMeasureSheet(
        code=row.measure.code,
        name=row.measure.name,
        unit=row.measure.unit,
        role=MeasureRole(row.role),
        plan_printed=row.plan_printed,
        plan_words=plan_words(promise),
        reading=row.reading,
    )


def _duties(agreement: Agreement) -> Mapping[int, tuple[DutySheet, ...]]:
    """Duties by target; one row a responsible party, so that the parties cost no query of their own."""
    rows = (
        Duty.objects.filter(target__agreement=agreement)
        .order_by("target_id", "position", "responsible__name")
        .values(*DUTY_FIELDS, party=F("responsible__name"))
    )
    grouped: dict[int, list[dict]] = defaultdict(list)
    for row in rows:
        grouped[row["pk"]].append(row)
    found: dict[int, tuple[DutySheet, ...]] = defaultdict(tuple)
    for group in grouped.values():
        found[group[0]["target_id"]] += (_duty(group),)
    return found


def _duty(rows: list[dict]) -> DutySheet:
    first = rows[0]
    return DutySheet(
        title=first["title"],
        sentence=first["sentence"],
        responsible=tuple(row["party"] for row in rows if row["party"]),
        with_whom=first["with_whom"],
        rhythm=DutyRhythm(first["rhythm"]),
        due=first["due"],
        due_reading=first["due_is_reading"],
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
