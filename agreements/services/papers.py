"""The paper of an agreement as it is handed out: once frozen, that file with its signatures; before, as it reads today."""

from __future__ import annotations

from datetime import date

from agreements.documents.agreement import agreement_name, agreement_pdf
from agreements.models import Agreement
from agreements.selectors.agreement import agreement_sheet
from agreements.selectors.amending import synopsis
from agreements.selectors.signing import frozen_agreement, signed_content


def agreement_paper(agreement: Agreement, *, on: date) -> tuple[str, bytes]:
    """Name and bytes of the PDF. `on` is the day printed on one that is not frozen."""
    sheet, document = agreement_sheet(agreement), frozen_agreement(agreement)
    if document is not None:
        return agreement_name(sheet), signed_content(document)
    return agreement_name(sheet), agreement_pdf(sheet, created=on, redline=synopsis(agreement))
