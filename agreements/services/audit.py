"""The audit trail: writes one entry onto the chain, and checks the chain."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import transaction
from django.utils import timezone

from agreements.domain.fingerprint import fingerprint, plain
from agreements.models import AuditEntry, AuditHead, User


@transaction.atomic
def record(*, by: User, verb: str, object: str, before: Any = None, after: Any = None, reason: str = "") -> AuditEntry:
    """One verb, one entry. Locks the head of the chain until the surrounding transaction ends; real clock."""
    head, _ = AuditHead.objects.select_for_update().get_or_create(pk=1)
    entry = AuditEntry(
        at=timezone.now(),
        actor=by,
        verb=verb,
        object=object,
        before=plain(before or {}),
        after=plain(after or {}),
        reason=reason,
        previous_hash=head.hash,
    )
    entry.hash = _hash(entry)
    entry.save(force_insert=True)
    head.hash, head.count = entry.hash, head.count + 1
    head.save()
    return entry


def broken_links() -> Iterator[str]:
    """German sentences, one for each place where the chain is not whole; nothing where it is."""
    previous, count = "", 0
    for entry in AuditEntry.objects.order_by("id").iterator(chunk_size=2000):
        count += 1
        if entry.previous_hash != previous:
            yield f"Protokolleintrag {entry.pk}: die Kette ist davor unterbrochen."
        if _hash(entry) != entry.hash:
            yield f"Protokolleintrag {entry.pk}: der Inhalt passt nicht zur Prüfsumme."
        previous = entry.hash
    head = AuditHead.objects.filter(pk=1).first()
    if (head.hash, head.count) != (previous, count) if head else count:
        yield f"Das Ende des Protokolls passt nicht: {head.count if head else 0} Einträge gemeldet, {count} vorhanden."


def _hash(entry: AuditEntry) -> str:
    return fingerprint(
        {
            "at": entry.at.isoformat(timespec="microseconds"),
            "actor": entry.actor_id,
            "verb": entry.verb,
            "object": entry.object,
            "before": entry.before,
            "after": entry.after,
            "reason": entry.reason,
            "previous": entry.previous_hash,
        }
    )
