"""Signing in three ways: what is taken, what is refused with nothing stored, and what the last signature does."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from datetime import UTC, date, datetime

import page
import pytest

from agreements.choices import AgreementState, AgreementVerb, DocumentKind
from agreements.documents.agreement import agreement_pdf
from agreements.documents.pdf_checking import SignatureRefused, check_signatures
from agreements.domain.sheet import AgreementSheet
from agreements.models import Agreement, AgreementParty, AgreementStep, FrozenDocument, Signature
from agreements.selectors.signing import signed_content
from agreements.services import finishing, signing
from agreements.services.finishing import finish_draft
from agreements.services.freezing import freeze
from agreements.services.signing import sign_inside, sign_on_paper, sign_outside
from tests.agreements.negotiating import in_state
from tests.documents.conformity import PROFILES
from tests.factories import UserFactory
from tests.signing import PASSWORD, flipped, p12, page_changed, root, scan, signed_elsewhere

pytestmark = pytest.mark.django_db
ON = date(2014, 10, 20)
ROOTS = (root(),)
_made: dict[str, bytes] = {}


def _once(sheet: AgreementSheet, **more) -> bytes:
    """A short paper of the same sheet, rendered once for the module: what is signed matters, not how much."""
    if "paper" not in _made:
        _made["paper"] = agreement_pdf(replace(sheet, sections=sheet.sections[:3]), **more)
    return _made["paper"]


@pytest.fixture
def ready(agreement_2014, monkeypatch) -> Agreement:
    """The agreement of 2014, frozen for its signatures."""
    Signature.objects.all().delete()
    monkeypatch.setattr(finishing, "agreement_pdf", _once)
    finish_draft(by=UserFactory(), agreement=in_state(agreement_2014), on=ON)
    return Agreement.objects.with_partners().get(pk=agreement_2014.pk)


def partner(agreement: Agreement, place: int = 1) -> AgreementParty:
    return AgreementParty.objects.select_related("agreement__amends", "party").get(agreement=agreement, position=place)


def paper(agreement: Agreement) -> bytes:
    return signed_content(FrozenDocument.objects.get(agreement=agreement, kind=DocumentKind.AGREEMENT))


def on_paper(who: AgreementParty, **more) -> Signature:
    known = {"scan": scan(), "signer": "Karin Kreis", "signed_on": ON, "on": ON} | more
    return sign_on_paper(by=UserFactory(), partner=who, **known)


def test_three_ways_make_it_signed(ready, settings, tmp_path):
    (tmp_path / "root.pem").write_bytes(root())
    settings.SIGNATURE_TRUST_ROOTS = str(tmp_path)
    first = sign_inside(by=UserFactory(), partner=partner(ready, 1), pkcs12=p12(), password=PASSWORD)
    second = sign_outside(by=UserFactory(), partner=partner(ready, 2), content=signed_elsewhere(paper(ready), 2))
    assert Agreement.objects.get(pk=ready.pk).state == AgreementState.READY
    third = on_paper(partner(ready, 3))

    assert [each.way for each in (first, second, third)] == ["inside", "outside", "paper"]
    assert [each.signer for each in (first, second, third)] == ["Dr. Anna Beispiel", "Dr. Anna Beispiel", "Karin Kreis"]
    assert "endet bei einer vertrauten Stelle. Eine qualifizierte elektronische Signatur ist das nicht." in first.result
    assert Agreement.objects.get(pk=ready.pk).state == AgreementState.SIGNED
    assert AgreementStep.objects.last().verb == AgreementVerb.SIGN
    with first.document.file.open("rb") as file:
        assert file.read() == _made["paper"]


@pytest.mark.paper
def test_three_electronic_ones_stay_valid_and_archivable(ready, tmp_path):
    for place in (1, 2, 3):
        sign_inside(by=UserFactory(), partner=partner(ready, place), pkcs12=p12(), password=PASSWORD)
    content = paper(ready)
    checks = check_signatures(content, roots=None, now=datetime.now(UTC))
    assert [(each.field, each.valid, each.trusted) for each in checks] == [
        (f"Unterschrift_{place}", True, None) for place in (1, 2, 3)
    ]
    file = tmp_path / "signed.pdf"
    file.write_bytes(content)
    said = subprocess.run(["pdfsig", "-nocert", file], capture_output=True, text=True, check=False).stdout
    assert said.count("Signature is Valid.") == 3
    assert {name: _broken(content, name) for name in PROFILES} == {
        # Of several signatures only the last can cover the whole file; the checker does not know revisions.
        page.ValidationProfile.PDF_A_3A: {"PDFA3A-SIGNATURE-BYTERANGE-001"},
        page.ValidationProfile.PDF_UA_1: set(),
    }
    assert "nicht gegen eine vertraute Stelle geprüft" in Signature.objects.first().result


def test_a_signed_amendment_amends(ready):
    original = ready
    Agreement.objects.filter(pk=original.pk).update(state=AgreementState.SIGNED)
    amendment = Agreement.objects.create(
        key="nachtrag", year=2014, title="Nachtrag", jobcenter=original.jobcenter, starts=original.starts,
        ends=original.ends, amends=original, effective_from=date(2014, 7, 1), state=AgreementState.READY,
    )  # fmt: skip
    for each in original.partners.all():
        AgreementParty.objects.create(agreement=amendment, party=each.party, position=each.position, function="x")
    freeze(
        by=UserFactory(),
        agreement=amendment,
        kind=DocumentKind.AGREEMENT,
        sheet={},
        content=b"%PDF",
        at=datetime.now(UTC),
    )
    for place in (1, 2, 3):
        on_paper(partner(amendment, place))
    states = dict(Agreement.objects.values_list("key", "state"))
    assert (states["nachtrag"], states[original.key]) == (AgreementState.SIGNED, AgreementState.AMENDED)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"signer": " "}, "wer unterschrieben hat"),
        ({"signed_on": date(2014, 10, 21)}, "liegt in der Zukunft"),
        ({"scan": b""}, "leer"),
        ({"scan": b"MZ kein Bild"}, "kein lesbares PDF, PNG oder JPEG"),
        ({"scan": b"%PDF-1.7 nur so"}, "kein lesbares PDF, PNG oder JPEG"),
        ({"scan": b"x" * (20 * 1024**2 + 1)}, "zu groß; möglich sind 20 MB"),
    ],
)
def test_paper_that_is_refused(ready, given, words):
    with pytest.raises(SignatureRefused, match=words):
        on_paper(partner(ready), **given)
    assert not Signature.objects.exists()


def test_the_empty_paper_is_no_scan(ready):
    with pytest.raises(SignatureRefused, match="nicht der Scan"):
        on_paper(partner(ready), scan=paper(ready))


@pytest.mark.parametrize(
    ("pkcs12", "password", "words"),
    [
        (p12(), "falsch", "Kennwort passt nicht"),
        (b"kein Zertifikat", PASSWORD, "keine Zertifikatsdatei"),
        (root(), PASSWORD, "keine Zertifikatsdatei"),
        (p12("Alt", expired=True), PASSWORD, "„Alt“ ist abgelaufen"),
        (p12("Fremd", authority="Irgendwer"), PASSWORD, "stammt von „Irgendwer“"),
    ],
    ids=["password", "nothing", "pem", "expired", "foreign"],
)
def test_certificates_that_are_refused(ready, monkeypatch, pkcs12, password, words):
    monkeypatch.setattr(signing, "trust_roots", lambda: ROOTS)
    with pytest.raises(SignatureRefused, match=words):
        sign_inside(by=UserFactory(), partner=partner(ready), pkcs12=pkcs12, password=password)
    assert not Signature.objects.exists()


def _broken(content: bytes, profile: page.ValidationProfile) -> set[str]:
    return {failure.rule_id for failure in page.validate_pdf_bytes(content, profile=profile).failures}


@pytest.mark.parametrize(
    ("made", "words"),
    [
        (lambda paper: paper, "keine neue Unterschrift"),
        (page_changed, "trägt aber keine neue Unterschrift"),
        (lambda paper: signed_elsewhere(paper, 2), "im falschen Feld"),
        (lambda paper: signed_elsewhere(page_changed(paper)), "wurde die Datei verändert"),
        (lambda paper: page_changed(signed_elsewhere(paper)), "wurde die Datei verändert"),
        (lambda paper: flipped(signed_elsewhere(paper)), "verändert oder neu gespeichert"),
        (lambda paper: signed_elsewhere(paper, person="Fremd", authority="Irgendwer"), "stammt von „Irgendwer“"),
        (lambda paper: b"x" * (20 * 1024**2 + 1), "zu groß"),
        (lambda paper: paper + b"Unsinn", "trägt aber keine neue Unterschrift|lässt sich nicht als PDF lesen"),
    ],
    ids=["nothing", "changed", "field", "changed first", "changed after", "flipped", "foreign", "large", "rubbish"],
)
def test_files_that_are_refused(ready, monkeypatch, made, words):
    monkeypatch.setattr(signing, "trust_roots", lambda: ROOTS)
    with pytest.raises(SignatureRefused, match=words):
        sign_outside(by=UserFactory(), partner=partner(ready), content=made(paper(ready)))
    assert not Signature.objects.exists()


def test_a_file_that_is_behind_or_of_another_version(ready):
    behind = signed_elsewhere(paper(ready), 2)
    sign_inside(by=UserFactory(), partner=partner(ready), pkcs12=p12(), password=PASSWORD)
    with pytest.raises(SignatureRefused, match="Inzwischen hat ein anderer Partner signiert"):
        sign_outside(by=UserFactory(), partner=partner(ready, 2), content=behind)
    freeze(
        by=UserFactory(),
        agreement=ready,
        kind=DocumentKind.AGREEMENT,
        sheet={},
        content=b"%PDF 2",
        at=datetime.now(UTC),
    )
    with pytest.raises(SignatureRefused, match="Das ist Fassung 1; zu unterzeichnen ist Fassung 2"):
        sign_outside(by=UserFactory(), partner=partner(ready, 2), content=behind)


def test_nobody_signs_twice_or_out_of_turn(ready):
    on_paper(partner(ready))
    with pytest.raises(SignatureRefused, match="hat schon unterzeichnet"):
        on_paper(partner(ready))
    Agreement.objects.filter(pk=ready.pk).update(state=AgreementState.AGREEING)
    with pytest.raises(SignatureRefused, match="unterzeichnet wird, was unterschriftsreif ist"):
        on_paper(partner(ready, 2))


def test_a_folder_without_anchors_is_no_trust(ready, settings, tmp_path):
    settings.SIGNATURE_TRUST_ROOTS = str(tmp_path / "gibt es nicht")
    with pytest.raises(SignatureRefused, match="lassen sich nicht lesen"):
        sign_inside(by=UserFactory(), partner=partner(ready), pkcs12=p12(), password=PASSWORD)
