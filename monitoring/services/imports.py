"""Import of figures (contract.md): a preview that stores nothing, then all or nothing, every fault by row and column."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from django.db import transaction
from django.utils import timezone

from agreements.domain.fingerprint import canonical
from agreements.models import User
from agreements.services import audit
from monitoring.choices import FigureStatus, Origin
from monitoring.domain.layout import FIELDS, Layout
from monitoring.models import CollectionSheet, ImportRun, MonthlyActual
from monitoring.selectors.exchange import Rights, standing_figures
from monitoring.services.actuals import Recorded, record
from monitoring.services.collection import sheet_lines
from monitoring.services.entries import EntriesRefused, Entry, Key, Refusal, final_status
from monitoring.services.import_rows import Fault, ImportRefused, Line, Reading, read_line
from monitoring.services.plausibility import import_warnings
from monitoring.services.uploads import Lines, read_lines

__all__ = [
    "COLUMNS",
    "Fault",
    "ImportChanged",
    "ImportRefused",
    "Preview",
    "Upload",
    "import_figures",
    "preview",
    "read_entries",
]

COLUMNS = FIELDS
Kind = Literal["new", "changed", "unchanged"]


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file that came in: its bytes and name, how to read it, and whose rows count."""

    content: bytes
    name: str
    layout: Layout | None = None
    sheet: CollectionSheet | None = None
    rights: Rights | None = None  # None: everything, for commands


@dataclass(frozen=True, kw_only=True)
class PreviewRow:
    """What would become of one figure of the file."""

    row: int
    entry: Entry
    kind: Kind
    standing: MonthlyActual | None
    status: FigureStatus  # as it would be stored


@dataclass(frozen=True, kw_only=True)
class Preview:
    """What an import would do. `digest` names file, rules and the versions it would meet."""

    rows: tuple[PreviewRow, ...]
    faults: tuple[Fault, ...]
    warnings: tuple[str, ...] = ()
    skipped: int = 0
    digest: str = ""

    def of(self, kind: Kind) -> list[PreviewRow]:
        """Rows of one kind."""
        return [row for row in self.rows if row.kind == kind]


class ImportChanged(Exception):
    """Between preview and confirmation something changed, so nothing was stored."""


@dataclass
class _Read:
    """A file as entries, with what stands at their keys."""

    entries: list[tuple[Line, Entry]]
    faults: list[Fault]
    skipped: int
    standing: dict[Key, MonthlyActual] = field(default_factory=dict)


def read_entries(upload: Upload) -> list[tuple[int, Entry]]:
    """The figures of a file, each with the number of its row. Three queries.

    Raises TableError where the file is none that can be read, ImportRefused where rows are at fault.
    """
    read = _read(upload)
    if read.faults:
        raise ImportRefused(read.faults)
    return [(line.row, entry) for line, entry in read.entries]


def preview(*, by: User, upload: Upload, on: date) -> Preview:
    """What the import would do, by doing it and taking it back: so it cannot say anything else than the import does.

    Rows without fault are tried even where others have one. Raises TableError.
    """
    try:
        read = _read(upload)
    except ImportRefused as error:
        return Preview(rows=(), faults=error.faults)
    entries, faults = list(read.entries), list(read.faults)
    recorded = None
    with transaction.atomic():
        run = _run(upload, by)
        while recorded is None:
            try:
                recorded = record(by=by, entries=[e for _, e in entries], origin=Origin.IMPORT, on=on, import_run=run)
            except EntriesRefused as error:
                faults += _faults(error.refusals, entries)
                refused = {id(refusal.entry) for refusal in error.refusals}
                entries = [(line, entry) for line, entry in entries if id(entry) not in refused]
        warnings = tuple(import_warnings(recorded))
        transaction.set_rollback(True)
    return Preview(
        rows=tuple(_rows(entries, read.standing, recorded)),
        faults=tuple(sorted(faults, key=lambda fault: fault.row)),
        warnings=warnings,
        skipped=read.skipped,
        digest=_digest(upload, read),
    )


@transaction.atomic
def import_figures(
    *,
    by: User,
    content: bytes,
    name: str,
    on: date,
    layout: Layout | None = None,
    sheet: CollectionSheet | None = None,
    rights: Rights | None = None,
    seen: str = "",
) -> tuple[ImportRun, Recorded]:
    """Store all figures of a file, or none of them; the run is kept with its file's name, hash and counts.

    `seen`: the digest of the preview somebody confirms. Raises TableError and ImportRefused like read_entries,
    ImportRefused where a figure cannot stand, ImportChanged where the preview no longer holds.
    """
    upload = Upload(content=content, name=name, layout=layout, sheet=sheet, rights=rights)
    read = _read(upload)
    if seen and _digest(upload, read) != seen:
        raise ImportChanged
    if read.faults:
        raise ImportRefused(read.faults)
    entries = [(line, _as_seen(entry, read) if seen else entry) for line, entry in read.entries]
    run = _run(upload, by)
    try:
        recorded = record(by=by, entries=[e for _, e in entries], origin=Origin.IMPORT, on=on, import_run=run)
    except EntriesRefused as error:
        if any(refusal.standing is not None for refusal in error.refusals):
            raise ImportChanged from error
        raise ImportRefused(_faults(error.refusals, entries)) from error
    run.new, run.changed, run.unchanged = recorded.new, recorded.changed, recorded.unchanged
    run.save(update_fields=["new", "changed", "unchanged"])
    counts = {"neu": run.new, "geändert": run.changed, "unverändert": run.unchanged}
    audit.record(
        by=by, verb="Datei eingelesen", object=f"Import {run.pk}", after=counts | {"sha256": run.sha256}, reason=name
    )
    return run, recorded


def _read(upload: Upload) -> _Read:
    """Raises TableError, and ImportRefused where columns are missing."""
    found: Lines
    if upload.sheet is not None:
        found = sheet_lines(upload.sheet, upload.content, upload.name)
    else:
        found = read_lines(upload.content, upload.name, upload.layout)
    reading = Reading(rights=upload.rights)
    for line in found.lines:
        read_line(line, reading)
    standing = standing_figures(entry.key for _, entry in reading.entries)
    return _Read(reading.entries, reading.faults, found.skipped, standing)


def _run(upload: Upload, by: User) -> ImportRun:
    sha256 = hashlib.sha256(upload.content).hexdigest()
    return ImportRun.objects.create(file_name=upload.name[:255], sha256=sha256, by=by, at=timezone.now())


def _as_seen(entry: Entry, read: _Read) -> Entry:
    """The entry with the version that stood when it was read: what comes between is a conflict."""
    standing = read.standing.get(entry.key)
    return replace(entry, expected_version=standing.version if standing else 0)


def _rows(
    entries: Sequence[tuple[Line, Entry]], standing: dict[Key, MonthlyActual], recorded: Recorded
) -> list[PreviewRow]:
    changed = {(revision.series_id, revision.region_id, revision.month) for revision in recorded.revisions}
    rows = []
    for line, entry in entries:
        before = standing.get(entry.key)
        kind: Kind = "unchanged" if entry.key not in changed else "changed" if before else "new"
        rows.append(
            PreviewRow(row=line.row, entry=entry, kind=kind, standing=before, status=final_status(entry, before))
        )
    return rows


def _digest(upload: Upload, read: _Read) -> str:
    """Over the file, its rules, and the version of every figure it meets."""
    versions = sorted([*key, row.version] for key, row in read.standing.items())
    rules = upload.layout.as_json() if upload.layout else None
    sheet = upload.sheet.pk if upload.sheet else None
    file = hashlib.sha256(upload.content).hexdigest()
    return hashlib.sha256(canonical([file, rules, sheet, len(read.entries), versions])).hexdigest()


def _faults(refusals: Sequence[Refusal], entries: Sequence[tuple[Line, Entry]]) -> list[Fault]:
    lines = {id(entry): line for line, entry in entries}
    faults = []
    for refusal in refusals:
        line, column = lines[id(refusal.entry)], _column_of(refusal.message)
        faults.append(Fault(row=line.row, column=line.headings.get(column, column), message=refusal.message))
    return faults


def _column_of(message: str) -> str:
    """Which column a refusal of the figure itself speaks of."""
    if "braucht einen Grund" in message or "Grundlage" in message:
        return "grund"
    if "Monat" in message or "Werte stehen im" in message:
        return "monat"
    return "gebiet" if "wird je Stadt" in message or "ganze Gebiet" in message else "wert"
