"""What is done in the background by `manage.py db_worker`, because somebody started it in the browser and it takes seconds."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.utils import timezone
from django_tasks import task

from agreements.documents.pdf_checking import SignatureRefused
from agreements.domain.fingerprint import plain
from agreements.domain.verification import verdict_words
from agreements.models import Actor, User
from agreements.selectors.verifying import verifiable
from agreements.services.verifying import take_upload, verify


@task()
def check_document(by: int, key: str, upload: str, on: str) -> dict[str, Any]:
    """The words of the verdict for that person on that day, or why there is none; the file is gone afterwards.

    `key` is the agreement on whose page it was asked; the page reads it to know its own results.
    """
    documents = verifiable(Actor(User.objects.get(pk=by), date.fromisoformat(on)))
    try:
        verdict = verify(take_upload(upload), documents=documents, now=timezone.now())
    except SignatureRefused as refusal:
        return {"refused": str(refusal)}
    return plain(verdict_words(verdict))
