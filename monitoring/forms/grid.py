"""What comes in from the year grid, as JSON or as a plain form: texts of cells, read into entries or refused with a sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from agreements.domain.numbers import AmbiguousNumber, NumberError, format_number, parse
from monitoring.choices import FigureStatus
from monitoring.selectors.entry_year import EntryYear
from monitoring.selectors.year_rows import YearCell
from monitoring.services.entries import Entry

MAX_CELLS = 5000
MAX_TEXT = 120
MAX_NOTE = 300
_NONE = re.compile(r"k\.?\s?a\.?(?:\s*[:(]\s*(?P<why>.*?)\)?)?", re.IGNORECASE | re.DOTALL)


class PayloadError(ValueError):
    """A request that is no list of cells; the message is one German sentence."""


@dataclass(frozen=True, kw_only=True)
class TypedCell:
    """One cell as its writer left it."""

    name: str
    text: str
    version: int  # what its writer saw; 0: nothing stood there
    none: bool = False
    estimated: bool = False
    note: str = ""
    checked: bool = False


@dataclass(frozen=True, kw_only=True)
class Reading:
    """One way to read an ambiguous number."""

    text: str
    fits: bool  # False: more decimals than the series has


@dataclass(frozen=True, kw_only=True)
class CellFault:
    """Why a cell was not stored; `asks` names what would settle it: "reading", "reason", "conflict" or nothing."""

    message: str
    asks: str = ""
    readings: tuple[Reading, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Payload:
    """One request of the grid."""

    cells: tuple[TypedCell, ...]
    user: str  # whose page it is
    doubted: frozenset[str]  # names of the cells it shows as unlikely


def payload_of(body: bytes) -> Payload:
    """The cells of a request. Raises PayloadError."""
    try:
        data = json.loads(body)
    except ValueError:
        raise PayloadError("Die Anfrage ist kein lesbares JSON.") from None
    cells = data.get("cells") if isinstance(data, dict) else None
    if not isinstance(cells, list):
        raise PayloadError('Die Anfrage nennt keine Zellen; richtig wäre {"cells": [{"name": …, "text": …}]}.')
    if len(cells) > MAX_CELLS:
        raise PayloadError(f"Die Anfrage nennt {len(cells)} Zellen; möglich sind {MAX_CELLS} auf einmal.")
    doubted = data.get("doubted")
    return Payload(
        cells=tuple(_cell(each) for each in cells),
        user=str(data.get("user", "")),
        doubted=frozenset(each for each in doubted if isinstance(each, str))
        if isinstance(doubted, list)
        else frozenset(),
    )


def cells_from_form(data: QueryDict, year: EntryYear) -> tuple[TypedCell, ...]:
    """The cells of a plain form that its writer touched: text differs from what the page showed."""
    note = _sentence(data.get("note"))
    found = []
    for row in year.rows:
        read = data.get(f"{row.name}-read", "").split(";")
        for position, cell in enumerate(row.cells):
            if cell is None or cell.name not in data or position >= len(read):
                continue
            version, _, shown = read[position].partition("|")
            text = str(data.get(cell.name, "")).strip()
            if text != shown and version.isdecimal():
                found.append(TypedCell(name=cell.name, text=text, version=int(version), note=note))
    return tuple(found)


def entry_of(typed: TypedCell, place: YearCell | None) -> Entry | CellFault:
    """What shall stand in the cell, or why that cannot be read."""
    if place is None:
        return CellFault(message="Diese Zelle gehört nicht zu Ihren Monatswerten; gespeichert wurde hier nichts.")
    if len(typed.text) > MAX_TEXT:
        return CellFault(message=f"Der Text ist zu lang; hier steht eine Zahl mit höchstens {MAX_TEXT} Zeichen.")
    none = _NONE.fullmatch(typed.text.strip())
    if typed.none or none:
        return _none(typed, place, (none["why"] or "") if none else "")
    if typed.estimated and not typed.note:
        return CellFault(message="Ein geschätzter Wert nennt die Grundlage der Schätzung.", asks="reason")
    value = _value(typed.text, place)
    if isinstance(value, CellFault):
        return value
    estimated = typed.estimated and value is not None
    return Entry(
        series=place.series,
        region=place.region,
        month=place.month,
        value=value,
        status=FigureStatus.ESTIMATED if estimated else FigureStatus.PROVISIONAL,
        basis=typed.note if estimated else "",
        why=typed.note,
        checked=typed.checked,
        expected_version=typed.version,
    )


def _none(typed: TypedCell, place: YearCell, written: str) -> Entry | CellFault:
    """Keine Angabe with its reason: noted, or written behind it ("k. A.: nicht erhoben")."""
    reason = _sentence(written) or typed.note
    if not reason:
        return CellFault(message="„keine Angabe“ braucht einen Grund, etwa „nicht erhoben“.", asks="reason")
    if typed.none and typed.text.strip() and not _NONE.fullmatch(typed.text.strip()):
        return CellFault(message="Entweder ein Wert oder „keine Angabe“, nicht beides.")
    return Entry(
        series=place.series,
        region=place.region,
        month=place.month,
        reason=reason,
        why=typed.note or reason,
        expected_version=typed.version,
    )


def _value(text: str, place: YearCell) -> Decimal | CellFault | None:
    series = place.series
    if not text.strip():
        return None
    try:
        return parse(text, decimals=series.decimals, unit=series.unit, allow_negative=series.unit == "€")
    except AmbiguousNumber as error:
        readings = tuple(_reading(each, series.decimals) for each in error.readings)
        return CellFault(message=str(error), asks="reading", readings=readings)
    except NumberError as error:
        return CellFault(message=str(error))


def _reading(value: Decimal, decimals: int) -> Reading:
    """A reading as one would type it without doubt; one the series cannot hold is only shown."""
    own = max(-int(value.as_tuple().exponent), 0)
    text = format_number(value, max(own, decimals)).replace(".", "")
    return Reading(text=text, fits=own <= decimals)


def _cell(data: object) -> TypedCell:
    if not isinstance(data, dict):
        raise PayloadError("Eine Zelle der Anfrage ist kein Objekt mit „name“ und „text“.")
    name, text, version = data.get("name"), data.get("text"), data.get("version", 0)
    if not isinstance(name, str) or not isinstance(text, str) or type(version) is not int:
        raise PayloadError("Eine Zelle der Anfrage nennt nicht „name“ und „text“ als Text und „version“ als Zahl.")
    return TypedCell(
        name=name,
        text=text,
        version=version,
        none=_yes(data, "none"),
        estimated=_yes(data, "estimated"),
        note=_sentence(data.get("note")),
        checked=_yes(data, "checked"),
    )


def _sentence(value: object) -> str:
    """A reason as it is stored: one line, nothing invisible, no longer than the column."""
    words = " ".join(value.split()) if isinstance(value, str) else ""
    return "".join(letter for letter in words if letter.isprintable())[:MAX_NOTE].strip()


def _yes(data: Mapping[str, Any], key: str) -> bool:
    return data.get(key) is True
