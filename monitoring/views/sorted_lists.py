"""Lists that are filtered, sorted and taken along: the address that shows what somebody wants, and heads that sort by a click."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse


@dataclass(frozen=True)
class Head:
    """The head of a column: a click sorts by it, a second one the other way round."""

    label: str
    url: str
    sorted: str  # "ascending", "descending" or ""


@dataclass(frozen=True, kw_only=True)
class SortedList:
    """One list: the name of its page, of its files the beginning, the words of its address, and its columns.

    What is wanted of it is a dataclass of texts with an `order`: a key of `heads`, with "-" before it downwards.
    """

    page: str
    words: Mapping[str, str]  # field of the wish: word of the address
    heads: Mapping[str, str]  # key of the order: label

    def url(self, name: str, wish: Any) -> str:
        """The address of the page or a file that shows this."""
        query = {self.words[field]: value for field, value in asdict(wish).items() if value}
        return reverse(name) + (f"?{urlencode(query)}" if query else "")

    def columns(self, wish: Any) -> list[Head]:
        """Every head with the address that a click leads to."""
        return [self._head(wish, order, label) for order, label in self.heads.items()]

    def files(self, wish: Any) -> list[tuple[str, str]]:
        """What to call the files, and where they are."""
        return [(word, self.url(f"{self.page}-{ending}", wish)) for ending, word in (("xlsx", "Excel"), ("csv", "CSV"))]

    def _head(self, wish: Any, order: str, label: str) -> Head:
        up, down = wish.order == order, wish.order == f"-{order}"
        url = self.url(self.page, replace(wish, order=f"-{order}" if up else order))
        return Head(label, url, "ascending" if up else "descending" if down else "")
