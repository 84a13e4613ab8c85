"""The order and number of rows of a draft: add, remove, move, and the parties of a duty; one audit entry each."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F, Max, ProtectedError

from agreements.models import Agreement, Budget, Duty, Party, Section, Target, TargetMeasure, User
from agreements.services import audit
from agreements.services.drafts import Row, StaleDraft, held_draft, save_draft

# What a row stands in; its position counts there.
PARENTS: dict[type, str] = {
    Section: "agreement",
    Target: "section",
    TargetMeasure: "target",
    Budget: "target",
    Duty: "target",
}


class RowKept(Exception):
    """The row cannot go, because something hangs on it; the message is one German sentence for the user."""


@transaction.atomic
def add_row(*, by: User, agreement: Agreement, row: Row, responsible: Iterable[Party] = ()) -> Row:
    """The new row at the end of what it stands in. Raises NotEditable."""
    held_draft(agreement)
    row.position = (_siblings(row).aggregate(last=Max("position"))["last"] or 0) + 1
    row.save(force_insert=True)
    if isinstance(row, Duty):
        row.responsible.set(responsible)
    audit.record(by=by, verb="Entwurf ergänzt", object=_named(agreement, row), after=_facts(row))
    return row


@transaction.atomic
def remove_row(*, by: User, agreement: Agreement, row: Row, seen: int | None) -> None:
    """Away with the row and all that stands in it; the audit trail keeps its words.

    Raises NotEditable, StaleDraft, and RowKept where figures, reports or dialogues refer to it.
    """
    held_draft(agreement)
    standing = type(row)._default_manager.select_for_update().get(pk=row.pk)
    if seen is not None and seen != standing.version:
        raise StaleDraft(standing)
    facts, named = _facts(standing), _named(agreement, standing)
    try:
        standing.delete()
    except ProtectedError as error:
        raise RowKept(f"„{row}“ lässt sich nicht entfernen, weil schon anderes darauf verweist.") from error
    audit.record(by=by, verb="Aus dem Entwurf entfernt", object=named, before=facts)


@transaction.atomic
def move_row(*, by: User, agreement: Agreement, row: Row, up: bool) -> bool:
    """One place up or down within what it stands in; False, and nothing written, where it is the first or last already.

    The version stays: the order is no word that two people write at once. Raises NotEditable.
    """
    held_draft(agreement)
    rows = list(_siblings(row).select_for_update().order_by("position", "pk"))
    place = [each.pk for each in rows].index(row.pk)
    goal = place - 1 if up else place + 1
    if not 0 <= goal < len(rows):
        return False
    rows[place], rows[goal] = rows[goal], rows[place]
    # Above everything first, for no two rows may share a place on the way.
    _siblings(row).update(position=F("position") + max(each.position for each in rows) + len(rows))
    for number, each in enumerate(rows, 1):
        each.position = number
    type(row)._default_manager.bulk_update(rows, ["position"])
    old, new = {"place": place + 1}, {"place": goal + 1}
    audit.record(by=by, verb="Entwurf umgeordnet", object=_named(agreement, row), before=old, after=new)
    return True


@transaction.atomic
def save_duty(
    *, by: User, agreement: Agreement, row: Duty, seen: int | None, changes: dict[str, Any], responsible: list[Party]
) -> Duty:
    """A duty with who is responsible for it. Raises NotEditable, StaleDraft."""
    saved = save_draft(by=by, agreement=agreement, row=row, seen=seen, changes=changes)
    before = sorted(party.name for party in saved.responsible.all())
    after = sorted(party.name for party in responsible)
    if before == after:
        return saved
    saved.responsible.set(responsible)
    saved.version += 1
    saved.save(update_fields=["version"])
    old, new = {"responsible": before}, {"responsible": after}
    audit.record(by=by, verb="Entwurf geändert", object=_named(agreement, saved), before=old, after=new)
    return saved


@transaction.atomic
def save_target(
    *, by: User, agreement: Agreement, row: Target, seen: int | None, changes: dict[str, Any], section: Section
) -> Target:
    """A target; in another section it becomes the last one. Raises NotEditable, StaleDraft."""
    if section.pk != row.section_id:
        last = section.targets.aggregate(last=Max("position"))["last"] or 0
        changes = {**changes, "section_id": section.pk, "position": last + 1}
    return save_draft(by=by, agreement=agreement, row=row, seen=seen, changes=changes)


def _siblings(row: Row) -> Any:
    parent = PARENTS[type(row)]
    return type(row)._default_manager.filter(**{f"{parent}_id": getattr(row, f"{parent}_id")})


def _named(agreement: Agreement, row: Row) -> str:
    return f"{agreement.key}: {row._meta.verbose_name} „{row}“"[:200]


def _facts(row: Row) -> dict[str, Any]:
    """The fields of the row as they stand, for the audit trail."""
    return {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key}
