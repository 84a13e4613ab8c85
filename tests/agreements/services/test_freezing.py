"""Freezing: numbered, named by its own sum, and the same bytes are stored once."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

import pytest
from django.db import DatabaseError, connection, transaction

from agreements.choices import DocumentKind
from agreements.models import FrozenDocument
from agreements.models.append_only import protect, release
from agreements.services.freezing import freeze
from tests.factories import AgreementFactory, UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2014, 10, 20, 8, 0, tzinfo=UTC)


@pytest.fixture
def agreement():
    return AgreementFactory()


def frozen(agreement, content=b"%PDF-1.7", kind=DocumentKind.REPORT, sheet=None) -> FrozenDocument:
    return freeze(by=UserFactory(), agreement=agreement, kind=kind, sheet=sheet or {"a": 1}, content=content, at=AT)


def content_of(document: FrozenDocument) -> bytes:
    with document.file.open("rb") as file:
        return file.read()


def test_a_document_is_named_by_its_sum_and_numbered(agreement):
    first, second = frozen(agreement), frozen(agreement, b"anders")
    other = frozen(agreement, kind=DocumentKind.AGREEMENT)

    assert first.file_sha256 == hashlib.sha256(b"%PDF-1.7").hexdigest()
    assert first.file.name == f"eingefroren/{first.file_sha256}.pdf"
    assert content_of(first) == b"%PDF-1.7"
    assert (first.number, second.number, other.number) == (1, 2, 1)
    assert first.sheet == {"a": 1}


def test_the_same_bytes_are_one_file(agreement):
    assert frozen(agreement).file.name == frozen(agreement).file.name


def test_a_broken_file_of_that_name_is_not_used(agreement):
    first = frozen(agreement, b"ganz")
    with first.file.storage.open(first.file.name, "wb") as file:
        file.write(b"halb")

    second = frozen(agreement, b"ganz")
    assert second.file.name != first.file.name
    assert content_of(second) == b"ganz"


@pytest.mark.django_db(transaction=True)
def test_the_database_refuses_to_change_it(agreement):
    document = frozen(agreement)
    with connection.schema_editor() as editor:
        protect(editor, "agreements_frozendocument")
    try:
        for change in (lambda: FrozenDocument.objects.update(number=7), document.delete):
            with pytest.raises(DatabaseError, match="nur ergänzt"), transaction.atomic():
                change()
    finally:
        with connection.schema_editor() as editor:
            release(editor, "agreements_frozendocument")
