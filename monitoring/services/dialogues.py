"""Dialogues: planned, invited to, called off, written down, and confirmed by both sides, which freezes the minutes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from agreements import rules as agreed
from agreements.choices import DocumentKind
from agreements.domain.fingerprint import fingerprint
from agreements.models import Agreement, Party, User
from agreements.services import audit
from agreements.services.freezing import freeze
from agreements.services.texts import clean
from monitoring.choices import DialogueState
from monitoring.documents.minutes import minutes_pdf
from monitoring.models import Dialogue, DialogueConfirmation, DialogueMinute, DialogueParticipant
from monitoring.selectors.dialogues import confirming, minutes_sheet
from monitoring.selectors.in_force import first_rows
from monitoring.services.notices import tell


class DialogueRefused(Exception):
    """The step is not possible; the message is one German sentence that says why and what would be right."""


class MinutesConflict(Exception):
    """Somebody else wrote into the minutes since they were opened."""

    def __init__(self, standing: Dialogue) -> None:
        when = f"{timezone.localtime(standing.at):%d.%m.%Y um %H:%M Uhr}"
        super().__init__(
            f"{standing.by} hat die Niederschrift am {when} geändert. Ihre Eingaben sind noch nicht gespeichert; bitte mit "
            "dem vergleichen, was jetzt gilt. Erneutes Speichern überschreibt es."
        )
        self.standing = standing


@dataclass(frozen=True, kw_only=True)
class Guest:
    """One person on the list of participants."""

    party: Party
    name: str
    function: str = ""
    email: str = ""
    attended: bool | None = None


@dataclass(frozen=True, kw_only=True)
class Plan:
    """When, where, about which month, and with whom."""

    day: date
    begins: time | None
    ends: time | None
    place: str
    month: date
    questions: str
    guests: tuple[Guest, ...]


@transaction.atomic
def plan_dialogue(*, by: User, agreement: Agreement, plan: Plan, on: date) -> Dialogue:
    """The next number of the agreement; both sides are told. Raises DialogueRefused."""
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    _check(agreement, plan)
    last = agreement.dialogues.aggregate(last=Max("number"))["last"] or 0
    dialogue = Dialogue(agreement=agreement, number=last + 1, version=0)
    _store(by, dialogue, plan)
    audit.record(by=by, verb="Dialog geplant", object=_name(dialogue), after=_said(plan))
    _tell(dialogue, f"Dialog am {plan.day:%d.%m.%Y} ist geplant.", "plan", by=by, on=on)
    return dialogue


@transaction.atomic
def change_plan(*, by: User, dialogue: Dialogue, plan: Plan, on: date) -> Dialogue:
    """Another day, place or list; a change of day, time or place counts the invitation up. Raises DialogueRefused."""
    standing = _held(dialogue, DialogueState.PLANNED)
    _check(standing.agreement, plan)
    moved = any(getattr(standing, name) != getattr(plan, name) for name in ("day", "begins", "ends", "place"))
    standing.sequence += moved
    _store(by, standing, plan)
    audit.record(by=by, verb="Dialog geändert", object=_name(standing), after=_said(plan))
    if moved:
        text = f"Dialog Nr. {standing.number} ist nun am {plan.day:%d.%m.%Y} geplant."
        _tell(standing, text, f"plan-{standing.sequence}", by=by, on=on)
    return standing


@transaction.atomic
def cancel_dialogue(*, by: User, dialogue: Dialogue, reason: str, on: date) -> None:
    """Called off with a reason that both sides read. Raises DialogueRefused."""
    standing, reason = _held(dialogue, DialogueState.PLANNED), clean(reason)
    if not reason:
        raise DialogueRefused("Bitte den Grund der Absage nennen; die andere Seite liest ihn.")
    standing.state, standing.reason, standing.sequence = DialogueState.CANCELLED, reason, standing.sequence + 1
    _touch(by, standing)
    audit.record(by=by, verb="Dialog abgesagt", object=_name(standing), reason=reason)
    _tell(standing, f"Dialog am {standing.day:%d.%m.%Y} ist abgesagt.", "cancel", by=by, on=on)


@transaction.atomic
def begin_minutes(*, by: User, dialogue: Dialogue, on: date) -> None:
    """From its day on the dialogue can be written down. Raises DialogueRefused."""
    standing = _held(dialogue, DialogueState.PLANNED)
    if on < standing.day:
        raise DialogueRefused(f"Die Niederschrift beginnt frühestens am Tag des Dialogs, {standing.day:%d.%m.%Y}.")
    standing.state = DialogueState.HELD
    _touch(by, standing)
    audit.record(by=by, verb="Niederschrift begonnen", object=_name(standing))


@transaction.atomic
def write_minutes(
    *,
    by: User,
    dialogue: Dialogue,
    texts: Mapping[str, str],
    decisions: str,
    attended: Mapping[int, bool | None],
    expected_version: int,
) -> Dialogue:
    """What was said on each target (by its code) and decided, and who came (by participant); confirmations become void.

    Raises MinutesConflict where somebody else wrote meanwhile, DialogueRefused.
    """
    standing = _held(dialogue, DialogueState.HELD)
    before = fingerprint(minutes_sheet(standing))
    if standing.version != expected_version:
        raise MinutesConflict(standing)
    targets = {row.code: row for row in first_rows(standing.agreement).filter(in_mbz=True, code__in=texts)}
    for code, target in targets.items():
        _write(by, standing, target, clean(texts[code]))
    for participant in standing.participants.filter(pk__in=attended):
        participant.attended = attended[participant.pk]
        participant.save(update_fields=["attended"])
    standing.decisions = clean(decisions)
    if fingerprint(minutes_sheet(standing)) != before:
        _touch(by, standing)
        after = {"sha256": fingerprint(minutes_sheet(standing)), "version": standing.version}
        audit.record(by=by, verb="Niederschrift geschrieben", object=_name(standing), after=after)
    return standing


@transaction.atomic
def confirm_minutes(*, by: User, dialogue: Dialogue, party: Party, seen: str, on: date) -> bool:
    """One side's yes to the minutes as it saw them; whether that was the second, which freezes them.

    `seen` is the Prüfsumme of what its reader read. Raises DialogueRefused.
    """
    standing = _held(dialogue, DialogueState.HELD)
    sheet = minutes_sheet(standing)
    if sheet.is_empty:
        raise DialogueRefused("In der Niederschrift steht noch nichts.")
    if fingerprint(sheet) != seen:
        raise DialogueRefused("Die Niederschrift wurde inzwischen geändert; bitte ansehen und noch einmal bestätigen.")
    if standing.confirmations.filter(party=party, fingerprint=seen).exists():
        raise DialogueRefused(f"{party} hat diese Fassung schon bestätigt.")
    at = timezone.now()
    DialogueConfirmation.objects.create(dialogue=standing, party=party, fingerprint=seen, by=by, at=at)
    audit.record(
        by=by, verb="Niederschrift bestätigt", object=_name(standing), after={"party": party.key, "sha256": seen}
    )
    given = set(standing.confirmations.filter(fingerprint=seen).values_list("party", flat=True))
    if not {each.pk for each in confirming(standing.agreement)} <= given:
        _tell(standing, "Die Niederschrift wartet auf die zweite Bestätigung.", f"confirm-{seen[:8]}", by=by, on=on)
        return False
    content = minutes_pdf(sheet, draft=False, confirmed=tuple(standing.confirmations.filter(fingerprint=seen)))
    standing.frozen = freeze(
        by=by, agreement=standing.agreement, kind=DocumentKind.MINUTES, sheet=sheet, content=content, at=at
    )
    standing.state = DialogueState.CONFIRMED
    _touch(by, standing)
    _tell(standing, "Die Niederschrift ist von beiden Seiten bestätigt.", "confirmed", by=by, on=on)
    return True


def _held(dialogue: Dialogue, state: DialogueState) -> Dialogue:
    """The dialogue as it stands now, held until the transaction ends. Raises DialogueRefused in another state."""
    rows = Dialogue.objects.select_related("agreement__jobcenter", "by").select_for_update(of=("self",))
    standing = rows.get(pk=dialogue.pk)
    if standing.state != state:
        raise DialogueRefused(f"{standing} steht auf „{standing.get_state_display()}“; das geht nicht mehr.")
    standing.agreement = Agreement.objects.with_partners().get(pk=standing.agreement_id)
    return standing


def _check(agreement: Agreement, plan: Plan) -> None:
    if agreement.amends_id is not None:
        raise DialogueRefused("Dialoge stehen bei der Zielvereinbarung selbst, nicht beim Nachtrag.")
    if plan.month.year != agreement.year:
        raise DialogueRefused(f"Besprochen wird ein MBZ des Jahres {agreement.year}.")
    names = [(guest.party.pk, guest.name.casefold()) for guest in plan.guests]
    if len(names) != len(set(names)):
        raise DialogueRefused("Eine Person steht zweimal auf der Liste der Teilnehmenden.")


def _store(by: User, dialogue: Dialogue, plan: Plan) -> None:
    for name in ("day", "begins", "ends", "month"):
        setattr(dialogue, name, getattr(plan, name))
    dialogue.place, dialogue.questions = clean(plan.place), clean(plan.questions)
    _touch(by, dialogue)
    dialogue.participants.all().delete()
    DialogueParticipant.objects.bulk_create(_participants(dialogue, plan.guests))


def _participants(dialogue: Dialogue, guests: Iterable[Guest]) -> list[DialogueParticipant]:
    return [
        DialogueParticipant(
            dialogue=dialogue,
            party=guest.party,
            name=guest.name,
            function=guest.function,
            email=guest.email,
            attended=guest.attended,
        )
        for guest in guests
    ]


def _write(by: User, dialogue: Dialogue, target: Any, text: str) -> None:
    row = DialogueMinute.objects.filter(dialogue=dialogue, target=target).first()
    if (row.text if row else "") == text:
        return
    row = row or DialogueMinute(dialogue=dialogue, target=target, version=0)
    row.text, row.version, row.by, row.at = text, row.version + 1, by, timezone.now()
    row.save()


def _touch(by: User, dialogue: Dialogue) -> None:
    dialogue.version, dialogue.by, dialogue.at = dialogue.version + 1, by, timezone.now()
    dialogue.save()


def _name(dialogue: Dialogue) -> str:
    return f"{dialogue.agreement.key}: Dialog Nr. {dialogue.number}"


def _said(plan: Plan) -> dict[str, Any]:
    return {"day": plan.day, "place": plan.place, "month": plan.month, "guests": [guest.name for guest in plan.guests]}


def _tell(dialogue: Dialogue, text: str, key: str, *, by: User, on: date) -> None:
    """Both sides, but not the one who did it."""
    agreement = dialogue.agreement
    people = {*agreed.agentur_reviewers(agreement, on), *agreed.jobcenter_staff(agreement, on)} - {by}
    tell(
        people,
        agreement=agreement,
        key=f"dialogue-{dialogue.pk}-{key}",
        text=f"{agreement.jobcenter.short_name}: {text}",
        path=f"/dialoge/{agreement.key}/{dialogue.number}/",
        at=timezone.now(),
    )
