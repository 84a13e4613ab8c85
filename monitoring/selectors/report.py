"""The MBZ as a sheet: agreement, targets, figures and comments in a constant number of queries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date

from django.db.models import QuerySet
from django.utils import timezone

from agreements.choices import MeasureRole, PartyKind, Sphere, TargetKind
from agreements.domain.months import add_months, month_of
from agreements.domain.sides import accepted_by
from agreements.models import Agreement, Target
from monitoring.choices import ReportState, ReportVerb
from monitoring.domain.attainment import assess
from monitoring.domain.report_record import CommentSheet, StepSheet
from monitoring.domain.series import SeriesData
from monitoring.domain.sheet import MeasureSheet, ReportSheet, TargetSheet
from monitoring.domain.steering_sheet import SteeringSheet
from monitoring.domain.workings import Input
from monitoring.models import MonthlyReport, ReportStep, TargetComment
from monitoring.selectors.changes import district_changes, last_released_at
from monitoring.selectors.figures import series_data
from monitoring.selectors.frozen import remembered
from monitoring.selectors.in_force import chains
from monitoring.selectors.steering import steering_sheets
from monitoring.selectors.terms import Terms, measure_spec, plan_terms, series_of


def report_sheet(
    agreement: Agreement,
    month: date,
    *,
    today: date,
    with_comments: bool,
    with_steering: bool = False,
    municipal: bool = False,
) -> ReportSheet:
    """The MBZ of one month from the live figures; `municipal` adds the targets that are not in the MBZ.

    Comments and steering measures are for those who may read them: the caller says so.
    """
    measured = list(measured_targets(agreement, month, today=today, only=lambda row: municipal or row.in_mbz))
    reports = list(MonthlyReport.objects.filter(agreement=agreement, month__in=(month, add_months(month, -1))))
    current = next((report for report in reports if report.month == month), None)
    before = [report for report in reports if report.month == month and report is not current]
    comments = _comments(reports) if with_comments else {}
    agreed = steering_sheets(agreement, month) if with_steering else {}
    since = last_released_at(agreement)
    codes = {each.series for _, measures in measured for measure in measures for each in inputs_of(measure)}
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
            _target_sheet(target, measures, comments, agreed.get(target.code, ()), month, position)
            for position, (target, measures) in enumerate(measured, 1)
        ),
        municipal=municipal,
        accepted_by=accepted_by([PartyKind(partner.party.kind) for partner in agreement.partners.all()]),
        steps=steps_of(agreement, month) if reports else (),
        changed_since=timezone.localtime(since) if since else None,
        changes=district_changes(agreement, since, codes, until=month) if since else (),
    )


def inputs_of(measure: MeasureSheet) -> tuple[Input, ...]:
    """The series a measure was computed from."""
    return measure.workings.inputs if measure.workings else ()


def steps_of(agreement: Agreement, month: date) -> tuple[StepSheet, ...]:
    """What was done with the reports of the month, in order. One query."""
    rows = ReportStep.objects.filter(report__agreement=agreement, report__month=month).select_related("report", "by")
    return tuple(
        StepSheet(
            number=row.report.number,
            verb=ReportVerb(row.verb),
            by=str(row.by),
            at=timezone.localtime(row.at),
            reason=row.reason,
            discussed_on=row.discussed_on,
        )
        for row in rows.order_by("report__number", "id")
    )


def measured_targets(
    agreement: Agreement,
    month: date,
    *,
    today: date,
    only: Callable[[Target], bool] = lambda _: True,
    rows: QuerySet[Target] | None = None,
) -> Iterator[tuple[Target, tuple[MeasureSheet, ...]]]:
    """Every target as it is in force in the month, with its measures assessed there: one query for all figures beside
    those of `chains`, which gets `rows`.
    """
    found = [(row, chain) for chain in chains([agreement.pk], rows).values() if (row := chain.at(month)) and only(row)]
    series = {s.pk: s for target, _ in found for row in target.measures.all() for s in series_of(row.measure)}
    data = series_data(agreement.district, series.values(), until=month_of(agreement.year, 12))
    for target, chain in found:
        yield target, tuple(_assess(target, chain.terms(row), data, month, today) for row in target.measures.all())


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


def _comments(reports: Iterable[MonthlyReport]) -> dict[tuple[str, date], CommentSheet]:
    """Comments by target and month."""
    by_report = {report.pk: report for report in reports}
    rows = TargetComment.objects.filter(report__in=by_report).select_related("by", "target").order_by("report__number")
    return {
        (row.target.code, by_report[row.report_id].month): CommentSheet(
            text=row.text,
            by=str(row.by),
            at=timezone.localtime(row.at),
            version=row.version,
            unchanged=row.unchanged,
            figures=remembered(row.figures),
        )
        for row in rows
    }


def _target_sheet(
    target: Target,
    measures: tuple[MeasureSheet, ...],
    comments: Mapping[tuple[str, date], CommentSheet],
    agreed: tuple[SteeringSheet, ...],
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
        comment=comments.get((target.code, month)),
        previous_comment=comments.get((target.code, add_months(month, -1))),
        steering=agreed,
        series_break=target.series_break,
    )
