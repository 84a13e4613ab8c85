"""Dialogues as sheets: the list over all agreements, the minutes of one, and what to know before the next."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.conf import settings
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone

from agreements.domain.fingerprint import fingerprint
from agreements.domain.sides import AGENTUR_KINDS
from agreements.models import Actor, Agreement, Membership, Party
from monitoring.choices import AttainmentStatus, DialogueState
from monitoring.domain.changes import Change
from monitoring.domain.dialogue import (
    DialogueLine,
    MinuteSheet,
    MinutesSheet,
    ParticipantSheet,
    hours_words,
    next_day,
)
from monitoring.domain.due import Due
from monitoring.domain.sheet import ReportSheet
from monitoring.domain.steering_list import SteeringLine
from monitoring.models import Dialogue, DialogueConfirmation, DialogueMinute
from monitoring.rules import confirming_parties, may_review
from monitoring.selectors.changes import district_changes
from monitoring.selectors.frozen import structured
from monitoring.selectors.in_force import first_rows
from monitoring.selectors.report import inputs_of, report_sheet
from monitoring.selectors.steering import steering_line, steering_sheet, with_names

WRITTEN = (DialogueState.HELD, DialogueState.CONFIRMED)


@dataclass(frozen=True, kw_only=True)
class Turn:
    """A target whose status is another than in the month discussed last time."""

    title: str
    before: AttainmentStatus | None
    now: AttainmentStatus | None


@dataclass(frozen=True, kw_only=True)
class Preparation:
    """What to know before a dialogue."""

    last: MinutesSheet | None  # of the dialogue before
    measures: tuple[SteeringLine, ...]  # still open
    changes: tuple[Change, ...]  # of figures that were known at the dialogue before
    added: int  # figures that are new since then
    turns: tuple[Turn, ...]


@dataclass(frozen=True, kw_only=True)
class Guest:
    """Somebody who may be invited."""

    party: Party
    name: str
    function: str
    email: str


def with_minutes() -> Prefetch[str]:
    """What was said, with its targets: two queries."""
    return Prefetch("minutes", DialogueMinute.objects.select_related("target"))


def dialogue_lines(actor: Actor) -> tuple[DialogueLine, ...]:
    """All dialogues the person may read. A constant number of queries."""
    partners = Prefetch("agreement", Agreement.objects.with_partners())
    rows = Dialogue.objects.visible_to(actor).prefetch_related(partners, with_minutes(), "confirmations")
    return tuple(_line(row, actor) for row in rows)


def visible_dialogue(actor: Actor, agreement: Agreement, number: int) -> Dialogue:
    """One dialogue. Raises Http404."""
    rows = Dialogue.objects.visible_to(actor).select_related("agreement__jobcenter", "by", "frozen")
    return get_object_or_404(rows, agreement=agreement, number=number)


def confirming(agreement: Agreement) -> tuple[Party, ...]:
    """The two sides that confirm minutes: the Jobcenter and its Agentur (or Land). Reads what with_partners() fetched."""
    sides = [partner.party for partner in agreement.partners.all()]
    return tuple(party for party in sides if party.kind in AGENTUR_KINDS or party.pk == agreement.jobcenter_id)


def minutes_sheet(dialogue: Dialogue) -> MinutesSheet:
    """The minutes as they stand now, or as they were frozen. Four queries for live ones."""
    if dialogue.frozen is not None:
        return structured(dialogue.frozen.sheet, MinutesSheet)
    agreement = dialogue.agreement
    said = {row.target.code: row.text for row in dialogue.minutes.select_related("target")}
    targets = first_rows(agreement).filter(in_mbz=True)
    measures = with_names().filter(dialogue=dialogue).order_by("number")
    return MinutesSheet(
        agreement=agreement.key,
        title=agreement.title,
        jobcenter=agreement.jobcenter.name,
        number=dialogue.number,
        day=dialogue.day,
        hours=hours_words(dialogue.begins, dialogue.ends),
        place=dialogue.place,
        month=dialogue.month,
        participants=tuple(
            ParticipantSheet(party=row.party.short_name, name=row.name, function=row.function, attended=row.attended)
            for row in dialogue.participants.select_related("party")
        ),
        minutes=tuple(MinuteSheet(code=t.code, title=str(t), text=said.get(t.code, "")) for t in targets),
        decisions=dialogue.decisions,
        measures=tuple(steering_sheet(row) for row in measures),
    )


def confirmations(dialogue: Dialogue, sheet: MinutesSheet) -> list[DialogueConfirmation]:
    """Those of the minutes as they read now; earlier ones became void."""
    rows = dialogue.confirmations.filter(fingerprint=fingerprint(sheet)).select_related("party", "by")
    return list(rows.order_by("id"))


def before(dialogue: Dialogue) -> Dialogue | None:
    """The dialogue before it that took place."""
    rows = Dialogue.objects.filter(agreement=dialogue.agreement, state__in=WRITTEN, day__lt=dialogue.day)
    return rows.select_related("agreement__jobcenter", "frozen").order_by("day", "number").last()


def preparation(dialogue: Dialogue, sheet: ReportSheet, *, today: date) -> Preparation:
    """What was agreed last time, what is open, and what changed since; `sheet` is the MBZ on the table."""
    earlier = before(dialogue)
    open_ = with_names().filter(agreement=dialogue.agreement).open().order_by("due", "number")
    since = _moment(earlier.day) if earlier else None
    codes = {each.series for target in sheet.targets for m in target.measures for each in inputs_of(m)}
    found = district_changes(dialogue.agreement, since, codes, until=sheet.month) if since else ()
    changes = tuple(change for change in found if change.old_status is not None)
    return Preparation(
        last=minutes_sheet(earlier) if earlier else None,
        measures=tuple(steering_line(row, today=today) for row in open_),
        changes=changes,
        added=len(found) - len(changes),
        turns=_turns(dialogue.agreement, earlier.month, sheet, today)
        if earlier and earlier.month != sheet.month
        else (),
    )


def guests(agreement: Agreement, on: date) -> tuple[Guest, ...]:
    """Whom to invite: those of the last dialogue, else the people who work for both sides. Two queries."""
    last = agreement.dialogues.order_by("day", "number").last()
    if last is not None:
        rows = last.participants.select_related("party")
        return tuple(Guest(party=row.party, name=row.name, function=row.function, email=row.email) for row in rows)
    members = Membership.objects.in_force(on).filter(party__in=[party.pk for party in confirming(agreement)])
    people = {
        (row.party_id, row.user_id): Guest(party=row.party, name=str(row.user), function="", email=row.user.email)
        for row in members.exclude(role="reader")
        .select_related("user", "party")
        .order_by("party__name", "user__username")
    }
    return tuple(people.values())


def suggested_day(agreement: Agreement, today: date) -> date:
    """So many months after the last dialogue as the cadence says; without one, two weeks from today."""
    last = agreement.dialogues.exclude(state=DialogueState.CANCELLED).order_by("day").last()
    day = next_day(last.day, settings.DIALOGUE_MONTHS) if last else next_day(today, 1)
    return max(day, today)


def unplanned(actor: Actor, agreements: Iterable[Agreement], today: date) -> tuple[tuple[Agreement, date], ...]:
    """Agreements that this person reviews, with a dialogue behind them and none ahead, each with the day that the cadence
    proposes for the next. One query.
    """
    reviewed = {each.pk: each for each in agreements if may_review(actor, each)}
    rows = Dialogue.objects.filter(agreement__in=reviewed).exclude(state=DialogueState.CANCELLED)
    last: dict[int, date] = {}
    for pk, day in rows.order_by("day").values_list("agreement", "day"):
        last[pk] = day
    return tuple(
        (reviewed[pk], max(next_day(day, settings.DIALOGUE_MONTHS), today)) for pk, day in last.items() if day < today
    )


def dialogues_due(actor: Actor, agreements: Sequence[Agreement], today: date) -> tuple[Due, ...]:
    """Meetings ahead, minutes that wait for one's own side, and dialogues nobody planned yet."""
    known = {each.pk: each for each in agreements}
    found = []
    rows = Dialogue.objects.visible_to(actor).filter(agreement__in=known).prefetch_related("confirmations")
    for row in rows:
        agreement = known[row.agreement_id]
        path = reverse("dialogue", args=[agreement.key, row.number])
        name = agreement.jobcenter.short_name
        mine = confirming_parties(actor, agreement)
        if row.state == DialogueState.PLANNED and row.day >= today:
            what = f"Dialog Nr. {row.number}"
            found.append(Due(key=f"dialogue-{row.pk}", agreement=agreement.pk, jobcenter=name, what=what,
                             verb="Vorbereiten", path=path, day=row.day))  # fmt: skip
        elif row.state == DialogueState.PLANNED and may_review(actor, agreement):
            what = f"Niederschrift zu Dialog Nr. {row.number} beginnen"
            found.append(Due(key=f"minutes-{row.pk}", agreement=agreement.pk, jobcenter=name, what=what,
                             verb="Öffnen", path=path, since=row.day))  # fmt: skip
        elif row.state == DialogueState.HELD and mine - {each.party_id for each in row.confirmations.all()}:
            what = f"Niederschrift zu Dialog Nr. {row.number} bestätigen"
            found.append(Due(key=f"confirm-{row.pk}", agreement=agreement.pk, jobcenter=name, what=what,
                             verb="Ansehen", path=path, since=row.day))  # fmt: skip
    for agreement, day in unplanned(actor, agreements, today):
        found.append(Due(key=f"unplanned-{agreement.pk}-{day:%Y%m%d}", agreement=agreement.pk,
                         jobcenter=agreement.jobcenter.short_name, what="Nächsten Dialog planen", verb="Planen",
                         path=reverse("dialogue-new", args=[agreement.key]), day=day))  # fmt: skip
    return tuple(found)


def _line(row: Dialogue, actor: Actor) -> DialogueLine:
    agreement = row.agreement
    mine = confirming_parties(actor, agreement) if row.state == DialogueState.HELD else frozenset()
    words = [minute.text for minute in row.minutes.all()]
    return DialogueLine(
        agreement=agreement.key,
        agreement_title=agreement.title,
        jobcenter=agreement.jobcenter.short_name,
        number=row.number,
        day=row.day,
        hours=hours_words(row.begins, row.ends),
        place=row.place,
        month=row.month,
        state=DialogueState(row.state),
        waits=bool(mine - {each.party_id for each in row.confirmations.all()}),
        words="\n".join([*words, row.decisions, row.questions, row.place, agreement.jobcenter.short_name]),
    )


def _turns(agreement: Agreement, month: date, sheet: ReportSheet, today: date) -> tuple[Turn, ...]:
    then = report_sheet(agreement, month, today=today, with_comments=False)
    earlier = {target.code: target.leading.status for target in then.targets if target.leading}
    pairs = ((t.title, earlier.get(t.code), t.leading.status) for t in sheet.targets if t.leading)
    return tuple(Turn(title=title, before=old, now=new) for title, old, new in pairs if old != new)


def _moment(day: date) -> datetime:
    """The end of that day: what was known then was on the table."""
    return timezone.make_aware(datetime.combine(day, time(23, 59)))
