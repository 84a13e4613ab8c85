"""The MBZ as a sheet: agreement, targets, figures and comments in a constant number of queries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from agreements.choices import Aggregation, Course, Direction, MeasureRole, PlanWay, Sphere, TargetKind
from agreements.domain.months import add_months, month_of
from agreements.models import Agreement, Measure, Series, Target, TargetMeasure
from monitoring.choices import ReportState
from monitoring.domain.attainment import Amendment, Fixing, MeasureSpec, PartSpec, PlanTerms, assess
from monitoring.domain.series import SeriesData
from monitoring.domain.sheet import CommentSheet, MeasureSheet, ReportSheet, TargetSheet
from monitoring.models import MonthlyReport, PlanFixing, TargetComment
from monitoring.selectors.figures import series_data


@dataclass(frozen=True)
class Terms:
    """What was agreed on one measure, with the amendments that change it."""

    row: TargetMeasure
    amendments: tuple[TargetMeasure, ...]


def report_sheet(
    agreement: Agreement, month: date, *, today: date, with_comments: bool, municipal: bool = False
) -> ReportSheet:
    """The MBZ of one month from the live figures; `municipal` adds the targets that are not in the MBZ."""
    targets = targets_with_terms(agreement)
    if not municipal:
        targets = targets.filter(in_mbz=True)
    measured = measured_targets(agreement, targets, month, today=today)
    reports = list(MonthlyReport.objects.filter(agreement=agreement, month__in=(month, add_months(month, -1))))
    current = next((report for report in reports if report.month == month), None)
    before = [report for report in reports if report.month == month and report is not current]
    comments = _comments(reports) if with_comments else {}
    return ReportSheet(
        agreement=agreement.key,
        title=agreement.title,
        jobcenter=agreement.jobcenter.name,
        parties=tuple(partner.party.name for partner in agreement.partners.all()),
        month=month,
        number=current.number if current else 1,
        state=ReportState(current.state) if current else ReportState.OPEN,
        previous=(before[0].number, ReportState(before[0].state)) if before else None,
        fingerprint=None,
        fictitious=agreement.district.fictitious,
        as_of_day=today,
        targets=tuple(
            _target_sheet(target, measures, comments, month, position)
            for position, (target, measures) in enumerate(measured, 1)
        ),
        municipal=municipal,
    )


def targets_with_terms(agreement: Agreement) -> QuerySet[Target]:
    """The targets with their measures, plan values and fixings along."""
    parts = ("measure__series", "measure__numerator__series", "measure__denominator__series")
    measures = (
        TargetMeasure.objects.select_related(*parts)
        .order_by("position")
        .prefetch_related("plan_values", Prefetch("fixings", PlanFixing.objects.order_by("-at", "-id")))
    )
    return (
        Target.objects.filter(agreement=agreement)
        .select_related("section")
        .prefetch_related(Prefetch("measures", measures))
        .order_by("section__position", "position")
    )


def measured_targets(
    agreement: Agreement, targets: Iterable[Target], month: date, *, today: date
) -> Iterator[tuple[Target, tuple[MeasureSheet, ...]]]:
    """Every target with its measures assessed at the month: one query for all figures, one for the amendments."""
    rows = list(targets)
    amended = _amendments(agreement)
    series = {s.pk: s for target in rows for row in target.measures.all() for s in _series_of(row.measure)}
    data = series_data(agreement.district, series.values(), until=month_of(agreement.year, 12))
    for target in rows:
        yield (
            target,
            tuple(
                _assess(target, Terms(row, amended.get((target.code, row.measure.code), ())), data, month, today)
                for row in target.measures.all()
            ),
        )


def measure_spec(measure: Measure) -> MeasureSpec:
    """A row of the catalogue as the core wants it."""
    ratio = measure.aggregation == Aggregation.RATIO
    return MeasureSpec(
        code=measure.code,
        name=measure.name,
        unit=measure.unit,
        decimals=measure.decimals,
        aggregation=Aggregation(measure.aggregation),
        series=measure.series.code if measure.series else None,
        numerator=_part(measure.numerator) if ratio else None,
        denominator=_part(measure.denominator) if ratio else None,
        lag=measure.lag,
        factor=measure.factor,
    )


def plan_terms(kind: str, terms: Terms) -> PlanTerms | None:
    """What was agreed on a measure, as the core wants it; None where nothing was."""
    row = terms.row
    if row.way == PlanWay.NONE:
        return None
    return PlanTerms(
        **_promise(row),
        kind=TargetKind(kind),
        course=Course(row.course),
        direction=Direction(row.direction) if row.direction else None,
        green=row.green,
        yellow=row.yellow,
        gradual=row.gradual,
        amendments=tuple(
            Amendment(**_promise(each), from_month=each.target.agreement.effective_from)  # type: ignore[arg-type]
            for each in terms.amendments
        ),
    )


def _promise(row: TargetMeasure) -> dict[str, Any]:
    fixings = row.fixings.all()
    return {
        "way": PlanWay(row.way),
        "plan": row.plan,
        "relative_percent": row.relative_percent,
        "own_months": {value.month: value.value for value in row.plan_values.all()},
        "fixing": _fixing(fixings[0]) if fixings else None,
    }


def _assess(target: Target, terms: Terms, data: Mapping[str, SeriesData], month: date, today: date) -> MeasureSheet:
    row = terms.row
    return assess(
        measure_spec(row.measure),
        plan_terms(target.kind, terms),
        data,
        month=month,
        today=today,
        role=MeasureRole(row.role),
        plan_printed=row.plan_printed,
    )


def _series_of(measure: Measure) -> tuple[Series, ...]:
    if measure.series is not None:
        return (measure.series,)
    return tuple(part.series for part in (measure.numerator, measure.denominator) if part and part.series)


def _part(measure: Measure | None) -> PartSpec | None:
    if measure is None or measure.series is None:
        return None
    return PartSpec(series=measure.series.code, aggregation=Aggregation(measure.aggregation))


def _fixing(row: PlanFixing) -> Fixing:
    return Fixing(plan=row.plan, shares=tuple(None if share is None else Decimal(share) for share in row.shares))


def _amendments(agreement: Agreement) -> dict[tuple[str, str], tuple[TargetMeasure, ...]]:
    """Rows of signed amendments by target and measure code, in the order of the months they take effect."""
    rows = (
        TargetMeasure.objects.filter(target__agreement__amends=agreement, target__agreement__state="signed")
        .select_related("target__agreement", "measure")
        .prefetch_related("plan_values", Prefetch("fixings", PlanFixing.objects.order_by("-at", "-id")))
        .order_by("target__agreement__effective_from")
    )
    found: dict[tuple[str, str], tuple[TargetMeasure, ...]] = {}
    for row in rows:
        key = (row.target.code, row.measure.code)
        found[key] = (*found.get(key, ()), row)
    return found


def _comments(reports: Iterable[MonthlyReport]) -> dict[tuple[int, date], CommentSheet]:
    """Comments by target and month."""
    by_report = {report.pk: report for report in reports}
    rows = TargetComment.objects.filter(report__in=by_report).select_related("by").order_by("report__number")
    return {
        (row.target_id, by_report[row.report_id].month): CommentSheet(
            text=row.text, by=str(row.by), at=timezone.localtime(row.at), version=row.version
        )
        for row in rows
    }


def _target_sheet(
    target: Target,
    measures: tuple[MeasureSheet, ...],
    comments: Mapping[tuple[int, date], CommentSheet],
    month: date,
    position: int,
) -> TargetSheet:
    return TargetSheet(
        code=target.code,
        title=str(target),
        description=target.description,
        kind=TargetKind(target.kind),
        sphere=Sphere(target.sphere).label,
        section=str(target.section),
        position=position,
        measures=measures,
        comment=comments.get((target.pk, month)),
        previous_comment=comments.get((target.pk, add_months(month, -1))),
    )
