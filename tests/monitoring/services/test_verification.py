"""verify_figures of what was signed: the scan is the one that was filed, and the agreement reads as it was frozen."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from agreements.choices import AgreementState, DocumentKind
from agreements.models import Agreement, AgreementParty, Section, Signature, Target
from agreements.selectors.agreement import agreement_sheet
from agreements.services.freezing import freeze
from agreements.services.signing import sign_on_paper
from monitoring.services.verification import differences
from tests.agreements.negotiating import in_state
from tests.factories import UserFactory
from tests.signing import scan

pytestmark = pytest.mark.django_db


@pytest.fixture
def signed(agreement_2014) -> Agreement:
    """Frozen, and signed on paper by all."""
    Signature.objects.all().delete()
    agreement = in_state(agreement_2014, AgreementState.READY)
    at = datetime(2014, 10, 20, tzinfo=UTC)
    sheet = agreement_sheet(agreement)
    freeze(by=UserFactory(), agreement=agreement, kind=DocumentKind.AGREEMENT, sheet=sheet, content=b"%PDF", at=at)
    on = date(2014, 10, 20)
    for partner in AgreementParty.objects.select_related("agreement__amends", "party"):
        sign_on_paper(by=UserFactory(), partner=partner, scan=scan(), signer="Karin Kreis", signed_on=on, on=on)
    return agreement


def test_as_it_was_signed(signed):
    assert Agreement.objects.get().state == AgreementState.SIGNED
    assert list(differences()) == []


def test_a_scan_that_was_exchanged_or_is_gone(signed):
    first, second, _ = Signature.objects.order_by("id")
    with first.file.storage.open(first.file.name, "wb") as file:
        file.write(b"ein anderer")
    Signature.objects.filter(pk=second.pk).update(file="unterschriften/weg.png")
    assert sorted(differences()) == [
        "me-aktiv-2014, 1. Agentur für Arbeit Mettmann: auf Papier: die Datei passt nicht zur Prüfsumme.",
        "me-aktiv-2014, 2. Jobcenter ME-aktiv: auf Papier: die Datei „unterschriften/weg.png“ fehlt oder ist nicht lesbar.",
    ]


@pytest.mark.parametrize(
    "change",
    [
        lambda: Target.objects.filter(code="iq").update(title="Anders"),
        lambda: Section.objects.last().delete(),
        lambda: Agreement.objects.update(title="Anders"),
    ],
    ids=["word", "section", "title"],
)
def test_a_change_past_the_services_and_triggers(signed, change):
    change()
    assert list(differences()) == [
        "me-aktiv-2014: die Vereinbarung liest sich nicht mehr, wie sie als Zielvereinbarung Nr. 1 eingefroren wurde."
    ]
