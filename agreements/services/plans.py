"""The agreed value of one measure of a draft, with the words that print it."""

from __future__ import annotations

from decimal import Decimal

from agreements.choices import Aggregation, Course, Direction, PlanWay, TargetKind
from agreements.domain.wording import Promise, printed_plan
from agreements.models import Agreement, TargetMeasure, User
from agreements.services.drafts import save_draft

# How a measure is made, a RATIO by numerator and denominator: those whose value to date goes along with the year.
RUNNING = {(Aggregation.SUM,), (Aggregation.MEAN,), (Aggregation.SUM, Aggregation.MEAN)}


def set_plan(
    *,
    by: User,
    agreement: Agreement,
    row: TargetMeasure,
    way: PlanWay,
    value: Decimal | None,
    seen: int | None = None,
    printed: str = "",
) -> TargetMeasure:
    """Plan (in the unit of the measure) or change to the prior year (percent), by the way; None with PlanWay.NONE.

    The course outlives a plan that is taken back, so that the next one goes through the year as the old one did.
    The printed words stay where the value stays; else they are `printed`, or by default what `printed_plan` says.
    Raises NotEditable, StaleDraft.
    """
    plan = value if way == PlanWay.ABSOLUTE else None
    percent = value if way == PlanWay.RELATIVE else None
    changes: dict[str, object] = {"way": way, "plan": plan, "relative_percent": percent}
    same = (row.way, row.plan, row.relative_percent) == (way, plan, percent)
    if printed:
        changes["plan_printed"] = printed
    elif not same:
        changes["plan_printed"] = printed_plan(
            Promise(
                kind=TargetKind(row.target.kind),
                way=way,
                plan=plan,
                relative_percent=percent,
                direction=Direction(row.direction) if row.direction else None,
                unit=row.measure.unit,
                year=agreement.year,
            )
        )
    if way != PlanWay.NONE and not row.course:
        changes["course"] = even_course(row)
    return save_draft(by=by, agreement=agreement, row=row, seen=seen, changes=changes)


def even_course(row: TargetMeasure) -> Course:
    """The course of a plan of which nobody said how it goes through the year: evenly (unsere Lesart).

    What grows or averages over the year runs linearly, what is a standing is level (domain.md §4).
    """
    measure = row.measure
    parts = [part for part in (measure.numerator, measure.denominator) if part] or [measure]
    return Course.LINEAR if tuple(part.aggregation for part in parts) in RUNNING else Course.LEVEL
