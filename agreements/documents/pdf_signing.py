"""The writing half of the door to pyHanko: a signatory's own PKCS#12 signs the prepared field (PAdES B-B) with a visible stamp."""

from __future__ import annotations

import io
import tempfile
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.views.decorators.debug import sensitive_variables

from agreements.documents.pdf import render_stamp
from agreements.documents.pdf_checking import SignatureRefused

if TYPE_CHECKING:
    from pyhanko.sign.signers import SimpleSigner

POINTS_PER_MILLIMETRE = 72 / 25.4


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """An opened PKCS#12 for the moment of signing; what it holds is never shown or stored."""

    holder: str
    signer: SimpleSigner = field(repr=False)


@sensitive_variables()
def open_certificate(content: bytes, password: str, *, now: datetime) -> Certificate:
    """Raises SignatureRefused for what is no PKCS#12, a wrong password, no key, a certificate out of its time."""
    from asn1crypto.pkcs12 import Pfx
    from pyhanko.sign.signers import SimpleSigner

    try:
        Pfx.load(content, strict=True).native  # noqa: B018  asn1crypto reads on demand
    except (ValueError, TypeError):
        raise SignatureRefused("Das ist keine Zertifikatsdatei (PKCS#12, Endung .p12 oder .pfx).") from None
    try:
        signer = SimpleSigner.load_pkcs12_data(content, other_certs=(), passphrase=password.encode())
    except ValueError:
        raise SignatureRefused("Das Kennwort passt nicht zu dieser Zertifikatsdatei.", "password") from None
    except (AttributeError, TypeError):
        raise SignatureRefused("Die Zertifikatsdatei enthält kein Zertifikat mit eigenem Schlüssel.") from None
    certificate: Any = signer.signing_cert
    holder = str(certificate.subject.native.get("common_name") or certificate.subject.human_friendly)
    if not certificate.not_valid_before <= now <= certificate.not_valid_after:
        raise SignatureRefused(f"Das Zertifikat von „{holder}“ ist abgelaufen oder noch nicht gültig.")
    return Certificate(holder=holder, signer=signer)


def sign(content: bytes, certificate: Certificate, *, field: str, reason: str, now: datetime) -> bytes:
    """The same bytes with one more revision that signs the field; the first signature certifies and allows further ones."""
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.pdf_utils.layout import AxisAlignment, Margins, SimpleBoxLayoutRule
    from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
    from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner
    from pyhanko.stamp import StaticStampStyle

    writer = IncrementalPdfFileWriter(io.BytesIO(content))
    # Metadata stay as frozen: pyHanko's own are no PDF/A.
    writer._update_meta = lambda: None  # type: ignore[method-assign]
    first = not writer.prev.embedded_signatures
    width, height = _size(writer.prev, field)
    with tempfile.NamedTemporaryFile(suffix=".pdf") as stamp:
        stamp.write(render_stamp({"holder": certificate.holder, "at": now}, width=width, height=height))
        stamp.flush()
        meta = PdfSignatureMetadata(
            field_name=field,
            subfilter=SigSeedSubFilter.PADES,
            md_algorithm="sha256",
            reason=reason,
            certify=first,
            docmdp_permissions=MDPPerm.FILL_FORMS,
        )
        whole = SimpleBoxLayoutRule(AxisAlignment.ALIGN_MIN, AxisAlignment.ALIGN_MIN, Margins.uniform(0))
        style = StaticStampStyle.from_pdf_file(
            stamp.name, border_width=0, background_opacity=1.0, background_layout=whole
        )
        signed = io.BytesIO()
        PdfSigner(meta, certificate.signer, stamp_style=style).sign_pdf(
            writer, output=signed, existing_fields_only=True
        )
    return signed.getvalue()


def _size(reader: Any, field: str) -> tuple[float, float]:
    """Width and height of the field in mm. Raises SignatureRefused where the paper has no such field."""
    for each in reader.root["/AcroForm"]["/Fields"]:
        if each.get_object()["/T"] == field:
            left, bottom, right, top = (float(side) for side in each.get_object()["/Rect"])
            return (right - left) / POINTS_PER_MILLIMETRE, (top - bottom) / POINTS_PER_MILLIMETRE
    raise SignatureRefused(f"Das Papier hat kein Feld „{field}“.")
