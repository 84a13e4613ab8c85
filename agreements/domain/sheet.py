"""The agreement as it is read and printed: frozen dataclasses between database and paper."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements.choices import AgreementState, DutyRhythm, MeasureRole, SectionKind, SignatureWay, Sphere, TargetKind
from agreements.domain.lifecycle import IN_FORCE


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
    role: MeasureRole
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
    present_by: date | None = None  # "Vorlage bis": the day by which what came of it is laid before the partners


@dataclass(frozen=True, kw_only=True)
class SignatureSheet:
    """What is known of one partner's signature, and what it is worth; `way` is None where there is none yet."""

    party: str
    function: str
    way: SignatureWay | None
    worth: str
    signer: str
    signed_on: date | None
    result: str


@dataclass(frozen=True, kw_only=True)
class AgreedTarget:
    """One row of a section."""

    code: str
    title: str
    short_title: str
    description: str  # prose: paragraphs
    kind: TargetKind
    sphere: Sphere
    city_duty: bool
    in_mbz: bool
    measures: tuple[TargetMeasureSheet, ...]
    budgets: tuple[BudgetSheet, ...]
    duties: tuple[DutySheet, ...]
    series_break: str = ""  # what changes against the prior year in term or definition

    @property
    def printed_values(self) -> tuple[str, ...]:
        """What stands in the third column of a table of measures."""
        return tuple(m.plan_printed for m in self.measures if m.role == MeasureRole.LEADING)

    @property
    def budget_total(self) -> Decimal:
        """The money promised with this target, in €."""
        return sum((budget.amount for budget in self.budgets), Decimal(0))

    @property
    def has_details(self) -> bool:
        """Whether there is more than the printed row."""
        return bool(self.measures or self.budgets or self.duties)


@dataclass(frozen=True, kw_only=True)
class SectionSheet:
    """Part of the document in its printed order."""

    position: int
    number: str  # "IV)", may be empty
    heading: str
    prose: str  # before the table
    closing: str  # after the table
    footnote: str
    column_heads: tuple[str, ...]
    kind: SectionKind
    targets: tuple[AgreedTarget, ...]

    @property
    def title(self) -> str:
        """Heading with its printed number, where it has one."""
        return f"{self.number} {self.heading}".strip()


@dataclass(frozen=True, kw_only=True)
class AmendsSheet:
    """What an amendment changes, and from which month on (its first day)."""

    key: str
    title: str
    effective_from: date


@dataclass(frozen=True, kw_only=True)
class AgreementSheet:
    """One agreement, whole."""

    key: str
    year: int
    title: str
    jobcenter: str
    state: AgreementState
    starts: date
    ends: date
    parties: tuple[PartySheet, ...]
    sections: tuple[SectionSheet, ...]
    signatures: tuple[SignatureSheet, ...]
    amends: AmendsSheet | None = None  # of an amendment

    @property
    def targets(self) -> tuple[AgreedTarget, ...]:
        """All targets in their printed order."""
        return tuple(target for section in self.sections for target in section.targets)

    @property
    def budget_total(self) -> Decimal:
        """All money promised, in €."""
        return sum((target.budget_total for target in self.targets), Decimal(0))

    @property
    def duty_count(self) -> int:
        """How many promises in words."""
        return sum(len(target.duties) for target in self.targets)


@dataclass(frozen=True, kw_only=True)
class AgreementLine:
    """One agreement in a list."""

    key: str
    year: int
    title: str
    jobcenter: str
    partners: tuple[str, ...]
    state: AgreementState
    effective_from: date | None  # of an amendment

    @property
    def in_force(self) -> bool:
        """Signed, and not only on the way there."""
        return self.state in IN_FORCE
