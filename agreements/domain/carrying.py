"""Carrying an agreement over into another year: its key, its days, and what in its texts still names the old year."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

LONGEST_KEY = 60


@dataclass(frozen=True, kw_only=True)
class Passage:
    """One text of a draft, with the words that tell a reader where it stands."""

    place: str
    text: str


def key_in_year(key: str, year: int) -> str:
    """ "me-aktiv-2014" in 2015 is "me-aktiv-2015"; a key without year gets one, cut to what the table holds."""
    end = f"-{year}"
    return re.sub(r"-[0-9]{4}\Z", "", key)[: LONGEST_KEY - len(end)] + end


def title_in_year(title: str, old: int, new: int) -> str:
    """The proposal for the title: the old year becomes the new one."""
    return re.sub(rf"(?<![0-9]){old}(?![0-9])", str(new), title)


def day_in_year(day: date, years: int) -> date:
    """The same day so many years on; 29 February becomes the 28th where there is none."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return day.replace(year=day.year + years, day=28)


def places_naming(year: int, passages: Iterable[Passage]) -> tuple[str, ...]:
    """Where a text names the year, each place once, in the order of the document; "20145" names none."""
    named = re.compile(rf"(?<![0-9]){year}(?![0-9])")
    return tuple(dict.fromkeys(passage.place for passage in passages if named.search(passage.text)))
