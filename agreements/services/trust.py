"""Which authorities the operator trusts: SIGNATURE_TRUST_ROOTS names a folder of certificates (*.pem)."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from agreements.documents.pdf_checking import SignatureRefused


def trust_roots() -> tuple[bytes, ...] | None:
    """Their certificates; None where no folder is named, and then every result says that the chain was not checked.

    Raises SignatureRefused for a folder without a readable certificate: a missing anchor never means trust.
    """
    if not settings.SIGNATURE_TRUST_ROOTS:
        return None
    try:
        found = tuple(path.read_bytes() for path in sorted(Path(settings.SIGNATURE_TRUST_ROOTS).glob("*.pem")))
    except OSError:
        found = ()
    if not found:
        raise SignatureRefused(
            "Die Zertifikate der vertrauten Stellen lassen sich nicht lesen; bitte die Verwaltung der Anwendung fragen.",
            about="",
        )
    return found
