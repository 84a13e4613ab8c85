"""The sheet of a steering measure, part of the report: what was agreed, by whom, and what it is meant to change."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from monitoring.choices import MeasureState


@dataclass(frozen=True, kw_only=True)
class ExpectedEffect:
    """What a steering measure is meant to change: a signed amount in the unit of a measure, from a month on."""

    name: str  # of the measure: "Integrationsquote"
    unit: str
    decimals: int
    amount: Decimal  # of a measure in % Prozentpunkte
    month: date


@dataclass(frozen=True, kw_only=True)
class SteeringSheet:
    """Steuerungsmaßnahme: what was agreed to do about a target."""

    number: int  # M1, M2 … within the agreement
    title: str
    reason: str
    party: str  # short name
    owner: str  # office or function
    start: date
    due: date
    state: MeasureState
    result: str
    effect: ExpectedEffect | None = None
    ahead: bool = False  # begins after the month of the report: shown as "geplant", whatever its state

    @property
    def name(self) -> str:
        """As people say it: "M1 Bewerbertage"."""
        return f"M{self.number} {self.title}"
