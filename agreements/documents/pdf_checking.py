"""The reading half of the door to pyHanko: which signatures a PDF bears, what each is worth, whether a page changed after one."""

from __future__ import annotations

import io
import re
import zlib
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from agreements.domain.verification import SignatureCheck

if TYPE_CHECKING:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import EmbeddedPdfSignature

QUALIFIED = (
    b"\x06\x06\x04\x00\x8e\x46\x01\x01"  # QcCompliance (ETSI EN 319 412-5, 4.2.1), as it stands in the certificate
)

REVISION_END = re.compile(rb"(%%EOF)\r?\n?")
MOST_REVISIONS = 64
STREAM = re.compile(rb"stream\r?\n(?=\x78)")  # those packed with zlib begin with x
MOST_UNPACKED = 200 * 1024 * 1024  # bytes
IDENTIFIER = re.compile(rb"/ID\s*\[\s*\(([0-9a-f]{64})\)")


class SignatureRefused(ValueError):
    """The file or the certificate cannot be taken; the message is one German sentence for the user.

    `about` names what it is about: the file, another field of the form, or nothing of what was sent ("").
    """

    def __init__(self, message: str, about: str = "file") -> None:
        super().__init__(message)
        self.about = about


def check_signatures(content: bytes, *, roots: Sequence[bytes] | None, now: datetime) -> tuple[SignatureCheck, ...]:
    """Every signature in its order; pyHanko's difference analysis takes seconds. `roots` are certificates as PEM.

    Revocation is not asked for, for that needs the network. Raises SignatureRefused for what is no readable PDF.
    """
    with _reading(content) as reader:
        return tuple(_check(each, roots, now) for each in reader.embedded_signatures)


def check_new_signature(
    base: bytes, content: bytes, *, field: str, roots: Sequence[bytes] | None, now: datetime
) -> SignatureCheck:
    """The one signature that `content` adds to `base` in that field. Raises SignatureRefused with the reason.

    Taken is only what leaves the bytes of `base` as they are and changes no page along with signing.
    """
    if content == base:
        raise SignatureRefused(
            "Die Datei trägt keine neue Unterschrift; sie ist noch die, die hier herunterzuladen ist."
        )
    if not content.startswith(base):
        raise SignatureRefused(
            "Die Datei ist nicht die heruntergeladene mit einer Unterschrift dazu: Ihr Inhalt davor wurde verändert oder "
            "neu gespeichert. Bitte die Datei neu herunterladen und ohne weitere Änderung signieren."
        )
    with _reading(base) as before:
        known, revisions = len(before.embedded_signatures), before.xrefs.total_revisions
    with _reading(content) as reader:
        added = reader.embedded_signatures[known:]
        if not added:
            raise SignatureRefused("Die Datei wurde geändert, trägt aber keine neue Unterschrift.")
        if [each.field_name for each in added] != [field]:
            raise SignatureRefused(
                f"Unterzeichnet ist im falschen Feld („{added[0].field_name}“); Ihres heißt „{field}“."
            )
        check = _check(added[0], roots, now)
        if not check.intact:
            raise SignatureRefused("Die Unterschrift passt nicht zum Inhalt der Datei; sie ist ungültig.")
        if not check.untouched or not _only_signed(reader, revisions - 1):
            raise SignatureRefused(
                "Mit oder nach der Unterschrift wurde die Datei verändert; nur signieren ist erlaubt."
            )
        if check.final:
            raise SignatureRefused("Diese Unterschrift verbietet alle weiteren; bitte ohne diese Sperre signieren.")
    _check_certificate(check)
    return check


def only_signed_since(base: bytes, content: bytes) -> bool:
    """Whether what `content` adds to `base`, with which it begins, is signing and nothing else. Raises SignatureRefused."""
    with _reading(base) as before:
        known, revisions = len(before.embedded_signatures), before.xrefs.total_revisions
    with _reading(content) as reader:
        return len(reader.embedded_signatures) > known and _only_signed(reader, revisions - 1)


def revision_ends(content: bytes) -> list[int]:
    """Where a file may have ended before something was appended, the latest first; the whole file is not among them."""
    ends = {end for mark in REVISION_END.finditer(content) for end in (mark.end(1), mark.end())}
    return sorted(ends - {len(content)}, reverse=True)[:MOST_REVISIONS]


def claimed_fingerprints(content: bytes) -> set[str]:
    """The Prüfsumme of the sheet that our papers bear as their identifier (ISO 32000-1, 14.4), also of a damaged file."""
    return {mark[1].decode() for mark in IDENTIFIER.finditer(content)}


def is_pdf(content: bytes) -> bool:
    """Whether it can be read as a PDF with at least one page."""
    try:
        with _reading(content) as reader:
            return int(reader.root["/Pages"]["/Count"]) > 0
    except SignatureRefused:
        return False


def _check_certificate(check: SignatureCheck) -> None:
    if not check.in_time:
        raise SignatureRefused(f"Das Zertifikat von „{check.signer}“ ist abgelaufen oder noch nicht gültig.")
    if check.trusted is False:
        raise SignatureRefused(
            f"Das Zertifikat von „{check.signer}“ stammt von „{check.issuer}“; diese Stelle zählt hier nicht zu den "
            "vertrauten. Welche es sind, weiß die Verwaltung der Anwendung."
        )


def _check_expansion(content: bytes) -> None:
    """Raises SignatureRefused where the streams of the file unpack to more than a paper ever does."""
    room = MOST_UNPACKED
    for start in STREAM.finditer(content):
        with suppress(zlib.error):  # packed otherwise, or broken: whoever reads it says so
            room -= len(zlib.decompressobj().decompress(content[start.end() :], room + 1))
        if room < 0:
            raise SignatureRefused(f"Die Datei ist entpackt größer als {MOST_UNPACKED // 1024**2} MB.")


@contextmanager
def _reading(content: bytes) -> Iterator[PdfFileReader]:
    """A reader whose every complaint becomes one sentence: what comes from outside may be anything."""
    _check_expansion(content)
    from pyhanko.pdf_utils.reader import PdfFileReader

    try:
        yield PdfFileReader(io.BytesIO(content), strict=False)
    except SignatureRefused:
        raise
    except Exception as error:
        raise SignatureRefused("Die Datei lässt sich nicht als PDF lesen.") from error


def _check(signature: EmbeddedPdfSignature, roots: Sequence[bytes] | None, now: datetime) -> SignatureCheck:
    from pyhanko.sign.diff_analysis import ModificationLevel
    from pyhanko.sign.fields import MDPPerm
    from pyhanko.sign.validation import KeyUsageConstraints, SignatureCoverageLevel, validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    moment = signature.self_reported_timestamp or now
    usage = KeyUsageConstraints(key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False)
    context = ValidationContext(
        trust_roots=[_certificate(root) for root in roots or ()], moment=min(moment, now), allow_fetching=False
    )
    status = validate_pdf_signature(signature, context, key_usage_settings=usage)
    certificate: Any = signature.signer_cert
    whole = status.coverage == SignatureCoverageLevel.ENTIRE_FILE or (
        status.coverage == SignatureCoverageLevel.ENTIRE_REVISION
        and status.modification_level in {*ModificationLevel} - {ModificationLevel.OTHER}
        and status.docmdp_ok is not False
    )
    return SignatureCheck(
        field=signature.field_name or "",
        signer=_common_name(certificate.subject),
        issuer=_common_name(certificate.issuer),
        signed_at=moment.astimezone(UTC) if signature.self_reported_timestamp else None,
        intact=bool(status.intact and status.valid),
        untouched=whole,
        in_time=certificate.not_valid_before <= min(moment, now) <= certificate.not_valid_after,
        trusted=bool(status.trusted) if roots is not None else None,
        qualified=QUALIFIED in certificate.dump(),
        final=signature.docmdp_level == MDPPerm.NO_CHANGES,
    )


def _only_signed(reader: PdfFileReader, base_revision: int) -> bool:
    """Whether nothing but signing happened since that revision; also the first signature, before which none looks back."""
    from pyhanko.sign import diff_analysis as diff
    from pyhanko.sign.diff_analysis.constants import ROOT_EXEMPT_STRICT_COMPARISON
    from pyhanko.sign.fields import MDPPerm

    # Beside pyHanko's own rules: a certifying signature enters itself under /Perms in the catalog.
    usual = diff.DEFAULT_DIFF_POLICY
    catalog = diff.CatalogModificationRule(ignored_keys=ROOT_EXEMPT_STRICT_COMPARISON | {"/Perms"})
    others = [rule for rule in usual.global_rules if not isinstance(rule, diff.CatalogModificationRule)]
    policy = diff.StandardDiffPolicy(global_rules=[catalog, *others], form_rule=usual.form_rule)
    found = policy.review_file(reader, base_revision, doc_mdp=MDPPerm.FILL_FORMS)
    return isinstance(found, diff.DiffResult)


def _certificate(pem: bytes) -> Any:
    from asn1crypto import pem as armor
    from asn1crypto import x509

    return x509.Certificate.load(armor.unarmor(pem)[2] if armor.detect(pem) else pem)


def _common_name(name: Any) -> str:
    return str(name.native.get("common_name") or name.human_friendly)
