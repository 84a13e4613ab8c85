"""`manage.py verify_document`: the verdict in words, and exit 1 unless the file is ours, unchanged and validly signed."""

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from agreements.choices import DocumentKind
from agreements.services import verifying
from agreements.services.freezing import freeze
from tests.factories import UserFactory

OURS = b"%PDF-1.7 von hier"


@pytest.fixture
def frozen(agreement_2014, monkeypatch) -> None:
    """A report is ours, too."""
    monkeypatch.setattr(verifying, "check_signatures", lambda *_, **__: ())
    at = datetime(2014, 10, 20, 12, tzinfo=UTC)
    freeze(by=UserFactory(), agreement=agreement_2014, kind=DocumentKind.REPORT, sheet={}, content=OURS, at=at)


def test_a_file_of_ours(frozen, tmp_path):
    (tmp_path / "mbz.pdf").write_bytes(OURS)
    out = StringIO()
    call_command("verify_document", str(tmp_path / "mbz.pdf"), stdout=out)
    assert out.getvalue().splitlines() == [
        "Die Datei stammt von hier und ist unverändert.",
        "MBZ Nr. 1 zu „Zielvereinbarung 2014“, eingefroren am 20.10.2014.",
        "Elektronische Signaturen trägt die Datei nicht.",
    ]


def test_a_foreign_file_ends_with_1(frozen, tmp_path):
    (tmp_path / "fremd.pdf").write_bytes(b"%PDF-1.7 fremd")
    out = StringIO()
    with pytest.raises(SystemExit) as ended:
        call_command("verify_document", str(tmp_path / "fremd.pdf"), stdout=out)
    assert ended.value.code == 1
    assert out.getvalue().startswith("Die Datei stammt nicht von hier")


@pytest.mark.parametrize(("content", "words"), [(None, "lässt sich nicht lesen: No such file"), (b"", "ist leer")])
def test_what_cannot_be_checked_is_said(frozen, tmp_path, content, words):
    file = tmp_path / "a.pdf"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(CommandError, match=words):
        call_command("verify_document", str(file))
