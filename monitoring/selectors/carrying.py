"""The new plan values of a draft beside last year's: plan, and what came of it as far as the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from agreements.choices import PlanWay
from agreements.domain.months import month_of
from agreements.models import Agreement, TargetMeasure
from agreements.selectors.amending import targets_in_force
from monitoring.selectors.settlement import results


@dataclass(frozen=True, kw_only=True)
class PlanLine:
    """One measure of the draft with last year's plan and result in words; `old` is the row that was in force."""

    row: TargetMeasure
    old: TargetMeasure | None
    old_plan: str
    result: str


def plan_lines(agreement: Agreement, *, today: date, with_live_mbz_targets: bool) -> tuple[PlanLine, ...]:
    """The measures of the draft that have a plan or had one last year, in the order of the document."""
    source = agreement.predecessor
    old = _old_rows(source) if source else {}
    found = results(source, today=today, with_live_mbz_targets=with_live_mbz_targets) if source else {}
    rows = TargetMeasure.objects.filter(target__agreement=agreement).select_related("target__section", "measure")
    lines = []
    for row in rows.order_by("target__section__position", "target__position", "position"):
        name = (row.target.code, row.measure.code)
        before = old.get(name)
        if row.way != PlanWay.NONE or (before and before.way != PlanWay.NONE):
            lines.append(
                PlanLine(
                    row=row,
                    old=before,
                    old_plan=before.plan_printed if before else "",
                    result=found.get(name, ""),
                )
            )
    return tuple(lines)


def _old_rows(source: Agreement) -> dict[tuple[str, str], TargetMeasure]:
    """Last year's rows in force in December, by the codes of target and measure."""
    targets = {target.pk: target for target in targets_in_force(source, month_of(source.year, 12))}
    rows = TargetMeasure.objects.filter(target__in=targets).select_related("measure")
    return {(targets[row.target_id].code, row.measure.code): row for row in rows}
