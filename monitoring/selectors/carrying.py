"""The new plan values of a draft beside last year's: plan, and what came of it as far as the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from agreements.choices import PlanWay
from agreements.domain.months import month_name, month_of
from agreements.domain.numbers import format_value
from agreements.models import Agreement, TargetMeasure
from agreements.selectors.carrying import targets_in_force
from monitoring.domain.sheet import MeasureSheet
from monitoring.selectors.lists import month_over
from monitoring.selectors.standing import standings


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
    month = month_over(source, today) if source else None
    results = _results(source, month, today, with_live_mbz_targets) if source and month else {}
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
                    result=results.get(name, ""),
                )
            )
    return tuple(lines)


def _old_rows(source: Agreement) -> dict[tuple[str, str], TargetMeasure]:
    """Last year's rows in force in December, by the codes of target and measure."""
    targets = {target.pk: target for target in targets_in_force(source, month_of(source.year, 12))}
    rows = TargetMeasure.objects.filter(target__in=targets).select_related("measure")
    return {(targets[row.target_id].code, row.measure.code): row for row in rows}


def _results(source: Agreement, month: date, today: date, live: bool) -> dict[tuple[str, str], str]:
    standing = standings(source, month, today=today, with_live_mbz_targets=live)
    return {
        (target.code, measure.code): result_words(measure, source.year)
        for target in standing
        for measure in target.measures
    }


def result_words(measure: MeasureSheet, year: int) -> str:
    """ "Ergebnis 2014: 20,1 %", or "bis September 2014: 14,2 %" while the year runs; empty without a figure."""
    if measure.actual is None or measure.as_of is None:
        return ""
    value = format_value(measure.actual, measure.decimals, measure.unit)
    if measure.as_of == month_of(year, 12):
        return f"Ergebnis {year}: {value}"
    return f"bis {month_name(measure.as_of)}: {value}"
