"""Geändert seit dem letzten Bericht: every change of a figure after a moment, old beside new, with who, why and from where."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from datetime import date, datetime
from itertools import groupby

from django.db.models import Q

from agreements.choices import Level, Source
from agreements.domain.months import add_months, month_of, month_range
from agreements.models import Agreement, Series
from monitoring.choices import FigureStatus
from monitoring.domain.changes import Change, ChangedSeries
from monitoring.models import ActualRevision, MonthlyReport


def last_released_at(agreement: Agreement) -> datetime | None:
    """The moment the last report of the agreement was frozen; None where none was. One query."""
    frozen = MonthlyReport.objects.filter(agreement=agreement, frozen__isnull=False)
    return frozen.order_by("-frozen__at").values_list("frozen__at", flat=True).first()


def changes_since(
    agreement: Agreement,
    since: datetime,
    *,
    months: Collection[date] | None = None,
    sources: Collection[Source] = tuple(Source),
) -> list[Change]:
    """What was changed after the moment in figures the agreement's reports read, the latest first. Two queries.

    Without `months`: the agreement's year, the prior year and the December before (domain.md §4). A version that only
    says "geprüft" changed nothing and is left out.
    """
    district = agreement.district
    last = month_of(agreement.year, 12)
    rows = ActualRevision.objects.filter(
        Q(region=district) | Q(region__parent=district), at__gt=since, series__source__in=sources
    )
    within = {"month__in": months} if months is not None else {"month__range": (add_months(last, -24), last)}
    late = list(rows.filter(**within).select_related("series", "region", "by", "import_run"))
    if not late:
        return []
    earlier = ActualRevision.objects.filter(
        series__in={row.series_id for row in late},
        region__in={row.region_id for row in late},
        month__in={row.month for row in late},
        at__lte=since,
    ).order_by("series", "region", "month", "version")
    before = {_key(row): row for row in earlier}
    late.sort(key=lambda row: (*_key(row), row.version))
    changes = [change for key, rows in groupby(late, key=_key) for change in _changes(list(rows), before.get(key))]
    order = {row.series.code: row.series.position for row in late}
    return sorted(changes, key=lambda change: (change.at, order[change.series.code], change.place), reverse=True)


def district_changes(agreement: Agreement, since: datetime, codes: Iterable[str], *, until: date) -> tuple[Change, ...]:
    """What was changed after the moment in the district's figures of these series up to a month, of this year and the
    prior one: what a report of that month reads. No city counts, for not every reader of a report sees those.
    """
    wanted = frozenset(codes)
    months = month_range(add_months(month_of(until.year, 12), -24), until)
    return tuple(
        change
        for change in changes_since(agreement, since, months=months)
        if change.series.code in wanted and not change.place
    )


def _key(row: ActualRevision) -> tuple[int, int, date]:
    return row.series_id, row.region_id, row.month


def _changes(rows: list[ActualRevision], before: ActualRevision | None) -> Iterator[Change]:
    """Each version beside the one before it."""
    for row in rows:
        said = ("value", "reason", "status", "basis")
        if before is None or [getattr(row, name) for name in said] != [getattr(before, name) for name in said]:
            yield Change(
                series=_named(row.series),
                place=row.region.name if row.series.level == Level.CITY else "",
                month=row.month,
                old=before.value if before else None,
                old_status=_status(before),
                new=row.value,
                new_status=_status(row),
                reason=row.reason,
                by=str(row.by),
                at=row.at,
                why=row.why,
                origin=row.get_origin_display(),
                file=row.import_run.file_name if row.import_run else "",
            )
        before = row


def _named(series: Series) -> ChangedSeries:
    return ChangedSeries(code=series.code, name=series.name, unit=series.unit, decimals=series.decimals)


def _status(row: ActualRevision | None) -> FigureStatus | None:
    """None where there is no figure, or the version says that it was removed."""
    if row is None or (row.value is None and not row.reason):
        return None
    return FigureStatus(row.status)
