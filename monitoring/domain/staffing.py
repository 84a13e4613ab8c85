"""Staffing: posts against the agreed Soll-Ausstattung, how they are made up, and how much room is left for fixed terms."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from agreements.domain.numbers import to_decimal


@dataclass(frozen=True, kw_only=True)
class Posts:
    """Full-time posts (VZA) of one kind at the end of a month; None where no figure is there."""

    code: str
    name: str
    value: Decimal | None


@dataclass(frozen=True, kw_only=True)
class Staffing:
    """The posts of one agreement at the end of a month, in VZA."""

    month: date
    plan: Decimal  # Soll-Ausstattung: 405,93
    posts: Posts  # filled within the plan, without the extra posts
    within: tuple[Posts, ...]  # named parts of the plan: Bildung und Teilhabe, 50plus
    fixed_term: Posts | None  # of the posts, without the extra posts; None where no ceiling is agreed
    projects: tuple[Posts, ...]  # parts of the fixed-term ones: Joboffensive, Allegro
    ceiling_percent: Decimal | None  # of the plan that may be fixed-term: 7,5
    extra: tuple[Posts, ...]  # outside the plan, by carrier
    unlocked: bool | None  # whether the conditions of the extra posts are met; None: there are none

    @property
    def vacant(self) -> Decimal | None:
        """What is not filled of the plan; negative where more is."""
        return None if self.posts.value is None else self.plan - self.posts.value

    @property
    def permanent(self) -> Decimal | None:
        """Filled for good."""
        fixed = self.fixed_term.value if self.fixed_term else None
        return None if self.posts.value is None or fixed is None else self.posts.value - fixed

    @property
    def ceiling(self) -> Decimal | None:
        """The ceiling in posts: 7,5 % of 405,93 are 30,44 VZA."""
        if self.ceiling_percent is None:
            return None
        return to_decimal(Fraction(self.plan) * Fraction(self.ceiling_percent) / 100)

    @property
    def room(self) -> Decimal | None:
        """How many more posts may be fixed-term; negative where too many are."""
        fixed = self.fixed_term.value if self.fixed_term else None
        return None if self.ceiling is None or fixed is None else self.ceiling - fixed

    @property
    def extra_total(self) -> Decimal | None:
        """All extra posts; None while one carrier's figure is missing, or where none are counted."""
        values = [each.value for each in self.extra]
        known = [value for value in values if value is not None]
        return sum(known, Decimal(0)) if known and len(known) == len(values) else None

    @property
    def uneven(self) -> bool:
        """The carriers give extra posts, but not half and half."""
        values = {each.value for each in self.extra}
        return self.extra_total is not None and len(values) > 1

    @property
    def premature(self) -> bool:
        """Extra posts are filled although their conditions are not met."""
        return self.unlocked is False and bool(self.extra_total)

    @property
    def lines(self) -> tuple[tuple[str, Decimal | None, int], ...]:
        """Name, posts and depth of every line of the composition."""
        rows: list[tuple[str, Decimal | None, int]] = [(self.posts.name, self.posts.value, 0)]
        if self.fixed_term is not None:
            rows.append(("davon auf Dauer besetzt", self.permanent, 1))
            rows.append(("davon befristet besetzt", self.fixed_term.value, 1))
            rows += _under(self.projects)
        rows += _under(self.within, depth=1)
        rows += [(each.name, each.value, 0) for each in self.extra]
        return tuple(rows)


def _under(posts: Sequence[Posts], depth: int = 2) -> list[tuple[str, Decimal | None, int]]:
    return [(f"darin: {each.name}", each.value, depth) for each in posts]
