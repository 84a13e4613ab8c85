"""`manage.py agreement_pdf`: the paper without a browser, and German words where it cannot be had."""

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from agreements.choices import DocumentKind
from agreements.models import Agreement
from agreements.services.freezing import freeze
from tests.factories import UserFactory

# WeasyPrint 70 leaves its colour profile open; the garbage collector closes it.
pytestmark = [
    pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning"),
    pytest.mark.usefixtures("agreement_2014"),
]


def test_the_paper_is_written(tmp_path):
    file, out = tmp_path / "vereinbarung.pdf", StringIO()
    call_command("agreement_pdf", "me-aktiv-2014", str(file), stdout=out)
    assert file.read_bytes().startswith(b"%PDF-1.7")
    assert out.getvalue() == f"{file}: Zielvereinbarung 2014, {file.stat().st_size} Bytes.\n"


def test_what_is_frozen_comes_as_it_was_frozen(tmp_path):
    """Not rendered anew: the bytes that lay before the partners."""
    by, at = UserFactory(), datetime(2014, 10, 20, tzinfo=UTC)
    agreement = Agreement.objects.get()
    freeze(by=by, agreement=agreement, kind=DocumentKind.AGREEMENT, sheet={}, content=b"%PDF eingefroren", at=at)
    call_command("agreement_pdf", "me-aktiv-2014", str(tmp_path / "v.pdf"), stdout=StringIO())
    assert (tmp_path / "v.pdf").read_bytes() == b"%PDF eingefroren"


def test_an_unknown_key_is_said_with_those_there_are(tmp_path):
    with pytest.raises(CommandError) as refusal:
        call_command("agreement_pdf", "me-aktiv-1999", str(tmp_path / "x.pdf"))
    assert str(refusal.value) == "Eine Vereinbarung „me-aktiv-1999“ gibt es nicht. Vorhanden: me-aktiv-2014."
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_cannot_be_written_is_said(tmp_path):
    with pytest.raises(CommandError, match="lässt sich nicht schreiben: No such file or directory"):
        call_command("agreement_pdf", "me-aktiv-2014", str(tmp_path / "fehlt" / "x.pdf"))
