"""What still keeps an agreement from being signed, each as one sentence with the place where it is put right."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Count

from agreements.choices import MeasureRole, PartyKind, PlanWay, Sphere, TargetKind
from agreements.domain.negotiation import at_the_table, columns
from agreements.models import Agreement, Section, TargetMeasure
from agreements.selectors.agreeing import offers_by_value
from agreements.selectors.editing import drafted_targets, measure_line

# Without a value these say nothing (unsere Lesart); budgets, duties, evaluations and qualitative targets need none.
NEED_A_PLAN = frozenset(
    {
        TargetKind.STEERING,
        TargetKind.MONITORING,
        TargetKind.EXPECTATION,
        TargetKind.CHANGE,
        TargetKind.MINIMUM,
        TargetKind.CEILING,
        TargetKind.STAFFING,
        TargetKind.INDEX,
    }
)


@dataclass(frozen=True, kw_only=True)
class OpenPoint:
    """One thing to put right; `target` is the code of the target where it is, empty for the agreement itself."""

    text: str
    target: str = ""


def open_points(agreement: Agreement) -> tuple[OpenPoint, ...]:
    """Everything that is open, in the order of the document; empty where it is ready. A constant number of queries."""
    return (*_partners(agreement), *_sections(agreement), *_targets(agreement))


def _partners(agreement: Agreement) -> Iterator[OpenPoint]:
    if len(agreement.partners.all()) < 2:
        yield OpenPoint(text="Eine Vereinbarung schließen mindestens zwei Partner; es fehlen Partner.")


def _sections(agreement: Agreement) -> Iterator[OpenPoint]:
    sections = Section.objects.filter(agreement=agreement).annotate(count=Count("targets")).order_by("position")
    if not sections:
        yield OpenPoint(text="Die Vereinbarung hat noch keinen Abschnitt.")
    for section in sections:
        if not (section.count or section.prose.strip() or section.closing.strip()):
            yield OpenPoint(text=f"Der Abschnitt „{section}“ ist leer.")


def _targets(agreement: Agreement) -> Iterator[OpenPoint]:
    offers = offers_by_value(agreement)
    kinds = {each.party_id: PartyKind(each.party.kind) for each in agreement.partners.all()}
    for target in drafted_targets(agreement).order_by("section__position", "position"):
        leading = [row for row in target.measures.all() if row.role == MeasureRole.LEADING]
        if target.kind in NEED_A_PLAN and not leading:
            yield OpenPoint(text=f"„{target}“ hat keine führende Messgröße.", target=target.code)
        table = at_the_table(Sphere(target.sphere), kinds)
        for row in target.measures.all():
            if row in leading and target.kind in NEED_A_PLAN and row.way == PlanWay.NONE:
                yield OpenPoint(text=f"„{target}“: „{row.measure}“ hat keinen Planwert.", target=target.code)
            for doubt in measure_line(row, agreement.year).doubts:
                yield OpenPoint(text=f"„{target}“, „{row.measure}“: {doubt}", target=target.code)
            parted = columns(offers.get(row.pk, ()), table)
            if parted.open:
                text = f"„{target}“, „{row.measure}“: {parted.status} liegt noch auf dem Tisch."
                yield OpenPoint(text=text, target=target.code)
            elif parted.agreed and (parted.agreed.way, parted.agreed.value) != (row.way, _value(row)):
                text = f"„{target}“, „{row.measure}“: Der Entwurf nennt anderes als vereinbart: {parted.agreed.words}."
                yield OpenPoint(text=text, target=target.code)


def _value(row: TargetMeasure) -> object:
    return row.plan if row.way == PlanWay.ABSOLUTE else row.relative_percent
