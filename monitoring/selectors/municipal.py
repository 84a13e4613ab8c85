"""The municipal report as a sheet: targets that are not in the MBZ, with figures, money, duties and city services."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date

from django.db.models import Prefetch, QuerySet

from agreements.choices import DutyRhythm, MeasureRole, Sphere, TargetKind
from agreements.domain.months import month_of
from agreements.domain.sheet import DutySheet
from agreements.models import Agreement, Budget, Duty, Target
from monitoring.choices import ReportState
from monitoring.domain.municipal import (
    BudgetLine,
    MunicipalSheet,
    MunicipalTarget,
    ServiceLine,
    services_of,
    withhold,
)
from monitoring.domain.series import SeriesData
from monitoring.domain.sheet import MeasureSheet
from monitoring.domain.spending import spent
from monitoring.domain.staffing import Staffing
from monitoring.selectors.cities import city_sheet
from monitoring.selectors.figures import series_data
from monitoring.selectors.report import measured_targets
from monitoring.selectors.staffing import staffing_of


def municipal_sheet(agreement: Agreement, month: date, *, today: date, exact: bool) -> MunicipalSheet:
    """The report of one month from the live figures; without the exact right what would undo a mask is withheld.

    A constant number of queries, fewer where no service is counted by city and where the reader has no exact right.
    """
    promised = _with_promises(Target.objects.select_related("city_series"))
    asked = measured_targets(agreement, month, today=today, only=lambda row: not row.in_mbz, rows=promised)
    measured = list(asked)
    rows = [row for row, _ in measured]
    data = _spending(agreement, [budget for row in rows for budget in row.budgets.all()])
    services = _services(agreement, rows, month, today) if exact else {}
    targets = tuple(
        _target(
            row,
            measures,
            position,
            services,
            [_line(b, data, month, today) for b in row.budgets.all()],
            staffing_of(agreement, row, measures, month) if row.kind == TargetKind.STAFFING else None,
        )
        for position, (row, measures) in enumerate(measured, 1)
    )
    sheet = MunicipalSheet(
        agreement=agreement.key,
        title=agreement.title,
        jobcenter=agreement.jobcenter.name,
        parties=tuple(partner.party.name for partner in agreement.partners.all()),
        month=month,
        number=1,
        state=ReportState.OPEN,
        previous=None,
        fingerprint=None,
        fictitious=agreement.district.fictitious,
        as_of_day=today,
        targets=targets,
        exact=exact,
    )
    return sheet if exact else withhold(sheet)


def _with_promises(targets: QuerySet[Target]) -> QuerySet[Target]:
    """Budgets with carrier and series, duties with who is responsible: three queries."""
    budgets = Budget.objects.select_related("carrier", "series").order_by("position")
    return targets.prefetch_related(
        Prefetch("budgets", budgets),
        Prefetch("duties", Duty.objects.order_by("position")),
        "duties__responsible",
    )


def _duty(duty: Duty) -> DutySheet:
    return DutySheet(
        title=duty.title,
        sentence=duty.sentence,
        responsible=tuple(sorted(party.name for party in duty.responsible.all())),
        with_whom=duty.with_whom,
        rhythm=DutyRhythm(duty.rhythm),
        due=duty.due,
        due_reading=duty.due_is_reading,
        present_by=duty.present_by,
    )


def _spending(agreement: Agreement, budgets: Iterable[Budget]) -> dict[str, SeriesData]:
    """The figures of all budgets in one query."""
    series = {budget.series_id: budget.series for budget in budgets if budget.series is not None}
    return series_data(agreement.district, series.values(), until=month_of(agreement.year, 12))


def _line(budget: Budget, data: Mapping[str, SeriesData], month: date, today: date) -> BudgetLine:
    promise = BudgetLine(purpose=budget.purpose, carrier=budget.carrier.name, amount=budget.amount)
    return promise if budget.series is None else spent(promise, data[budget.series.code], month=month, today=today)


def _services(agreement: Agreement, rows: Iterable[Target], month: date, today: date) -> dict[str, ServiceLine]:
    """The sums of the exact city table, by series; no query where no target has the duty."""
    if not any(row.city_duty for row in rows):
        return {}
    return services_of(city_sheet(agreement, year=agreement.year, today=today, until=month))


def _target(
    row: Target,
    measures: tuple[MeasureSheet, ...],
    position: int,
    services: Mapping[str, ServiceLine],
    budgets: Iterable[BudgetLine],
    staffing: Staffing | None,
) -> MunicipalTarget:
    """A target with what is promised for it."""
    return MunicipalTarget(
        code=row.code,
        title=str(row),
        description=row.description,
        series_break=row.series_break,
        kind=TargetKind(row.kind),
        sphere=Sphere(row.sphere).label,
        section=str(row.section),
        position=position,
        measures=measures,
        comment=None,
        previous_comment=None,
        readings=tuple(
            f"{each.measure.name}, {each.reading}"
            for each in row.measures.all()
            if each.reading and each.role == MeasureRole.LEADING
        ),
        city_duty=row.city_duty,
        budgets=tuple(budgets),
        duties=tuple(_duty(duty) for duty in row.duties.all()),
        service=services.get(row.city_series.code) if row.city_duty and row.city_series else None,
        staffing=staffing,
    )
