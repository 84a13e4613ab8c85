"""What changed between two texts, word by word: runs that stayed, went or came; paragraphs are compared as wholes first."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import Enum
from itertools import zip_longest

# A figure or a compound is one word: 20,6 and 1.502, Single-Haushalte, 01.07.2014; everything else is a mark of its own.
TOKEN = re.compile(r"\w+(?:[.,:/’'\-‑]\w+)*|\s+|.", re.DOTALL)
# Below this likeness two paragraphs are two: word by word, nobody could read what went and what came.
ALIKE = 0.4


class Fate(Enum):
    """What became of a run of words."""

    KEPT = "kept"
    REMOVED = "removed"
    ADDED = "added"


@dataclass(frozen=True)
class Run:
    """Neighbouring words of one fate, with the spaces between them."""

    fate: Fate
    text: str

    @property
    def removed(self) -> bool:
        """Stood in the old text only."""
        return self.fate is Fate.REMOVED

    @property
    def added(self) -> bool:
        """Stands in the new text only."""
        return self.fate is Fate.ADDED


Line = tuple[Run, ...]


def runs(old: str, new: str) -> Line:
    """Two short texts word by word. Kept and removed runs give the old text, kept and added ones the new text."""
    before, after = TOKEN.findall(old), TOKEN.findall(new)
    found: list[tuple[str, str, str]] = []  # kept, removed, added: what is removed stands before what is added
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        gone, come = "".join(before[i:j]), "".join(after[k:m])
        found.append((gone, "", "") if tag == "equal" else ("", gone, come))
    return tuple(_as_runs(_without_islands(found)))


def line_runs(old: str, new: str) -> tuple[Line, ...]:
    """Two texts of several lines: first line by line, then word by word where a line became another one like it."""
    before, after = _lines(old), _lines(new)
    found: list[Line] = []
    for tag, i, j, k, m in SequenceMatcher(None, before, after, autojunk=False).get_opcodes():
        if tag == "equal":
            found += [(Run(Fate.KEPT, line),) for line in before[i:j]]
        else:
            for gone, come in zip_longest(before[i:j], after[k:m], fillvalue=""):
                found += _line(gone, come)
    return tuple(found)


def in_order(before: Sequence[Hashable], after: Sequence[Hashable]) -> frozenset[Hashable]:
    """What stands in both and kept its place among the rest, by the longest stretches they share; the others were moved."""
    blocks = SequenceMatcher(None, before, after, autojunk=False).get_matching_blocks()
    return frozenset(each for block in blocks for each in before[block.a : block.a + block.size])


def _line(gone: str, come: str) -> Iterator[Line]:
    """One line that changed, or two where one went and another came."""
    if gone and come and _likeness(gone, come) >= ALIKE:
        yield runs(gone, come)
        return
    if gone:
        yield (Run(Fate.REMOVED, gone),)
    if come:
        yield (Run(Fate.ADDED, come),)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, _words(one), _words(other), autojunk=False).ratio()


def _words(text: str) -> list[str]:
    return [token for token in TOKEN.findall(text) if not token.isspace()]


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _without_islands(found: list[tuple[str, str, str]]) -> Iterator[tuple[str, str, str]]:
    """A space alone that stayed between two changes goes with both, so that a changed phrase is one."""
    gone = come = ""
    for place, (kept, removed, added) in enumerate(found):
        inside = 0 < place < len(found) - 1
        if kept.isspace() and inside:
            gone, come = gone + kept, come + kept
        elif kept:
            yield "", gone, come
            yield kept, "", ""
            gone = come = ""
        else:
            gone, come = gone + removed, come + added
    yield "", gone, come


def _as_runs(found: Iterator[tuple[str, str, str]]) -> Iterator[Run]:
    for texts in found:
        for fate, text in zip((Fate.KEPT, Fate.REMOVED, Fate.ADDED), texts, strict=True):
            if text:
                yield Run(fate, text)
