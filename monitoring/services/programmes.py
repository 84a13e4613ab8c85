"""Programmes of an evaluation: written, changed, removed, read in from a sheet all or nothing; and the words beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from agreements.models import Target, User
from agreements.services import audit
from agreements.services.texts import clean
from monitoring.models import Evaluation, Programme

FIELDS = (
    *("name", "kind", "entries", "exits", "integrated", "last_exit"),
    *("integrated_later", "effective", "continued", "statement"),
)


class EvaluationConflict(Exception):
    """Somebody else changed the same thing since it was opened."""

    def __init__(self, standing: Programme | Evaluation) -> None:
        when = f"{timezone.localtime(standing.at):%d.%m.%Y um %H:%M Uhr}"
        super().__init__(
            f"{standing.by} hat das am {when} geändert. Ihre Eingaben sind noch nicht gespeichert; bitte mit dem "
            "vergleichen, was jetzt gilt. Erneutes Speichern überschreibt es."
        )
        self.standing: Any = standing  # the view that asked knows which


class ProgrammeRefused(Exception):
    """The programme cannot stand; one German sentence."""


@transaction.atomic
def save_programme(
    *, by: User, target: Target, said: Mapping[str, Any], programme: Programme | None = None, expected_version: int = 0
) -> Programme:
    """A new programme, or what one says from now on. Raises ProgrammeRefused for a name that is taken, EvaluationConflict."""
    Target.objects.select_for_update().get(pk=target.pk)  # two who enter the same name meet here
    standing = _held(programme) if programme else Programme(target=target, version=0)
    if programme and standing.version != expected_version:
        raise EvaluationConflict(standing)
    return _store(by, standing, said)


@transaction.atomic
def remove_programme(*, by: User, programme: Programme, expected_version: int) -> None:
    """It was entered by mistake; what it said stays on record. Raises EvaluationConflict."""
    standing = _held(programme)
    if standing.version != expected_version:
        raise EvaluationConflict(standing)
    audit.record(by=by, verb="Maßnahme der Auswertung entfernt", object=_name(standing), before=_said(standing))
    standing.delete()


@transaction.atomic
def store_programmes(*, by: User, target: Target, rows: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    """All rows of a sheet, known programmes changed by their names: how many are new, how many changed."""
    Target.objects.select_for_update().get(pk=target.pk)
    known = {row.name.casefold(): row for row in Programme.objects.select_for_update().filter(target=target)}
    new = changed = 0
    for said in rows:
        standing = known.get(said["name"].casefold())
        new += standing is None
        before = _said(standing) if standing else None
        stored = _store(by, standing or Programme(target=target, version=0), said)
        changed += before is not None and before != _said(stored)
    return new, changed


@transaction.atomic
def write_evaluation(*, by: User, target: Target, text: str, expected_version: int) -> Evaluation:
    """The words of the evaluation. Raises EvaluationConflict."""
    Target.objects.select_for_update().get(pk=target.pk)  # two who write the first words meet here
    standing = Evaluation.objects.select_for_update().filter(target=target).first()
    row = standing or Evaluation(target=target, version=0)
    text = clean(text)
    if row.text == text:
        return row
    if standing and row.version != expected_version:
        raise EvaluationConflict(row)
    before, row.text = {"text": row.text}, text
    row.version, row.by, row.at = row.version + 1, by, timezone.now()
    row.save()
    where = f"{target.agreement.key}: Auswertung {target.code}"
    audit.record(by=by, verb="Auswertung geschrieben", object=where, before=before, after={"text": text})
    return row


def _held(programme: Programme) -> Programme:
    rows = Programme.objects.select_related("target__agreement", "by").select_for_update(of=("self",))
    return rows.get(pk=programme.pk)


def _store(by: User, row: Programme, said: Mapping[str, Any]) -> Programme:
    before = _said(row) if row.pk else {}
    for name in FIELDS:
        setattr(row, name, clean(said[name]) if isinstance(said[name], str) else said[name])
    others = Programme.objects.filter(target=row.target).exclude(pk=row.pk).values_list("name", flat=True)
    if row.name.casefold() in {name.casefold() for name in others}:
        raise ProgrammeRefused(f"„{row.name}“ steht schon in der Auswertung.")
    if row.pk and before == _said(row):
        return row
    row.version, row.by, row.at = row.version + 1, by, timezone.now()
    row.save()
    verb = "Maßnahme der Auswertung geändert" if before else "Maßnahme der Auswertung eingetragen"
    audit.record(by=by, verb=verb, object=_name(row), before=before, after=_said(row))
    return row


def _said(row: Programme) -> dict[str, Any]:
    return {name: getattr(row, name) for name in FIELDS}


def _name(row: Programme) -> str:
    return f"{row.target.agreement.key}: {row.target.code}, {row.name}"[:200]
