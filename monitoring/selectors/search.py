"""What can be searched, as far as the person reads it: measures, duties, comments and minutes."""

from __future__ import annotations

from collections.abc import Iterator

from django.urls import reverse
from django.utils import timezone

from agreements.domain.months import month_name
from agreements.models import Actor, Agreement
from monitoring.domain.search import Text
from monitoring.models import Dialogue, TargetComment
from monitoring.rules import may_read_dialogues
from monitoring.selectors.dialogues import with_minutes
from monitoring.selectors.duties import duty_lines
from monitoring.selectors.steering import with_names


def searchable(actor: Actor) -> list[Text]:
    """A constant number of queries. Texts are few and short: a house writes some thousands a year."""
    return [*_measures(actor), *_duties(actor), *_comments(actor), *_minutes(actor)]


def _measures(actor: Actor) -> Iterator[Text]:
    for row in with_names().visible_to(actor):
        yield Text(
            kind="Maßnahme",
            title=str(row),
            where=f"{row.agreement.jobcenter.short_name}, {row.target}",
            path=reverse("measure", args=[row.agreement.key, row.number]),
            day=row.start,
            words=(row.reason, row.notes, row.result, row.owner),
        )


def _duties(actor: Actor) -> Iterator[Text]:
    agreements = Agreement.objects.visible_to(actor).originals().with_partners()
    for line in duty_lines(actor, agreements, today=actor.on):
        reply = line.report.answer if line.report else None
        yield Text(
            kind="Pflicht",
            title=line.duty.title,
            where=f"{line.jobcenter}, {line.target_title}",
            path=reverse("duty", args=[line.agreement, line.target, line.position]),
            day=line.report.on if line.report else line.day,
            words=(line.duty.sentence, line.report.text if line.report else "", reply.text if reply else ""),
        )


def _comments(actor: Actor) -> Iterator[Text]:
    rows = TargetComment.objects.visible_to(actor).select_related("report__agreement__jobcenter", "target")
    for row in rows:
        agreement = row.report.agreement
        address = reverse("report", args=[agreement.key, row.report.month])
        yield Text(
            kind="Kommentar",
            title=str(row.target),
            where=f"{agreement.jobcenter.short_name}, MBZ {month_name(row.report.month)} Nr. {row.report.number}",
            path=f"{address}#{row.target.code}",
            day=timezone.localdate(row.at),
            words=(row.text,),
        )


def _minutes(actor: Actor) -> Iterator[Text]:
    if not may_read_dialogues(actor):
        return
    rows = Dialogue.objects.visible_to(actor).select_related("agreement__jobcenter").prefetch_related(with_minutes())
    for row in rows:
        said = [f"{minute.target}: {minute.text}" for minute in row.minutes.all() if minute.text]
        yield Text(
            kind="Niederschrift",
            title=str(row),
            where=row.agreement.jobcenter.short_name,
            path=reverse("dialogue", args=[row.agreement.key, row.number]),
            day=row.day,
            words=(*said, row.decisions, row.questions),
        )
