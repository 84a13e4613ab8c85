"""What is owed for a month: every series of the month with what stands, the month before and the year before."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Q

from agreements.choices import Level, RegionKind, Rhythm, Source
from agreements.domain.months import add_months, is_expected
from agreements.models import Agreement, Region, Series
from monitoring.domain.series import SeriesData, State, available_from, state
from monitoring.models import MonthlyActual
from monitoring.selectors.figures import figure, series_spec

STEP = {Rhythm.MONTHLY: 1, Rhythm.QUARTERLY: 3, Rhythm.YEARLY: 12}  # months from one figure to the one before
Key = tuple[int, int, date]


@dataclass(frozen=True, kw_only=True)
class EntryRow:
    """One figure that is owed: series and region, what stands there, and what stood before."""

    series: Series
    region: Region
    month: date
    actual: MonthlyActual | None
    before: Decimal | None  # the figure one period earlier
    before_month: date
    prior_year: Decimal | None
    state: State
    available_from: date

    @property
    def name(self) -> str:
        """Identifies the row in a form: INT-05158."""
        return f"{self.series.code}-{self.region.key}"

    @property
    def prior_year_month(self) -> date:
        """The same month of the prior year."""
        return add_months(self.month, -12)

    @property
    def given(self) -> bool:
        """A figure or keine Angabe stands there."""
        return self.actual is not None


@dataclass(frozen=True, kw_only=True)
class EntryGroup:
    """Rows of one source, or of one city series."""

    title: str
    source: Source
    rows: tuple[EntryRow, ...]
    by_city: bool

    @property
    def total(self) -> Decimal | None:
        """Sum over the cities, only where every one has a figure (domain.md §4, rule 4)."""
        values = [row.actual.value for row in self.rows if row.actual and row.actual.value is not None]
        return sum(values, Decimal(0)) if len(values) == len(self.rows) else None

    @property
    def given(self) -> int:
        """How many rows have a figure or keine Angabe."""
        return sum(row.given for row in self.rows)


@dataclass(frozen=True, kw_only=True)
class EntryMonth:
    """All that one person types for one agreement and month."""

    month: date
    groups: tuple[EntryGroup, ...]

    @property
    def rows(self) -> tuple[EntryRow, ...]:
        """All rows in their order."""
        return tuple(row for group in self.groups for row in group.rows)

    @property
    def owed(self) -> int:
        """Rows whose figure is there or can be known by now."""
        return sum(row.state is not State.NOT_YET for row in self.rows)

    @property
    def given(self) -> int:
        """Rows that have a figure or keine Angabe."""
        return sum(row.given for row in self.rows)

    @property
    def missing(self) -> tuple[EntryRow, ...]:
        """Expected by now and not entered."""
        return tuple(row for row in self.rows if row.state is State.MISSING)

    @property
    def not_yet(self) -> tuple[EntryRow, ...]:
        """Nobody is asked for these yet."""
        return tuple(row for row in self.rows if row.state is State.NOT_YET)


def entry_month(agreement: Agreement, month: date, *, sources: Iterable[Source], today: date) -> EntryMonth:
    """Rows of the month for these sources: three queries (series, regions, figures)."""
    district = agreement.district
    regions = sorted(
        Region.objects.filter(Q(pk=district.pk) | Q(parent=district)),
        key=lambda region: (region.kind == RegionKind.UNASSIGNED, region.name),
    )
    series = [row for row in Series.objects.filter(source__in=sources) if is_expected(Rhythm(row.rhythm), month)]
    figures = _figures(series, regions, month)
    groups = [
        EntryGroup(
            title=source.label,
            source=source,
            by_city=False,
            rows=tuple(
                _row(row, district, month, figures, today)
                for row in series
                if row.source == source and row.level == Level.DISTRICT
            ),
        )
        for source in (Source.BA, Source.JOBCENTER, Source.KREIS)
    ]
    cities = [region for region in regions if region.kind != RegionKind.DISTRICT]
    groups += [
        EntryGroup(
            title=row.name,
            source=Source(row.source),
            by_city=True,
            rows=tuple(_row(row, city, month, figures, today) for city in cities),
        )
        for row in series
        if row.level == Level.CITY
    ]
    return EntryMonth(month=month, groups=tuple(group for group in groups if group.rows))


def _figures(series: Iterable[Series], regions: Iterable[Region], month: date) -> dict[Key, MonthlyActual]:
    months = {month, add_months(month, -12), *(add_months(month, -step) for step in STEP.values())}
    rows = MonthlyActual.objects.filter(series__in=list(series), region__in=list(regions), month__in=months)
    return {
        (row.series_id, row.region_id, row.month): row for row in rows.select_related("by", "checked_by").order_by()
    }


def _row(series: Series, region: Region, month: date, figures: Mapping[Key, MonthlyActual], today: date) -> EntryRow:
    actual = figures.get((series.pk, region.pk, month))
    before_month = add_months(month, -STEP[Rhythm(series.rhythm)])
    before = figures.get((series.pk, region.pk, before_month))
    prior_year = figures.get((series.pk, region.pk, add_months(month, -12)))
    spec = series_spec(series)
    known = {month: figure(actual.value, actual.status, actual.reason, actual.basis)} if actual else {}
    return EntryRow(
        series=series,
        region=region,
        month=month,
        actual=actual,
        before=before.value if before else None,
        before_month=before_month,
        prior_year=prior_year.value if prior_year else None,
        state=state(SeriesData(spec=spec, figures=known), month, today),
        available_from=available_from(spec, month),
    )
