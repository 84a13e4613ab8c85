"""One measure of a target as its page saves it: terms, value, the words that print it, and own months, all or nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction

from agreements.choices import Course, PlanWay
from agreements.domain.months import month_key
from agreements.models import Agreement, PlanValue, TargetMeasure, User
from agreements.services import audit
from agreements.services.drafts import save_draft
from agreements.services.plans import set_plan, words_of


@dataclass(frozen=True, kw_only=True)
class Terms:
    """What was typed: other fields of the row by their names, value by way, own months by their first day."""

    fields: Mapping[str, Any]
    way: PlanWay
    value: Decimal | None
    printed: str | None = None  # words of the writer's own; empty: as the value says; None: nobody touched them
    course: str = ""
    months: Mapping[date, Decimal] = field(default_factory=dict)


@transaction.atomic
def save_measure(
    *, by: User, agreement: Agreement, row: TargetMeasure, seen: int | None, terms: Terms
) -> TargetMeasure:
    """The row with its terms; months only where the course has months of its own.

    Printed words that nobody touched follow a new value, and emptied ones come anew. Raises NotEditable, StaleDraft.
    """
    changes = dict(terms.fields)
    if terms.course:
        changes["course"] = terms.course
    saved = save_draft(by=by, agreement=agreement, row=row, seen=seen, changes=changes)
    printed = terms.printed or ""
    if terms.printed == "":
        printed = words_of(saved, agreement.year, way=terms.way, value=terms.value)
    saved = set_plan(
        by=by,
        agreement=agreement,
        row=saved,
        way=terms.way,
        value=terms.value,
        printed=printed,
        reading=saved.reading,
    )
    if saved.course == Course.OWN_MONTHS:
        _set_months(by, agreement, saved, terms.months)
    return saved


def _set_months(by: User, agreement: Agreement, row: TargetMeasure, months: Mapping[date, Decimal]) -> None:
    """All months anew where any differs; the version grows with them."""
    before = {value.month: value.value for value in row.plan_values.all()}
    if before == months:
        return
    row.plan_values.all().delete()
    PlanValue.objects.bulk_create(
        PlanValue(target_measure=row, month=month, value=value) for month, value in months.items()
    )
    row.version += 1
    row.save(update_fields=["version"])
    audit.record(
        by=by,
        verb="Entwurf geändert",
        object=f"{agreement.key}: Monatswerte „{row}“"[:200],
        before={month_key(month): value for month, value in before.items()},
        after={month_key(month): value for month, value in months.items()},
    )
