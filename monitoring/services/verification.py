"""Recompute what is stored from its sources: the audit chain, the history of figures, frozen documents, signatures, reports."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django.db.models import Prefetch
from django.db.models.fields.files import FieldFile

from agreements.domain.fingerprint import fingerprint, plain
from agreements.domain.lifecycle import IN_FORCE
from agreements.models import Agreement, AuditEntry, FrozenDocument, Signature
from agreements.selectors.agreement import agreement_sheet
from agreements.selectors.signing import frozen_agreement
from agreements.services.audit import broken_links
from monitoring.choices import ReportState, ReportVerb
from monitoring.domain.report_lifecycle import BY_VERB
from monitoring.models import ActualRevision, MonthlyActual, MonthlyReport
from monitoring.selectors.frozen import thaw
from monitoring.services.actuals import revisions_digest

CHUNK = 2000
LIVING = frozenset({"state", "signatures"})  # parts of the sheet of an agreement that go on living


def differences() -> Iterator[str]:
    """One German sentence for every place where something stored does not follow from its sources."""
    yield from broken_links()
    yield from _digests()
    yield from _histories()
    yield from _documents()
    yield from _signatures()
    yield from _agreements()
    yield from _reports()


def _digests() -> Iterator[str]:
    """Every audit entry that names revisions still has exactly those."""
    revisions = Prefetch("revisions", ActualRevision.objects.order_by("id"))
    entries = AuditEntry.objects.filter(after__has_key="revisions").order_by("id").prefetch_related(revisions)
    for entry in entries.iterator(chunk_size=CHUNK):
        found = list(entry.revisions.all())
        if (entry.after["revisions"], entry.after["sha256"]) != (len(found), revisions_digest(found)):
            yield f"Protokolleintrag {entry.pk}: die Fassungen der Monatswerte passen nicht zur Prüfsumme."


def _histories() -> Iterator[str]:
    """Versions run 1…n without gaps, and the last one is what stands."""
    fields = ("series_id", "region_id", "month", "version", "value", "reason", "basis", "status")
    standing = {
        row[:3]: row[3:] for row in MonthlyActual.objects.order_by().values_list(*fields).iterator(chunk_size=CHUNK)
    }
    revisions = ActualRevision.objects.order_by(*fields[:4]).values_list(*fields).iterator(chunk_size=CHUNK)
    for key, group in groupby(revisions, key=lambda row: row[:3]):
        history = [row[3:] for row in group]
        where = f"Datenreihe {key[0]}, Gebiet {key[1]}, {key[2]:%Y-%m}"
        if [row[0] for row in history] != list(range(1, len(history) + 1)):
            yield f"{where}: die Fassungen sind nicht lückenlos."
        last = history[-1]
        removed = last[1] is None and not last[2]
        if standing.pop(key, None) != (None if removed else last):
            yield f"{where}: der Wert entspricht nicht seiner letzten Fassung."
    for key in standing:
        yield f"Datenreihe {key[0]}, Gebiet {key[1]}, {key[2]:%Y-%m}: der Wert hat keine Fassungen."


def _documents() -> Iterator[str]:
    """Sheet and file of every frozen document still have the sums they were frozen with."""
    for document in FrozenDocument.objects.order_by("id").iterator(chunk_size=100):
        if fingerprint(document.sheet) != document.fingerprint:
            yield f"{document}: das Blatt passt nicht zur Prüfsumme."
        yield from _file(str(document), document.file, document.file_sha256)


def _signatures() -> Iterator[str]:
    """The scan or signed PDF of every signature still has the sum it was filed with."""
    rows = Signature.objects.exclude(file="").select_related("partner__party", "partner__agreement")
    for row in rows.order_by("id").iterator(chunk_size=100):
        yield from _file(f"{row.partner.agreement.key}, {row}", row.file, row.file_sha256)


def _agreements() -> Iterator[str]:
    """What is in force reads as it was frozen for its signatures, but for the state and the signatures themselves."""
    for agreement in Agreement.objects.with_partners().filter(state__in=IN_FORCE).order_by("id"):
        document = frozen_agreement(agreement)
        now = plain(agreement_sheet(agreement)) if document else {}
        signed = {name: part for name, part in document.sheet.items() if name not in LIVING} if document else {}
        if not _as_frozen(signed, now):
            yield f"{agreement.key}: die Vereinbarung liest sich nicht mehr, wie sie als {document} eingefroren wurde."


def _as_frozen(frozen: Any, now: Any) -> bool:
    """Whether everything that was frozen is still the same; what later versions of the software add is not looked at."""
    if isinstance(frozen, dict):
        return all(name in now and _as_frozen(part, now[name]) for name, part in frozen.items())
    if isinstance(frozen, list):
        return len(frozen) == len(now) and all(map(_as_frozen, frozen, now))
    return bool(frozen == now)


def _file(of: str, stored: FieldFile, sha256: str) -> Iterator[str]:
    try:
        with stored.open("rb") as file:
            whole = hashlib.sha256(file.read()).hexdigest() == sha256
    except OSError:
        yield f"{of}: die Datei „{stored.name}“ fehlt oder ist nicht lesbar."
        return
    if not whole:
        yield f"{of}: die Datei passt nicht zur Prüfsumme."


def _reports() -> Iterator[str]:
    """A report stands where its last step left it, and is frozen with the sheet of its own month."""
    for report in MonthlyReport.objects.order_by("id").select_related("frozen", "agreement").prefetch_related("steps"):
        steps = [ReportVerb(step.verb) for step in report.steps.all()]
        state = BY_VERB[steps[-1]].result if steps else ReportState.OPEN
        where = f"{report.agreement.key}, {report}"
        if report.state != state:
            yield f"{where}: der Stand „{report.get_state_display()}“ folgt nicht aus seinen Schritten."
        if report.frozen is None:
            continue
        sheet = thaw(report.frozen)
        if (sheet.agreement, sheet.month, sheet.number) != (report.agreement.key, report.month, report.number):
            yield f"{where}: eingefroren ist das Blatt eines anderen Berichts."
