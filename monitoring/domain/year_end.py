"""What the rest of the year makes of a value, and what it must bring: one equation for both ways (domain.md §4)."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, kw_only=True)
class YearEnd:
    """A SUM, a MEAN or a RATIO of SUM over MEAN during the year: value in December = (counted + pace · left) / divisor.

    A pace is what each of the remaining periods brings; a period is one of the series' rhythm, mostly a month.
    """

    counted: Fraction  # what the periods until now brought, all together
    left: int  # periods still to come, at least one
    divisor: Fraction  # SUM: 1; MEAN: all periods of the year; RATIO: the year's mean denominator / factor

    def missing(self, annual: Fraction) -> Fraction:
        """What all remaining periods together must bring, so that the value in December is the annual one."""
        return annual * self.divisor - self.counted

    def value(self, pace: Fraction) -> Fraction | None:
        """The value in December at this pace; None where the divisor is 0."""
        return (self.counted + pace * self.left) / self.divisor if self.divisor else None
