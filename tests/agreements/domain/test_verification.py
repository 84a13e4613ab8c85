"""What a check of a PDF says: the finding, the version, each signature with what speaks against or for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from agreements.domain.verification import Found, Origin, PaperSignature, SignatureCheck, Verdict, verdict_words

CHECK = SignatureCheck(
    field="Unterschrift_1",
    signer="Dr. Anna Beispiel",
    issuer="Prüfstelle",
    signed_at=datetime(2014, 10, 20, 12, tzinfo=UTC),
    intact=True,
    untouched=True,
    in_time=True,
    trusted=True,
    qualified=False,
    final=False,
)
FOUND = Found(
    name="Zielvereinbarung Nr. 2",
    agreement="Zielvereinbarung 2014",
    key="me-aktiv-2014",
    frozen_on=date(2014, 10, 19),
    newest=True,
    latest=True,
    in_force=True,
    parties={"Unterschrift_1": "Kreis Mettmann"},
    on_paper=(),
)
OURS = Verdict(origin=Origin.OURS, found=FOUND, signatures=(CHECK,))


@pytest.mark.parametrize(
    ("verdict", "good"),
    [
        (OURS, True),
        (replace(OURS, signatures=()), True),
        (replace(OURS, origin=Origin.SIGNED_SINCE), True),
        (replace(OURS, origin=Origin.CHANGED), False),
        (replace(OURS, signatures=(CHECK, replace(CHECK, in_time=False))), False),
        (Verdict(origin=Origin.FOREIGN), False),
    ],
)
def test_good_is_ours_unchanged_and_validly_signed(verdict, good):
    assert (verdict.good, verdict_words(verdict).good) == (good, good)


@pytest.mark.parametrize(
    ("change", "valid", "sentence"),
    [
        ({}, True, "Gültig. Zertifikat von „Prüfstelle“, einer vertrauten Stelle. Eine qualifizierte elektronische "
         "Signatur ist das nicht. Eine Sperrung wurde nicht abgefragt."),
        ({"trusted": None, "qualified": True}, True, "Gültig. Zertifikat von „Prüfstelle“, nicht gegen eine vertraute "
         "Stelle geprüft, denn es ist keine hinterlegt. Es nennt sich qualifiziert; die Vertrauensliste der EU wurde nicht "
         "befragt. Eine Sperrung wurde nicht abgefragt."),
        ({"intact": False, "untouched": False}, False, "Ungültig: Der Inhalt der Datei ist nicht der unterzeichnete."),
        ({"untouched": False}, False, "Nach dieser Signatur wurde die Datei verändert, nicht nur weiter unterzeichnet."),
        ({"in_time": False, "trusted": False}, False, "Das Zertifikat war da abgelaufen oder noch nicht gültig. Das "
         "Zertifikat stammt von „Prüfstelle“; diese Stelle zählt hier nicht zu den vertrauten."),
    ],
)  # fmt: skip
def test_what_speaks_for_and_against_a_signature(change, valid, sentence):
    check = replace(CHECK, **change)
    (line,) = verdict_words(replace(OURS, signatures=(check,))).signatures
    assert (check.valid, line.good, line.sentence) == (valid, valid, sentence)


@pytest.mark.parametrize(
    ("change", "who"),
    [
        ({}, "Kreis Mettmann: Dr. Anna Beispiel, 20.10.2014 nach Angabe der Signatur"),
        ({"field": "Signature1", "signed_at": None}, "Signature1: Dr. Anna Beispiel"),
    ],
)
def test_whose_signature_it_is(change, who):
    (line,) = verdict_words(replace(OURS, signatures=(replace(CHECK, **change),))).signatures
    assert line.who == who


NAME = "Zielvereinbarung Nr. 2 zu „Zielvereinbarung 2014“, eingefroren am 19.10.2014."


@pytest.mark.parametrize(
    ("verdict", "version"),
    [
        (OURS, (NAME, "Es ist die Fassung, die alle Partner unterzeichnet haben.")),
        (
            replace(OURS, found=replace(FOUND, newest=False)),
            (NAME, "Diese Fassung ist überholt; eine spätere liegt vor."),
        ),
        (
            replace(OURS, found=replace(FOUND, in_force=False, latest=False), signatures=()),
            (
                NAME,
                "Seither kamen hier weitere Signaturen hinzu; die neueste Datei steht bei der Vereinbarung.",
                "Elektronische Signaturen trägt die Datei nicht.",
            ),
        ),
        (replace(OURS, origin=Origin.CHANGED), (f"Unverändert hinterlegt ist: {NAME}",)),
        (Verdict(origin=Origin.FOREIGN), ()),
    ],
)
def test_which_version(verdict, version):
    assert verdict_words(verdict).version == version


@pytest.mark.parametrize(
    ("paper", "said"),
    [
        (PaperSignature(party="Kreis", signer="Karin Kreis", signed_on=date(2014, 10, 20)), "Kreis, Karin Kreis, 20.10.2014"),
        (PaperSignature(party="Kreis", signer="", signed_on=None), "Kreis"),
    ],
)  # fmt: skip
def test_paper_is_named_beside_the_file(paper, said):
    words = verdict_words(replace(OURS, found=replace(FOUND, in_force=False, on_paper=(paper,))))
    assert words.version[-1] == (
        f"Auf Papier unterzeichnet: {said}. In der Datei ist das nicht zu sehen; der Scan ist hier hinterlegt."
    )
