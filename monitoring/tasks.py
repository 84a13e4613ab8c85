"""What is done in the background by `manage.py db_worker`, because somebody started it in the browser."""

from __future__ import annotations

from django_tasks import task

from monitoring.services.batches import run_batch


@task()
def make_batch(batch_id: int) -> None:
    """Make the papers of a batch and its ZIP."""
    run_batch(batch_id)
