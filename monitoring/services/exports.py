"""Figures that left the application as a file are on record."""

from __future__ import annotations

import hashlib

from agreements.models import Agreement, AuditEntry, User
from agreements.services import audit


def record_figures_export(
    *, by: User, agreement: Agreement, file_name: str, content: bytes, rows: int, template: bool
) -> AuditEntry:
    """One entry an exported file: who took how many rows, with the file's SHA-256, never its figures."""
    return audit.record(
        by=by,
        verb="Vorlage ausgegeben" if template else "Monatswerte ausgegeben",
        object=agreement.key,
        after={"file": file_name, "rows": rows, "sha256": hashlib.sha256(content).hexdigest()},
    )
