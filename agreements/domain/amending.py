"""Amendments: their key and title, the months from which one may take effect, and the agreement as one leaves it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from agreements.domain.months import month_range
from agreements.domain.redline import same_heading

Plain = Mapping[str, Any]
LONGEST_KEY = 60
TEXTS = ("prose", "closing", "footnote")


def amendment_key(original: str, number: int) -> str:
    """ "me-aktiv-2014" has "me-aktiv-2014-nachtrag-1"; cut to what the table holds."""
    end = f"-nachtrag-{number}"
    return original[: LONGEST_KEY - len(end)] + end


def amendment_title(original: str, number: int) -> str:
    """The proposal for the title."""
    return f"Nachtrag Nr. {number} zur {original}"


def next_number(keys: Iterable[str]) -> int:
    """One more than the highest number among the keys of an original's amendments, however they came to be."""
    numbers = [int(found[1]) for key in keys if (found := re.search(r"-nachtrag-([0-9]+)\Z", key))]
    return max(numbers, default=0) + 1


def effect_months(starts: date, ends: date, amended: Iterable[date]) -> tuple[date, ...]:
    """The firsts of months within the term from which an amendment may take effect, also such as are over.

    Not before an earlier amendment does: else that one would take back, from its month on, what was agreed after it
    (unsere Lesart).
    """
    earliest = max((starts, *amended))
    return tuple(month for month in month_range(starts.replace(day=1), ends) if month >= earliest)


def amended_sections(base: Sequence[Plain], amendment: Sequence[Plain]) -> list[Plain]:
    """The sections as an amendment leaves them, in the plain form of a sheet.

    A target of a known code is replaced whole where it stands, a new one comes at the end of the section of the same
    heading; a text that is not empty replaces that of its section, an empty one changes nothing (unsere Lesart).
    """
    worded = {target["code"]: target for section in amendment for target in section["targets"]}
    known = {target["code"] for section in base for target in section["targets"]}
    found: list[Plain] = []
    left = list(amendment)
    for section in base:
        change = next((each for each in left if same_heading(each, section)), None)
        if change is not None:
            left.remove(change)
        targets = [worded.get(target["code"], target) for target in section["targets"]]
        found.append({**section, **_texts(change), "targets": [*targets, *_new_targets(change, known)]})
    last = max((section["position"] for section in base), default=0)
    for section in left:
        targets = _new_targets(section, known)
        if targets or _texts(section) or not section["targets"]:
            last += 1
            found.append({**section, "targets": targets, "position": last})
    return found


def agreed(sections: Iterable[Plain]) -> list[Plain]:
    """The sections without our readings: those belong to the paper they read and are nothing that anybody agreed on."""
    return [
        {
            **section,
            "targets": [
                {**target, "measures": [{**measure, "reading": ""} for measure in target["measures"]]}
                for target in section["targets"]
            ],
        }
        for section in sections
    ]


def _texts(section: Plain | None) -> dict[str, str]:
    return {name: section[name] for name in TEXTS if section[name]} if section else {}


def _new_targets(section: Plain | None, known: set[str]) -> list[Plain]:
    return [target for target in section["targets"] if target["code"] not in known] if section else []
