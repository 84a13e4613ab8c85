"""German numbers: the whole table of domain.md §8, and rounding."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from agreements.domain.numbers import (
    MINUS,
    AmbiguousNumber,
    NumberError,
    format_number,
    format_signed,
    format_value,
    parse,
    parse_cell,
    round_down,
    round_half_up,
    round_up,
    to_decimal,
)

READ = {
    "dots between groups of three are thousands": ("17.283", 0, "17283"),
    "several groups are thousands whatever the decimals": ("90.295.768", 2, "90295768"),
    "comma is decimal": ("20,6", 1, "20.6"),
    "thousands and comma": ("1.234,5", 1, "1234.5"),
    "comma after four digits": ("1234,5", 1, "1234.5"),
    "one dot with two digits is decimal": ("405.93", 2, "405.93"),
    "one dot with one digit is decimal": ("20.6", 1, "20.6"),
    "one dot with four digits is decimal": ("1.2345", 4, "1.2345"),
    "a leading 0 makes a dot decimal": ("0.125", 3, "0.125"),
    "a leading 0 makes a comma decimal": ("0,125", 3, "0.125"),
    "2.012 without decimals": ("2.012", 0, "2012"),
    "three digits after the comma, three decimals": ("2,012", 3, "2.012"),
    "thousands before three digits after the comma": ("1.234,567", 3, "1234.567"),
    "plain digits": ("2012", 2, "2012"),
    "leading zeros": ("007", 0, "7"),
    "zero": ("0", 0, "0"),
    "zero with decimals": ("0,00", 2, "0"),
    "percent": ("20,6 %", 1, "20.6"),
    "percent after a no-break space": ("20,6\u00a0%", 1, "20.6"),
    "euro behind": ("90.295.768,50 €", 2, "90295768.50"),
    "euro in front": ("€ 5,20", 2, "5.20"),
    "spaces around": ("  17.283\t", 0, "17283"),
    "spaces between groups": ("1 234 567,89", 2, "1234567.89"),
    "narrow no-break spaces between groups": ("17\u202f283", 0, "17283"),
    "a unit word": ("405,93 VZA", 2, "405.93"),
    "a unit word in small letters": ("61 personen", 0, "61"),
    "a unit word in front": ("Anzahl 515", 0, "515"),
}


@pytest.mark.parametrize(("text", "decimals", "value"), READ.values(), ids=READ)
def test_is_read(text: str, decimals: int, value: str) -> None:
    assert parse(text, decimals=decimals) == Decimal(value)


ASKED_BACK = {
    "2.012 with decimals": ("2.012", 2, ("2012", "2.012")),
    "17.283 with decimals": ("17.283 €", 2, ("17283", "17.283")),
    "2.012 with three decimals": ("2.012", 3, ("2012", "2.012")),
    "comma and three digits, no decimals": ("2,012", 0, ("2.012", "2012")),
    "5,000 €": ("5,000 €", 2, ("5", "5000")),
    "comma and three digits after four": ("1234,567", 2, ("1234.567", "1234567")),
}


@pytest.mark.parametrize(("text", "decimals", "readings"), ASKED_BACK.values(), ids=ASKED_BACK)
def test_is_asked_back_with_both_readings(text: str, decimals: int, readings: tuple[str, str]) -> None:
    with pytest.raises(AmbiguousNumber, match="nicht eindeutig") as caught:
        parse(text, decimals=decimals)
    assert caught.value.readings == tuple(Decimal(reading) for reading in readings)


def test_the_question_names_both_readings() -> None:
    with pytest.raises(AmbiguousNumber) as caught:
        parse("-5,000 €", decimals=2, allow_negative=True)
    assert str(caught.value) == (
        "„-5,000 €“ ist nicht eindeutig: −5,000 oder −5000? Bitte Tausender ohne Trennzeichen und höchstens 2 "
        "Nachkommastellen schreiben."
    )
    assert caught.value.readings == (Decimal(-5), Decimal(-5000))


REFUSED = {
    "empty": ("", 0, "fehlt eine Zahl"),
    "unit alone": ("€", 2, "fehlt eine Zahl"),
    "one decimal too many": ("20,65", 1, "zu viele Nachkommastellen; hier gilt: höchstens eine Nachkommastelle"),
    "a decimal for persons": ("17,5", 0, "keine Nachkommastellen"),
    "a trailing zero counts": ("17,0", 0, "keine Nachkommastellen"),
    "three decimals after thousands": ("1.234,567", 2, "höchstens 2 Nachkommastellen"),
    "0,125 for two decimals": ("0,125", 2, "höchstens 2 Nachkommastellen"),
    "0.125 for two decimals": ("0.125", 2, "höchstens 2 Nachkommastellen"),
    "English writing": ("1,234.5", 1, "keine lesbare Zahl"),
    "two commas": ("1,234,567", 0, "keine lesbare Zahl"),
    "dots in wrong places": ("1.23.456", 0, "keine lesbare Zahl"),
    "dots in wrong places before a comma": ("12.34,5", 1, "keine lesbare Zahl"),
    "a group after four digits": ("1234.567", 3, "keine lesbare Zahl"),
    "thousands that begin with 0": ("0.123.456", 0, "keine lesbare Zahl"),
    "thousands with comma that begin with 0": ("0.123,5", 1, "keine lesbare Zahl"),
    "spaces that part no groups": ("20 6", 0, "keine lesbare Zahl"),
    "line break inside": ("17\n283", 0, "keine lesbare Zahl"),
    "nothing before the comma": (",5", 1, "keine lesbare Zahl"),
    "nothing after the comma": ("5,", 1, "keine lesbare Zahl"),
    "exponent": ("1e3", 0, "keine lesbare Zahl"),
    "formula": ("=1+2", 0, "Formeln"),
    "arabic digits": ("١٢٣", 0, "keine lesbare Zahl"),
    "superscript": ("5²", 0, "keine lesbare Zahl"),
    "fullwidth digits": ("１２", 0, "keine lesbare Zahl"),
    "words": ("k. A.", 0, "keine lesbare Zahl"),
    "infinity": ("Infinity", 0, "keine lesbare Zahl"),
    "underscore": ("1_000", 0, "keine lesbare Zahl"),
    "negative": ("-5", 0, "Vorzeichen"),
    "true minus": (f"{MINUS}5", 0, "Vorzeichen"),
    "plus": ("+5", 0, "Vorzeichen"),
    "minus behind": ("5-", 0, "keine lesbare Zahl"),
    "unit twice": ("5 € €", 2, "keine lesbare Zahl"),
    "too large": ("1" * 12, 0, "möglich sind 11 Stellen vor dem Komma"),
    "very long": ("x" * 1000, 0, r"„x{29}…“"),
}


@pytest.mark.parametrize(("text", "decimals", "message"), REFUSED.values(), ids=REFUSED)
def test_is_refused_with_a_sentence(text: str, decimals: int, message: str) -> None:
    with pytest.raises(NumberError, match=message) as caught:
        parse(text, decimals=decimals)
    assert not isinstance(caught.value, AmbiguousNumber)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("text", ["-5,50 €", f"{MINUS} 5,50", "–5,50"])
def test_negative_where_allowed(text: str) -> None:
    assert parse(text, decimals=2, allow_negative=True) == Decimal("-5.50")


def test_plus_where_negative_is_allowed() -> None:
    assert parse("+5 %", decimals=1, allow_negative=True) == 5


def test_minus_zero_is_zero() -> None:
    assert str(parse("-0", decimals=0, allow_negative=True)) == "0"


def test_the_units_of_the_series_itself_are_ignored() -> None:
    assert parse("12 Plätze", decimals=0, unit="Plätze") == 12
    with pytest.raises(NumberError):
        parse("12 Plätze", decimals=0)


def test_never_206_for_20_6() -> None:
    assert parse("20,6", decimals=1) == parse("20.6", decimals=1) == Decimal("20.6")
    for text in ("20,6", "20.6"):
        with pytest.raises(NumberError):
            parse(text, decimals=0)


@given(st.decimals(min_value=0, max_value=10**10, places=2))
def test_what_is_printed_is_read_again(number: Decimal) -> None:
    assert parse(format_value(number, 2, "€"), decimals=2) == number


@given(st.text(alphabet="0123456789., -%€eE=\u00a0", max_size=12), st.integers(0, 4))
def test_any_text_is_refused_or_keeps_its_digits(text: str, decimals: int) -> None:
    try:
        number = parse(text, decimals=decimals)
    except NumberError:
        return
    assert number >= 0
    assert -int(number.as_tuple().exponent) <= decimals
    assert "".join(filter(str.isdigit, text)).lstrip("0") == str(number).replace(".", "").lstrip("0")


CELLS = {
    "int": (17283, 0, False, "17283"),
    "whole float": (17283.0, 0, False, "17283"),
    "float by its shortest decimal": (405.93, 2, False, "405.93"),
    "binary remainder never shows": (0.1, 1, False, "0.1"),
    "large float": (1e10, 0, False, "10000000000"),
    "decimal": (Decimal("20.60"), 1, False, "20.6"),
    "percent cell times 100": (0.206, 1, True, "20.6"),
    "percent cell of 7.3 %": (7.2999999999999995e-2, 1, True, "7.3"),
    "text by the rules for text": ("1.234,5", 1, True, "1234.5"),
    "zero": (0, 0, False, "0"),
}


@pytest.mark.parametrize(("value", "decimals", "percent", "expected"), CELLS.values(), ids=CELLS)
def test_cell_by_type(value: object, decimals: int, percent: bool, expected: str) -> None:
    assert parse_cell(value, decimals=decimals, percent=percent) == Decimal(expected)


REFUSED_CELLS = {
    "empty": (None, "leer"),
    "truth": (True, "keine Zahl"),
    "date": (date(2014, 6, 20), "Datum"),
    "time": (datetime(2014, 6, 20, 5).time(), "Datum"),  # noqa: DTZ001
    "not a number": (float("nan"), "keine Zahl"),
    "infinite": (float("inf"), "keine Zahl"),
    "infinite decimal": (Decimal("Infinity"), "keine Zahl"),
    "list": ([1], "keine Zahl"),
    "negative": (-1, "negative"),
    "too many decimals": (20.65, "zu viele Nachkommastellen"),
    "too large": (1e20, "zu groß"),
    "ambiguous text": ("2.012", "nicht eindeutig"),
}


@pytest.mark.parametrize(("value", "message"), REFUSED_CELLS.values(), ids=REFUSED_CELLS)
def test_cell_refused(value: object, message: str) -> None:
    with pytest.raises(NumberError, match=message):
        parse_cell(value, decimals=1)


def test_negative_cell_where_allowed() -> None:
    assert parse_cell(-5.5, decimals=2, allow_negative=True) == Decimal("-5.5")


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        ("1234.56", 2, "1.234,56"),
        ("1234567.885", 2, "1.234.567,89"),
        ("-0.3301", 1, "−0,3"),
        ("-0.04", 1, "0,0"),
        ("17283", 0, "17.283"),
        ("0.5", 0, "1"),
        ("-0.5", 0, "−1"),
        ("999", 0, "999"),
        ("1E+3", 0, "1.000"),
    ],
)
def test_format_number(value: str, decimals: int, text: str) -> None:
    assert format_number(Decimal(value), decimals) == text


@pytest.mark.parametrize(("value", "text"), [("0.209", "+0,2"), ("-0.209", "−0,2"), ("0.04", "0,0"), ("0", "0,0")])
def test_format_signed(value: str, text: str) -> None:
    assert format_signed(Decimal(value), 1) == text


@pytest.mark.parametrize(
    ("value", "decimals", "unit", "text"),
    [
        ("20.6", 1, "%", "20,6\u00a0%"),
        ("405.93", 2, "VZA", "405,93\u00a0VZA"),
        ("90295768", 0, "€", "90.295.768\u00a0€"),
        ("515", 0, "Anzahl", "515"),
        ("515", 0, "", "515"),
    ],
)
def test_format_value(value: str, decimals: int, unit: str, text: str) -> None:
    assert format_value(Decimal(value), decimals, unit) == text


@pytest.mark.parametrize(
    ("value", "half_up", "up", "down"),
    [("1501.0017", 1501, 1502, 1501), ("500.5", 501, 501, 500), ("-2.5", -3, -2, -3), ("7", 7, 7, 7)],
)
def test_rounding(value: str, half_up: int, up: int, down: int) -> None:
    number = Decimal(value)
    assert (round_half_up(number, 0), round_up(number, 0), round_down(number, 0)) == (half_up, up, down)


def test_numbers_of_28_digits_can_be_rounded_to_more_places() -> None:
    assert str(round_half_up(Decimal("1234567890123456789012345678"), 4)) == "1234567890123456789012345678.0000"


def test_to_decimal_has_28_digits() -> None:
    assert str(to_decimal(Fraction(2, 3))) == "0.6666666666666666666666666667"
    assert str(to_decimal(Fraction(-1, 8))) == "-0.125"
