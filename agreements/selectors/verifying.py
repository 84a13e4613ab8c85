"""Checks of handed-in PDFs: among which documents they look, and how far one's own check is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from agreements.choices import DocumentKind
from agreements.models import Actor, Agreement, FrozenDocument, User

TASK = "agreements.tasks.check_document"
IDLE = timedelta(minutes=1)  # a check that waits so long waits for a worker that does not run
WORKING = frozenset({TaskResultStatus.READY, TaskResultStatus.RUNNING})


@dataclass(frozen=True, kw_only=True)
class Check:
    """One check as its page shows it."""

    working: bool
    idle: bool
    words: dict[str, Any] | None  # of VerdictWords, or `refused` with a sentence; None where it broke off


def verifiable(actor: Actor) -> QuerySet[FrozenDocument]:
    """The papers of the agreements that this person reads; drafts and reports are not among them."""
    visible = Agreement.objects.visible_to(actor)
    return FrozenDocument.objects.filter(kind=DocumentKind.AGREEMENT, agreement__in=visible.values("pk"))


def own_check(by: User, key: str, number: UUID, now: datetime) -> Check | None:
    """The check that this person asked for on the page of that agreement; None for every other. One query."""
    row = DBTaskResult.objects.filter(pk=number, task_path=TASK).first()
    if row is None or row.args_kwargs["args"][:2] != [by.pk, key]:
        return None
    waiting = row.status == TaskResultStatus.READY and now - row.enqueued_at > IDLE
    return Check(working=row.status in WORKING, idle=waiting, words=row.return_value)
