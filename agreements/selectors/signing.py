"""Reads around signing: the frozen paper with the signatures so far, and the agreed values as rows of a table."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from agreements.choices import Course, DocumentKind, PlanWay, SignatureWay
from agreements.domain.lifecycle import EDITABLE
from agreements.models import Agreement, FrozenDocument, Signature, TargetMeasure
from agreements.selectors.editing import drafted_measures

PLAN_COLUMNS = (
    *("ziel", "messgroesse", "bezeichnung", "einheit", "rolle", "planangabe", "planwert"),
    *("veraenderung_zum_vorjahr_prozent", "richtung", "verlauf", "monat", "monatswert"),
)
PlanRow = tuple[str | Decimal | date | None, ...]


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
