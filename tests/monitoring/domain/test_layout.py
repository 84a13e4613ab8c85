"""Layout of a foreign file: what its rules may say, how headings are read, what is proposed."""

from __future__ import annotations

from datetime import date

import pytest

from monitoring.domain.layout import Layout, LayoutError, heading, is_contract, month_of_heading, propose

LONG = {"columns": {"Kreis": "gebiet", "Reihe": "datenreihe", "Monat": "monat", "Zahl": "wert"}}


def test_rules_survive_storage():
    layout = Layout.from_json(LONG | {"header_row": 4, "sheet": "Daten", "fixed": {"status": "endgültig", "grund": ""}})

    assert Layout.from_json(layout.as_json()) == layout
    assert (layout.header_row, layout.sheet, layout.fixed) == (4, "Daten", {"status": "endgültig"})


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"columns": {}}, "Es fehlt, woher „gebiet“ kommt"),
        ({"columns": LONG["columns"] | {"Wert 2": "wert"}}, "„wert“ ist zweimal zugeordnet"),
        ({"fixed": {"monat": "2014-09"}}, "„monat“ ist zweimal zugeordnet"),
        ({"columns": {"Zahl": "summe"}}, "nennt ein Feld, das es nicht gibt"),
        ({"fixed": {"wert": "1"}}, "nennt ein Feld, das es nicht gibt"),
        ({"across": "gebiet"}, "nennt ein Feld, das es nicht gibt"),
        ({"columns": {"K": "gebiet", "R": "datenreihe"}, "across": "monat"}, "Es fehlen die Spalten mit den Werten"),
        ({"columns": {"K": "gebiet", "R": "datenreihe"}, "across": "monat", "wide": {"K": "2014-09"}}, "zugleich Angabe und Wert"),
        ({"header_row": 0}, "Die Kopfzeile ist eine Zeile zwischen 1 und 1000"),
        ({"header_row": True}, "Die Kopfzeile ist eine Zeile"),
        ({"header_row": "4"}, "Die Kopfzeile ist eine Zeile"),
        ({"sheet": 3}, "enthält einen Text, der keiner ist"),
        ({"sheet": "x" * 301}, "enthält einen Text, der keiner ist oder zu lang"),
        ({"columns": []}, "nennt zu viele Spalten oder ist nicht lesbar"),
        ({"wide": {str(n): "2014-09" for n in range(61)}}, "nennt zu viele Spalten"),
        ({"formula": "1"}, "Die Zuordnung ist nicht lesbar"),
    ],
)  # fmt: skip
def test_rules_that_do_not_say_where_everything_stands(change, words):
    with pytest.raises(LayoutError, match=words):
        Layout.from_json(LONG | change)


def test_rules_that_are_none():
    with pytest.raises(LayoutError, match="nicht lesbar"):
        Layout.from_json("gebiet")


@pytest.mark.parametrize(
    ("text", "year", "month"),
    [
        ("2014-09", None, "2014-09"),
        ("09.2014", None, "2014-09"),
        ("30.09.2014", None, "2014-09"),
        ("Sep 14", None, "2014-09"),
        ("Sept. 2014", None, "2014-09"),
        ("September 2014", None, "2014-09"),
        ("Mrz-14", None, "2014-03"),
        ("März 2014", None, "2014-03"),
        ("Dez'13", None, "2013-12"),
        ("September", 2014, "2014-09"),
        ("Sep.", 2014, "2014-09"),
        ("September", None, ""),
        ("Summe 2014", None, ""),
        ("Bestand", 2014, ""),
        ("", 2014, ""),
        ("13.2014", None, ""),
    ],
)
def test_months_in_headings(text, year, month):
    assert month_of_heading(text, year) == month


def test_headings_as_text():
    assert [heading(value) for value in (" Zahl der\n Fälle ", date(2014, 9, 30), None, 5)] == [
        "Zahl der Fälle",
        "2014-09",
        "",
        "5",
    ]


def test_the_header_of_the_contract_is_known_in_any_case():
    assert is_contract(["Gebiet", "DATENREIHE", "monat", "wert", "bezeichnung"])
    assert not is_contract(["gebiet", "datenreihe", "wert"])


def test_a_long_table_is_proposed_by_its_words():
    guess = propose(["AGS", "Merkmal", "Berichtsmonat", "Anzahl", "Wert", "Quelle"], series=["INT"], header_row=3)

    assert guess["columns"] == {"AGS": "gebiet", "Merkmal": "datenreihe", "Berichtsmonat": "monat", "Anzahl": "wert"}
    assert (guess["across"], guess["header_row"]) == ("", 3)


def test_months_across_and_series_across_are_proposed():
    months = propose(["Kreis", "Reihe", "Monat", "Jul 14", "Aug 14"], series=["INT"], header_row=1)
    series = propose(["Kreis", "Monat", "Wert", "int", "LZB"], series=["INT", "LZB"], header_row=1, sheet="Daten")

    assert (months["across"], months["wide"]) == ("monat", {"Jul 14": "2014-07", "Aug 14": "2014-08"})
    assert months["columns"] == {"Kreis": "gebiet", "Reihe": "datenreihe"}
    assert (series["across"], series["wide"]) == ("datenreihe", {"int": "INT", "LZB": "LZB"})
    assert (series["columns"], series["sheet"]) == ({"Kreis": "gebiet", "Monat": "monat"}, "Daten")
