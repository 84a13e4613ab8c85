"""A small reckoner for the formulas of our workbooks: exact fractions, the five functions, and references between sheets."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from fractions import Fraction

from openpyxl import Workbook
from openpyxl.utils import range_boundaries

TOKEN = re.compile(
    r"(?P<place>(?:\w+!)?[A-Z]{1,3}\d+(?::[A-Z]{1,3}\d+)?)|(?P<name>[A-Z]+)|(?P<number>[\d.]+)|(?P<sign>.)"
)
FUNCTIONS: dict[str, Callable[[list[Fraction]], Fraction]] = {
    "SUM": lambda values: sum(values, Fraction(0)),
    "AVERAGE": lambda values: sum(values, Fraction(0)) / len(values),
    "MIN": min,
    "MAX": max,
    "ABS": lambda values: abs(values[0]),
}


class Reckoner:
    """Computes every cell of a workbook from the numbers in it, as a spreadsheet would; never reads a stored result.

    AssertionError for a single cell that is empty or holds a text, and for a range without any number.
    """

    def __init__(self, book: Workbook) -> None:
        self.book = book
        self._known: dict[tuple[str, str], Fraction | None] = {}

    def cell(self, sheet: str, place: str) -> Fraction | None:
        """The number in a cell; None for an empty one and for a text."""
        if (sheet, place) not in self._known:
            cell = self.book[sheet][place]
            if cell.data_type == "f":
                self._known[sheet, place] = _Reading(self, sheet, cell.value[1:]).result()
            else:
                found = cell.value
                number = None if found is None or isinstance(found, str | datetime) else Fraction(found)
                self._known[sheet, place] = number
        return self._known[sheet, place]

    def places(self, sheet: str, words: str) -> list[Fraction]:
        """The numbers of a cell or a range."""
        other, _, cells = words.rpartition("!")
        sheet = other or sheet
        first_column, first, last_column, last = range_boundaries(cells)
        found = [
            self.cell(sheet, self.book[sheet].cell(row, column).coordinate)
            for row in range(first, last + 1)
            for column in range(first_column, last_column + 1)
        ]
        numbers = [number for number in found if number is not None]
        assert numbers, f"{sheet}: {words} holds no number"
        return numbers


class _Reading:
    """One formula, read from left to right."""

    def __init__(self, reckoner: Reckoner, sheet: str, text: str) -> None:
        self.reckoner, self.sheet = reckoner, sheet
        self.tokens = [(found.lastgroup, found[0]) for found in TOKEN.finditer(text)] + [("end", "")]

    def result(self) -> Fraction:
        value = self._sum()
        assert self.tokens == [("end", "")], self.tokens
        return value

    def _take(self, *signs: str) -> str:
        return self.tokens.pop(0)[1] if self.tokens[0][1] in signs else ""

    def _sum(self) -> Fraction:
        value = self._product()
        while sign := self._take("+", "-"):
            value = value + self._product() if sign == "+" else value - self._product()
        return value

    def _product(self) -> Fraction:
        value = self._single()
        while sign := self._take("*", "/"):
            value = value * self._single() if sign == "*" else value / self._single()
        return value

    def _single(self) -> Fraction:
        if self._take("-"):
            return -self._single()
        if self._take("("):
            value = self._sum()
            assert self._take(")")
            return value
        kind, word = self.tokens.pop(0)
        if kind == "name":
            return FUNCTIONS[word](self._arguments())
        if kind == "place":
            (value,) = self.reckoner.places(self.sheet, word)
            return value
        assert kind == "number", word
        return Fraction(word)

    def _arguments(self) -> list[Fraction]:
        assert self._take("(")
        values: list[Fraction] = []
        while True:
            if self.tokens[0][0] == "place" and self.tokens[1][1] in {",", ")"}:
                values += self.reckoner.places(self.sheet, self.tokens.pop(0)[1])
            else:
                values.append(self._sum())
            if self._take(")"):
                return values
            assert self._take(",")
