"""Fictitious programmes for the demonstration: three of the Maßnahmewirksamkeit, one of them not measurable yet, and the Joboffensive."""

from __future__ import annotations

from datetime import date
from typing import Any

from agreements.models import Target, User
from monitoring.models import Programme
from monitoring.services.programmes import save_programme

AGREEMENT = "me-aktiv-2014"
EMPTY: dict[str, Any] = {"integrated_later": None, "effective": "", "continued": "", "statement": ""}
PROGRAMMES: tuple[tuple[str, dict[str, Any]], ...] = (
    (
        "massnahmewirksamkeit",
        {
            "name": "Aktivierung und Coaching",
            "kind": "Aktivierung",
            "entries": 220,
            "exits": 184,
            "integrated": 52,
            "last_exit": date(2014, 3, 31),
            "integrated_later": 61,
            "effective": "yes",
            "continued": "yes",
            "statement": "Wer den Kurs abschloss, war sechs Monate später häufiger in Arbeit als am letzten Tag.",
        },
    ),
    (
        "massnahmewirksamkeit",
        {
            "name": "Umschulung Pflegehilfe",
            "kind": "Weiterbildung",
            "entries": 48,
            "exits": 41,
            "integrated": 23,
            "last_exit": date(2014, 6, 30),
            **EMPTY,
        },
    ),
    (
        "massnahmewirksamkeit",
        {
            "name": "Bewerbungswerkstatt",
            "kind": "Aktivierung",
            "entries": 310,
            "exits": 270,
            "integrated": 37,
            "last_exit": date(2014, 2, 28),
            "integrated_later": 39,
            "effective": "no",
            "continued": "no",
            "statement": "Der Anteil lag unter dem ohne Maßnahme; die Werkstatt wird nicht fortgesetzt.",
        },
    ),
    (
        "joboffensive",
        {
            "name": "Joboffensive",
            "kind": "Vermittlung",
            "entries": 640,
            "exits": 512,
            "integrated": 171,
            "last_exit": date(2014, 9, 30),
            **EMPTY,
        },
    ),
)


def store_programmes() -> None:
    """Entered by the Jobcenter; nothing where the agreement has programmes already."""
    if Programme.objects.filter(target__agreement__key=AGREEMENT).exists():
        return
    by = User.objects.get(username="jobcenter")
    targets = {row.code: row for row in Target.objects.filter(agreement__key=AGREEMENT).select_related("agreement")}
    for code, said in PROGRAMMES:
        save_programme(by=by, target=targets[code], said=said)
