"""Saving rows of a draft: only while it is one, never over what somebody else saved since, each with its audit entry."""

from __future__ import annotations

from typing import Any, TypeVar

from django.db import transaction

from agreements.domain.lifecycle import EDITABLE
from agreements.models import Agreement, Budget, Duty, Section, Target, TargetMeasure, User
from agreements.services import audit

Row = TypeVar("Row", Section, Target, TargetMeasure, Budget, Duty)


class NotEditable(Exception):
    """The agreement is no draft any more; the message is one German sentence for the user."""


class StaleDraft(Exception):
    """Somebody else saved the row since it was read; `standing` is the row as it is now."""

    def __init__(self, standing: Section | Target | TargetMeasure | Budget | Duty) -> None:
        super().__init__(
            f"„{standing}“ wurde inzwischen von jemand anderem geändert. Ihre Eingabe ist noch nicht gespeichert; "
            "bitte beide vergleichen."
        )
        self.standing = standing


def check_editable(agreement: Agreement) -> None:
    """Raises NotEditable for what is no draft any more."""
    if agreement.state not in EDITABLE:
        raise NotEditable(f"„{agreement.title}“ ist {agreement.get_state_display()} und wird nicht mehr bearbeitet.")


def held_draft(agreement: Agreement) -> Agreement:
    """The agreement, held until the surrounding transaction ends. Raises NotEditable for what is no draft any more."""
    row = Agreement.objects.select_for_update().get(pk=agreement.pk)
    check_editable(row)
    return row


@transaction.atomic
def save_draft(*, by: User, agreement: Agreement, row: Row, seen: int | None, changes: dict[str, Any]) -> Row:
    """The row with these fields changed; `seen` is the version the writer saw, None where nobody can have been in between.

    Nothing is written and the version stays where no field changes. Raises NotEditable, StaleDraft.
    """
    held_draft(agreement)
    standing = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if seen is not None and seen != standing.version:
        raise StaleDraft(standing)
    before = {name: getattr(standing, name) for name in changes}
    if before == changes:
        return standing
    for name, value in changes.items():
        setattr(standing, name, value)
    standing.version += 1
    standing.save(update_fields=[*changes, "version"])
    what = f"{agreement.key}: {standing._meta.verbose_name} „{standing}“"
    audit.record(by=by, verb="Entwurf geändert", object=what[:200], before=before, after=changes)
    return standing
