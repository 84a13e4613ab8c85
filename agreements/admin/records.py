"""Audit trail, signatures and frozen agreements in the admin: to be read, never changed; comments and figures stay out."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from agreements.admin.base import ReadOnlyAdmin
from agreements.choices import DocumentKind
from agreements.models import AuditEntry, FrozenDocument, Signature

OWN = "Verwaltung: "
WITHHELD = (
    "Der Inhalt wird hier nicht gezeigt: Kommentare, Rückfragen und Zahlen lesen nur die Partner der Vereinbarung "
    "in der Anwendung."
)


@admin.register(AuditEntry)
class AuditEntryAdmin(ReadOnlyAdmin):
    """Protokoll: who did what to which object when. The content is shown for changes made in the admin itself.

    Other entries hold comments of the Jobcenter, and staff without a membership read none (domain.md §7). For the same
    reason nothing is searched but names, verbs and objects.
    """

    list_display = ["at", "actor", "verb", "object"]
    list_filter = ["verb"]
    list_select_related = ["actor"]
    search_fields = ["verb", "object", "actor__username", "actor__last_name"]
    ordering = ["-id"]
    fields = ["at", "actor", "verb", "object", "was", "now", "why", "previous_hash", "hash"]
    readonly_fields = ["was", "now", "why"]

    @admin.display(description="vorher")
    def was(self, entry: AuditEntry) -> str:
        return _content(entry, entry.before)

    @admin.display(description="nachher")
    def now(self, entry: AuditEntry) -> str:
        return _content(entry, entry.after)

    @admin.display(description="warum")
    def why(self, entry: AuditEntry) -> str:
        return entry.reason or "–" if entry.verb.startswith(OWN) else WITHHELD


@admin.register(Signature)
class SignatureAdmin(ReadOnlyAdmin):
    """Unterschriften."""

    list_display = ["partner", "agreement", "way", "signer", "signed_on", "valid"]
    list_filter = ["way", "valid"]
    list_select_related = ["partner__party", "partner__agreement"]
    search_fields = ["signer", "partner__party__name", "partner__agreement__key"]
    ordering = ["-id"]
    fields = ["partner", "agreement", "way", "signer", "signed_on", "valid", "result"]
    readonly_fields = ["agreement"]

    @admin.display(description="Zielvereinbarung", ordering="partner__agreement")
    def agreement(self, signature: Signature) -> str:
        return str(signature.partner.agreement)


@admin.register(FrozenDocument)
class FrozenDocumentAdmin(ReadOnlyAdmin):
    """Frozen agreements. Frozen reports and city tables are not there: they hold comments and counts."""

    list_display = ["agreement", "kind", "number", "by", "at"]
    list_select_related = ["agreement", "by"]
    search_fields = ["agreement__key", "agreement__title"]
    ordering = ["-at"]
    fields = ["agreement", "kind", "number", "by", "at", "fingerprint", "file_sha256"]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[FrozenDocument]:
        return super().get_queryset(request).filter(kind=DocumentKind.AGREEMENT)


def _content(entry: AuditEntry, content: Any) -> str:
    if not content:
        return "–"
    if not entry.verb.startswith(OWN):
        return WITHHELD
    return "\n".join(_lines(content))


def _lines(content: Any, indent: str = "") -> Iterator[str]:
    """Names and values, one a line; what belongs to a name stands below it."""
    for name, value in content.items():
        if isinstance(value, dict):
            yield f"{indent}{name}:"
            yield from _lines(value, f"{indent}– ")
        else:
            shown = ", ".join(map(str, value)) if isinstance(value, list) else value
            yield f"{indent}{name}: {'leer' if shown in (None, '') else shown}"
