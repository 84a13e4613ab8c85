"""Batches of papers: ordered, made paper by paper so that a stopped one goes on where it was, packed into one ZIP."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime, timedelta

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone

from agreements.domain.months import month_key
from agreements.models import Actor, Agreement, User
from agreements.services import audit
from monitoring.choices import BatchState
from monitoring.documents.press import Misprint, Order, all_cores, printed
from monitoring.models import BatchItem, MonthlyReport, ReportBatch
from monitoring.rules import reads_work_in_progress
from monitoring.selectors.batches import standing
from monitoring.selectors.frozen import paper_of
from monitoring.selectors.reading import Reading, read_report
from monitoring.services.batch_files import folder_of, pack, paper_name

KEPT = timedelta(days=7)
MOST_KEPT = 10  # of one person
LONGEST_FAULT = 300
SYSTEM = "system"  # who starts commands; a command reads what its operator could read anyway
log = logging.getLogger(__name__)
Told = Callable[[int, int], None]  # papers done, papers in all


class BatchRefused(Exception):
    """No batch is made, or none goes on; one German sentence says why."""


def order_batch(*, by: User, agreements: Sequence[Agreement], month: date, on: date) -> ReportBatch:
    """Keep what is wanted; somebody has to run it. Old batches make room. Raises BatchRefused."""
    drop_old_batches(by=by, now=timezone.now())
    if not agreements:
        raise BatchRefused("Für diesen Monat gibt es keine Vereinbarung, deren MBZ Sie lesen.")
    with transaction.atomic():
        if by.username != SYSTEM and any(standing(each, timezone.now()).working for each in by.report_batches.all()):
            raise BatchRefused("Ein Stapel von Ihnen ist noch in Arbeit; bitte warten, bis er fertig ist.")
        batch = ReportBatch.objects.create(month=month, by=by, at=timezone.now(), as_of_day=on)
        BatchItem.objects.bulk_create(BatchItem(batch=batch, agreement=agreement) for agreement in agreements)
        keys = sorted(agreement.key for agreement in agreements)
        after = {"monat": month_key(month), "vereinbarungen": keys}
        audit.record(by=by, verb="Stapel von MBZ bestellt", object=f"Stapel {batch.pk}", after=after)
    return batch


@transaction.atomic
def resume_batch(*, batch: ReportBatch, surely_dead: bool = False) -> None:
    """A batch that stopped may be run again; what is made stays made. Raises BatchRefused for one that did not stop.

    `surely_dead`: whoever asks knows that nobody is at work, and need not wait until it shows.
    """
    held = ReportBatch.objects.select_for_update().get(pk=batch.pk)
    if held.state == BatchState.DONE or not (surely_dead or standing(held, timezone.now()).stopped):
        raise BatchRefused("Der Stapel ist nicht stehen geblieben; es gibt nichts fortzusetzen.")
    held.state = BatchState.WAITING
    held.save(update_fields=["state"])


def run_batch(batch_id: int, *, processes: int | None = None, told: Told | None = None) -> None:
    """Make what is missing of a batch that waits, and the ZIP. One that is at work, done or gone is left alone."""
    if not ReportBatch.objects.filter(pk=batch_id, state=BatchState.WAITING).update(state=BatchState.RUNNING):
        return
    batch = ReportBatch.objects.select_related("by").get(pk=batch_id)
    try:
        _make(batch, processes or all_cores(), told or (lambda done, total: None))
        _finish(batch)
    except BaseException:
        # Also when the worker is told to stop: so the page says that the batch can go on.
        ReportBatch.objects.filter(pk=batch.pk, state=BatchState.RUNNING).update(state=BatchState.FAILED)
        raise


def drop_old_batches(*, by: User, now: datetime) -> None:
    """Everybody's batches of more than a week ago, and one person's oldest beyond ten, with their files."""
    crowd = ReportBatch.objects.filter(by=by).order_by("-id").values_list("pk", flat=True)[MOST_KEPT - 1 :]
    old = ReportBatch.objects.filter(at__lt=now - KEPT)
    for batch in [*old, *ReportBatch.objects.filter(pk__in=list(crowd), at__gte=now - KEPT)]:
        _empty(batch)
        batch.delete()


def _make(batch: ReportBatch, processes: int, told: Told) -> None:
    """The papers that are not there yet, each kept as soon as it is ready."""
    items = BatchItem.objects.filter(batch=batch)
    total = items.count()
    missing = {item.pk: item for item in items.filter(done_at=None)}
    agreements = Agreement.objects.with_partners().in_bulk([item.agreement_id for item in missing.values()])
    read: dict[int, MonthlyReport | None] = {}

    def orders() -> Iterator[Order]:
        for item in missing.values():
            try:
                reading = _read(batch, agreements[item.agreement_id])
                paper = paper_of(reading.report) if reading.report else None
            except Exception as error:  # of one report; the others go on
                log.exception("MBZ %s", item)
                _keep(item, Misprint(f"Der Bericht ließ sich nicht lesen ({type(error).__name__}: {error})."), None)
                continue
            if paper is not None:
                _keep(item, paper, reading.report)
            else:
                read[item.pk] = reading.report
                yield item.pk, reading.sheet

    told(total - len(missing), total)
    with closing(printed(orders(), processes=processes)) as papers:
        for key, paper in papers:
            _keep(missing[key], paper, read.pop(key))
            told(items.exclude(done_at=None).count(), total)


def _read(batch: ReportBatch, agreement: Agreement) -> Reading:
    """The report as the person who ordered reads it."""
    own = batch.by.username == SYSTEM or reads_work_in_progress(Actor(batch.by, batch.as_of_day), agreement)
    return read_report(agreement, batch.month, today=batch.as_of_day, own=own)


def _keep(item: BatchItem, paper: bytes | Misprint, report: MonthlyReport | None) -> None:
    """The paper in its file, or why there is none; an item that somebody else finished meanwhile stays as it is."""
    known: dict[str, str] = {}
    if isinstance(paper, Misprint):
        known["fault"] = paper.reason[:LONGEST_FAULT]
    else:
        name = f"{folder_of(item.batch)}/{paper_name(item)}"
        default_storage.delete(name)  # of a run that died between file and row
        known["file"] = default_storage.save(name, ContentFile(paper))
    BatchItem.objects.filter(pk=item.pk, done_at=None).update(report=report, done_at=timezone.now(), **known)


def _finish(batch: ReportBatch) -> None:
    """The ZIP; then the single papers are no longer needed."""
    name = pack(batch)
    finished = ReportBatch.objects.filter(pk=batch.pk, state=BatchState.RUNNING)
    if finished.update(state=BatchState.DONE, finished_at=timezone.now(), file=name):
        _empty(batch, keep=name)
        BatchItem.objects.filter(batch=batch).update(file="")
    else:
        default_storage.delete(name)


def _empty(batch: ReportBatch, keep: str = "") -> None:
    """All files of the batch, also those of which no row tells."""
    folder = folder_of(batch)
    if default_storage.exists(folder):
        for name in default_storage.listdir(folder)[1]:
            if f"{folder}/{name}" != keep:
                default_storage.delete(f"{folder}/{name}")
        if not keep:
            default_storage.delete(folder)
