"""Copying parts of one agreement into another: partners, and targets with their section, measures, money and duties."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, TypeVar

from django.db import models

from agreements.models import Agreement, Section, Target

Row = TypeVar("Row", bound=models.Model)


def copy_partners(source: Agreement, to: Agreement) -> None:
    """The same partners in the same order, with their words on the cover."""
    for partner in source.partners.all():
        copy_row(partner, agreement=to)


def copy_targets(targets: Iterable[Target], to: Agreement) -> None:
    """These targets whole, own months included, each in a section of the heading it has; its texts stay behind."""
    sections: dict[str, Section] = {}
    for target in targets:
        heading = target.section.heading
        if heading not in sections:
            bare = {"prose": "", "closing": "", "footnote": ""}
            sections[heading] = copy_row(target.section, agreement=to, position=len(sections) + 1, **bare)
        _copy_target(target, sections[heading])


def copy_row(row: Row, **changes: Any) -> Row:
    """A new row with the same fields beside those that change, as the first version of itself."""
    fields = {field.name: getattr(row, field.name) for field in row._meta.concrete_fields if not field.primary_key}
    if "version" in fields:
        fields["version"] = 1
    return type(row)._default_manager.create(**(fields | changes))


def _copy_target(target: Target, section: Section) -> None:
    copy = copy_row(target, section=section, agreement=section.agreement, position=section.targets.count() + 1)
    for row in target.measures.order_by("position"):
        measure = copy_row(row, target=copy)
        for value in row.plan_values.all():
            copy_row(value, target_measure=measure)
    for budget in target.budgets.order_by("position"):
        copy_row(budget, target=copy)
    for duty in target.duties.order_by("position"):
        copy_row(duty, target=copy).responsible.set(duty.responsible.all())
