"""Figures of one region or of many as the core wants them: one query, whatever the number of series, regions and years."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from decimal import Decimal

from agreements.choices import Rhythm
from agreements.models import Region, Series
from monitoring.choices import FigureStatus
from monitoring.domain.series import Figure, SeriesData, SeriesSpec
from monitoring.models import MonthlyActual


def series_spec(series: Series) -> SeriesSpec:
    """A row of the catalogue as the core wants it."""
    return SeriesSpec(
        code=series.code,
        name=series.name,
        unit=series.unit,
        decimals=series.decimals,
        rhythm=Rhythm(series.rhythm),
        months_until_available=series.months_until_available,
        lower=series.lower,
        upper=series.upper,
    )


def figure(value: Decimal | None, status: str, reason: str, basis: str) -> Figure:
    """A stored figure as the core wants it; the reason is that of the none or of the estimate."""
    return Figure(value=value, status=FigureStatus(status), reason=reason or basis)


def series_data(region: Region, series: Iterable[Series], *, until: date) -> dict[str, SeriesData]:
    """All figures of these series in the region up to that month, by code; series without figures are there too."""
    wanted = {row.pk: row for row in series}
    found: dict[int, dict[date, Figure]] = defaultdict(dict)
    rows = MonthlyActual.objects.filter(region=region, series__in=wanted, month__lte=until).order_by()
    columns = rows.values_list("series_id", "month", "value", "status", "reason", "basis")
    for pk, month, value, status, reason, basis in columns:
        found[pk][month] = figure(value, status, reason, basis)
    return {row.code: SeriesData(spec=series_spec(row), figures=found[pk]) for pk, row in wanted.items()}


def figures_by_region(
    regions: Collection[int], series: Iterable[Series], *, first: date, last: date
) -> dict[int, dict[str, SeriesData]]:
    """The figures of all these regions and series from the first month to the last, by region and code; of every region
    all series. One query.
    """
    wanted = {row.pk: row for row in series}
    rows = MonthlyActual.objects.filter(region__in=regions, series__in=wanted, month__range=(first, last)).order_by()
    found: dict[tuple[int, int], dict[date, Figure]] = defaultdict(dict)
    columns = rows.values_list("region_id", "series_id", "month", "value", "status", "reason", "basis")
    for region, pk, month, value, status, reason, basis in columns:
        found[region, pk][month] = figure(value, status, reason, basis)
    specs = {pk: series_spec(row) for pk, row in wanted.items()}
    return {
        region: {spec.code: SeriesData(spec=spec, figures=found[region, pk]) for pk, spec in specs.items()}
        for region in regions
    }
