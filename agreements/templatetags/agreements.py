"""How the text of agreements is written on page and paper: prose with paragraphs and lists, money, numbers, lines."""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from functools import cache

from django import template
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock

from agreements.domain import numbers
from agreements.domain.wording import own_decimals

register = template.Library()

# A gender star inside a word ("Mitarbeiter*innen") is a letter here, not emphasis; it passes as a private character.
STAR_IN_WORD = re.compile(r"(?<=\w)\*(?=\w)")
HIDDEN_STAR = "\ue000"


@register.filter
def prose(text: str) -> SafeString:
    """Paragraphs (parted by blank lines), lists with "- " and emphasis as HTML; everything else is text and escaped."""
    hidden = STAR_IN_WORD.sub(HIDDEN_STAR, text.replace(HIDDEN_STAR, ""))
    html = _markdown().render(hidden).replace(HIDDEN_STAR, "*")
    return mark_safe(html)  # noqa: S308  markdown-it escapes, and HTML is off


@register.filter
def lines(text: str) -> list[str]:
    """The lines of a text as they stand in the print."""
    return text.splitlines()


@register.filter
def number(value: Decimal, decimals: int = 0) -> str:
    """17283 → 17.283."""
    return numbers.format_number(value, decimals)


@register.filter
def euro(value: Decimal) -> str:
    """648000.00 → 648.000 €; cents only where there are any."""
    return numbers.format_value(value, 2 if own_decimals(value) else 0, "€")


@cache
def _markdown() -> MarkdownIt:
    parser = MarkdownIt("zero", {"html": False}).enable(["list", "emphasis", "escape"])
    # `escape` would take the backslash out of a path; emphasis alone is wanted.
    parser.disable("escape")
    ruler = parser.block.ruler
    place = ruler.__find__("list")
    original = ruler.__rules__[place].fn
    ruler.at("list", _only_dashes(original), {"alt": list(ruler.__rules__[place].alt)})
    return parser


def _only_dashes(rule: Callable[..., bool]) -> Callable[..., bool]:
    """Lists begin with "- ": "31. Dezember" at the start of a line stays text, so does a footnote's star."""

    def dashes(state: StateBlock, start: int, end: int, silent: bool) -> bool:
        first = state.bMarks[start] + state.tShift[start]
        return state.src[first : first + 1] == "-" and rule(state, start, end, silent)

    return dashes
