"""Carrying an agreement over into the next year: a new draft from what is in force, without any plan value."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import IntegrityError, models, transaction

from agreements.choices import AgreementState, Course, PartyKind, PlanWay
from agreements.domain.carrying import day_in_year, key_in_year
from agreements.domain.months import month_of
from agreements.domain.standing_in import stands_in
from agreements.models import Agreement, Section, Target, TargetMeasure, User
from agreements.selectors.amending import targets_in_force
from agreements.services import audit
from agreements.services.copying import copy_partners, copy_row
from agreements.services.plans import even_course

Heirs = Mapping[int, int | None]  # who takes over what a partner of the template promised; None: nobody here


class CarryRefused(Exception):
    """The agreement cannot be carried over; the message is one German sentence for the user."""


def carry_over(
    *, by: User, source: Agreement, year: int, title: str, starts: date, ends: date, template: Agreement | None = None
) -> Agreement:
    """The draft of that year, with partners, sections, texts, targets, budgets and duties of what is in force in the
    source's December. Plan values are not taken over, so that nothing old is agreed again unasked; days move along.

    With a template the source gives partners and key alone and remains what the year is compared with; all else comes
    from the template. The money of another Jobcenter is not promised again here, and its duties fall to who does the
    same here (unsere Lesart). Raises CarryRefused for an amendment, a year that is not later, and a year that was
    carried over already.
    """
    template = template or source
    if source.amends_id or template.amends_id:
        raise CarryRefused("Ein Nachtrag wird nicht fortgeschrieben; bitte die Zielvereinbarung selbst wählen.")
    if year <= source.year:
        raise CarryRefused(f"Das neue Jahr liegt nicht nach {source.year}; möglich ist zum Beispiel {source.year + 1}.")
    key = key_in_year(source.key, year)
    taken = f"Für {year} gibt es schon eine Vereinbarung „{key}“; bitte dort weiterarbeiten."
    if Agreement.objects.filter(key=key).exists():
        raise CarryRefused(taken)
    try:
        return _carry(by, source, template, Agreement(key=key, year=year, title=title, starts=starts, ends=ends))
    except IntegrityError as error:
        if Agreement.objects.filter(key=key).exists():  # somebody was quicker
            raise CarryRefused(taken) from error
        raise


@transaction.atomic
def _carry(by: User, source: Agreement, template: Agreement, draft: Agreement) -> Agreement:
    draft.jobcenter, draft.state, draft.predecessor = source.jobcenter, AgreementState.DRAFT, source
    draft.save(force_insert=True)
    copy_partners(source, draft)
    sections = [
        (section.heading, copy_row(section, agreement=draft)) for section in template.sections.order_by("position")
    ]
    heirs = stands_in(_kinds(template), _kinds(source))
    for target in targets_in_force(template, month_of(template.year, 12)):
        copy = _copy_target(target, _place(target, sections, draft))
        _copy_duties(target, copy, heirs, years=draft.year - template.year)
        if template.jobcenter_id == source.jobcenter_id:
            _copy_budgets(target, copy, heirs)
    audit.record(
        by=by,
        verb="Vereinbarung fortgeschrieben",
        object=draft.key,
        after={"from": source.key, "template": template.key, "year": draft.year, "title": draft.title},
    )
    return draft


def _place(target: Target, sections: list[tuple[str, Section]], draft: Agreement) -> Section:
    """The section of the same heading; a section only an amendment has comes at the end."""
    for heading, section in sections:
        if heading == target.section.heading:
            return section
    position = max((section.position for _, section in sections), default=0) + 1
    section = copy_row(target.section, agreement=draft, position=position)
    sections.append((section.heading, section))
    return section


def _kinds(agreement: Agreement) -> dict[int, PartyKind]:
    """The partners by what they are, in the order of the cover."""
    return {row.party_id: PartyKind(row.party.kind) for row in agreement.partners.select_related("party")}


def _copy_target(target: Target, section: Section) -> Target:
    last = section.targets.aggregate(last=models.Max("position"))["last"] or 0
    copy = copy_row(target, section=section, agreement=section.agreement, position=last + 1, series_break="")
    for row in target.measures.order_by("position"):
        copy_row(row, target=copy, **without_plan(row))
    return copy


def _copy_budgets(target: Target, copy: Target, heirs: Heirs) -> None:
    for budget in target.budgets.order_by("position"):
        carrier = heirs.get(budget.carrier_id, budget.carrier_id)
        if carrier is not None:
            copy_row(budget, target=copy, carrier_id=carrier)


def _copy_duties(target: Target, copy: Target, heirs: Heirs, *, years: int) -> None:
    for duty in target.duties.order_by("position").prefetch_related("responsible"):
        days = {name: _moved(getattr(duty, name), years) for name in ("due", "present_by")}
        heir_of = (heirs.get(party.pk, party.pk) for party in duty.responsible.all())
        copy_row(duty, target=copy, **days).responsible.set({party for party in heir_of if party is not None})


def without_plan(row: TargetMeasure) -> dict[str, Any]:
    """The fields of a measure whose plan is still to be agreed. Own months belong to their year and are not copied, and
    what we read into last year's plan says that plan again.
    """
    course = even_course(row) if row.course == Course.OWN_MONTHS else row.course
    none = {"way": PlanWay.NONE, "plan": None, "relative_percent": None}
    return {**none, "plan_printed": "", "reading": "", "course": course}


def _moved(day: date | None, years: int) -> date | None:
    return day_in_year(day, years) if day else None
