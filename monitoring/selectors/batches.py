"""Batches of papers: whose reports somebody may order for which months, and how their own batches stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db.models import Count, Max, Q, QuerySet

from agreements.domain.months import add_months, year_months
from agreements.models import Actor, Agreement, User
from monitoring.choices import BatchState
from monitoring.models import BatchItem, ReportBatch
from monitoring.rules import may_read_report

STILL = timedelta(minutes=2)  # so long without a paper, and nobody is at work any more (unsere Lesart)


@dataclass(frozen=True, kw_only=True)
class Standing:
    """How far a batch is."""

    batch: ReportBatch
    total: int
    done: int  # papers that are there, and those that could not be made
    faults: tuple[BatchItem, ...]
    stopped: bool  # broken off, or nobody is at work any more: it can go on
    idle: bool  # waits for longer than a worker needs to begin

    @property
    def working(self) -> bool:
        """It is worth looking again."""
        return not self.stopped and self.batch.state in (BatchState.WAITING, BatchState.RUNNING)


def readable_agreements(actor: Actor) -> list[Agreement]:
    """Originals whose MBZ this person reads, newest year first. Three queries."""
    visible = Agreement.objects.visible_to(actor).originals().with_partners()
    return [agreement for agreement in visible if may_read_report(actor, agreement)]


def months_to_order(agreements: Iterable[Agreement], today: date) -> list[date]:
    """The months of their years that are over, the newest first."""
    last = add_months(today.replace(day=1), -1)
    years = sorted({agreement.year for agreement in agreements}, reverse=True)
    return [month for year in years for month in reversed(year_months(year)) if month <= last]


def own_batches(actor: Actor) -> list[ReportBatch]:
    """One's own, newest first, as far as one still reads every report in them. Five queries."""
    readable = {agreement.pk for agreement in readable_agreements(actor)}
    batches = list(ReportBatch.objects.filter(by__username=actor.user.get_username()).order_by("-id"))
    rows = BatchItem.objects.filter(batch__in=batches).order_by().values_list("batch_id", "agreement_id")
    foreign = {batch for batch, agreement in rows if agreement not in readable}
    return [batch for batch in batches if batch.pk not in foreign]


def standing(batch: ReportBatch, now: datetime) -> Standing:
    """How far it is at that moment. Two queries."""
    items = BatchItem.objects.filter(batch=batch)
    facts = items.order_by().aggregate(total=Count("pk"), done=Count("done_at"), last=Max("done_at"))
    still = now - max(batch.at, facts["last"] or batch.at) > STILL
    return Standing(
        batch=batch,
        total=facts["total"],
        done=facts["done"],
        faults=tuple(faults_of(batch)),
        stopped=batch.state == BatchState.FAILED or (batch.state == BatchState.RUNNING and still),
        idle=batch.state == BatchState.WAITING and still,
    )


def faults_of(batch: ReportBatch) -> QuerySet[BatchItem]:
    """The papers that could not be made."""
    return BatchItem.objects.filter(~Q(fault=""), batch=batch).select_related("agreement__jobcenter")


def unfinished(by: User, month: date, on: date, agreements: Iterable[Agreement]) -> ReportBatch | None:
    """The newest batch of that person, month, day and of exactly these agreements that was not finished."""
    wanted = {agreement.pk for agreement in agreements}
    begun = ReportBatch.objects.filter(by=by, month=month, as_of_day=on).exclude(state=BatchState.DONE)
    return next(
        (batch for batch in begun if set(batch.items.order_by().values_list("agreement_id", flat=True)) == wanted), None
    )
