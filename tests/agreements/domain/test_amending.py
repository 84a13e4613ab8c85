"""Amendments: key, title and number, the months one may choose, and the agreement as an amendment leaves it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from agreements.domain.amending import (
    agreed,
    amended_sections,
    amendment_key,
    amendment_title,
    effect_months,
    next_number,
)
from agreements.domain.fingerprint import plain
from tests.agreements.domain.test_redline import MEASURE, section, target


@pytest.mark.parametrize(
    ("original", "key"),
    [("me-aktiv-2014", "me-aktiv-2014-nachtrag-2"), ("x" * 60, "x" * 49 + "-nachtrag-2")],
)
def test_the_key_fits_the_table(original, key):
    assert amendment_key(original, 2) == key
    assert len(key) <= 60


def test_the_title_names_number_and_original():
    assert amendment_title("Zielvereinbarung 2014", 1) == "Nachtrag Nr. 1 zur Zielvereinbarung 2014"


@pytest.mark.parametrize(
    ("keys", "number"),
    [((), 1), (("a-nachtrag-1",), 2), (("a-nachtrag-1", "a-nachtrag-12", "anders"), 13), (("nachtrag-5-alt",), 1)],
)
def test_the_next_number(keys, number):
    assert next_number(keys) == number


YEAR = (date(2014, 1, 1), date(2014, 12, 31))


@pytest.mark.parametrize(
    ("term", "amended", "first", "count"),
    [
        (YEAR, (), date(2014, 1, 1), 12),
        (YEAR, (date(2014, 9, 1), date(2014, 7, 1)), date(2014, 9, 1), 4),
        ((date(2014, 3, 15), date(2014, 12, 31)), (), date(2014, 4, 1), 9),
        ((date(2014, 7, 1), date(2015, 6, 30)), (), date(2014, 7, 1), 12),
    ],
    ids=["the year", "not before the last one", "a term that begins within a month", "over two years"],
)
def test_months_within_the_term_and_not_before_an_earlier_amendment(term, amended, first, count):
    months = effect_months(*term, amended)
    assert (months[0], len(months)) == (first, count)


BASE = plain(
    [
        section(1, "BA-Ziele", target("iq"), target("lzb")),
        section(4, "Kreisziele", target("sucht"), closing="Ende.", footnote="Fuß."),
    ]
)


def amended(*sections) -> list[tuple]:
    found = amended_sections(BASE, plain(sections))
    return [
        (each["position"], each["heading"], [(one["code"], one["description"]) for one in each["targets"]])
        for each in found
    ]


def old(code: str) -> tuple[str, str]:
    return code, f"Beschreibung von {code}"


def test_a_target_is_replaced_where_it_stands_and_a_new_one_comes_last():
    changes = section(1, "ba-ziele ", target("u25"), target("lzb", description="Neu."), prose="")
    assert amended(changes) == [
        (1, "BA-Ziele", [old("iq"), ("lzb", "Neu."), old("u25")]),
        (4, "Kreisziele", [old("sucht")]),
    ]


@pytest.mark.parametrize("heading", ["Geändert wird", "Kreisziele"])
def test_a_target_keeps_its_section_wherever_the_amendment_has_it(heading):
    assert amended(section(1, heading, target("iq", description="Neu."), prose="")) == [
        (1, "BA-Ziele", [("iq", "Neu."), old("lzb")]),
        (4, "Kreisziele", [old("sucht")]),
    ]


def test_texts_replace_those_of_their_section_and_empty_ones_change_nothing():
    found = amended_sections(BASE, plain([section(1, "Kreisziele", prose="Ein neuer Text.", closing="", footnote="")]))
    assert [found[1][name] for name in ("prose", "closing", "footnote")] == ["Ein neuer Text.", "Ende.", "Fuß."]
    assert found[0] == BASE[0]


@pytest.mark.parametrize(
    ("added", "targets"),
    [
        (section(1, "Anlass"), []),
        (section(1, "Anlass", prose=""), []),
        (section(1, "Anlass", target("iq")), []),
        (section(1, "Anlass", target("iq"), target("u25"), prose=""), [old("u25")]),
    ],
    ids=["text", "heading alone", "text with a known target", "new target"],
)
def test_a_new_section_comes_last(added, targets):
    assert amended(added)[2:] == [(5, "Anlass", targets)]


def test_of_an_empty_agreement_the_amendment_is_all():
    assert [each["position"] for each in amended_sections([], BASE)] == [1, 2]


def test_our_readings_are_nothing_that_was_agreed():
    def sections(reading):
        return plain([section(1, "BA-Ziele", target("iq", measures=(replace(MEASURE, reading=reading),)))])

    assert agreed(sections("Das Papier nennt keine Einheit.")) == sections("")
