"""Layout: how the columns of a foreign file become region, series, month, value, status and reason of a figure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from agreements.domain.months import NAMES, SHORT_NAMES, MonthError, month_key, parse_month

FIELDS = ("gebiet", "datenreihe", "monat", "wert", "status", "grund")
KEYS = ("gebiet", "datenreihe", "monat")  # what identifies a figure; each from a column, fixed, or from the headings
NEEDED = (*KEYS, "wert")
MOST_COLUMNS, LONGEST = 60, 300
SYNONYMS = {
    "gebiet": ("gebiet", "ags", "region", "kreis", "kreis-nr", "kreisnummer", "gebietsschlüssel", "regionalschlüssel", "schlüssel"),
    "datenreihe": ("datenreihe", "reihe", "kürzel", "merkmal", "kennzahl", "indikator"),
    "monat": ("monat", "berichtsmonat", "zeitraum", "stichtag", "datum"),
    "wert": ("wert", "anzahl", "bestand", "ist", "istwert", "ist-wert", "insgesamt"),
    "status": ("status", "datenstatus", "datenstand"),
    "grund": ("grund", "bemerkung", "anmerkung", "hinweis"),
}  # fmt: skip
_MONTH_WORDS = {name.casefold(): number for number, name in enumerate(NAMES, 1)}
_MONTH_WORDS |= {name.casefold(): number for number, name in enumerate(SHORT_NAMES, 1)} | {
    "mär": 3,
    "sept": 9,
    "maerz": 3,
}
_WORDED = re.compile(r"([a-zä]+)\.?\s*[-/' ]?\s*([0-9]{4}|[0-9]{2})")


class LayoutError(ValueError):
    """Rules that do not say where everything stands; the message is one German sentence for the user."""


@dataclass(frozen=True, kw_only=True)
class Layout:
    """Where everything stands in a file.

    `columns`: heading (as in the file) → field. `wide`: heading → what it stands for, a month or a series, in tables
    with one column each; `across` says which. `fixed`: field → value that holds for every row.
    """

    header_row: int = 1  # counted as Excel does
    sheet: str = ""  # of a workbook; empty: the first
    columns: Mapping[str, str] = field(default_factory=dict)
    across: str = ""  # "", "monat" or "datenreihe"
    wide: Mapping[str, str] = field(default_factory=dict)
    fixed: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def from_json(cls, rules: object) -> Layout:
        """Raises LayoutError with one German sentence."""
        if not isinstance(rules, dict) or set(rules) - {"header_row", "sheet", "columns", "across", "wide", "fixed"}:
            raise LayoutError("Die Zuordnung ist nicht lesbar.")
        layout = cls(
            header_row=_row(rules.get("header_row", 1)),
            sheet=_text(rules.get("sheet", "")),
            columns=_texts(rules.get("columns", {})),
            across=_text(rules.get("across", "")),
            wide=_texts(rules.get("wide", {})),
            fixed=_texts(rules.get("fixed", {})),
        )
        layout.check()
        return layout

    def as_json(self) -> dict[str, object]:
        """What is stored."""
        return {
            "header_row": self.header_row,
            "sheet": self.sheet,
            "columns": dict(self.columns),
            "across": self.across,
            "wide": dict(self.wide),
            "fixed": dict(self.fixed),
        }

    def check(self) -> None:
        """Raises LayoutError where a field is named twice or nowhere."""
        named = [*self.columns.values(), *self.fixed]
        if self.across:
            named += [self.across, "wert"]
        if self.across not in {"", "monat", "datenreihe"} or set(named) - set(FIELDS) or "wert" in self.fixed:
            raise LayoutError("Die Zuordnung nennt ein Feld, das es nicht gibt.")
        for name in FIELDS:
            if named.count(name) > 1:
                raise LayoutError(f"„{name}“ ist zweimal zugeordnet; jede Angabe steht an einer Stelle.")
        for name in NEEDED:
            if name not in named:
                raise LayoutError(
                    f"Es fehlt, woher „{name}“ kommt: aus einer Spalte, aus den Überschriften oder ein fester Wert."
                )
        if self.across and not self.wide:
            raise LayoutError("Es fehlen die Spalten mit den Werten.")
        if set(self.columns) & set(self.wide):
            raise LayoutError("Eine Spalte ist zugleich Angabe und Wert.")


CONTRACT = {name: name for name in FIELDS}


def heading(value: object) -> str:
    """A cell of the header row as text: a date is its month, the rest without doubled spaces and line breaks."""
    if isinstance(value, date):
        return month_key(value)
    return " ".join(str(value).split()) if value is not None else ""


def month_of_heading(text: str, year: int | None = None) -> str:
    """ "2014-09" for a heading such as "Sep 14", "September 2014", "09.2014" or, with a year, "September"; else ""."""
    try:
        return month_key(parse_month(text))
    except MonthError:
        pass
    word = text.strip().casefold()
    if year and word.rstrip(".") in _MONTH_WORDS:
        return f"{year}-{_MONTH_WORDS[word.rstrip('.')]:02d}"
    found = _WORDED.fullmatch(word)
    if not found or found[1] not in _MONTH_WORDS:
        return ""
    return f"{int(found[2]) + (2000 if len(found[2]) == 2 else 0)}-{_MONTH_WORDS[found[1]]:02d}"


def is_contract(headings: Iterable[str]) -> bool:
    """Is this the header of the file of contract.md?"""
    found = {text.casefold() for text in headings}
    return all(name in found for name in NEEDED)


def propose(headings: Iterable[str], *, series: Iterable[str], header_row: int, sheet: str = "") -> dict[str, object]:
    """A first guess at the layout of an unknown file, as JSON; not yet checked, a person completes it."""
    codes = {code.casefold(): code for code in series}
    columns: dict[str, str] = {}
    months: dict[str, str] = {}
    of_series: dict[str, str] = {}
    for text in headings:
        name = next((name for name, words in SYNONYMS.items() if text.casefold().rstrip(".:") in words), "")
        if name and name not in columns.values():
            columns[text] = name
        elif month := month_of_heading(text):
            months[text] = month
        elif text.casefold() in codes:
            of_series[text] = codes[text.casefold()]
    across, wide = ("monat", months) if len(months) > len(of_series) else ("datenreihe", of_series)
    if wide:
        columns = {text: name for text, name in columns.items() if name not in {across, "wert"}}
    return {
        "header_row": header_row,
        "sheet": sheet,
        "columns": columns,
        "across": across if wide else "",
        "wide": wide,
        "fixed": {},
    }


def _row(value: object) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 1000:
        raise LayoutError("Die Kopfzeile ist eine Zeile zwischen 1 und 1000.")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str) or len(value) > LONGEST:
        raise LayoutError("Die Zuordnung enthält einen Text, der keiner ist oder zu lang.")
    return value.strip()


def _texts(value: object) -> dict[str, str]:
    if not isinstance(value, dict) or len(value) > MOST_COLUMNS:
        raise LayoutError("Die Zuordnung nennt zu viele Spalten oder ist nicht lesbar.")
    return {_text(key): _text(text) for key, text in value.items() if _text(text)}
