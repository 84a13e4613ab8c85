"""Steering measures as sheets: those of a report, the list over all agreements, and the history of one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils import timezone

from agreements.domain.months import month_name
from agreements.domain.numbers import format_signed
from agreements.domain.wording import own_decimals
from agreements.models import Actor, Agreement, AuditEntry, TargetMeasure
from monitoring.choices import MeasureState
from monitoring.domain.steering import belongs_to, is_ahead, urgency
from monitoring.domain.steering_list import SteeringLine
from monitoring.domain.steering_sheet import ExpectedEffect, SteeringSheet
from monitoring.models import SteeringMeasure
from monitoring.models.steering import SteeringQuerySet
from monitoring.selectors.in_force import first_rows

LABELS = {
    "state": "Stand",
    "title": "Maßnahme",
    "target": "Ziel",
    "reason": "Anlass",
    "party": "verantwortlich",
    "owner": "Stelle oder Funktion",
    "start": "Beginn",
    "due": "bis",
    "effect_on": "erwartete Wirkung auf",
    "effect": "erwartete Veränderung",
    "effect_month": "Wirkung ab",
    "notes": "Fortschritt",
    "result": "Ergebnis",
}


@dataclass(frozen=True, kw_only=True)
class Change:
    """One saving of a measure: who, when, and per field the label with what stood before and what stands since."""

    at: datetime
    by: str
    verb: str
    fields: tuple[tuple[str, str, str], ...]


def with_names() -> SteeringQuerySet:
    """Measures with everything their sheets name: one query."""
    return SteeringMeasure.objects.select_related(
        "agreement__jobcenter", "target", "party", "effect_on__measure", "dialogue", "by"
    )


def steering_sheets(agreement: Agreement, month: date) -> dict[str, tuple[SteeringSheet, ...]]:
    """The measures that belong to the report of a month, by the target's code. One query."""
    found: dict[str, tuple[SteeringSheet, ...]] = defaultdict(tuple)
    for row in with_names().filter(agreement=agreement).order_by("number"):
        if belongs_to(row.start, month):
            found[row.target.code] = (*found[row.target.code], steering_sheet(row, ahead=is_ahead(row.start, month)))
    return dict(found)


def steering_sheet(row: SteeringMeasure, *, ahead: bool = False) -> SteeringSheet:
    """A row as everybody reads it."""
    return SteeringSheet(
        number=row.number,
        title=row.title,
        reason=row.reason,
        party=row.party.short_name,
        owner=row.owner,
        start=row.start,
        due=row.due,
        state=MeasureState(row.state),
        result=row.result,
        effect=_effect(row),
        ahead=ahead,
    )


def steering_lines(actor: Actor, *, today: date) -> tuple[SteeringLine, ...]:
    """All measures the person may read. One query."""
    return tuple(steering_line(row, today=today) for row in with_names().visible_to(actor))


def steering_line(row: SteeringMeasure, *, today: date) -> SteeringLine:
    """One measure with where it belongs, and how close its last day is."""
    sheet = steering_sheet(row)
    return SteeringLine(
        agreement=row.agreement.key,
        agreement_title=row.agreement.title,
        jobcenter=row.agreement.jobcenter.short_name,
        target=row.target.code,
        target_title=str(row.target),
        sheet=sheet,
        notes=row.notes,
        urgency=urgency(sheet.state, row.due, today),
        days=(row.due - today).days,
    )


def visible_measure(actor: Actor, agreement: Agreement, number: int) -> SteeringMeasure:
    """One measure, and with its target what its figures need. One query; raises Http404."""
    rows = with_names().visible_to(actor).select_related("target__agreement__jobcenter__region")
    return get_object_or_404(rows, agreement=agreement, number=number)


def trail_name(row: SteeringMeasure) -> str:
    """What the audit trail calls the measure."""
    return f"{row.agreement.key} M{row.number}"


def steering_history(agreement: Agreement, row: SteeringMeasure) -> tuple[Change, ...]:
    """What the audit trail says of a measure, newest first. Three queries; the agreement has its partners along."""
    entries = AuditEntry.objects.filter(object=trail_name(row)).select_related("actor").order_by("-id")
    names = {
        "target": {target.code: str(target) for target in first_rows(agreement)},
        "party": {partner.party.key: partner.party.short_name for partner in agreement.partners.all()},
        "state": dict(MeasureState.choices),
        "effect_on": {
            row.measure.code: row.measure.name
            for row in TargetMeasure.objects.filter(target__in=first_rows(agreement).values("pk")).select_related(
                "measure"
            )
        },
    }
    return tuple(
        Change(
            at=timezone.localtime(entry.at),
            by=str(entry.actor),
            verb=entry.verb,
            fields=tuple(
                (label, _shown(name, entry.before.get(name), names), _shown(name, entry.after.get(name), names))
                for name, label in LABELS.items()
                if name in entry.after and (entry.before or entry.after[name])
            ),
        )
        for entry in entries
    )


def _effect(row: SteeringMeasure) -> ExpectedEffect | None:
    if row.effect_on is None or row.effect is None or row.effect_month is None:
        return None
    measure = row.effect_on.measure
    return ExpectedEffect(
        name=measure.name, unit=measure.unit, decimals=measure.decimals, amount=row.effect, month=row.effect_month
    )


def _shown(name: str, value: Any, names: Mapping[str, Mapping[str, str]]) -> str:
    """A value of the audit trail as people read it."""
    if value in {None, ""}:
        return ""
    if name in names:
        return names[name].get(value, value)
    if name == "effect":
        return format_signed(Decimal(value), own_decimals(Decimal(value)))
    if name == "effect_month":
        return month_name(date.fromisoformat(value))
    return f"{date.fromisoformat(value):%d.%m.%Y}" if name in {"start", "due"} else str(value)
