"""Values to date and over twelve months, of this year and the prior ones, with their gaps (domain.md §4, rules 1 to 5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from agreements.choices import Aggregation
from agreements.domain.months import add_months, is_expected, month_name, month_of, month_range
from monitoring.choices import FigureStatus
from monitoring.domain.attainment.measure import MeasureSpec, PartSpec
from monitoring.domain.series import Figure, SeriesData, SeriesSpec, gap, result_status
from monitoring.domain.sheet import Gap


@dataclass(frozen=True)
class Used:
    """A figure that went into a value."""

    series: SeriesSpec
    month: date
    figure: Figure

    @property
    def words(self) -> str:
        """ "Bestand LZB März 2014 (Grund)"."""
        reason = f" ({self.figure.reason})" if self.figure.reason else ""
        return f"{self.series.name} {month_name(self.month)}{reason}"


@dataclass(frozen=True, kw_only=True)
class Value:
    """A measure over some months: its value, or the gaps for which it has none.

    Neither value nor gaps: its series has no figure in that month (a quarterly one between the quarters), or the
    denominator is 0 (`not_computable`).
    """

    value: Fraction | None
    parts: tuple[Fraction, ...] = ()  # the number counted and, for a RATIO, the denominator
    gaps: tuple[Gap, ...] = ()
    used: tuple[Used, ...] = ()
    not_computable: bool = False

    @property
    def data_status(self) -> FigureStatus | None:
        """Rule 5; None without value."""
        return result_status(used.figure.status for used in self.used) if self.value is not None else None


class Values:
    """All values of one measure over one region's figures, each computed once.

    `data` maps the code of every series of the measure to its figures (KeyError where one is not there); `today`
    decides only what a gap is called.
    """

    def __init__(self, measure: MeasureSpec, data: Mapping[str, SeriesData], today: date) -> None:
        self.measure = measure
        self.series = tuple(data[part.series] for part in measure.parts)  # as measure.parts
        self._today = today
        self._over: dict[tuple[date, date], Value] = {}
        self._fractions: dict[tuple[int, date], Fraction] = {}

    def to_date(self, month: date) -> Value:
        """A(m): January to this month."""
        return self._value(month_of(month.year, 1), month)

    def rolling(self, month: date) -> Value:
        """The twelve months up to this one; a measure with a LAST has none."""
        if Aggregation.LAST in self.measure.form:
            return Value(value=None)
        return self._value(add_months(month, -11), month)

    def as_of(self, month: date) -> date | None:
        """The last month m′ ≤ m of the year that has a value, or whose denominator is 0 (rules 2 and 3)."""
        for candidate in reversed(month_range(month_of(month.year, 1), month)):
            value = self.to_date(candidate)
            if value.value is not None or value.not_computable:
                return candidate
        return None

    def prior(self, month: date, years: int = 1) -> Fraction | None:
        """V(m): the same month of the prior year, or of the one so many years back."""
        return self.to_date(add_months(month, -12 * years)).value

    def prior_years(self, year: int) -> tuple[int, ...]:
        """Every earlier year that holds any figure, newest first."""
        years = {month.year for series in self.series for month in series.figures}
        return tuple(sorted((found for found in years if found < year), reverse=True))

    def figures(self, part: int, months: tuple[date, ...]) -> tuple[Fraction | None, ...]:
        """The single figures of a part in these months; no lag is applied."""
        return tuple(self.figure(part, month) for month in months)

    def figure(self, part: int, month: date) -> Fraction | None:
        """One figure of a part (0: what is counted, 1: the denominator)."""
        if (part, month) not in self._fractions:
            figure = self.series[part].figures.get(month)
            if figure is None or figure.value is None:
                return None
            self._fractions[part, month] = Fraction(figure.value)
        return self._fractions[part, month]

    def figure_gap(self, part: int, month: date) -> Gap | None:
        """Why a part has no figure in this month; None where it has one."""
        return gap(self.series[part], month, self._today)

    def expects(self, part: int, month: date) -> bool:
        """Whether the rhythm of the part's series has a figure in this month."""
        return is_expected(self.series[part].spec.rhythm, month)

    def lag(self, part: int) -> int:
        """Months by which the part lies earlier: only the denominator does."""
        return self.measure.lag if part == 1 else 0

    def months(self, part: int, first: date, last: date) -> tuple[date, ...]:
        """The months whose figures a part needs for a value from first to last, lag applied.

        Empty where the rhythm has no figure in the last one, so that a quarterly measure has values at the quarters
        only (unsere Lesart).
        """
        first, last = (add_months(month, -self.lag(part)) for month in (first, last))
        if not self.expects(part, last):
            return ()
        if self.measure.form[part] == Aggregation.LAST:
            return (last,)
        return tuple(month for month in month_range(first, last) if self.expects(part, month))

    def _value(self, first: date, last: date) -> Value:
        if (first, last) not in self._over:
            self._over[first, last] = self._compute(first, last)
        return self._over[first, last]

    def _compute(self, first: date, last: date) -> Value:
        needed = [(part, self.months(part, first, last)) for part in range(len(self.measure.parts))]
        if not all(months for _, months in needed):
            return Value(value=None)
        gaps = [
            found for part, months in needed for month in months if (found := self.figure_gap(part, month)) is not None
        ]
        if gaps:
            return Value(value=None, gaps=tuple(gaps))
        used = tuple(
            Used(self.series[part].spec, month, self.series[part].figures[month])
            for part, months in needed
            for month in months
        )
        parts = tuple(self._part(self.measure.parts[part], part, months) for part, months in needed)
        if len(parts) == 1:
            return Value(value=parts[0], parts=parts, used=used)
        if parts[1] == 0:
            return Value(value=None, parts=parts, used=used, not_computable=True)
        return Value(value=Fraction(self.measure.factor) * parts[0] / parts[1], parts=parts, used=used)

    def _part(self, spec: PartSpec, part: int, months: tuple[date, ...]) -> Fraction:
        total = sum((number for number in self.figures(part, months) if number is not None), Fraction(0))
        return total / len(months) if spec.aggregation == Aggregation.MEAN else total
