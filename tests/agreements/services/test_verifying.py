"""Verifying a PDF: ours or not, which version, unchanged or not, and each signature; only among what the person reads."""

from __future__ import annotations

import zlib
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from agreements.choices import AgreementState, DocumentKind, SignatureWay
from agreements.documents import pdf_checking
from agreements.documents.agreement import agreement_pdf
from agreements.documents.pdf_checking import SignatureRefused, check_signatures
from agreements.domain.verification import Origin, Verdict, verdict_words
from agreements.models import Agreement, AgreementParty, FrozenDocument, Signature
from agreements.selectors.agreement import agreement_sheet
from agreements.services import verifying
from agreements.services.freezing import freeze
from agreements.services.signing import sign_on_paper, sign_outside
from agreements.services.verifying import verify
from tests.agreements.negotiating import in_state
from tests.factories import UserFactory
from tests.signing import flipped, page_changed, root, scan, signed_elsewhere

# WeasyPrint 70 leaves its colour profile open; the garbage collector closes it.
pytestmark = [
    pytest.mark.django_db,
    pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning"),
]
NOW = datetime.now(UTC)
_made: dict[str, bytes] = {}


def made(name: str, make: Callable[[], bytes]) -> bytes:
    """Papers and signatures take their time: each is made once for the module."""
    if name not in _made:
        _made[name] = make()
    return _made[name]


def signed() -> bytes:
    return made("signed", lambda: signed_elsewhere(_made["paper"]))


def signed_twice() -> bytes:
    return made("twice", lambda: signed_elsewhere(signed(), 2))


@pytest.fixture
def frozen(agreement_2014) -> FrozenDocument:
    """A short agreement, ready for its signatures; nobody has given one."""
    Signature.objects.all().delete()
    agreement = in_state(agreement_2014, AgreementState.READY)
    sheet = replace(agreement_sheet(agreement), sections=())
    content = made("paper", lambda: agreement_pdf(sheet, created=date(2014, 10, 20)))
    return freeze(
        by=UserFactory(), agreement=agreement, kind=DocumentKind.AGREEMENT, sheet=sheet, content=content, at=NOW
    )


@pytest.fixture
def filed(frozen) -> FrozenDocument:
    """The first partner's signed file is kept here."""
    sign_outside(by=UserFactory(), partner=partner(1), content=signed())
    return frozen


def partner(place: int) -> AgreementParty:
    return AgreementParty.objects.select_related("agreement__amends", "party").get(position=place)


def checked(content: bytes) -> Verdict:
    return verify(content, documents=FrozenDocument.objects.all(), now=NOW)


@pytest.mark.parametrize(
    ("content", "origin", "signatures", "latest"),
    [
        (signed, Origin.OURS, [True], True),
        (lambda: _made["paper"], Origin.OURS, [], False),
        (signed_twice, Origin.SIGNED_SINCE, [True, True], True),
        (lambda: flipped(signed()), Origin.CHANGED, [False], False),
        (lambda: flipped(_made["paper"]), Origin.CHANGED, [], False),
        (lambda: page_changed(signed()), Origin.CHANGED, [False], True),
        (lambda: page_changed(_made["paper"]), Origin.CHANGED, [], False),
        (lambda: signed_elsewhere(page_changed(_made["paper"])), Origin.CHANGED, [True], False),
        (lambda: signed() + b"Unsinn", Origin.CHANGED, [True], True),
    ],
    ids=[
        *("filed", "before signing", "one more signature", "byte", "byte unsigned", "page after", "page unsigned"),
        *("page before", "rubbish"),
    ],
)
def test_what_comes_from_here(filed, content, origin, signatures, latest):
    verdict = checked(content())
    assert (verdict.origin, [each.valid for each in verdict.signatures]) == (origin, signatures)
    assert (verdict.found.key, verdict.found.newest, verdict.found.latest) == ("me-aktiv-2014", True, latest)
    assert verdict.good == (origin != Origin.CHANGED)


@pytest.mark.parametrize("content", [b"%PDF-1.7 fremd\n%%EOF\n", b"MZ", b"%%EOF" * 1000], ids=["pdf", "none", "ends"])
def test_what_does_not(filed, content):
    assert checked(content) == Verdict(origin=Origin.FOREIGN)
    assert not checked(content).good


def test_only_what_the_person_reads_is_known(filed):
    assert verify(signed(), documents=FrozenDocument.objects.none(), now=NOW).origin == Origin.FOREIGN


@pytest.mark.parametrize(("content", "words"), [(b"", "leer"), (b"x" * (20 * 1024**2 + 1), "zu groß")])
def test_files_that_are_not_looked_at(filed, content, words):
    with pytest.raises(SignatureRefused, match=words):
        checked(content)


def test_a_file_that_unpacks_without_end_is_not_read(filed, monkeypatch):
    monkeypatch.setattr(pdf_checking, "MOST_UNPACKED", 1024**2)
    bomb = b"1 0 obj <</Filter /FlateDecode>> stream\n" + zlib.compress(b"0" * 1024**2 * 2) + b"endstream"
    with pytest.raises(SignatureRefused, match="entpackt größer als 1 MB"):
        check_signatures(signed() + bomb, roots=None, now=NOW)
    assert checked(signed() + bomb).origin == Origin.CHANGED


def test_a_certificate_of_a_stranger_is_not_good(filed, monkeypatch):
    monkeypatch.setattr(verifying, "trust_roots", lambda: (root("Andere"),))
    words = verdict_words(checked(signed()))
    assert (words.good, words.signatures[0].good) == (False, False)
    assert words.signatures[0].sentence == (
        "Das Zertifikat stammt von „Prüfstelle“; diese Stelle zählt hier nicht zu den vertrauten."
    )


def test_in_words(filed):
    with_paper = sign_on_paper(
        by=UserFactory(), partner=partner(3), scan=scan(), signer="Karin Kreis", signed_on=date(2014, 10, 20),
        on=date(2014, 10, 20),
    )  # fmt: skip
    words = verdict_words(checked(signed()))
    assert with_paper.way == SignatureWay.PAPER
    assert words.finding == "Die Datei stammt von hier und ist unverändert."
    assert words.version == (
        f"Zielvereinbarung Nr. 1 zu „Zielvereinbarung 2014“, eingefroren am {filed.at:%d.%m.%Y}.",
        "Auf Papier unterzeichnet: Kreis Mettmann, Karin Kreis, 20.10.2014. "
        "In der Datei ist das nicht zu sehen; der Scan ist hier hinterlegt.",
    )
    assert [line.who.partition(",")[0] for line in words.signatures] == [
        "Agentur für Arbeit Mettmann: Dr. Anna Beispiel"
    ]
    assert words.signatures[0].sentence.startswith("Gültig. Zertifikat von „Prüfstelle“, nicht gegen eine vertraute")


@pytest.mark.parametrize(
    ("state", "sentence"),
    [(AgreementState.SIGNED, "Es ist die Fassung, die alle Partner unterzeichnet haben."), (None, "ist überholt")],
)
def test_which_version_it_is(filed, state, sentence):
    if state:
        Agreement.objects.update(state=state)
    else:
        freeze(by=UserFactory(), agreement=filed.agreement, kind=filed.kind, sheet={}, content=b"%PDF neuer", at=NOW)
    assert sentence in " ".join(verdict_words(checked(signed())).version)
