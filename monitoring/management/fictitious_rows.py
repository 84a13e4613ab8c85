"""Fictitious Jobcenter into the database: parties, the agreement of 2014, figures by the one verb that stores them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import TypeVar

from django.db import transaction

from agreements.choices import AgreementState, PartyKind, PlanWay, RegionKind, SignatureWay
from agreements.domain.numbers import format_value
from agreements.models import (
    Agreement,
    AgreementParty,
    Party,
    Region,
    Section,
    Series,
    Signature,
    Target,
    TargetMeasure,
    User,
)
from monitoring.choices import FigureStatus, Origin
from monitoring.management.demo_figures import LAST, DemoFigure
from monitoring.management.fictitious import FictitiousJobcenter, figures, plans
from monitoring.models import MonthlyActual
from monitoring.services.actuals import record
from monitoring.services.entries import Entry

WHY = "fiktive Zahlen der Vorführung"
SIGNED = "Fiktiv: zur Vorführung als unterzeichnet eingetragen, ein Papier gibt es nicht."
TYPE_FROM = date(2014, 1, 1)
Row = TypeVar("Row", Section, Target, TargetMeasure)


@dataclass(frozen=True)
class Template:
    """The agreement whose BA targets all fictitious Jobcenter have agreed on, each with plans of its own."""

    agreement: Agreement

    @cached_property
    def sections(self) -> tuple[tuple[Section, tuple[tuple[Target, tuple[TargetMeasure, ...]], ...]], ...]:
        """Sections with targets of the MBZ, these targets, and their measures."""
        wanted = Target.objects.filter(agreement=self.agreement, in_mbz=True).order_by("position")
        rows = wanted.prefetch_related("measures__measure")
        of_section: dict[int, list[Target]] = {}
        for target in rows:
            of_section.setdefault(target.section_id, []).append(target)
        sections = Section.objects.filter(pk__in=of_section).order_by("position")
        return tuple(
            (section, tuple((target, tuple(target.measures.all())) for target in of_section[section.pk]))
            for section in sections
        )

    @cached_property
    def series(self) -> dict[str, Series]:
        """The catalogue by code."""
        return Series.objects.in_bulk(field_name="code")


@transaction.atomic
def store(jobcenter: FictitiousJobcenter, *, template: Template, agentur: Party, first: date, by: User) -> int:
    """Everything of one Jobcenter that is not there yet, figures from the month `first` on; how many figures are new.

    What stands is left alone, so that a second run changes nothing, whatever somebody has typed since.
    """
    region, _ = Region.objects.get_or_create(
        key=jobcenter.region, defaults={"name": jobcenter.kreis, "kind": RegionKind.DISTRICT, "fictitious": True}
    )
    if not Agreement.objects.filter(key=f"{jobcenter.slug}-2014").exists():
        _agree(jobcenter, region, template, agentur)
    known = set(MonthlyActual.objects.filter(region=region).order_by().values_list("series__code", "month"))
    wanted = (figure for figure in figures(jobcenter, first) if (figure.series, figure.month) not in known)
    entries = [entry_for(figure, template.series[figure.series], region) for figure in wanted]
    return record(by=by, entries=entries, origin=Origin.COMMAND, on=LAST).stored


def entry_for(figure: DemoFigure, series: Series, region: Region) -> Entry:
    """A made-up figure as the service wants it."""
    return Entry(
        series=series,
        region=region,
        month=figure.month,
        value=figure.value,
        status=FigureStatus.FINAL if figure.final else FigureStatus.PROVISIONAL,
        why=WHY,
    )


def _agree(jobcenter: FictitiousJobcenter, region: Region, template: Template, agentur: Party) -> None:
    """Parties and the signed agreement with sections I to III."""
    kreis = Party.objects.create(
        key=jobcenter.slug, kind=PartyKind.KREIS, name=jobcenter.kreis, short_name=jobcenter.kreis, region=region
    )
    own = Party.objects.create(
        key=f"jobcenter-{jobcenter.slug}",
        kind=PartyKind.JOBCENTER_GE,
        name=jobcenter.name,
        short_name=jobcenter.name,
        region=region,
        comparison_type=jobcenter.comparison_type,
        comparison_from=TYPE_FROM,
    )
    like = template.agreement
    agreement = Agreement.objects.create(
        key=f"{jobcenter.slug}-2014",
        year=like.year,
        title=like.title,
        jobcenter=own,
        starts=like.starts,
        ends=like.ends,
    )
    partners = AgreementParty.objects.bulk_create(
        AgreementParty(agreement=agreement, party=party, position=position, linking=linking, function=function)
        for position, (party, linking, function) in enumerate(
            (
                (agentur, "zwischen der", f"Vorsitzenden der Geschäftsführung\nder {agentur.name}"),
                (own, "und der", f"Geschäftsführung\ndes {own.name}"),
                (kreis, "und der", f"Verwaltungsleitung\nvon {kreis.name}"),
            ),
            1,
        )
    )
    Signature.objects.bulk_create(Signature(partner=row, way=SignatureWay.PAPER, result=SIGNED) for row in partners)
    _copy_targets(agreement, template, plans(jobcenter))
    # Last: nothing is added to an agreement that is signed (agreements.models.signed).
    Agreement.objects.filter(pk=agreement.pk).update(state=AgreementState.SIGNED)


def _copy_targets(agreement: Agreement, template: Template, planned: dict[str, Decimal]) -> None:
    rows: list[TargetMeasure] = []
    for section, targets in template.sections:
        copied = _copy(section, agreement=agreement)
        copied.save()
        for target, measures in targets:
            own = _copy(target, agreement=agreement, section=copied)
            own.save()
            rows += (_copy(row, target=own, reading="", **_plan(row, planned)) for row in measures)
    TargetMeasure.objects.bulk_create(rows)


def _plan(row: TargetMeasure, planned: dict[str, Decimal]) -> dict[str, object]:
    """The Jobcenter's own plan where the paper names a value; a change "um 5 %" is everybody's."""
    if row.way != PlanWay.ABSOLUTE:
        return {}
    measure = row.measure
    plan = planned[measure.code]
    return {
        "plan": plan,
        "plan_printed": format_value(plan, measure.decimals if measure.unit == "%" else 0, measure.unit),
    }


def _copy(row: Row, **changes: object) -> Row:
    """A row like this one that is not in the database yet."""
    fields = {
        field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key
    }
    made = type(row)(**fields)
    for name, value in changes.items():
        setattr(made, name, value)
    return made
