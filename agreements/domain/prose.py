"""The tiny markup of an agreement's texts: paragraphs, lists with "- " and emphasis; everything else is plain text."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby

# A star inside a word ("Mitarbeiter*innen") is a letter; emphasis begins before a word and ends after one.
_EMPHASIS = re.compile(r"(?<![\w*])(\*{1,2})(?=[^\s*])((?:[^*\n]|(?<=\w)\*(?=\w))+)(?<=[^\s*])\1(?![\w*])")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f\ud800-\udfff\ufffe\uffff]")
_DASH = "- "


class Weight(StrEnum):
    """How a run of words is set."""

    PLAIN = ""
    EMPHASIS = "em"
    STRONG = "strong"


@dataclass(frozen=True, kw_only=True)
class Run:
    """Words of one weight."""

    text: str
    weight: Weight = Weight.PLAIN


Line = tuple[Run, ...]


@dataclass(frozen=True, kw_only=True)
class Paragraph:
    """Lines that belong together; a line ends where its writer ended it."""

    lines: tuple[Line, ...]


@dataclass(frozen=True, kw_only=True)
class Bullets:
    """A list; an item may go over several lines."""

    items: tuple[tuple[Line, ...], ...]


Block = Paragraph | Bullets


def parse(text: str) -> tuple[Block, ...]:
    """The blocks of a text in their order.

    A blank line ends a paragraph, and "- " begins an item of a list. Items stay one list across blank lines; a line
    that goes on without "- " belongs to the item before it (unsere Lesart). Control characters are dropped.
    """
    blocks: list[Block] = []
    for blank, lines in groupby(_lines(text), key=lambda line: not line):
        for block in () if blank else _blocks(list(lines)):
            last = blocks[-1] if blocks else None
            if isinstance(last, Bullets) and isinstance(block, Bullets):
                blocks[-1] = Bullets(items=last.items + block.items)
            else:
                blocks.append(block)
    return tuple(blocks)


def runs(line: str) -> Line:
    """*emphasis* and **strong** in one line; a star that does not pair stays a star."""
    found: list[Run] = []
    end = 0
    for match in _EMPHASIS.finditer(line):
        if match.start() > end:
            found.append(Run(text=line[end : match.start()]))
        weight = Weight.STRONG if len(match[1]) == 2 else Weight.EMPHASIS
        found.append(Run(text=match[2], weight=weight))
        end = match.end()
    if end < len(line):
        found.append(Run(text=line[end:]))
    return tuple(found)


def without_control(text: str) -> str:
    """One kind of line end, and no character that neither XML nor a database can hold."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _lines(text: str) -> Iterator[str]:
    return (line.strip() for line in without_control(text).split("\n"))


def _blocks(lines: list[str]) -> Iterable[Block]:
    """Of lines without a blank one: a paragraph, a list, or a paragraph that leads to a list."""
    first = next((place for place, line in enumerate(lines) if line.startswith(_DASH)), len(lines))
    if first:
        yield Paragraph(lines=tuple(runs(line) for line in lines[:first]))
    items: list[list[Line]] = []
    for line in lines[first:]:
        if line.startswith(_DASH):
            items.append([runs(line.removeprefix(_DASH).strip())])
        else:
            items[-1].append(runs(line))
    if items:
        yield Bullets(items=tuple(tuple(item) for item in items))
