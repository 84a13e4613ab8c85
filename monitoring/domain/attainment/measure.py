"""What a measure is: how monthly figures become the value that is compared (domain.md §4)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from agreements.choices import Aggregation
from agreements.domain.courses import CUMULATIVE, MEAN, SUM, SUM_OVER_MEAN

__all__ = ["CUMULATIVE", "MEAN", "SUM", "SUM_OVER_MEAN", "MeasureSpec", "PartSpec"]


@dataclass(frozen=True, kw_only=True)
class PartSpec:
    """Numerator or denominator of a RATIO: a series and how its months become one number."""

    series: str  # code
    aggregation: Aggregation

    def __post_init__(self) -> None:
        if self.aggregation == Aggregation.RATIO:
            raise ValueError("Zähler und Nenner einer Quote sind Summe, Durchschnitt oder Stand, nie selbst Quote.")


@dataclass(frozen=True, kw_only=True)
class MeasureSpec:
    """A Messgröße: SUM, MEAN or LAST of one series, or factor × numerator / denominator with a lag in months.

    Raises ValueError where series and parts do not fit the aggregation.
    """

    code: str
    name: str
    unit: str
    decimals: int
    aggregation: Aggregation
    series: str | None = None  # code; None for RATIO
    numerator: PartSpec | None = None
    denominator: PartSpec | None = None
    lag: int = 0  # months by which every month of the denominator lies earlier
    factor: Decimal = Decimal(1)
    number: str | None = None  # code of a stock: a SUM is explained by this number and the amount of each

    def __post_init__(self) -> None:
        parts = [part for part in (self.numerator, self.denominator) if part is not None]
        if self.aggregation == Aggregation.RATIO:
            if len(parts) != 2 or self.series is not None:
                raise ValueError("Eine Quote hat Zähler und Nenner und keine eigene Datenreihe.")
            if self.lag < 0 or self.factor <= 0:
                raise ValueError("Die Verschiebung einer Quote ist nicht negativ, ihr Faktor größer als 0.")
        elif parts or self.series is None:
            raise ValueError("Summe, Durchschnitt und Stand haben eine Datenreihe und weder Zähler noch Nenner.")
        if self.number is not None and self.aggregation != Aggregation.SUM:
            raise ValueError("Nach Anzahl und Betrag je Fall wird nur eine Summe zerlegt.")

    @property
    def parts(self) -> tuple[PartSpec, ...]:
        """What is counted (numerator or the series itself) and, for a RATIO, the denominator."""
        if self.numerator is not None and self.denominator is not None:
            return self.numerator, self.denominator
        return (PartSpec(series=self.series or "", aggregation=self.aggregation),)

    @property
    def form(self) -> tuple[Aggregation, ...]:
        """(SUM,), (MEAN,), (LAST,), or for a RATIO the aggregations of its parts: (SUM, MEAN)."""
        return tuple(part.aggregation for part in self.parts)

    @property
    def is_rate(self) -> bool:
        """Deviations are Prozentpunkte."""
        return self.unit == "%"
