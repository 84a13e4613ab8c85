"""Search: found in title or words, with what stands around it, whatever the letters' size."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from monitoring.domain.search import Text, find

OLD = Text(
    kind="Maßnahme",
    title="M1 Bewerbertage",
    where="Jobcenter",
    path="/m/1/",
    day=date(2014, 6, 2),
    words=("Zu wenige Stellen.", ""),
)
NEW = replace(
    OLD,
    kind="Niederschrift",
    title="Dialog Nr. 1",
    path="/d/1/",
    day=date(2014, 8, 21),
    words=("Die Bewerbertage laufen.",),
)


@pytest.mark.parametrize(
    ("asked", "paths"),
    [
        ("bewerbertage", ["/d/1/", "/m/1/"]),
        ("  BEWERBERTAGE   laufen ", ["/d/1/"]),
        ("stellen", ["/m/1/"]),
        ("gibt es nicht", []),
        ("b", []),
        ("", []),
    ],
)
def test_the_newest_first(asked, paths):
    assert [hit.text.path for hit in find(asked, [OLD, NEW])] == paths


def test_what_stands_around_it():
    long = replace(OLD, title="", words=(f"{'vor ' * 40}Ärger{' nach' * 40}",))
    (hit,) = find("ÄRGER", [long])
    assert (hit.before[:6], hit.found, hit.after[-7:]) == ("… vor ", "Ärger", " nach …")
    assert (len(hit.before) <= 82, len(hit.after) <= 82) == (True, True)


def test_a_letter_that_grows_is_found_too():
    text = replace(OLD, title="", words=("Die Straße ist lang.",), day=None)
    (hit,) = find("STRASSE", [text])
    assert (hit.before, hit.found, hit.after) == ("", "Die Straße ist lang.", "")
