"""Prüfsumme: the same thing always gives the same bytes, and what has no canonical form is refused."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from agreements.choices import Sphere
from agreements.domain.fingerprint import canonical, fingerprint, plain


@dataclass(frozen=True)
class Sheet:
    title: str
    values: tuple[Decimal, ...]


@pytest.mark.parametrize(
    ("thing", "form"),
    [
        (None, None),
        (True, True),
        (5, 5),
        ("Wülfrath", "Wülfrath"),
        (Sphere.BA, "ba"),
        (Decimal("20.60"), "20.60"),
        (Decimal("1E+3"), "1000"),
        (date(2014, 9, 1), "2014-09-01"),
        (datetime(2014, 9, 1, 12, tzinfo=UTC), "2014-09-01T12:00:00+00:00"),
        ([1, (2, 3)], [1, [2, 3]]),
        ({"b": 1, "a": None}, {"b": 1, "a": None}),
        (Sheet("MBZ", (Decimal("1.5"),)), {"title": "MBZ", "values": ["1.5"]}),
    ],
    ids=lambda value: type(value).__name__,
)
def test_plain_forms(thing, form):
    assert plain(thing) == form


def test_the_order_of_keys_does_not_matter():
    assert canonical({"b": 1, "a": "ü"}) == canonical({"a": "ü", "b": 1}) == '{"a":"ü","b":1}'.encode()


def test_one_digit_more_is_another_fingerprint():
    assert fingerprint(Decimal("20.6")) != fingerprint(Decimal("20.60"))
    assert fingerprint("a") == "ac8d8342bbb2362d13f0a559a3621bb407011368895164b628a54f7fc33fc43c"


@pytest.mark.parametrize("thing", [1.5, {1, 2}, Sheet, b"x"], ids=["float", "set", "class", "bytes"])
def test_what_has_no_canonical_form_is_refused(thing):
    with pytest.raises(TypeError, match="hat keine kanonische Form"):
        plain(thing)
