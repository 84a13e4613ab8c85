"""The agreement as it is read and printed: frozen dataclasses between database and paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements.choices import AgreementState, DutyRhythm, SectionKind, Sphere, TargetKind


@dataclass(frozen=True, kw_only=True)
class PartySheet:
    """One partner as the cover prints it."""

    linking: str  # "zwischen dem", "und der", "dem"
    function: str  # lines as printed: "Landrat\ndes Kreises Mettmann"
    name: str  # person, optional
    party: str  # "Kreis Mettmann"


@dataclass(frozen=True, kw_only=True)
class TargetMeasureSheet:
    """Measure and plan value of a target as agreed."""

    code: str
    name: str
    unit: str
    role: str
    plan_printed: str
    plan_words: str  # "mindestens 20,6 % im Jahr 2014", our reading in words
    reading: str  # "unsere Lesart: …", empty where the paper says it


@dataclass(frozen=True, kw_only=True)
class BudgetSheet:
    """Money promised with a target, in €."""

    purpose: str
    amount: Decimal
    carrier: str


@dataclass(frozen=True, kw_only=True)
class DutySheet:
    """A promise in words."""

    title: str
    sentence: str
    responsible: tuple[str, ...]
    with_whom: str
    rhythm: DutyRhythm
    due: date | None
    due_reading: bool  # the date is our reading, the paper names none


@dataclass(frozen=True, kw_only=True)
class AgreedTarget:
    """One row of a section."""

    code: str
    title: str
    description: str  # prose: paragraphs
    kind: TargetKind
    sphere: Sphere
    city_duty: bool
    in_mbz: bool
    measures: tuple[TargetMeasureSheet, ...]
    budgets: tuple[BudgetSheet, ...]
    duties: tuple[DutySheet, ...]


@dataclass(frozen=True, kw_only=True)
class SectionSheet:
    """Part of the document in its printed order."""

    number: str  # "IV)", may be empty
    heading: str
    prose: str  # before the table
    closing: str  # after the table
    footnote: str
    column_heads: tuple[str, ...]
    kind: SectionKind
    targets: tuple[AgreedTarget, ...]


@dataclass(frozen=True, kw_only=True)
class AgreementSheet:
    """One agreement, whole."""

    key: str
    year: int
    title: str
    state: AgreementState
    parties: tuple[PartySheet, ...]
    sections: tuple[SectionSheet, ...]

    @property
    def budget_total(self) -> Decimal:
        """All money promised, in €."""
        return sum((b.amount for s in self.sections for t in s.targets for b in t.budgets), Decimal(0))
