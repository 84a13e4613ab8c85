"""Freezing: a sheet and its paper as they are now, numbered, with their sums; the file is named by its own SHA-256."""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import Max

from agreements.choices import DocumentKind
from agreements.domain.fingerprint import fingerprint, plain
from agreements.models import Agreement, FrozenDocument, User

FOLDER = "eingefroren"


@transaction.atomic
def freeze(
    *, by: User, agreement: Agreement, kind: DocumentKind, sheet: Any, content: bytes, at: datetime
) -> FrozenDocument:
    """Store the sheet as JSON and its PDF; the next number of this kind for the agreement.

    Waits for whoever freezes for the same agreement, so that no number is given twice. The caller writes the audit entry.
    """
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    before = FrozenDocument.objects.filter(agreement=agreement, kind=kind)
    document = FrozenDocument(
        agreement=agreement,
        kind=kind,
        number=(before.aggregate(last=Max("number"))["last"] or 0) + 1,
        sheet=plain(sheet),
        fingerprint=fingerprint(sheet),
        file_sha256=hashlib.sha256(content).hexdigest(),
        by=by,
        at=at,
    )
    document.file.name = _stored(document, content)
    document.save(force_insert=True)
    return document


def _stored(document: FrozenDocument, content: bytes) -> str:
    """The name of the file that holds these bytes; one that is there already and whole is used again."""
    storage, name = document.file.storage, f"{FOLDER}/{document.file_sha256}.pdf"
    if storage.exists(name):
        with storage.open(name) as file:
            if hashlib.sha256(file.read()).hexdigest() == document.file_sha256:
                return name
    return storage.save(name, ContentFile(content))
