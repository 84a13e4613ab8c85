"""Completeness: which figures of which months are there, missing or not yet known, for one agreement or many; the calendar."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.db.models import Q

from agreements.choices import Level, RegionKind, Rhythm, Source
from agreements.domain.months import add_months, is_expected, year_months
from agreements.models import Agreement, Region, Series
from monitoring.domain.calendar import Expected, Progress, due_on, expected_between, progress
from monitoring.domain.series import SeriesSpec, available_from
from monitoring.models import MonthlyActual
from monitoring.selectors.figures import series_spec
from monitoring.selectors.months import MonthState, month_states

MONTHS_AHEAD = 3
SOURCES = (Source.BA, Source.JOBCENTER, Source.KREIS)
WORST_FIRST = (Progress.OVERDUE, Progress.MISSING, Progress.NOT_YET, Progress.GIVEN)


@dataclass(frozen=True, kw_only=True)
class Owed:
    """One figure that is owed for a month."""

    series: Series
    region: Region
    month: date
    progress: Progress
    available: date
    due: date

    @property
    def name(self) -> str:
        """Identifies its field on the month page: INT-05158."""
        return f"{self.series.code}-{self.region.key}"


@dataclass(frozen=True, kw_only=True)
class Cell:
    """The figures of one group in one month."""

    month: date
    owed: tuple[Owed, ...]

    @property
    def given(self) -> int:
        """How many are there."""
        return sum(each.progress is Progress.GIVEN for each in self.owed)

    @property
    def missing(self) -> tuple[Owed, ...]:
        """Those that can be known and are not there, overdue or not."""
        return tuple(each for each in self.owed if each.progress in {Progress.MISSING, Progress.OVERDUE})

    @property
    def progress(self) -> Progress | None:
        """The worst of them: overdue, missing, not yet, given; None where nothing is owed."""
        found = {each.progress for each in self.owed}
        return next((each for each in WORST_FIRST if each in found), None)

    @property
    def available(self) -> date | None:
        """The first day on which something of what is not yet known can be."""
        return min((each.available for each in self.owed if each.progress is Progress.NOT_YET), default=None)

    @property
    def due(self) -> date | None:
        """The first day on which something that is missing is due, or was."""
        return min((each.due for each in self.missing), default=None)


@dataclass(frozen=True, kw_only=True)
class Group:
    """One line: the series of a source, or one city series over its cities."""

    title: str
    source: Source
    cells: tuple[Cell, ...]


@dataclass(frozen=True, kw_only=True)
class Completeness:
    """One agreement, January to December."""

    agreement: Agreement
    states: tuple[MonthState, ...]
    groups: tuple[Group, ...]
    totals: tuple[Cell, ...]

    @property
    def missing(self) -> tuple[Owed, ...]:
        """All that is missing by now, by month."""
        return tuple(each for cell in self.totals for each in cell.missing)

    @property
    def incomplete(self) -> tuple[Cell, ...]:
        """The months in which something is missing."""
        return tuple(cell for cell in self.totals if cell.missing)

    @property
    def next_expected(self) -> Cell | None:
        """The first month of which something cannot be known yet."""
        return next((cell for cell in self.totals if cell.available), None)


@dataclass(frozen=True, kw_only=True)
class CalendarLine:
    """One series of one month in the calendar."""

    expected: Expected
    series: Series
    given: int
    of: int
    progress: Progress


@dataclass(frozen=True, kw_only=True)
class CalendarDay:
    """What can be known from a day on."""

    available: date
    due: date
    lines: tuple[CalendarLine, ...]

    @property
    def months(self) -> tuple[date, ...]:
        """The months whose figures these are; several where delays differ."""
        return tuple(sorted({line.expected.month for line in self.lines}))

    @property
    def given(self) -> int:
        """How many figures are there already."""
        return sum(line.given for line in self.lines)

    @property
    def of(self) -> int:
        """How many there will be."""
        return sum(line.of for line in self.lines)


def completeness(
    agreements: Iterable[Agreement], sources: Mapping[int, Collection[Source]], *, today: date
) -> tuple[Completeness, ...]:
    """Every agreement with the sources named for its primary key. Five queries, whatever their number."""
    rows = list(agreements)
    known = _Known(rows)
    return tuple(_one(agreement, known, sources[agreement.pk], today) for agreement in rows)


def calendar(agreement: Agreement, sources: Collection[Source], *, today: date) -> tuple[CalendarDay, ...]:
    """What is expected from the first of the current month to the end of three months ahead. Five queries."""
    known = _Known([agreement])
    first = today.replace(day=1)
    series = {row.code: row for row in known.series if row.source in sources}
    named = {month: day for month in year_months(agreement.year) if (day := known.named(agreement, month))}
    expected = expected_between(
        [known.specs[row.pk] for row in series.values()],
        first,
        add_months(first, MONTHS_AHEAD),
        year=agreement.year,
        named=named,
    )
    lines = [_line(agreement, each, series[each.series.code], known, today) for each in expected]
    return tuple(
        CalendarDay(available=day[0], due=day[1], lines=tuple(sorted(rows, key=_source_first)))
        for day, rows in groupby(lines, key=lambda line: (line.expected.available, line.expected.due))
    )


class _Known:
    """Catalogue, regions, what is given, and the months of all agreements: five queries."""

    def __init__(self, agreements: Sequence[Agreement]) -> None:
        districts = {agreement.district.pk for agreement in agreements}
        months = [month for year in sorted({a.year for a in agreements}) for month in year_months(year)]
        self.series = list(Series.objects.all())
        self.specs: dict[int, SeriesSpec] = {row.pk: series_spec(row) for row in self.series}
        regions = Region.objects.filter(Q(pk__in=districts) | Q(parent__in=districts))
        self.regions = sorted(regions, key=lambda region: (region.kind == RegionKind.UNASSIGNED, region.name))
        self.given = frozenset(
            MonthlyActual.objects.filter(region__in=self.regions, month__in=months)
            .order_by()
            .values_list("series", "region", "month")
        )
        self.states = month_states(agreements, months)

    def places(self, agreement: Agreement, series: Series) -> list[Region]:
        """The regions that owe a figure of the series: the district, or its cities."""
        district = agreement.district.pk
        if series.level == Level.DISTRICT:
            return [region for region in self.regions if region.pk == district]
        cities = (RegionKind.CITY, RegionKind.UNASSIGNED)
        return [region for region in self.regions if region.parent_id == district and region.kind in cities]

    def named(self, agreement: Agreement, month: date) -> date | None:
        """The day somebody named for the month."""
        return self.states[agreement.pk, month].due

    def owed(self, agreement: Agreement, series: Series, region: Region, month: date, today: date) -> Owed:
        """One figure and where it stands."""
        spec, named = self.specs[series.pk], self.named(agreement, month)
        given = (series.pk, region.pk, month) in self.given
        return Owed(
            series=series,
            region=region,
            month=month,
            progress=progress(spec, month, given=given, today=today, named=named),
            available=available_from(spec, month),
            due=due_on(spec, month, named),
        )


def _one(agreement: Agreement, known: _Known, sources: Collection[Source], today: date) -> Completeness:
    months = year_months(agreement.year)
    wanted = [row for row in known.series if row.source in sources]
    lines = [
        (str(source.label), source, [row for row in wanted if row.source == source and row.level == Level.DISTRICT])
        for source in SOURCES
    ]
    lines += [(row.name, Source(row.source), [row]) for row in wanted if row.level == Level.CITY]
    groups = tuple(
        Group(
            title=title,
            source=source,
            cells=tuple(_cell(agreement, series, month, known, today) for month in months),
        )
        for title, source, series in lines
        if series
    )
    totals = [
        Cell(month=month, owed=tuple(each for group in groups for each in group.cells[place].owed))
        for place, month in enumerate(months)
    ]
    states = tuple(known.states[agreement.pk, month] for month in months)
    return Completeness(agreement=agreement, states=states, groups=groups, totals=tuple(totals))


def _cell(agreement: Agreement, series: Iterable[Series], month: date, known: _Known, today: date) -> Cell:
    return Cell(
        month=month,
        owed=tuple(
            known.owed(agreement, row, region, month, today)
            for row in series
            if is_expected(Rhythm(row.rhythm), month)
            for region in known.places(agreement, row)
        ),
    )


def _source_first(line: CalendarLine) -> int:
    return SOURCES.index(Source(line.series.source))


def _line(agreement: Agreement, expected: Expected, series: Series, known: _Known, today: date) -> CalendarLine:
    cell = _cell(agreement, [series], expected.month, known, today)
    return CalendarLine(
        expected=expected,
        series=series,
        given=cell.given,
        of=len(cell.owed),
        progress=cell.progress or Progress.NOT_YET,
    )
