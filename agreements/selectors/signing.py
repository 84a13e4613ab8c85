"""Reads around signing: who signed how, the frozen paper with the signatures so far, and the agreed values as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db.models import Prefetch

from agreements.choices import AgreementState, Course, DocumentKind, PlanWay, SignatureWay
from agreements.domain.lifecycle import EDITABLE
from agreements.domain.wording import field_name, signature_worth
from agreements.models import Agreement, AgreementParty, FrozenDocument, Signature, TargetMeasure
from agreements.selectors.editing import drafted_measures

PLAN_COLUMNS = (
    *("ziel", "messgroesse", "bezeichnung", "einheit", "rolle", "planangabe", "planwert"),
    *("veraenderung_zum_vorjahr_prozent", "richtung", "verlauf", "monat", "monatswert"),
)
PlanRow = tuple[str | Decimal | date | None, ...]


@dataclass(frozen=True, kw_only=True)
class Seat:
    """One partner at the signing, with its valid signature and those that became void."""

    place: int
    field: str  # the name of its signature field in the paper
    partner: AgreementParty
    valid: Signature | None
    void: tuple[Signature, ...]

    @property
    def worth(self) -> str:
        """What the signature is worth, or that it is awaited."""
        way = SignatureWay(self.valid.way) if self.valid else None
        return signature_worth(way, AgreementState(self.partner.agreement.state))

    def signs(self, parties: frozenset[int]) -> bool:
        """Whether one of these parties signs here and has not yet."""
        return self.valid is None and self.partner.party_id in parties


def seats(agreement: Agreement) -> list[Seat]:
    """The partners in the order of the cover; two queries."""
    rows = AgreementParty.objects.filter(agreement=agreement).select_related("party", "agreement")
    given = Signature.objects.select_related("by", "document").order_by("id")
    found = []
    for count, row in enumerate(rows.prefetch_related(Prefetch("signatures", given)).order_by("position"), 1):
        signatures = list(row.signatures.all())
        valid = next((each for each in signatures if each.valid), None)
        void = tuple(each for each in signatures if not each.valid)
        found.append(Seat(place=row.position, field=field_name(count), partner=row, valid=valid, void=void))
    return found


def frozen_agreement(agreement: Agreement) -> FrozenDocument | None:
    """What lies before its partners for signing, or was signed; None for a draft and for what was signed elsewhere."""
    if agreement.state in EDITABLE:
        return None
    documents = FrozenDocument.objects.filter(agreement=agreement, kind=DocumentKind.AGREEMENT)
    return documents.order_by("number").last()


def signed_content(document: FrozenDocument) -> bytes:
    """The paper with the electronic signatures so far, the latest last; without one the frozen file itself."""
    signed = Signature.objects.filter(document=document, valid=True).exclude(way=SignatureWay.PAPER)
    last = signed.order_by("id").last()
    with (last or document).file.open("rb") as file:
        return bytes(file.read())


def plan_rows(agreement: Agreement) -> Iterator[PlanRow]:
    """The agreed value of every measure, one row; with own months one row a month. Two queries."""
    rows = drafted_measures(agreement).prefetch_related("plan_values")
    for row in rows.order_by("target__section__position", "target__position", "position"):
        own = list(row.plan_values.all()) if row.course == Course.OWN_MONTHS else []
        yield from ((*_agreed(row), each.month, each.value) for each in own)
        if not own:
            yield (*_agreed(row), None, None)


def _agreed(row: TargetMeasure) -> PlanRow:
    return (
        row.target.code,
        row.measure.code,
        row.measure.name,
        row.measure.unit,
        row.get_role_display(),
        PlanWay(row.way).label,
        row.plan,
        row.relative_percent,
        row.get_direction_display() if row.direction else "",
        row.get_course_display() if row.course else "",
    )
