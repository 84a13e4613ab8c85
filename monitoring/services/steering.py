"""Steering measures: agreed with the next number of the agreement, and changed, never over what somebody else wrote meanwhile."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from agreements.domain.wording import own_decimals
from agreements.models import Agreement, Party, Target, TargetMeasure, User
from agreements.services import audit
from monitoring.choices import MeasureState
from monitoring.models import Dialogue, SteeringMeasure
from monitoring.selectors.in_force import first_rows
from monitoring.selectors.steering import trail_name, with_names


@dataclass(frozen=True, kw_only=True)
class SteeringDraft:
    """What a measure shall say; the effect is a signed change in the unit of the measure, from a month on."""

    target: Target
    title: str
    reason: str
    party: Party
    owner: str = ""
    start: date
    due: date
    effect_on: TargetMeasure | None = None
    effect: Decimal | None = None
    effect_month: date | None = None
    notes: str = ""
    state: MeasureState = MeasureState.OPEN
    result: str = ""


FIELDS = tuple(field.name for field in fields(SteeringDraft))
EFFECT = {"effect_on": "Messgröße", "effect": "Betrag", "effect_month": "Monat"}


class SteeringRefused(Exception):
    """What the measure says cannot stand; `faults` holds one German sentence a field."""

    def __init__(self, faults: dict[str, str]) -> None:
        super().__init__(" ".join(faults.values()))
        self.faults = faults


class SteeringConflict(Exception):
    """Somebody else changed the measure since this change was begun; `standing` is what stands."""

    def __init__(self, standing: SteeringMeasure) -> None:
        when = f"{timezone.localtime(standing.at):%d.%m.%Y um %H:%M Uhr}"
        super().__init__(
            f"{standing.by} hat M{standing.number} am {when} geändert. Ihre Eingaben sind noch nicht gespeichert; bitte "
            "mit dem vergleichen, was jetzt gilt. Erneutes Speichern überschreibt es."
        )
        self.standing = standing


@transaction.atomic
def propose(
    *, by: User, agreement: Agreement, draft: SteeringDraft, dialogue: Dialogue | None = None
) -> SteeringMeasure:
    """A new measure with the next number of its agreement. Raises SteeringRefused.

    The agreement is locked while the number is given, so that two who agree on something at once get two numbers.
    """
    Agreement.objects.select_for_update().get(pk=agreement.pk)
    _check(agreement, draft)
    last = agreement.steering_measures.aggregate(last=Max("number"))["last"] or 0
    measure = SteeringMeasure(agreement=agreement, number=last + 1, dialogue=dialogue, version=0)
    return _store(by, measure, draft, "Maßnahme vereinbart", before={}, after=_said(draft))


@transaction.atomic
def change(*, by: User, measure: SteeringMeasure, draft: SteeringDraft, expected_version: int) -> SteeringMeasure:
    """What the measure says from now on; the same again leaves no trace. Raises SteeringConflict and SteeringRefused."""
    standing = with_names().select_for_update(of=("self",)).get(pk=measure.pk)
    _check(standing.agreement, draft)
    before, after = _said(standing), _said(draft)
    changed = {name for name in FIELDS if before[name] != after[name]}
    if not changed:
        return standing
    if standing.version != expected_version:
        raise SteeringConflict(standing)
    return _store(
        by,
        standing,
        draft,
        "Maßnahme geändert",
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )


def _store(
    by: User,
    measure: SteeringMeasure,
    draft: SteeringDraft,
    verb: str,
    *,
    before: dict[str, Any],
    after: dict[str, Any],
) -> SteeringMeasure:
    for name in FIELDS:
        setattr(measure, name, getattr(draft, name))
    measure.version, measure.by, measure.at = measure.version + 1, by, timezone.now()
    audit.record(by=by, verb=verb, object=trail_name(measure), before=before, after=after)
    measure.save()
    return measure


def _said(words: SteeringDraft | SteeringMeasure) -> dict[str, Any]:
    """The same for draft and row, in the keys of the house, so that it can be compared and put on record."""
    effect = words.effect
    return {name: getattr(words, name) for name in FIELDS} | {
        "target": words.target.code,
        "party": words.party.key,
        "state": MeasureState(words.state),
        "effect_on": words.effect_on.measure.code if words.effect_on else None,
        "effect": None if effect is None else f"{effect:.{own_decimals(effect)}f}",
    }


def _check(agreement: Agreement, draft: SteeringDraft) -> None:
    faults = dict(_faults(agreement, draft))
    if faults:
        raise SteeringRefused(faults)


def _faults(agreement: Agreement, draft: SteeringDraft) -> Iterator[tuple[str, str]]:
    """Field and sentence, one a field."""
    target, party = draft.target, draft.party
    if agreement.amends_id is not None:
        yield "target", "Maßnahmen werden bei der Zielvereinbarung selbst vereinbart, nicht beim Nachtrag."
    elif not first_rows(agreement).filter(pk=target.pk).exists():
        yield "target", f"„{target}“ ist ein Ziel einer anderen Vereinbarung."
    elif not target.in_mbz:
        yield "target", f"„{target}“ steht nicht im MBZ; Steuerungsmaßnahmen gibt es zu Zielen des MBZ."
    if not agreement.partners.filter(party=party).exists():
        yield "party", f"{party} ist kein Partner dieser Vereinbarung."
    if not draft.title:
        yield "title", "Bitte die Maßnahme nennen, etwa „Bewerbertage“."
    if not draft.reason:
        yield "reason", "Bitte den Anlass nennen: welche Abweichung die Maßnahme beantwortet."
    if not agreement.starts <= draft.start <= agreement.ends:
        yield (
            "start",
            (
                f"Der Beginn liegt nicht in der Laufzeit der Vereinbarung, {agreement.starts:%d.%m.%Y} bis "
                f"{agreement.ends:%d.%m.%Y}."
            ),
        )
    if draft.due < draft.start:
        yield "due", f"„bis“ liegt vor dem Beginn am {draft.start:%d.%m.%Y}."
    if draft.state == MeasureState.DONE and not draft.result:
        yield "result", "Eine abgeschlossene Maßnahme nennt ihr Ergebnis."
    yield from _effect_faults(draft)


def _effect_faults(draft: SteeringDraft) -> Iterator[tuple[str, str]]:
    missing = [name for name in EFFECT if getattr(draft, name) is None]
    if missing and len(missing) < len(EFFECT):
        words = " und ".join(EFFECT[name] for name in missing)
        yield missing[0], f"Eine erwartete Wirkung nennt Messgröße, Betrag und Monat; hier fehlt: {words}."
    if draft.effect_on is not None and draft.effect_on.target_id != draft.target.pk:
        yield "effect_on", f"„{draft.effect_on}“ ist keine Messgröße des Ziels „{draft.target}“."
    if draft.effect_month is not None and draft.effect_month < draft.start.replace(day=1):
        yield "effect_month", f"Die Wirkung ist vor dem Beginn am {draft.start:%d.%m.%Y} erwartet."
