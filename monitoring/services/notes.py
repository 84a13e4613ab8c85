"""Notes of the Agentur before a dialogue: saved as they are typed, read by the Agentur alone."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from agreements.models import Agreement, Party, Target, User
from agreements.services import audit
from agreements.services.texts import Conflict, clean
from monitoring.models import PreparationNote


@transaction.atomic
def save_note(
    *, by: User, agreement: Agreement, party: Party, target: Target, text: str, expected_version: int
) -> PreparationNote | None:
    """Save, or remove with an empty text. The audit trail learns that there is a note, never what it says.

    Raises Conflict where another version stands.
    """
    standing = PreparationNote.objects.select_for_update().filter(party=party, target=target).first()
    text = clean(text)
    if (standing.text if standing else "") == text:
        return standing
    if (standing.version if standing else 0) != expected_version:
        raise Conflict("die Notiz", standing)
    if standing is None or not text:
        verb = "Vorbereitungsnotiz angelegt" if text else "Vorbereitungsnotiz entfernt"
        audit.record(by=by, verb=verb, object=f"{agreement.key}: {target.code}")
    if not text:
        PreparationNote.objects.filter(party=party, target=target).delete()
        return None
    note = standing or PreparationNote(agreement=agreement, party=party, target=target, version=0)
    note.text, note.version, note.by, note.at = text, note.version + 1, by, timezone.now()
    note.save()
    return note
