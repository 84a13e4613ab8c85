"""The new plan values of a draft, saved all or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from agreements.choices import PlanWay
from agreements.models import Agreement, Target, TargetMeasure, User
from agreements.services.carrying import even_course
from agreements.services.drafts import save_draft
from agreements.services.plans import set_plan


@dataclass(frozen=True, kw_only=True)
class NewPlan:
    """What somebody agreed for one measure, with the version they saw."""

    row: TargetMeasure
    seen: int
    way: PlanWay
    value: Decimal | None


@dataclass(frozen=True, kw_only=True)
class NewBreak:
    """What changes in the series of one target, with the version they saw."""

    target: Target
    seen: int
    text: str


@transaction.atomic
def save_plans(*, by: User, agreement: Agreement, plans: Iterable[NewPlan], breaks: Iterable[NewBreak]) -> None:
    """All values and breaks. Raises NotEditable, StaleDraft; then nothing is saved."""
    for plan in plans:
        if (plan.row.way, plan.row.plan, plan.row.relative_percent) != _fields(plan):
            _save(by, agreement, plan)
    for each in breaks:
        if each.text != each.target.series_break:
            save_draft(by=by, agreement=agreement, row=each.target, seen=each.seen, changes={"series_break": each.text})


def _save(by: User, agreement: Agreement, plan: NewPlan) -> None:
    """The course outlives a plan that is taken back, so that the next one goes through the year as the old one did."""
    course = {"course": plan.row.course or even_course(plan.row)}
    row = save_draft(by=by, agreement=agreement, row=plan.row, seen=plan.seen, changes=course)
    row = set_plan(by=by, agreement=agreement, row=row, seen=row.version, way=plan.way, value=plan.value)
    save_draft(by=by, agreement=agreement, row=row, seen=row.version, changes=course)


def _fields(plan: NewPlan) -> tuple[PlanWay, Decimal | None, Decimal | None]:
    absolute, relative = plan.way == PlanWay.ABSOLUTE, plan.way == PlanWay.RELATIVE
    return plan.way, plan.value if absolute else None, plan.value if relative else None
