"""What stands between upload and confirmation: the file of one person, kept for a day; and how foreign files are read."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone

from agreements.documents.tables_in import Row
from agreements.models import Party, User
from agreements.services import audit
from monitoring.domain.layout import Layout, month_of_heading
from monitoring.models import CollectionSheet, ImportDraft, ImportMapping, ImportRun
from monitoring.services.collection import close_sheet
from monitoring.services.imports import ImportChanged, Upload, import_figures
from monitoring.services.plausibility import import_warnings
from monitoring.services.uploads import headings

KEPT = timedelta(days=1)
MOST = 3  # files a person has open at once, in three windows


@transaction.atomic
def keep_draft(
    *, by: User, content: bytes, name: str, layout: Layout | None = None, sheet: CollectionSheet | None = None
) -> ImportDraft:
    """Keep a file for its preview; what is older than a day goes, and this person's oldest beyond three."""
    now = timezone.now()
    ImportDraft.objects.filter(at__lt=now - KEPT).delete()
    beyond = list(ImportDraft.objects.filter(user=by).order_by("-id").values_list("pk", flat=True)[MOST - 1 :])
    ImportDraft.objects.filter(pk__in=beyond).delete()
    rules = layout.as_json() if layout else None
    return ImportDraft.objects.create(user=by, content=content, file_name=name[:255], rules=rules, sheet=sheet, at=now)


def open_drafts(by: User, now: datetime) -> QuerySet[ImportDraft]:
    """One's own, not older than a day."""
    return ImportDraft.objects.filter(user=by, at__gte=now - KEPT).select_related("sheet")


def forget_draft(*, by: User, draft: ImportDraft) -> None:
    """The file is gone."""
    ImportDraft.objects.filter(user=by, pk=draft.pk).delete()


@transaction.atomic
def confirm_draft(*, by: User, draft: ImportDraft, upload: Upload, seen: str, on: date) -> ImportRun:
    """Import the file as its preview said, with its warnings as "ungeprüft"; then it is forgotten. All in one.

    Raises what import_figures raises, and SheetRefused where an Erfassungsbogen came back before.
    """
    try:
        run, recorded = import_figures(
            by=by,
            content=upload.content,
            name=upload.name,
            on=on,
            layout=upload.layout,
            sheet=upload.sheet,
            rights=upload.rights,
            seen=seen,
        )
    except IntegrityError as error:  # somebody else was first where nothing stood
        raise ImportChanged from error
    run.warnings = import_warnings(recorded)
    run.save(update_fields=["warnings"])
    if upload.sheet is not None:
        close_sheet(by=by, sheet=upload.sheet, run=run)
    forget_draft(by=by, draft=draft)
    return run


@transaction.atomic
def read_draft_as(
    *, by: User, draft: ImportDraft, layout: Layout, header: Sequence[str], party: Party | None, name: str
) -> None:
    """Read the file by this layout; with a name it is kept for the party, in place of an earlier one of that name."""
    ImportDraft.objects.filter(user=by, pk=draft.pk).update(rules=layout.as_json())
    if not name or party is None:
        return
    before = ImportMapping.objects.filter(party=party, name=name).first()
    ImportMapping.objects.update_or_create(
        party=party,
        name=name,
        defaults={"rules": layout.as_json(), "header": list(header), "by": by, "at": timezone.now()},
    )
    audit.record(
        by=by,
        verb="Zuordnung gespeichert",
        object=f"{party.key} {name}",
        before=before.rules if before else {},
        after=layout.as_json(),
    )


def fitting(mappings: Iterable[ImportMapping], rows: Sequence[Row]) -> ImportMapping | None:
    """The mapping all of whose headings stand in its header row; the one that reads most of them."""
    by_number = {row.number: {text.casefold() for text in headings(row.cells)} for row in rows}
    found = []
    for mapping in mappings:
        layout = Layout.from_json(mapping.rules)
        wanted = {text.casefold() for text in (*layout.columns, *layout.wide)}
        if wanted <= by_number.get(layout.header_row, set()):
            found.append((len(wanted), mapping))
    return max(found, key=lambda pair: pair[0])[1] if found else None


def similar(mappings: Iterable[ImportMapping], rows: Sequence[Row]) -> tuple[ImportMapping, Row] | None:
    """The mapping whose header shares most with one of the rows, at least half: next year's file has other months."""
    best: tuple[int, ImportMapping, Row] | None = None
    for mapping in mappings:
        known = {_kind(str(text)) for text in mapping.header}
        for row in rows:
            shared = len(known & {_kind(text) for text in headings(row.cells)})
            if known and 2 * shared >= len(known) and (best is None or shared > best[0]):
                best = (shared, mapping, row)
    return (best[1], best[2]) if best else None


def _kind(text: str) -> str:
    """A heading for comparison: one month is like another."""
    return "@" if month_of_heading(text) else text.casefold()
