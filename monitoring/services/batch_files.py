"""Files of a batch: their names, and the ZIP of all papers with a list of what is in it; never all papers in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable
from shutil import copyfileobj
from typing import IO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.files import File
from django.core.files.storage import default_storage

from agreements.documents.tables import write_csv
from agreements.domain.months import month_key
from monitoring.models import BatchItem, ReportBatch

LIST = "inhalt.csv"
HEADER = ("Jobcenter", "Vereinbarung", "Datei", "Fehler")


def folder_of(batch: ReportBatch) -> str:
    """Where its files lie in the storage."""
    return f"stapel/{batch.pk}"


def zip_name(batch: ReportBatch) -> str:
    """2014-09_mbz.zip."""
    return f"{month_key(batch.month)}_mbz.zip"


def paper_name(item: BatchItem) -> str:
    """As a single report is called: 2014-09_mbz_me-aktiv-2014.pdf."""
    return f"{month_key(item.batch.month)}_mbz_{item.agreement.key}.pdf"


def pack(batch: ReportBatch) -> str:
    """Write the ZIP into the storage; its name there. The same papers give the same bytes, whenever they were made."""
    items = BatchItem.objects.filter(batch=batch).select_related("batch", "agreement__jobcenter")
    ordered = sorted(items, key=lambda item: item.agreement.key)
    name = f"{folder_of(batch)}/{zip_name(batch)}"
    with tempfile.TemporaryFile() as whole:
        _write(whole, batch, ordered)
        default_storage.delete(name)
        return default_storage.save(name, File(whole))


def _write(whole: IO[bytes], batch: ReportBatch, items: Iterable[BatchItem]) -> None:
    with ZipFile(whole, "w") as archive:
        for item in items:
            if item.file:
                with item.file.open("rb") as paper, archive.open(_entry(batch, paper_name(item)), "w") as entry:
                    copyfileobj(paper, entry)
        rows = [
            (item.agreement.jobcenter.name, item.agreement.title, paper_name(item) if item.file else "", item.fault)
            for item in items
        ]
        archive.writestr(_entry(batch, LIST, ZIP_DEFLATED), write_csv(HEADER, rows))
    whole.seek(0)


def _entry(batch: ReportBatch, name: str, compression: int = ZIP_STORED) -> ZipInfo:
    """An entry with the day of the batch and nothing of the machine. A PDF is compressed already."""
    day = batch.as_of_day
    entry = ZipInfo(name, (max(day.year, 1980), day.month, day.day, 0, 0, 0))
    entry.compress_type, entry.create_system, entry.external_attr = compression, 3, 0o644 << 16
    return entry
