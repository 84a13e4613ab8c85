"""Verifying a handed-in PDF: known by its SHA-256, by what it begins with, or by the Prüfsumme it claims; then its signatures."""

from __future__ import annotations

import hashlib
from datetime import datetime, timedelta
from uuid import uuid4

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db.models import QuerySet
from django.utils import timezone

from agreements.choices import AgreementState, DocumentKind, SignatureWay
from agreements.documents.pdf_checking import (
    SignatureRefused,
    check_signatures,
    claimed_fingerprints,
    only_signed_since,
    revision_ends,
)
from agreements.documents.scans import check_size
from agreements.domain.lifecycle import IN_FORCE
from agreements.domain.verification import Found, Origin, PaperSignature, SignatureCheck, Verdict
from agreements.domain.wording import field_name
from agreements.models import FrozenDocument, Signature
from agreements.services.trust import trust_roots

FOLDER = "pruefung"
KEPT = timedelta(days=1)


def verify(content: bytes, *, documents: QuerySet[FrozenDocument], now: datetime) -> Verdict:
    """What is known of that file, looked for among these documents; takes seconds where it bears signatures.

    Raises SignatureRefused for a file that is empty or too large, and where the trusted authorities cannot be read.
    """
    check_size(len(content))
    whole = hashlib.sha256(content).hexdigest()
    known = _known(documents, [whole])
    if known:
        document = known[whole]
        return Verdict(origin=Origin.OURS, found=_found(document, whole), signatures=_signatures(content, now))
    return _grown(content, documents, now) or _claimed(content, documents, now) or Verdict(origin=Origin.FOREIGN)


def _known(documents: QuerySet[FrozenDocument], sums: list[str]) -> dict[str, FrozenDocument]:
    """By SHA-256 the documents with such a file, as frozen or with signatures. Two queries."""
    rows = documents.select_related("agreement")
    found = {row.file_sha256: row for row in rows.filter(file_sha256__in=sums)}
    signed = Signature.objects.filter(document__in=documents, file_sha256__in=sums).exclude(way=SignatureWay.PAPER)
    for row in signed.select_related("document__agreement"):
        if row.document is not None:
            found[row.file_sha256] = row.document
    return found


def _grown(content: bytes, documents: QuerySet[FrozenDocument], now: datetime) -> Verdict | None:
    """A file of ours to which something was appended: further signatures, or a change."""
    ends = {hashlib.sha256(content[:end]).hexdigest(): end for end in revision_ends(content)}
    known = _known(documents, list(ends))
    if not known:
        return None
    longest = max(known, key=lambda each: ends[each])
    try:
        origin = Origin.SIGNED_SINCE if only_signed_since(content[: ends[longest]], content) else Origin.CHANGED
        signatures = _signatures(content, now)
    except SignatureRefused:
        origin, signatures = Origin.CHANGED, ()
    return Verdict(origin=origin, found=_found(known[longest], longest), signatures=signatures)


def _claimed(content: bytes, documents: QuerySet[FrozenDocument], now: datetime) -> Verdict | None:
    """A file that bears the Prüfsumme of one of ours without being it."""
    claims = documents.filter(fingerprint__in=claimed_fingerprints(content)).select_related("agreement")
    document = claims.order_by("number").last()
    if document is None:
        return None
    try:
        signatures = _signatures(content, now)
    except SignatureRefused:
        signatures = ()
    return Verdict(origin=Origin.CHANGED, found=_found(document, ""), signatures=signatures)


def _signatures(content: bytes, now: datetime) -> tuple[SignatureCheck, ...]:
    return check_signatures(content, roots=trust_roots(), now=now)


def _found(document: FrozenDocument, sha256: str) -> Found:
    agreement = document.agreement
    versions = FrozenDocument.objects.filter(agreement=agreement, kind=document.kind)
    signed = Signature.objects.filter(document=document, valid=True)
    electronic = signed.exclude(way=SignatureWay.PAPER).order_by("id").last()
    paper = signed.filter(way=SignatureWay.PAPER).select_related("partner__party").order_by("partner__position")
    is_agreement = document.kind == DocumentKind.AGREEMENT
    newest = not versions.filter(number__gt=document.number).exists() if is_agreement else True
    places = agreement.partners.select_related("party").order_by("position")
    return Found(
        name=str(document),
        agreement=agreement.title,
        key=agreement.key,
        frozen_on=timezone.localdate(document.at),
        newest=newest,
        latest=sha256 == (electronic.file_sha256 if electronic else document.file_sha256),
        in_force=is_agreement and newest and AgreementState(agreement.state) in IN_FORCE,
        parties={field_name(count): each.party.name for count, each in enumerate(places, 1)} if is_agreement else {},
        on_paper=tuple(
            PaperSignature(party=each.partner.party.name, signer=each.signer, signed_on=each.signed_on)
            for each in paper
        ),
    )


def keep_upload(content: bytes, *, now: datetime) -> str:
    """Its name in the storage until it is taken; what nobody took within a day goes."""
    if default_storage.exists(FOLDER):
        for name in default_storage.listdir(FOLDER)[1]:
            if default_storage.get_modified_time(f"{FOLDER}/{name}") < now - KEPT:
                default_storage.delete(f"{FOLDER}/{name}")
    return str(default_storage.save(f"{FOLDER}/{uuid4()}.pdf", ContentFile(content)))


def take_upload(name: str) -> bytes:
    """Its bytes, for the last time. Raises SignatureRefused where it is gone."""
    try:
        with default_storage.open(name) as file:
            content = bytes(file.read())
    except FileNotFoundError:
        raise SignatureRefused("Die hochgeladene Datei ist nicht mehr da; bitte noch einmal hochladen.") from None
    default_storage.delete(name)
    return content
