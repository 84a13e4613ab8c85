"""What a scan may be: a PDF, PNG or JPEG that can be read, told by its content and never by its name."""

from __future__ import annotations

import io

from agreements.documents.pdf_checking import SignatureRefused, is_pdf

LARGEST = 20 * 1024 * 1024  # bytes, of every file that is handed in


def check_size(size: int) -> None:
    """Raises SignatureRefused for a file of so many bytes: empty, or too large."""
    if not size:
        raise SignatureRefused("Die Datei ist leer.")
    if size > LARGEST:
        raise SignatureRefused(f"Die Datei ist zu groß; möglich sind {LARGEST // 1024**2} MB.")


def scan_ending(content: bytes) -> str:
    """pdf, png or jpg. Raises SignatureRefused for everything else."""
    check_size(len(content))
    if content.startswith(b"%PDF-") and is_pdf(content):
        return "pdf"
    from PIL import Image

    try:
        with Image.open(io.BytesIO(content), formats=("PNG", "JPEG")) as image:
            image.verify()
            return "png" if image.format == "PNG" else "jpg"
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        raise SignatureRefused("Der Scan ist kein lesbares PDF, PNG oder JPEG.") from None
