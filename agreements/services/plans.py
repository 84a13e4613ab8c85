"""The agreed value of one measure of a draft, with the words that print it."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from agreements.choices import Course, PlanWay, TargetKind
from agreements.domain.courses import course_fits
from agreements.domain.wording import printed_plan
from agreements.models import Agreement, TargetMeasure, User
from agreements.selectors.agreement import promise_of
from agreements.selectors.editing import form_of
from agreements.services.drafts import save_draft


def set_plan(
    *,
    by: User,
    agreement: Agreement,
    row: TargetMeasure,
    way: PlanWay,
    value: Decimal | None,
    seen: int | None = None,
    printed: str = "",
    reading: str = "",
) -> TargetMeasure:
    """Plan (in the unit of the measure) or change to the prior year (percent), by the way; None with PlanWay.NONE.

    The course outlives a plan that is taken back, so that the next one goes through the year as the old one did.
    The printed words stay where the value stays; else they are `printed`, or by default what `printed_plan` says. Our
    reading stays with its value, too: a new value has the `reading` that is given, for the old one says the old value.
    Raises NotEditable, StaleDraft.
    """
    plan = value if way == PlanWay.ABSOLUTE else None
    percent = value if way == PlanWay.RELATIVE else None
    changes: dict[str, object] = {"way": way, "plan": plan, "relative_percent": percent}
    same = (row.way, row.plan, row.relative_percent) == (way, plan, percent)
    if not same:
        changes["reading"] = reading
    if printed:
        changes["plan_printed"] = printed
    elif not same:
        changes["plan_printed"] = words_of(row, agreement.year, way=way, value=value)
    if way != PlanWay.NONE and not row.course:
        changes["course"] = even_course(row)
    return save_draft(by=by, agreement=agreement, row=row, seen=seen, changes=changes)


def words_of(row: TargetMeasure, year: int, *, way: PlanWay, value: Decimal | None) -> str:
    """What the table of targets prints for this value where nobody words it otherwise."""
    plan = value if way == PlanWay.ABSOLUTE else None
    percent = value if way == PlanWay.RELATIVE else None
    return printed_plan(replace(promise_of(row, year), way=way, plan=plan, relative_percent=percent))


def even_course(row: TargetMeasure) -> Course:
    """The course of a plan of which nobody said how it goes through the year: evenly (unsere Lesart)."""
    linear = course_fits(form_of(row.measure), Course.LINEAR, TargetKind(row.target.kind))
    return Course.LINEAR if linear else Course.LEVEL
