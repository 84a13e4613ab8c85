"""Cells of a catalogue file: each widget reads what a person typed, with German refusals, and writes it back the same."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import Any

from django.db import models
from import_export.widgets import Widget

from agreements.domain.numbers import parse_cell

YES = frozenset({"ja", "j", "wahr", "true", "1", "x"})
NO = frozenset({"nein", "n", "falsch", "false", "0", ""})
MOST = 32_767  # what a small whole number holds on every database
_GERMAN_DAY = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")


def text_of(value: object) -> str:
    """A cell as text: trimmed, lines parted by \\n; a number without decimals as its digits."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return str(value).replace("\r\n", "\n").replace("\r", "\n").strip()


class Text(Widget):
    """Any text."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        return text_of(value)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Any:
        return text_of(value)


class Ags(Text):
    """A key of a region; one that a spreadsheet took for a number gets its leading zero back: 5158024 is 05158024."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Any:
        text = text_of(value)
        if isinstance(value, Decimal) and text.isdigit():
            return text.zfill(8 if len(text) > 5 else 5)
        return text


class Whole(Widget):
    """A whole number from 0 on."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> int | None:
        if text_of(value) == "":
            return None
        number = int(parse_cell(value, decimals=0))
        if number > MOST:
            raise ValueError(f"„{text_of(value)}“ ist zu groß; möglich ist höchstens {MOST}.")
        return number

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> int | None:
        return value


class Number(Widget):
    """A number with up to four decimals, also below 0."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> Decimal | None:
        return None if text_of(value) == "" else parse_cell(value, decimals=4, allow_negative=True)

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> Decimal | None:
        return value


class YesNo(Widget):
    """ja or nein; empty is nein."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> bool:
        text = text_of(value).casefold()
        if text in YES:
            return True
        if text in NO:
            return False
        raise ValueError(f"„{text_of(value)}“ ist nicht lesbar; richtig wäre „ja“ oder „nein“.")

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return "ja" if value else "nein"


class Day(Widget):
    """A date."""

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> date | None:
        text = text_of(value)
        if isinstance(value, date) or not text:
            return value if isinstance(value, date) else None
        try:
            if found := _GERMAN_DAY.fullmatch(text):
                day, month, year = map(int, found.groups())
                return date(year, month, day)
            return date.fromisoformat(text)
        except ValueError:
            raise ValueError(f"„{text}“ ist kein Datum; richtig wäre zum Beispiel 31.12.2014.") from None

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> date | None:
        return value


class Choice(Widget):
    """One of a closed vocabulary: its German word, or its code."""

    def __init__(self, choices: type[models.TextChoices]) -> None:
        self.choices = choices
        self.known = {code.casefold(): code for code in choices.values} | {
            str(label).casefold(): code for code, label in choices.choices
        }

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> str | None:
        text = text_of(value)
        if not text:
            return None
        if text.casefold() in self.known:
            return self.known[text.casefold()]
        words = ", ".join(str(label) for label in self.choices.labels)
        raise ValueError(f"„{text}“ gibt es nicht; möglich sind: {words}.")

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(self.choices(value).label) if value else ""


class Reference(Widget):
    """Another row by its natural key; asked for anew until it is found, because the file itself may bring it."""

    def __init__(self, model: type[models.Model], field: str, key: Text | None = None) -> None:
        self.model = model
        self.field = field
        self.key = key or Text()

    def clean(self, value: Any, row: Any = None, **kwargs: Any) -> models.Model | None:
        text = self.key.clean(value)
        if not text:
            return None
        found = self.model._default_manager.filter(**{self.field: text}).first()
        if found is None:
            raise ValueError(
                f"{self.model._meta.verbose_name} „{text}“ ist unbekannt; hier steht der Eintrag aus der Spalte "
                f"„{self.model._meta.get_field(self.field).verbose_name}“."  # type: ignore[union-attr]
            )
        return found

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(getattr(value, self.field)) if value else ""
