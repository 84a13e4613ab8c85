"""A signed amendment of one measure for tests."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from agreements.choices import AgreementState
from agreements.models import Agreement, Section, Target, TargetMeasure


def amend(agreement: Agreement, row: TargetMeasure, *, relative_percent: Decimal, month: date) -> TargetMeasure:
    """A Nachtrag that holds that measure with another change to the prior year, in force from the month on."""
    amendment = Agreement.objects.create(
        key=f"{agreement.key}-nachtrag",
        year=agreement.year,
        title="Nachtrag",
        jobcenter=agreement.jobcenter,
        state=AgreementState.SIGNED,
        starts=month,
        ends=agreement.ends,
        amends=agreement,
        effective_from=month,
    )
    section = Section.objects.create(agreement=amendment, position=1, heading="Geänderte Ziele")
    target = Target.objects.create(
        agreement=amendment,
        section=section,
        position=1,
        code=row.target.code,
        title=row.target.title,
        kind=row.target.kind,
        sphere=row.target.sphere,
    )
    return TargetMeasure.objects.create(
        target=target,
        measure=row.measure,
        position=1,
        role=row.role,
        way=row.way,
        relative_percent=relative_percent,
        plan_printed="um 10 %",
        direction=row.direction,
        course=row.course,
    )
