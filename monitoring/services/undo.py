"""Taking back a whole import: the figures stand again as they stood before, by a new set of revisions."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from agreements.domain.months import month_name
from agreements.models import User
from agreements.services import audit
from monitoring.choices import ImportState, Origin
from monitoring.models import ActualRevision, ImportRun, MonthlyActual
from monitoring.selectors.exchange import Key, standing_figures
from monitoring.services.actuals import BATCH, revisions_digest

FIELDS = ("value", "reason", "basis", "status")


class UndoRefused(Exception):
    """The import cannot be taken back; `figures` names those that changed since."""

    def __init__(self, message: str, figures: tuple[str, ...] = ()) -> None:
        super().__init__(message)
        self.figures = figures


@transaction.atomic
def undo_import(*, by: User, run: ImportRun) -> int:
    """Restore what stood before the import, status included; how many figures. A sheet that came back stays so.

    Raises UndoRefused where it was taken back before, or figures changed since.
    """
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state == ImportState.UNDONE:
        raise UndoRefused("Dieser Import ist schon zurückgenommen.")
    imported = list(ActualRevision.objects.filter(import_run=run).select_related("series", "region"))
    keys = {_key(revision): revision for revision in imported}
    standing = standing_figures(keys, lock=True)
    touched = [
        f"{revision.series.name}, {revision.region.name}, {month_name(revision.month)}"
        for key, revision in keys.items()
        if key not in standing or standing[key].version != revision.version
    ]
    if touched:
        raise UndoRefused("Seit dem Import wurden Werte geändert; zurückgenommen wurde nichts.", tuple(touched))
    if imported:
        _restore(run, imported, standing, by)
    ImportRun.objects.filter(pk=run.pk).update(state=ImportState.UNDONE, undone_by=by, undone_at=timezone.now())
    after = {"werte": len(imported), "sha256": run.sha256}
    audit.record(by=by, verb="Import zurückgenommen", object=f"Import {run.pk}", after=after, reason=run.file_name)
    return len(imported)


def _restore(run: ImportRun, imported: list[ActualRevision], standing: dict[Key, MonthlyActual], by: User) -> None:
    """Write the revisions, and the figures as their last revision says."""
    before = _before(imported)
    at, why = timezone.now(), f"Import „{run.file_name}“ zurückgenommen"[:300]
    revisions = []
    for revision in imported:
        old = before.get(_key(revision))
        restored = ActualRevision(
            series=revision.series, region=revision.region, month=revision.month, version=revision.version + 1,
            by=by, at=at, why=why, origin=Origin.IMPORT, status=old.status if old else revision.status,
        )  # fmt: skip
        if old:
            restored.value, restored.reason, restored.basis = old.value, old.reason, old.basis
        revisions.append(restored)
    after = {"revisions": len(revisions), "sha256": revisions_digest(revisions)}
    entry = audit.record(
        by=by, verb="Monatswerte wiederhergestellt", object=f"Import {run.pk}", after=after, reason=why
    )
    for restored in revisions:
        restored.entry = entry
    ActualRevision.objects.bulk_create(revisions, batch_size=BATCH)
    kept, gone = [], []
    for restored in revisions:
        actual = standing[_key(restored)]
        if restored.value is None and not restored.reason:
            gone.append(actual.pk)
            continue
        for name in (*FIELDS, "version", "by", "at"):
            setattr(actual, name, getattr(restored, name))
        actual.checked_by = None
        kept.append(actual)
    MonthlyActual.objects.bulk_update(kept, [*FIELDS, "checked_by", "version", "by", "at"], batch_size=BATCH // 4)
    for first in range(0, len(gone), BATCH):
        MonthlyActual.objects.filter(pk__in=gone[first : first + BATCH]).delete()


def _before(imported: list[ActualRevision]) -> dict[Key, ActualRevision]:
    """The revision before each imported one, where there is one. One query."""
    wanted = {(*_key(revision), revision.version - 1) for revision in imported if revision.version > 1}
    if not wanted:
        return {}
    months = [key[2] for key in wanted]
    rows = ActualRevision.objects.filter(
        series__in={key[0] for key in wanted},
        region__in={key[1] for key in wanted},
        month__range=(min(months), max(months)),
    ).order_by()
    return {_key(row): row for row in rows if (*_key(row), row.version) in wanted}


def _key(revision: ActualRevision) -> Key:
    return (revision.series_id, revision.region_id, revision.month)
