"""Recompute what is stored from its sources: the audit chain, the history of figures, frozen documents, reports."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from itertools import groupby

from django.db.models import Prefetch

from agreements.domain.fingerprint import fingerprint
from agreements.models import AuditEntry, FrozenDocument
from agreements.services.audit import broken_links
from monitoring.choices import ReportState, ReportVerb
from monitoring.domain.report_lifecycle import BY_VERB
from monitoring.models import ActualRevision, MonthlyActual, MonthlyReport
from monitoring.selectors.frozen import thaw
from monitoring.services.actuals import revisions_digest

CHUNK = 2000


def differences() -> Iterator[str]:
    """One German sentence for every place where something stored does not follow from its sources."""
    yield from broken_links()
    yield from _digests()
    yield from _histories()
    yield from _documents()
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
        try:
            with document.file.open("rb") as file:
                whole = hashlib.sha256(file.read()).hexdigest() == document.file_sha256
        except OSError:
            yield f"{document}: die Datei „{document.file.name}“ fehlt oder ist nicht lesbar."
            continue
        if not whole:
            yield f"{document}: die Datei passt nicht zur Prüfsumme."


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
