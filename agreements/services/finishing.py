"""Ready for signing: the agreed draft is frozen as a paper with a signature field a partner; and back to agreeing."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from agreements.choices import AgreementState, AgreementVerb, DocumentKind
from agreements.documents.agreement import agreement_pdf
from agreements.documents.pdf import PdfAttachment
from agreements.documents.tables import write_csv
from agreements.domain.fingerprint import canonical
from agreements.domain.lifecycle import leads_to
from agreements.domain.sheet import AgreementSheet
from agreements.models import Agreement, FrozenDocument, Signature, User
from agreements.selectors.agreement import agreement_sheet
from agreements.selectors.amending import synopsis
from agreements.selectors.readiness import OpenPoint, open_points
from agreements.selectors.signing import PLAN_COLUMNS, plan_rows
from agreements.services import audit
from agreements.services.freezing import freeze
from agreements.services.lifecycle import take_step
from agreements.services.texts import clean


class FinishRefused(ValueError):
    """The step is not possible; the message is one German sentence for the user."""


class NotReady(FinishRefused):
    """Something is still open."""

    def __init__(self, points: tuple[OpenPoint, ...]) -> None:
        super().__init__(f"Noch nicht unterschriftsreif: {' '.join(point.text for point in points)}")
        self.points = points


def finish_draft(*, by: User, agreement: Agreement, on: date) -> FrozenDocument:
    """Freeze sheet and paper and lay them before the signatories. `on` is the day printed on the paper.

    The paper is made before the database is held; if the draft changes meanwhile, nothing is frozen.
    Raises VerbNotPossible, NotReady, FinishRefused.
    """
    leads_to(AgreementState(agreement.state), AgreementVerb.FINISH)
    if points := open_points(agreement):
        raise NotReady(points)
    sheet, attached = _to_freeze(agreement)
    content = agreement_pdf(sheet, created=on, redline=synopsis(agreement), attachments=attached)
    with transaction.atomic():
        take_step(by=by, agreement=agreement, verb=AgreementVerb.FINISH)
        now = Agreement.objects.with_partners().get(pk=agreement.pk)
        if _to_freeze(now) != (sheet, attached) or open_points(now):
            raise FinishRefused("Der Entwurf wurde gerade noch geändert; bitte ansehen und noch einmal erklären.")
        document = freeze(
            by=by, agreement=now, kind=DocumentKind.AGREEMENT, sheet=sheet, content=content, at=timezone.now()
        )
        after = {"number": document.number, "fingerprint": document.fingerprint, "file": document.file_sha256}
        audit.record(by=by, verb="Vereinbarung eingefroren", object=agreement.key, after=after)
    return document


@transaction.atomic
def reopen(*, by: User, agreement: Agreement, reason: str) -> int:
    """Back to agreeing, with the reason the others read; signatures given so far stay but are void. How many there were.

    Raises FinishRefused without a reason, VerbNotPossible.
    """
    if not clean(reason):
        raise FinishRefused("Bitte einen Grund nennen; die anderen Partner lesen ihn.")
    take_step(by=by, agreement=agreement, verb=AgreementVerb.REOPEN, reason=reason)
    void = Signature.objects.filter(partner__agreement=agreement, valid=True).update(valid=False)
    if void:
        audit.record(by=by, verb="Unterschriften hinfällig", object=agreement.key, after={"count": void})
    return void


def _to_freeze(agreement: Agreement) -> tuple[AgreementSheet, tuple[PdfAttachment, ...]]:
    """The sheet as it will stand after the step, and the files inside the paper."""
    sheet = replace(agreement_sheet(agreement), state=AgreementState.READY)
    blatt = PdfAttachment(
        name="vereinbarung.json", content=canonical(sheet), description="Die Vereinbarung als Daten (JSON)"
    )
    values = PdfAttachment(
        name="planwerte.csv", content=write_csv(PLAN_COLUMNS, plan_rows(agreement)), description="Planwerte als Tabelle"
    )
    return sheet, (blatt, values)
