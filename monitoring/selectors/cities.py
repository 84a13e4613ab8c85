"""The stadtscharf table: city figures of an agreement's services to the exact CitySheet, in three queries (domain.md §6)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from django.db.models import QuerySet

from agreements.choices import RegionKind
from agreements.domain.months import expected_months, month_name
from agreements.models import Actor, Agreement, Region, Series, Target
from monitoring import rules
from monitoring.choices import FigureStatus
from monitoring.domain.city_table import service_name
from monitoring.domain.series import Figure, SeriesData, State, available_from, result_status, state
from monitoring.domain.sheet import CityCell, CityService, CitySheet
from monitoring.models import MonthlyActual
from monitoring.selectors.figures import figure, series_spec

Figures = Mapping[tuple[int, int], SeriesData]  # by series and region
ESTIMATES_NAMED = 5
# What a cell says where its periods lack figures in several ways: first what somebody has to do.
GAP_ORDER = (State.MISSING, State.NONE, State.NOT_YET)


def city_sheet(agreement: Agreement, *, year: int, today: date, until: date | None = None) -> CitySheet:
    """The exact table of one year: cities and last "ohne Zuordnung/auswärts", one column a service with city duty.

    Counts are sums over the periods from January to the last one that has figures, not after `until`. A region that
    lacks one of them has no value (missing is never 0), and then the service's total is that of the others, incomplete.
    Three queries, whatever the number of services and regions.
    """
    services = _services(agreement)
    regions = _regions(agreement)
    figures = _figures(services, regions, year, until)
    last = _last_period(services, regions, figures, year, today)
    return CitySheet(
        agreement=agreement.key,
        title=agreement.title,
        jobcenter=agreement.jobcenter.name,
        year=year,
        until=last,
        masked=False,
        fictitious=agreement.jobcenter.region.fictitious,  # type: ignore[union-attr]
        as_of_day=today,
        regions=tuple((region.key, region.name) for region in regions),
        services=tuple(_service(series, regions, figures, year, last, today) for series in services),
        notes=_notes(services, regions, figures, last, _overdue(services, year, last, until, today)),
    )


def city_years(agreement: Agreement) -> tuple[int, ...]:
    """The years that have figures of the services, and the agreement's own; in order."""
    rows = MonthlyActual.objects.filter(
        series__in=_duties(agreement).values("city_series"), region__parent=agreement.jobcenter.region_id
    )
    return tuple(sorted({agreement.year} | {day.year for day in rows.dates("month", "year")}))


def exact_city_agreements(actor: Actor) -> list[Agreement]:
    """Agreements with a city duty whose exact table this person may see, newest first; where none has such a duty (a
    city state), all of theirs, so that their page can say it.
    """
    visible = Agreement.objects.visible_to(actor).originals().with_partners()
    found = [agreement for agreement in visible if rules.may_see_exact_cities(actor, agreement)]
    duties = set(Target.objects.filter(agreement__in=found, city_duty=True).values_list("agreement", flat=True))
    return [agreement for agreement in found if agreement.pk in duties] or found


def _duties(agreement: Agreement) -> QuerySet[Target]:
    """Targets with city duty; an amendment holds only what it changes, so those of its original count with it."""
    return Target.objects.filter(agreement_id__in={agreement.pk, agreement.amends_id or agreement.pk}, city_duty=True)


def _services(agreement: Agreement) -> list[Series]:
    duties = _duties(agreement).select_related("city_series").order_by("section__position", "position")
    return list({target.city_series_id: target.city_series for target in duties if target.city_series}.values())


def _regions(agreement: Agreement) -> list[Region]:
    found = Region.objects.filter(
        parent=agreement.jobcenter.region_id, kind__in=(RegionKind.CITY, RegionKind.UNASSIGNED)
    )
    return sorted(found, key=lambda region: (region.kind == RegionKind.UNASSIGNED, region.key))


def _figures(services: Sequence[Series], regions: Sequence[Region], year: int, until: date | None) -> Figures:
    end = min(until or date(year, 12, 1), date(year, 12, 1))
    rows = MonthlyActual.objects.filter(
        series__in=services, region__in=regions, month__range=(date(year, 1, 1), end)
    ).order_by()
    found: dict[tuple[int, int], dict[date, Figure]] = defaultdict(dict)
    for series, region, month, value, status, reason, basis in rows.values_list(
        "series_id", "region_id", "month", "value", "status", "reason", "basis"
    ):
        found[series, region][month] = figure(value, status, reason, basis)
    return {
        (series.pk, region.pk): SeriesData(spec=series_spec(series), figures=found[series.pk, region.pk])
        for series in services
        for region in regions
    }


def _last_period(
    services: Sequence[Series], regions: Sequence[Region], figures: Figures, year: int, today: date
) -> date | None:
    """The last expected period with figures. One that is not due yet counts only where every region has its figure."""
    last = None
    for series in services:
        columns = [figures[series.pk, region.pk] for region in regions]
        for month in _expected(series, year):
            given = sum(month in data.figures for data in columns)
            due = bool(columns) and today >= available_from(columns[0].spec, month)
            if given and (due or given == len(columns)):
                last = max(last or month, month)
    return last


def _service(
    series: Series, regions: Sequence[Region], figures: Figures, year: int, last: date | None, today: date
) -> CityService:
    periods = [month for month in _expected(series, year) if last and month <= last]
    cells = tuple(_cell(figures[series.pk, region.pk], periods, today) for region in regions)
    values = [cell.value for cell in cells if cell.value is not None]
    gaps = {cell.gap for cell in cells if cell.gap}
    total = (
        CityCell(value=sum(values))
        if values
        else CityCell(value=None, gap=gaps.pop() if len(gaps) == 1 else State.MISSING.value)
    )
    return CityService(
        series=series.code,
        name=series.name,
        unit=series.unit,
        threshold=series.threshold,
        cells=cells,
        total=total,
        incomplete=len(values) < len(cells),
    )


def _cell(data: SeriesData, periods: Sequence[date], today: date) -> CityCell:
    """The sum over the periods, or why there is none; a city series counts persons, so the sum is whole."""
    states = {state(data, month, today) for month in periods} or {State.NOT_YET}
    for gap in GAP_ORDER:
        if gap in states:
            return CityCell(value=None, gap=gap.value)
    return CityCell(value=int(sum((data.figures[month].value or Decimal(0) for month in periods), Decimal(0))))


def _notes(
    services: Sequence[Series],
    regions: Sequence[Region],
    figures: Figures,
    last: date | None,
    overdue: Iterable[date],
) -> tuple[str, ...]:
    """Datenstand, estimates, and periods that are due but wholly empty. No reason in words: it could tell a number."""
    used = [
        (f"{service_name(series.name)} {region.name} {month_name(month)}", found.status)
        for series in services
        for region in regions
        for month, found in sorted(figures[series.pk, region.pk].figures.items())
        if last and month <= last
    ]
    notes = []
    if status := result_status(status for _, status in used):
        notes.append(f"Datenstand: {status.label}.")
    estimated = [name for name, status in used if status == FigureStatus.ESTIMATED]
    if estimated:
        more = f" und {len(estimated) - ESTIMATES_NAMED} weitere" if len(estimated) > ESTIMATES_NAMED else ""
        notes.append(f"Geschätzt: {'; '.join(estimated[:ESTIMATES_NAMED])}{more}.")
    notes += [f"Für {month_name(month)} liegen noch keine Zahlen vor, obwohl sie fällig sind." for month in overdue]
    return tuple(notes)


def _expected(series: Series, year: int) -> tuple[date, ...]:
    return expected_months(series.rhythm, year)  # type: ignore[arg-type]


def _overdue(services: Sequence[Series], year: int, last: date | None, until: date | None, today: date) -> list[date]:
    """Periods after the last one with figures, and not after `until`, that could have been counted by that day."""
    found = {
        month
        for series in services
        for month in _expected(series, year)
        if (last is None or month > last) and (until is None or month <= until)
        if today >= available_from(series_spec(series), month)
    }
    return sorted(found)
