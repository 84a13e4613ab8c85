"""Search over what people wrote: a hit with the words around it; capital letters and umlauts alike on every database."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

AROUND = 80  # characters on each side of what was found
SHORTEST = 2


@dataclass(frozen=True, kw_only=True)
class Text:
    """Something that can be found: where it stands, and its words in the order in which they are shown."""

    kind: str  # "Maßnahme", "Pflicht", "Kommentar", "Niederschrift"
    title: str
    where: str  # jobcenter and month or number
    path: str
    day: date | None
    words: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Hit:
    """What was found, with the words before it, itself, and those after it."""

    text: Text
    before: str
    found: str
    after: str


def find(asked: str, texts: list[Text]) -> tuple[Hit, ...]:
    """Every text with the asked words in one of its parts, the newest first; nothing for less than two characters."""
    wanted = " ".join(asked.split()).casefold()
    if len(wanted) < SHORTEST:
        return ()
    hits = [hit for text in texts if (hit := _hit(wanted, text))]
    return tuple(sorted(hits, key=lambda hit: hit.text.day or date.min, reverse=True))


def _hit(wanted: str, text: Text) -> Hit | None:
    for part in (text.title, *text.words):
        plain = " ".join(part.split())
        place = plain.casefold().find(wanted)
        if place >= 0 and len(plain.casefold()) == len(plain):
            end = place + len(wanted)
            return Hit(
                text=text,
                before=_from(plain[:place]),
                found=plain[place:end],
                after=_until(plain[end:]),
            )
        if place >= 0:  # "ß" is longer in small letters than it stands there, so the place is not the same
            return Hit(text=text, before="", found=plain[: 2 * AROUND], after=_until(plain[2 * AROUND :]))
    return None


def _from(text: str) -> str:
    return text if len(text) <= AROUND else f"… {text[-AROUND:].partition(' ')[2]}"


def _until(text: str) -> str:
    return text if len(text) <= AROUND else f"{text[:AROUND].rpartition(' ')[0]} …"
