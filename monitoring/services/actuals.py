"""Figures: the one verb that stores them, for page, import, command and admin alike; nothing that stood is lost."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from agreements.choices import RegionKind
from agreements.domain.fingerprint import canonical
from agreements.models import User
from agreements.services import audit
from monitoring.choices import FigureStatus, Origin
from monitoring.models import ActualRevision, ImportRun, MonthlyActual
from monitoring.selectors.months import closed_months, last_reported
from monitoring.services.entries import (
    EntriesRefused,
    Entry,
    Key,
    Refusal,
    changes_figure,
    closed_message,
    confirms,
    final_status,
    is_change,
    refusal,
    reported_message,
    same_value,
    twice,
)

FOUR_PLACES = Decimal("0.0001")
BATCH = 1000
BY_HAND = frozenset({Origin.PAGE, Origin.GRID, Origin.ADMIN})  # what a closed month refuses; files and commands pass
CHECKED = "geprüft"  # why a figure has a new version where it was only confirmed


@dataclass(frozen=True, kw_only=True)
class Recorded:
    """How many figures a call stored; `unchanged` were the same already and left no trace."""

    new: int
    changed: int
    removed: int
    unchanged: int
    revisions: tuple[ActualRevision, ...] = ()

    @property
    def stored(self) -> int:
        """New, changed and removed together."""
        return self.new + self.changed + self.removed


@transaction.atomic
def record(
    *, by: User, entries: Iterable[Entry], origin: Origin, on: date, import_run: ImportRun | None = None
) -> Recorded:
    """Store figures: all of them or none. `on` is the day by which the future is told.

    A change of a final or revised figure needs `why` and is stored as revised, whatever status it names
    (contract.md). A figure confirmed by its writer keeps who did, until its value changes. A closed month takes figures
    from files and commands alone. Raises EntriesRefused with one German sentence an entry.
    """
    wanted = list(entries)
    standing = _standing(wanted)
    locked = _locked(wanted, standing, origin)
    barred = {id(refused.entry) for refused in locked}  # one sentence an entry: no reason helps where a month is closed
    open_ones = [entry for entry in wanted if id(entry) not in barred]
    refusals = [fault for entry in open_ones if (fault := refusal(entry, standing.get(entry.key), on))]
    refusals += [*twice(wanted), *locked]
    if refusals:
        raise EntriesRefused(refusals)
    changes = [(entry, standing.get(entry.key)) for entry in wanted if is_change(entry, standing.get(entry.key))]
    if not changes:
        return Recorded(new=0, changed=0, removed=0, unchanged=len(wanted))
    revisions = _revisions(changes, by=by, origin=origin, import_run=import_run)
    entry = audit.record(
        by=by,
        verb="Monatswerte gespeichert",
        object=_object(changes),
        after={"revisions": len(revisions), "sha256": revisions_digest(revisions)},
        reason=import_run.file_name if import_run else "",
    )
    for revision in revisions:
        revision.entry = entry
    ActualRevision.objects.bulk_create(revisions, batch_size=BATCH)
    return _write(changes, revisions, unchanged=len(wanted) - len(changes))


def _locked(wanted: Sequence[Entry], standing: Mapping[Key, MonthlyActual], origin: Origin) -> list[Refusal]:
    """What the months say against the entries: closed for typing by hand, or reported and removed without a reason."""
    changing = [entry for entry in wanted if changes_figure(entry, standing.get(entry.key))]
    by_hand = changing if origin in BY_HAND else []
    removing = [entry for entry in changing if entry.removes and not entry.why]
    closed = closed_months(*_where(by_hand)) if by_hand else {}
    reported = last_reported(_where(removing)[0]) if removing else {}
    return [
        *(
            Refusal(entry=entry, message=closed_message(entry, closed[_district(entry), entry.month].why))
            for entry in by_hand
            if (_district(entry), entry.month) in closed
        ),
        *(
            Refusal(entry=entry, message=reported_message(entry))
            for entry in removing
            if entry.month <= reported.get(_district(entry), date.min)
        ),
    ]


def _where(entries: Iterable[Entry]) -> tuple[set[int], set[date]]:
    """Districts and months of the entries."""
    return {_district(entry) for entry in entries}, {entry.month for entry in entries}


def _district(entry: Entry) -> int:
    """The district a figure belongs to, also that of a city."""
    region = entry.region
    return region.pk if region.kind == RegionKind.DISTRICT else region.parent_id or region.pk


def revisions_digest(revisions: Iterable[ActualRevision]) -> str:
    """SHA-256 over what the revisions of one audit entry say, in the order of their keys."""
    lines = sorted(
        canonical(
            [
                [revision.series_id, revision.region_id, revision.month, revision.version],
                None if revision.value is None else Decimal(revision.value).quantize(FOUR_PLACES),
                [revision.reason, revision.basis, revision.status, revision.why, revision.origin],
                [revision.by_id, revision.at.isoformat(timespec="microseconds"), revision.import_run_id],
            ]
        )
        for revision in revisions
    )
    return hashlib.sha256(b"\n".join(lines)).hexdigest()


def _standing(entries: Sequence[Entry]) -> dict[Key, MonthlyActual]:
    """What stands now at the keys of the entries: one query, locked where the database can."""
    if not entries:
        return {}
    months = [entry.month for entry in entries]
    found = MonthlyActual.objects.select_for_update().filter(
        series__in={entry.series.pk for entry in entries},
        region__in={entry.region.pk for entry in entries},
        month__range=(min(months), max(months)),
    )
    return {(actual.series_id, actual.region_id, actual.month): actual for actual in found}


def _revisions(
    changes: Sequence[tuple[Entry, MonthlyActual | None]], *, by: User, origin: Origin, import_run: ImportRun | None
) -> list[ActualRevision]:
    at = timezone.now()
    past = _last_versions([entry for entry, standing in changes if standing is None])
    found = []
    for entry, standing in changes:
        status = final_status(entry, standing)
        revision = ActualRevision(
            series=entry.series,
            region=entry.region,
            month=entry.month,
            version=(standing.version if standing else past.get(entry.key, 0)) + 1,
            value=entry.value,
            reason=entry.reason,
            basis=entry.basis if status == FigureStatus.ESTIMATED else "",  # what is settled is no estimate
            status=status,
            by=by,
            at=at,
            why=entry.why or (CHECKED if confirms(entry, standing) else ""),
            origin=origin,
            import_run=import_run,
        )
        found.append(revision)
    return found


def _last_versions(entries: Sequence[Entry]) -> dict[Key, int]:
    """Figures that were removed before go on with their numbering."""
    if not entries:
        return {}
    months = [entry.month for entry in entries]
    rows = (
        ActualRevision.objects.filter(
            series__in={entry.series.pk for entry in entries},
            region__in={entry.region.pk for entry in entries},
            month__range=(min(months), max(months)),
        )
        .order_by()
        .values_list("series_id", "region_id", "month")
        .annotate(last=Max("version"))
    )
    return {(series, region, month): last for series, region, month, last in rows}


def _write(
    changes: Sequence[tuple[Entry, MonthlyActual | None]], revisions: Sequence[ActualRevision], *, unchanged: int
) -> Recorded:
    new: list[MonthlyActual] = []
    changed: list[MonthlyActual] = []
    removed: list[int] = []
    for (entry, standing), revision in zip(changes, revisions, strict=True):
        if entry.removes and standing is not None:
            removed.append(standing.pk)
            continue
        actual = standing or MonthlyActual(series=entry.series, region=entry.region, month=entry.month)
        if confirms(entry, standing):
            actual.checked_by = revision.by
        elif standing is None or not same_value(entry, standing):
            actual.checked_by = None
        actual.value, actual.reason, actual.basis = entry.value, entry.reason, revision.basis
        actual.status, actual.version, actual.by, actual.at = (
            revision.status,
            revision.version,
            revision.by,
            revision.at,
        )
        (changed if standing else new).append(actual)
    MonthlyActual.objects.bulk_create(new, batch_size=BATCH)
    fields = ["value", "reason", "basis", "status", "checked_by", "version", "by", "at"]
    MonthlyActual.objects.bulk_update(changed, fields, batch_size=BATCH // 4)
    MonthlyActual.objects.filter(pk__in=removed).delete()
    return Recorded(
        new=len(new), changed=len(changed), removed=len(removed), unchanged=unchanged, revisions=tuple(revisions)
    )


def _object(changes: Sequence[tuple[Entry, MonthlyActual | None]]) -> str:
    """Where the figures lie: "05158 2014-10", or the span of months and the number of regions."""
    regions = sorted({entry.region.key for entry, _ in changes})
    months = sorted({entry.month for entry, _ in changes})
    where = regions[0] if len(regions) == 1 else f"{regions[0]} und {len(regions) - 1} weitere"
    span = f"{months[0]:%Y-%m}" if len(months) == 1 else f"{months[0]:%Y-%m} bis {months[-1]:%Y-%m}"
    return f"{where} {span}"
