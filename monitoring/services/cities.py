"""City tables: what left the application is on record, exact or masked."""

from __future__ import annotations

import hashlib

from agreements.models import AuditEntry, User
from agreements.services import audit
from monitoring.domain.sheet import CitySheet


def record_export(*, by: User, sheet: CitySheet, file_name: str, content: bytes) -> AuditEntry:
    """One entry an exported file: who took which version of which year, with the file's SHA-256, never its figures.

    The masked version is on record, too: what went out earlier decides what a later publication must hide (domain.md §6).
    """
    return audit.record(
        by=by,
        verb="Städtetabelle ausgegeben",
        object=f"{sheet.agreement} {sheet.year}",
        after={
            "view": "masked" if sheet.masked else "exact",
            "file": file_name,
            "until": f"{sheet.until:%Y-%m}" if sheet.until else "",
            "services": [service.series for service in sheet.services],
            "sha256": hashlib.sha256(content).hexdigest(),
        },
        reason="Fassung zur Veröffentlichung" if sheet.masked else "genaue Zahlen",
    )
