"""The tiny markup: blank lines part paragraphs, "- " lists, stars emphasise; whatever else is typed stays text."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.domain.prose import Bullets, Paragraph, Run, Weight, parse, runs, without_control


def line(text: str) -> tuple[Run, ...]:
    return (Run(text=text),)


def paragraph(*lines: str) -> Paragraph:
    return Paragraph(lines=tuple(line(text) for text in lines))


def bullets(*items: tuple[str, ...]) -> Bullets:
    return Bullets(items=tuple(tuple(line(text) for text in item) for item in items))


@pytest.mark.parametrize(
    ("text", "blocks"),
    [
        ("", ()),
        (" \n\n ", ()),
        ("Ein Satz.", (paragraph("Ein Satz."),)),
        ("Zeile eins\nZeile zwei", (paragraph("Zeile eins", "Zeile zwei"),)),
        ("eins\r\n\r\nzwei", (paragraph("eins"), paragraph("zwei"))),
        ("eins\n\n\n\nzwei", (paragraph("eins"), paragraph("zwei"))),
        ("- a\n- b", (bullets(("a",), ("b",)),)),
        ("- a\n\n- b", (bullets(("a",), ("b",)),)),
        ("- a\n  geht weiter\n- b", (bullets(("a", "geht weiter"), ("b",)),)),
        ("Dabei:\n- a", (paragraph("Dabei:"), bullets(("a",)))),
        ("- a\n\nDanach", (bullets(("a",)), paragraph("Danach"))),
        ("31. Dezember\n-5 Grad", (paragraph("31. Dezember", "-5 Grad"),)),
        ("* kein Punkt", (paragraph("* kein Punkt"),)),
    ],
)
def test_paragraphs_and_lists(text, blocks):
    assert parse(text) == blocks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", []),
        ("ohne", [("ohne", "")]),
        ("*ganz*", [("ganz", "em")]),
        ("vor *mitten* nach", [("vor ", ""), ("mitten", "em"), (" nach", "")]),
        ("**stark**, *betont*", [("stark", "strong"), (", ", ""), ("betont", "em")]),
        ("(*in Klammern*)", [("(", ""), ("in Klammern", "em"), (")", "")]),
        ("*Kund*innen und Kunden*", [("Kund*innen und Kunden", "em")]),
        ("Kund*innen, Mitarbeiter*innen", [("Kund*innen, Mitarbeiter*innen", "")]),
        ("2 * 3 * 4", [("2 * 3 * 4", "")]),
        ("*offen", [("*offen", "")]),
        ("* a*", [("* a*", "")]),
        ("*a *", [("*a *", "")]),
        ("***", [("***", "")]),
    ],
)
def test_emphasis(text, expected):
    assert [(run.text, run.weight) for run in runs(text)] == expected


def test_weights_are_the_names_of_their_elements():
    assert [weight.value for weight in Weight] == ["", "em", "strong"]


@pytest.mark.parametrize(
    ("text", "clean"), [("a\x00b\x0b\x1f\x85c", "abc"), ("a\r\nb\rc", "a\nb\nc"), ("a\tb\n", "a\tb\n"), ("\ud800", "")]
)
def test_control_characters_do_not_pass(text, clean):
    assert without_control(text) == clean


@given(st.text(alphabet="a *-\n<", max_size=60))
def test_no_letter_is_lost(text):
    lines = [
        each
        for block in parse(text)
        for part in ([block.lines] if isinstance(block, Paragraph) else block.items)
        for each in part
    ]
    kept = "".join(run.text for each in lines for run in each)
    assert [letter for letter in kept if letter in "a<"] == [letter for letter in text if letter in "a<"]
