"""Signing in three honest ways; the last partner's signature makes the agreement signed (domain.md §8)."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.views.decorators.debug import sensitive_variables

from agreements.choices import AgreementState, AgreementVerb, SignatureWay
from agreements.documents.pdf_checking import SignatureRefused, check_new_signature
from agreements.documents.pdf_signing import open_certificate, sign
from agreements.documents.scans import check_size, scan_ending
from agreements.domain.verification import SignatureCheck
from agreements.domain.wording import field_name, signature_result
from agreements.models import Agreement, AgreementParty, FrozenDocument, Signature, User
from agreements.selectors.signing import frozen_agreement, signed_content
from agreements.services import audit
from agreements.services.lifecycle import take_step
from agreements.services.texts import clean
from agreements.services.trust import trust_roots

FOLDER = "unterschriften"


@dataclass(frozen=True, kw_only=True)
class Given:
    """A signature before it is a row."""

    way: SignatureWay
    signer: str
    signed_on: date
    result: str
    content: bytes
    ending: str = "pdf"


@transaction.atomic
def sign_on_paper(
    *, by: User, partner: AgreementParty, scan: bytes, signer: str, signed_on: date, on: date
) -> Signature:
    """Keep the scan of the signed paper. `on` is today. Raises SignatureRefused; nothing is stored then."""
    document = _held(partner)
    signer = clean(signer)
    if not signer:
        raise SignatureRefused("Bitte angeben, wer unterschrieben hat.", "signer")
    if signed_on > on:
        raise SignatureRefused(f"Der {signed_on:%d.%m.%Y} liegt in der Zukunft.", "signed_on")
    ending = scan_ending(scan)
    if scan == signed_content(document):
        raise SignatureRefused(
            "Das ist das Papier, das zu unterschreiben ist, und nicht der Scan des unterschriebenen."
        )
    result = "Scan hinterlegt. Ob er das unterschriebene Papier zeigt, hat die Anwendung nicht geprüft."
    given = Given(
        way=SignatureWay.PAPER, signer=signer[:160], signed_on=signed_on, result=result, content=scan, ending=ending
    )
    return _keep(by, partner, document, given)


@transaction.atomic
def sign_outside(*, by: User, partner: AgreementParty, content: bytes) -> Signature:
    """Take the file that was signed elsewhere, if it is ours with one signature more. Raises SignatureRefused."""
    document, now = _held(partner), timezone.now()
    check_size(len(content))
    base = signed_content(document)
    if content != base and not content.startswith(base):
        _check_version(partner, document, content)
    check = check_new_signature(base, content, field=_field(partner), roots=trust_roots(), now=now)
    return _keep(by, partner, document, _electronic(SignatureWay.OUTSIDE, check, content, now))


@sensitive_variables("pkcs12", "password")
@transaction.atomic
def sign_inside(*, by: User, partner: AgreementParty, pkcs12: bytes, password: str) -> Signature:
    """Sign with the signatory's own certificate, which is forgotten afterwards. Raises SignatureRefused."""
    document, now = _held(partner), timezone.now()
    certificate = open_certificate(pkcs12, password, now=now)
    base, field = signed_content(document), _field(partner)
    reason = f"{partner.agreement.title}: Unterschrift für {partner.party}"
    content = sign(base, certificate, field=field, reason=reason, now=now)
    check = check_new_signature(base, content, field=field, roots=trust_roots(), now=timezone.now())
    return _keep(by, partner, document, _electronic(SignatureWay.INSIDE, check, content, now))


def _held(partner: AgreementParty) -> FrozenDocument:
    """The paper to sign; the agreement is held until the transaction ends. Raises SignatureRefused."""
    agreement = Agreement.objects.select_for_update().get(pk=partner.agreement_id)
    document = frozen_agreement(agreement)
    if agreement.state != AgreementState.READY or document is None:
        raise SignatureRefused(
            f"„{agreement.title}“ steht auf „{agreement.get_state_display()}“; unterzeichnet wird, was unterschriftsreif ist.",
            about="",
        )
    if Signature.objects.filter(partner=partner, valid=True).exists():
        raise SignatureRefused(f"{partner.party} hat schon unterzeichnet.", about="")
    return document


def _field(partner: AgreementParty) -> str:
    """The partner's field by its place on the cover."""
    places = AgreementParty.objects.filter(agreement=partner.agreement_id, position__lte=partner.position)
    return field_name(places.count())


def _check_version(partner: AgreementParty, document: FrozenDocument, content: bytes) -> None:
    """Says it where the file grew out of another version, or lacks signatures given meanwhile."""
    for other in FrozenDocument.objects.filter(agreement=partner.agreement_id, kind=document.kind):
        with other.file.open("rb") as file:
            grown = content.startswith(file.read())
        if grown and other == document:
            raise SignatureRefused("Inzwischen hat ein anderer Partner signiert; bitte die Datei neu herunterladen.")
        if grown:
            raise SignatureRefused(f"Das ist Fassung {other.number}; zu unterzeichnen ist Fassung {document.number}.")


def _electronic(way: SignatureWay, check: SignatureCheck, content: bytes, now: datetime) -> Given:
    return Given(
        way=way,
        signer=check.signer[:160],
        signed_on=timezone.localdate(check.signed_at or now),
        result=signature_result(
            issuer=check.issuer, trusted=check.trusted, qualified=check.qualified and way == SignatureWay.OUTSIDE
        ),
        content=content,
    )


def _keep(by: User, partner: AgreementParty, document: FrozenDocument, given: Given) -> Signature:
    """File, row and audit entry; nothing of them where something fails."""
    sha256 = hashlib.sha256(given.content).hexdigest()
    row = Signature(
        partner=partner,
        document=document,
        way=given.way,
        signer=given.signer,
        signed_on=given.signed_on,
        result=given.result,
        file_sha256=sha256,
        by=by,
        at=timezone.now(),
    )
    row.file.save(f"{sha256}.{given.ending}", ContentFile(given.content), save=False)
    try:
        _record(by, row)
    except BaseException:
        row.file.delete(save=False)  # the row goes with the transaction, the file would stay
        raise
    return row


def _record(by: User, row: Signature) -> None:
    """Row and audit entry; after the last partner the step of the agreement and of what it amends."""
    partner = row.partner
    row.save(force_insert=True)
    after = {"party": partner.party.key, "way": row.way, "signer": row.signer, "file": row.file_sha256}
    audit.record(by=by, verb="Vereinbarung unterzeichnet", object=partner.agreement.key, after=after)
    agreement = partner.agreement
    if not AgreementParty.objects.filter(agreement=agreement).exclude(signatures__valid=True).exists():
        take_step(by=by, agreement=agreement, verb=AgreementVerb.SIGN)
        original = agreement.amends
        if original and original.state in {AgreementState.SIGNED, AgreementState.AMENDED}:
            take_step(by=by, agreement=original, verb=AgreementVerb.AMEND)
