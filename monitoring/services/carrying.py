"""The new plan values of a draft, saved all or none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from django.db import transaction

from agreements.choices import PlanWay
from agreements.models import Agreement, Target, TargetMeasure, User
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
            set_plan(by=by, agreement=agreement, row=plan.row, seen=plan.seen, way=plan.way, value=plan.value)
    for each in breaks:
        if each.text != each.target.series_break:
            save_draft(by=by, agreement=agreement, row=each.target, seen=each.seen, changes={"series_break": each.text})


def _fields(plan: NewPlan) -> tuple[PlanWay, Decimal | None, Decimal | None]:
    absolute, relative = plan.way == PlanWay.ABSOLUTE, plan.way == PlanWay.RELATIVE
    return plan.way, plan.value if absolute else None, plan.value if relative else None
