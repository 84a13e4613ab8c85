"""What may be exchanged: whose figures a person reads in, runs and sheets they may see, figures for export and template."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from agreements.choices import Level, RegionKind, Rhythm, Source
from agreements.domain.months import expected_months
from agreements.models import Actor, Agreement, Region, Series
from monitoring.domain.series import available_from
from monitoring.models import ActualRevision, CollectionSheet, ImportMapping, ImportRun, MonthlyActual
from monitoring.rules import imported_sources
from monitoring.selectors.figures import series_spec

Key = tuple[int, int, date]  # series, region, month


@dataclass(frozen=True, kw_only=True)
class Rights:
    """Whose figures somebody may read in: region → sources (domain.md §7)."""

    regions: Mapping[int, frozenset[Source]]

    def allow(self, series: Series, region: Region) -> bool:
        """May figures of this series and region be read in?"""
        return series.source in self.regions.get(region.pk, frozenset())

    def rows(self) -> Q:
        """The same as a condition on rows that have a region and a series."""
        by_sources: dict[frozenset[Source], list[int]] = defaultdict(list)
        for region, sources in self.regions.items():
            by_sources[sources].append(region)
        found = Q(pk__in=[])
        for sources, regions in by_sources.items():
            found |= Q(region_id__in=regions, series__source__in=sources)
        return found


def agreements_to_import(actor: Actor) -> list[Agreement]:
    """Originals whose figures this person reads in, newest first. Three queries."""
    visible = Agreement.objects.visible_to(actor).originals().with_partners()
    return [agreement for agreement in visible if imported_sources(actor, agreement)]


def import_rights(actor: Actor) -> Rights:
    """The districts of those agreements with their cities. Four queries."""
    districts: dict[int, frozenset[Source]] = {}
    for agreement in agreements_to_import(actor):
        sources = imported_sources(actor, agreement)
        districts[agreement.district.pk] = districts.get(agreement.district.pk, frozenset()) | sources
    children = Region.objects.filter(parent__in=districts).order_by().values_list("pk", "parent")
    return Rights(regions=districts | {pk: districts[parent] for pk, parent in children if parent})


def visible_runs(actor: Actor, rights: Rights) -> QuerySet[ImportRun]:
    """Imports all of whose figures this person may read in, and own ones that changed nothing; newest first."""
    own = ActualRevision.objects.filter(import_run=OuterRef("pk"))
    foreign = Exists(own.exclude(rights.rows()))
    return ImportRun.objects.filter(Exists(own) & ~foreign | ~Exists(own) & Q(by=actor.user)).select_related(
        "by", "undone_by"
    )


def run_revisions(run: ImportRun) -> QuerySet[ActualRevision]:
    """What an import changed, in the order of the catalogue."""
    return (
        ActualRevision.objects.filter(import_run=run)
        .select_related("series", "region")
        .order_by("series__position", "series__code", "region__key", "month")
    )


def visible_mappings(actor: Actor) -> QuerySet[ImportMapping]:
    """Those of one's own parties."""
    return ImportMapping.objects.filter(party_id__in=actor.party_ids).select_related("party", "by")


def visible_sheets(actor: Actor) -> list[CollectionSheet]:
    """Sheets of agreements whose figures one reads in, as far as all their cells are one's own to read in."""
    agreements = {agreement.pk: imported_sources(actor, agreement) for agreement in agreements_to_import(actor)}
    source_of = dict(Series.objects.order_by().values_list("code", "source"))
    sheets = CollectionSheet.objects.filter(agreement__in=agreements).select_related(
        "agreement", "by", "returned_by", "import_run"
    )
    return [
        sheet
        for sheet in sheets
        if all(source_of.get(cell[0]) in agreements[sheet.agreement_id] for cell in sheet.cells)
    ]


def standing_figures(keys: Iterable[Key], *, lock: bool = False) -> dict[Key, MonthlyActual]:
    """What stands at these keys, locked where the caller is about to write. One query."""
    wanted = set(keys)
    if not wanted:
        return {}
    months = [month for _, _, month in wanted]
    table = MonthlyActual.objects.select_for_update() if lock else MonthlyActual.objects.all()
    rows = table.filter(
        series__in={series for series, _, _ in wanted},
        region__in={region for _, region, _ in wanted},
        month__range=(min(months), max(months)),
    ).order_by()
    found = {(row.series_id, row.region_id, row.month): row for row in rows}
    return {key: row for key, row in found.items() if key in wanted}


def regions_of(agreement: Agreement) -> list[Region]:
    """The district, its cities by name, "ohne Zuordnung" last. One query."""
    rows = Region.objects.filter(Q(pk=agreement.district.pk) | Q(parent=agreement.district))
    order = {RegionKind.DISTRICT: 0, RegionKind.CITY: 1, RegionKind.UNASSIGNED: 2}
    return sorted(rows, key=lambda region: (order[RegionKind(region.kind)], region.name))


def figures_to_export(agreement: Agreement, sources: Iterable[Source], year: int) -> QuerySet[MonthlyActual]:
    """All figures of the agreement's regions and of these sources in that year, in the order of the catalogue."""
    return (
        MonthlyActual.objects.filter(
            Q(region=agreement.district) | Q(region__parent=agreement.district),
            series__source__in=list(sources),
            month__year=year,
        )
        .select_related("series", "region")
        .order_by("series__position", "series__code", "region__key", "month")
    )


def missing_figures(
    agreement: Agreement, sources: Iterable[Source], months: Iterable[date], *, on: date, early: bool = False
) -> Iterator[tuple[Series, Region, date]]:
    """Figures that are expected in these months and not there; `early`: also those nobody can know yet. Three queries."""
    wanted = [month for month in months if month <= on]
    regions = regions_of(agreement)
    series = list(Series.objects.filter(source__in=list(sources)))
    rows = MonthlyActual.objects.filter(region__in=regions, series__in=series, month__in=wanted).order_by()
    there = set(rows.values_list("series_id", "region_id", "month"))
    for month in wanted:
        for row in series:
            if month not in expected_months(Rhythm(row.rhythm), month.year):
                continue
            if not early and on < available_from(series_spec(row), month):
                continue
            for region in regions:
                fits = (region.kind == RegionKind.DISTRICT) == (row.level == Level.DISTRICT)
                if fits and (row.pk, region.pk, month) not in there:
                    yield row, region, month


def importable_catalogue(actor: Actor) -> tuple[list[Region], list[Series]]:
    """The regions and series that a person reads in, for choices. Six queries."""
    rights = import_rights(actor)
    sources = frozenset[Source]().union(*rights.regions.values())
    return list(Region.objects.filter(pk__in=rights.regions)), list(Series.objects.filter(source__in=sources))
