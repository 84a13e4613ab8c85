"""German numbers in and out, and the one rounding rule (domain.md §8)."""

from __future__ import annotations

import math
import re
from datetime import date, time
from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

MINUS = "\u2212"
NO_BREAK_SPACE = "\u00a0"
MAX_WHOLE_DIGITS = 11  # what the tables hold: 15 digits, four of them decimals

_SHEET = Context(prec=28, rounding=ROUND_HALF_UP)
_WIDE = Context(prec=80)
_UNIT_WORDS = ("%", "€", "prozent", "euro", "eur", "vza", "vzä", "personen", "anzahl", "kontakte", "punkte")
_SPACES = " \u00a0\u2007\u2009\u202f"
_SPACED_GROUPS = re.compile(rf"[0-9]{{1,3}}(?:[{_SPACES}][0-9]{{3}})+(?=[.,]|\Z)")
_WHOLE = re.compile(r"[0-9]+")
_GROUPS = re.compile(r"[0-9]{1,3}(?:\.[0-9]{3})+")
_WITH_DOT = re.compile(r"([0-9]+)\.([0-9]+)")
_WITH_COMMA = re.compile(r"([0-9]+|[1-9][0-9]{0,2}(?:\.[0-9]{3})+),([0-9]+)")
_SWAP = str.maketrans(",.", ".,")


class NumberError(ValueError):
    """A text or cell that is no number of this series; the message is one German sentence for the user."""


class AmbiguousNumber(NumberError):
    """A number that can be read in two ways; both stand in `readings`, the German one first."""

    def __init__(self, message: str, readings: tuple[Decimal, ...]) -> None:
        super().__init__(message)
        self.readings = readings


def parse(text: str, *, decimals: int, unit: str = "", allow_negative: bool = False) -> Decimal:
    """Read what a person typed, for a series with so many decimals, by the rules of domain.md §8.

    Spaces, %, € and unit words around the number are ignored; spaces inside only where they part groups of three (unsere
    Lesart: "20 6" is refused). Every written decimal counts, also a trailing 0. A plus sign is read where a negative
    number may stand.

    Raises AmbiguousNumber where two readings are possible, NumberError where there is none.
    """
    body = _without_unit(text.strip(), unit)
    sign = body[:1]
    if sign and sign in "-\u2212\u2013+":
        if not allow_negative:
            raise NumberError(f"„{_short(text)}“ hat ein Vorzeichen; bitte einen Wert ab 0 ohne Vorzeichen eingeben.")
        body = body[1:].strip()
    negative = bool(sign) and sign in "-\u2212\u2013"
    if not body:
        raise NumberError(f"Hier fehlt eine Zahl, zum Beispiel {_example(decimals)}.")
    body = _SPACED_GROUPS.sub(lambda found: re.sub(f"[{_SPACES}]", "", found[0]), body, count=1)
    readings = tuple(_signed(reading, negative) for reading in _readings(body, decimals))
    if not readings:
        raise NumberError(_unreadable(text, decimals))
    if len(readings) > 1:
        first, second = (_plain(reading) for reading in readings)
        raise AmbiguousNumber(
            f"„{_short(text)}“ ist nicht eindeutig: {first} oder {second}? Bitte Tausender ohne Trennzeichen und "
            f"{_allowed(decimals)} schreiben.",
            readings,
        )
    return _fitting(readings[0], text, decimals)


def parse_cell(
    value: object, *, decimals: int, unit: str = "", allow_negative: bool = False, percent: bool = False
) -> Decimal:
    """Read an XLSX cell by its type: numbers as they are (× 100 where the cell is formatted as percent), texts by `parse`.

    A float is read as its shortest decimal (17 binary digits never show). Raises NumberError or AmbiguousNumber.
    """
    if isinstance(value, str):
        return parse(value, decimals=decimals, unit=unit, allow_negative=allow_negative)
    if isinstance(value, date | time):
        raise NumberError("Die Zelle enthält ein Datum statt einer Zahl; bitte als Zahl formatieren und neu eingeben.")
    if value is None:
        raise NumberError(f"Die Zelle ist leer; hier fehlt eine Zahl, zum Beispiel {_example(decimals)}.")
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal) or not math.isfinite(value):
        raise NumberError(f"Die Zelle enthält keine Zahl; richtig wäre zum Beispiel {_example(decimals)}.")
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    if percent:
        number = _WIDE.multiply(number, Decimal(100))
    if number < 0 and not allow_negative:
        raise NumberError("Die Zelle enthält eine negative Zahl; bitte einen Wert ab 0 eingeben.")
    return _fitting(number.normalize(_WIDE), _plain(number), decimals)


def format_number(value: Decimal | int, decimals: int) -> str:
    """1234.56 → "1.234,56", with the true minus sign (U+2212); what rounds to 0 has no sign."""
    rounded = round_half_up(value, decimals)
    digits = f"{rounded.copy_abs():,.{decimals}f}".translate(_SWAP)
    return f"{MINUS}{digits}" if rounded < 0 else digits


def format_signed(value: Decimal | int, decimals: int) -> str:
    """Like format_number, with "+" before what is above 0 after rounding."""
    return ("+" if round_half_up(value, decimals) > 0 else "") + format_number(value, decimals)


def format_value(value: Decimal | int, decimals: int, unit: str) -> str:
    """A number with its unit after a no-break space: "20,6 %", "405,93 VZA"; "Anzahl" is no word one says: "515"."""
    number = format_number(value, decimals)
    return number if unit in {"", "Anzahl"} else f"{number}{NO_BREAK_SPACE}{unit}"


def round_half_up(value: Decimal | int, decimals: int) -> Decimal:
    """The one rounding rule, for display only: halves go away from zero."""
    return _rounded(value, decimals, ROUND_HALF_UP)


def round_up(value: Decimal | int, decimals: int) -> Decimal:
    """Towards more: what is still needed at least."""
    return _rounded(value, decimals, ROUND_CEILING)


def round_down(value: Decimal | int, decimals: int) -> Decimal:
    """Towards less: what is still allowed at most."""
    return _rounded(value, decimals, ROUND_FLOOR)


def to_decimal(value: Fraction) -> Decimal:
    """The one step from exact fractions to the sheet: 28 significant digits."""
    return _SHEET.divide(Decimal(value.numerator), Decimal(value.denominator))


def _rounded(value: Decimal | int, decimals: int, rounding: str) -> Decimal:
    rounded = Decimal(value).quantize(Decimal(1).scaleb(-decimals), rounding=rounding, context=_WIDE)
    return rounded if rounded else rounded.copy_abs()


def _without_unit(text: str, unit: str) -> str:
    """The text without one unit word before and one after the number."""
    words = (unit.casefold(), *_UNIT_WORDS) if unit else _UNIT_WORDS
    for word in words:
        if text.casefold().endswith(word):
            text = text[: -len(word)].strip()
            break
    for word in words:
        if text.casefold().startswith(word):
            return text[len(word) :].strip()
    return text


def _readings(body: str, decimals: int) -> tuple[Decimal, ...]:
    """All readings of an unsigned number without unit: none, one or two (the German one first)."""
    if _WHOLE.fullmatch(body):
        return (Decimal(body),)
    zero_first = body.startswith("0")
    if found := _WITH_COMMA.fullmatch(body):
        whole, fraction = found.groups()
        decimal = Decimal(f"{whole.replace('.', '')}.{fraction}")
        if len(fraction) == 3 and decimals < 3 and "." not in whole and not zero_first:
            return decimal, Decimal(whole + fraction)
        return (decimal,)
    if _GROUPS.fullmatch(body) and not zero_first:
        thousands = Decimal(body.replace(".", ""))
        return (thousands, Decimal(body)) if decimals and body.count(".") == 1 else (thousands,)
    if (found := _WITH_DOT.fullmatch(body)) and (zero_first or len(found[2]) != 3):
        return (Decimal(body),)
    return ()


def _fitting(number: Decimal, text: str, decimals: int) -> Decimal:
    """The number, if the series can hold it; all its decimals count, a trailing 0 too."""
    if -int(number.as_tuple().exponent) > decimals:
        raise NumberError(
            f"„{_short(text)}“ hat zu viele Nachkommastellen; hier gilt: {_allowed(decimals)}, gerundet wird nicht."
        )
    if number.adjusted() >= MAX_WHOLE_DIGITS:
        raise NumberError(f"„{_short(text)}“ ist zu groß; möglich sind {MAX_WHOLE_DIGITS} Stellen vor dem Komma.")
    return Decimal(f"{number:f}") if number else Decimal(0)


def _signed(number: Decimal, negative: bool) -> Decimal:
    return number.copy_negate() if negative else number


def _unreadable(text: str, decimals: int) -> str:
    if text.strip().startswith("="):
        return f"Formeln werden nicht gelesen; bitte die Zahl selbst eingeben, zum Beispiel {_example(decimals)}."
    return (
        f"„{_short(text)}“ ist keine lesbare Zahl; richtig wäre zum Beispiel {_example(decimals)} (nur Ziffern 0–9, "
        "Punkte zwischen Dreiergruppen, ein Komma)."
    )


def _example(decimals: int) -> str:
    return f"1.234,{'56789'[:decimals]}" if decimals else "1.234"


def _allowed(decimals: int) -> str:
    if not decimals:
        return "keine Nachkommastellen"
    return "höchstens eine Nachkommastelle" if decimals == 1 else f"höchstens {decimals} Nachkommastellen"


def _plain(number: Decimal) -> str:
    return f"{number:f}".replace(".", ",").replace("-", MINUS)


def _short(text: str) -> str:
    text = text.strip()
    return text if len(text) <= 30 else f"{text[:29]}…"
