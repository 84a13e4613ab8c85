"""Two texts word by word: what stayed, went and came, always so that both texts can be read out of it."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.domain.wordwise import Fate, Run, in_order, line_runs, runs

KEPT, GONE, CAME = Fate.KEPT, Fate.REMOVED, Fate.ADDED


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("", "", []),
        ("Ziel", "Ziel", [(KEPT, "Ziel")]),
        ("", "Ziel", [(CAME, "Ziel")]),
        ("Ziel", "", [(GONE, "Ziel")]),
        (
            "mind. 20,6\u00a0%",
            "mind. 20,0\u00a0%",
            [(KEPT, "mind. "), (GONE, "20,6"), (CAME, "20,0"), (KEPT, "\u00a0%")],
        ),
        ("je 1.502 Fälle", "je 1.602 Fälle", [(KEPT, "je "), (GONE, "1.502"), (CAME, "1.602"), (KEPT, " Fälle")]),
        ("„Größe“ zählt", "„Breite“ zählt", [(KEPT, "„"), (GONE, "Größe"), (CAME, "Breite"), (KEPT, "“ zählt")]),
        (
            "Der Satz soll nicht weiter steigen.",
            "Der Satz soll um 5 % sinken.",
            [(KEPT, "Der Satz soll "), (GONE, "nicht weiter steigen"), (CAME, "um 5 % sinken"), (KEPT, ".")],
        ),
        ("Single-Haushalte", "Paar-Haushalte", [(GONE, "Single-Haushalte"), (CAME, "Paar-Haushalte")]),
        ("Ziel  Ende", "Ziel Ende", [(KEPT, "Ziel"), (GONE, "  "), (CAME, " "), (KEPT, "Ende")]),
    ],
)
def test_words_that_stayed_went_and_came(old, new, expected):
    assert runs(old, new) == tuple(Run(fate, text) for fate, text in expected)


@given(st.text("ab ,.\n“ü5", max_size=30), st.text("ab ,.\n“ü5", max_size=30))
def test_both_texts_can_be_read_out_of_the_runs(old, new):
    found = runs(old, new)
    assert "".join(run.text for run in found if not run.added) == old
    assert "".join(run.text for run in found if not run.removed) == new


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ("eins\n\nzwei", "eins\nzwei\n", [[(KEPT, "eins")], [(KEPT, "zwei")]]),
        ("eins\nzwei", "eins\ndrei\nzwei", [[(KEPT, "eins")], [(CAME, "drei")], [(KEPT, "zwei")]]),
        ("eins\nzwei", "zwei", [[(GONE, "eins")], [(KEPT, "zwei")]]),
        ("Ganz anders war es.", "Nun gilt Neues", [[(GONE, "Ganz anders war es.")], [(CAME, "Nun gilt Neues")]]),
        ("Es gilt A.", "Es gilt B.", [[(KEPT, "Es gilt "), (GONE, "A"), (CAME, "B"), (KEPT, ".")]]),
    ],
)
def test_lines_are_compared_as_wholes_first(old, new, expected):
    assert line_runs(old, new) == tuple(tuple(Run(*each) for each in line) for line in expected)


@pytest.mark.parametrize(
    ("before", "after", "settled"),
    [("abc", "abc", "abc"), ("abcd", "dabc", "abc"), ("abc", "axc", "ac"), ("", "a", ""), ("ab", "cd", "")],
)
def test_what_kept_its_place_among_the_rest(before, after, settled):
    assert in_order(list(before), list(after)) == frozenset(settled)
