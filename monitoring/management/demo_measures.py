"""Two fictitious steering measures for the demonstration, so that chart, report and list have something to show."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from agreements.models import Agreement, TargetMeasure, User
from monitoring.choices import MeasureState
from monitoring.services.steering import SteeringDraft, propose

AGREEMENT = "me-aktiv-2014"
MEASURES = (
    {
        "target": "iq",
        "title": "Bewerbertage",
        "reason": "Die Integrationsquote lag im Mai 2,5 % unter dem Soll.",
        "owner": "Arbeitgeberservice",
        "start": date(2014, 6, 2),
        "due": date(2014, 11, 30),
        "effect": Decimal("0.3"),
        "effect_month": date(2014, 9, 1),
        "notes": "Drei Bewerbertage mit Betrieben aus Metall und Pflege, der vierte im Oktober.",
    },
    {
        "target": "lzb",
        "title": "Fallwerkstatt Langzeitbezug",
        "reason": "Der Bestand lag im Juli 0,5 % über dem Soll.",
        "owner": "Teamleitungen Markt und Integration",
        "start": date(2014, 9, 1),
        "due": date(2014, 10, 31),
        "effect": Decimal(-60),
        "effect_month": date(2014, 12, 1),
        "notes": "",
    },
)


def store_measures() -> None:
    """Agreed by the Agentur with the Jobcenter; nothing where the agreement has measures already."""
    agreement = Agreement.objects.get(key=AGREEMENT)
    if agreement.steering_measures.exists():
        return
    by = User.objects.get(username="agentur")
    for words in MEASURES:
        row = TargetMeasure.objects.select_related("target", "measure").get(
            target__agreement=agreement, target__code=words["target"], position=1
        )
        draft = SteeringDraft(
            **words | {"target": row.target, "effect_on": row},  # type: ignore[arg-type]
            party=agreement.jobcenter,
            state=MeasureState.RUNNING,
        )
        propose(by=by, agreement=agreement, draft=draft)
