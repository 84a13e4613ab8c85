"""Prüfsumme: canonical JSON and its SHA-256."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any


def plain(thing: Any) -> Any:
    """A sheet as JSON types: dataclasses as objects, Decimals as unrounded text, dates as ISO text.

    Raises TypeError for anything else, floats included: a float has no business in a fingerprint.
    """
    if thing is None or isinstance(thing, bool | int):
        return thing
    if isinstance(thing, Enum):
        return thing.value
    if isinstance(thing, str):
        return str(thing)
    if isinstance(thing, Decimal):
        return format(thing, "f")
    if isinstance(thing, date | datetime):
        return thing.isoformat()
    if is_dataclass(thing) and not isinstance(thing, type):
        return {field.name: plain(getattr(thing, field.name)) for field in fields(thing)}
    if isinstance(thing, dict):
        return {str(key): plain(value) for key, value in thing.items()}
    if isinstance(thing, list | tuple):
        return [plain(item) for item in thing]
    raise TypeError(f"{type(thing).__name__} hat keine kanonische Form")


def canonical(thing: Any) -> bytes:
    """The same thing always as the same bytes: sorted keys, no spaces, UTF-8."""
    return json.dumps(plain(thing), sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def fingerprint(thing: Any) -> str:
    """SHA-256 of the canonical form, 64 hexadecimal digits."""
    return hashlib.sha256(canonical(thing)).hexdigest()
