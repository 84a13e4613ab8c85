"""Abrechnen: the year as it stands is frozen, vorläufig any number of times from February on, endgültig once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.utils import timezone

from agreements.choices import AgreementState, AgreementVerb, DocumentKind
from agreements.domain.fingerprint import fingerprint
from agreements.domain.lifecycle import IN_FORCE
from agreements.models import Agreement, User
from agreements.services import audit
from agreements.services.freezing import freeze
from agreements.services.lifecycle import take_step
from monitoring.choices import SettlementKind
from monitoring.documents.settlement import settlement_pdf
from monitoring.domain.settlement import SettlementSheet, provisional_from
from monitoring.models import Settlement
from monitoring.selectors.settlement import settlement_sheet


class SettlementRefused(Exception):
    """The verb is not possible; the message is one German sentence that says why and what would be right."""


def settle_agreement(*, by: User, agreement: Agreement, kind: SettlementKind, on: date) -> Settlement:
    """Freeze sheet and paper of the settlement; an endgültige one takes the agreement to "abgerechnet".

    The paper is made before the database is held; if figures or reports change meanwhile, nothing is settled.
    Raises SettlementRefused.
    """
    _check_state(agreement)
    if on < (first := provisional_from(agreement.year)):
        raise SettlementRefused(f"Abgerechnet wird das Jahr {agreement.year} frühestens ab {first:%d.%m.%Y}.")
    sheet = _sheet(agreement, kind, by=by, on=on)
    if kind == SettlementKind.FINAL and sheet.obstacles:
        names = ", ".join(dict.fromkeys(obstacle.title for obstacle in sheet.obstacles))
        raise SettlementRefused(
            f"Endgültig abgerechnet wird erst mit endgültigen Dezemberwerten aller Ziele. Es fehlt noch: {names}."
        )
    content = settlement_pdf(replace(sheet, fingerprint=fingerprint(sheet)))
    with transaction.atomic():
        _check_state(Agreement.objects.select_for_update().get(pk=agreement.pk))
        if _sheet(agreement, kind, by=by, on=on) != sheet:
            raise SettlementRefused(
                "Während der Abrechnung wurden Zahlen oder Berichte geändert; bitte ansehen und noch einmal abrechnen."
            )
        at = timezone.now()
        frozen = freeze(by=by, agreement=agreement, kind=DocumentKind.SETTLEMENT, sheet=sheet, content=content, at=at)
        row = Settlement.objects.create(agreement=agreement, kind=kind, frozen=frozen, by=by, at=at)
        audit.record(
            by=by,
            verb=f"Zielabrechnung {kind.label}",
            object=f"{agreement.key} Nr. {frozen.number}",
            after={"kind": kind, "fingerprint": frozen.fingerprint},
        )
        if kind == SettlementKind.FINAL:
            take_step(by=by, agreement=agreement, verb=AgreementVerb.SETTLE)
    return row


def _check_state(agreement: Agreement) -> None:
    if agreement.state == AgreementState.SETTLED:
        raise SettlementRefused("Die Vereinbarung ist schon endgültig abgerechnet.")
    if agreement.state not in IN_FORCE:
        raise SettlementRefused("Die Vereinbarung ist noch nicht unterzeichnet; abgerechnet wird nur, was gilt.")


def _sheet(agreement: Agreement, kind: SettlementKind, *, by: User, on: date) -> SettlementSheet:
    return replace(settlement_sheet(agreement, today=on), kind=kind, by=str(by))
