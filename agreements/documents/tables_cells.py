"""Cells that are more than a value: a number with its own format, a heading, and a formula, which only our code can make."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum, auto


class Kind(Enum):
    """What a column or a cell holds; decides its number format and its side."""

    TEXT = auto()
    INTEGER = auto()
    DECIMAL = auto()
    PERCENT = auto()  # values in percent: 20.6 is written as 0.206 and shown as "20,6 %"
    POINTS = auto()  # Prozentpunkte: 0.3 is shown as "0,3 PP"
    EURO = auto()
    DATE = auto()
    MONTH = auto()  # the first of the month, shown as "März 2014"


# The whole language of our formulas: cells (also of another sheet of the same workbook), numbers, arithmetic and five
# functions. No text, no names, no other file: whatever a user typed cannot be said in it.
_PLACE = r"[A-Z]{1,3}[0-9]{1,7}+"
_FORMULA = re.compile(
    rf"(?:(?:SUM|AVERAGE|MIN|MAX|ABS)(?=\()|(?:[A-Z][a-z]{{1,30}}!)?{_PLACE}(?::{_PLACE})?|[0-9]++(?:\.[0-9]++)?|[-+*/(),])+"
)


@dataclass(frozen=True)
class Heading:
    """A bold text that may run over the empty cells beside it."""

    text: str


@dataclass(frozen=True, kw_only=True)
class Number:
    """A number with a format of its own, for columns that hold several units; rounded as shown unless `exact`."""

    value: Decimal
    kind: Kind = Kind.DECIMAL
    decimals: int = 0
    signed: bool = False
    exact: bool = False


@dataclass(frozen=True, kw_only=True)
class Formula:
    """A formula in Excel's English notation without "=", and the result that readers who do not compute will show.

    ValueError for anything that is not made of cells, numbers, arithmetic and the few functions: no text ever is.
    """

    expression: str
    value: Decimal
    decimals: int = 0

    def __post_init__(self) -> None:
        if not _FORMULA.fullmatch(self.expression):
            raise ValueError(f"Keine Formel unserer Art: {self.expression[:80]}")
