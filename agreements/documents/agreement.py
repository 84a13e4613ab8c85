"""The agreement on paper: PDF/A-3a and PDF/UA-1, with fields for the signatures and an annex that is not signed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from agreements.choices import AgreementState
from agreements.documents.pdf import PdfAttachment, render_pdf
from agreements.domain.fingerprint import fingerprint
from agreements.domain.redline import Redline
from agreements.domain.sheet import AgreementSheet

DRAFTS = frozenset({AgreementState.DRAFT, AgreementState.AGREEING})


def agreement_name(sheet: AgreementSheet) -> str:
    """File names that sort: 2014_zielvereinbarung_me-aktiv-2014.pdf."""
    return f"{sheet.year}_zielvereinbarung_{sheet.key}.pdf"


def agreement_pdf(
    sheet: AgreementSheet,
    *,
    created: date,
    redline: Redline | None = None,
    attachments: Sequence[PdfAttachment] = (),
) -> bytes:
    """The agreement as its partners would print it; the same sheet and day give the same bytes.

    A draft says so on the cover and at the head of every page; one ready for signing has a signature field a partner;
    an amendment has the `redline` of what it changes as an annex, old and new side by side.
    """
    return render_pdf(
        "print/agreement.html",
        {"sheet": sheet, "print": True, "draft": sheet.state in DRAFTS, "created": created, "redline": redline},
        title=f"{sheet.title} – {sheet.jobcenter}",
        author=sheet.jobcenter,
        created=created,
        attachments=attachments,
        stylesheets=("agreement.css",),
        identifier=fingerprint(sheet),
    )
