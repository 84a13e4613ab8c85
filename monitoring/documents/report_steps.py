"""What all formulas of one measure in "Rechenweg" are made of: cells of figures, of what was agreed, and courses of plans."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements.choices import Aggregation, Course
from agreements.domain.months import month_name
from monitoring.documents.report_path import Path
from monitoring.documents.wording import month_range_words
from monitoring.domain.sheet import MeasureSheet, TargetSheet
from monitoring.domain.workings import Input, Made, PlanBasis, Workings

FUNCTIONS = {Aggregation.SUM: "SUM", Aggregation.MEAN: "AVERAGE"}
WORDS = {Aggregation.SUM: "Summe", Aggregation.MEAN: "Durchschnitt", Aggregation.LAST: "Stand"}


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Cells of what stands already: A and S and, for a RATIO, its parts to date."""

    actual: str
    plan: str
    counted: str
    base: str


class Steps:
    """Expressions over the cells of one measure; what was agreed gets its cell when it is first asked for."""

    def __init__(self, path: Path, target: TargetSheet, measure: MeasureSheet, made_of: Workings) -> None:
        self.path, self.target, self.measure, self.made_of = path, target, measure, made_of
        self.years: dict[int, tuple[str, str]] = {}  # cells of every prior year, as soon as written: to date, whole
        self._agreed: dict[tuple[str, Decimal], str] = {}
        self._factor = ""
        if len(made_of.inputs) == 2 and made_of.factor != 1:
            self._factor = self.given("Faktor der Quote", made_of.factor, "")

    def add(self, label: str, expression: str, value: Decimal, how: str, unit: str = "", size: str = "") -> str:
        """A row; the cell of its formula."""
        return self.path.add(label, expression, value, unit or self.measure.unit, how, size)

    def given(self, what: str, value: Decimal, unit: str | None = None) -> str:
        """The cell of what was agreed, on "Vorgaben"."""
        if (what, value) not in self._agreed:
            shown = self.measure.unit if unit is None else unit
            self._agreed[what, value] = self.path.given.add(self.target.title, self.measure, what, value, shown)
        return self._agreed[what, value]

    def factor(self, divide: str = "") -> str:
        """ "Vorgaben!D5*", or "/Vorgaben!D5"; nothing where the factor is 1."""
        if not self._factor:
            return ""
        return f"/{self._factor}" if divide else f"{self._factor}*"

    def quotient(self) -> str:
        """How a RATIO is made, in words."""
        return "Faktor × Zähler ÷ Nenner" if self._factor else "Zähler ÷ Nenner"

    def over(self, series: Input, months: tuple[date, ...]) -> str:
        """One series over its months: sum, mean or the last figure."""
        cells = self.path.months.cells(series.series, months)
        function = FUNCTIONS.get(series.aggregation)
        return f"{function}({cells})" if function else cells

    def part(self, place: int, made: Made) -> str:
        """Numerator or denominator, or the series itself."""
        return self.over(self.made_of.inputs[place], made.months[place])

    def made(self, made: Made) -> str:
        """A whole value of the measure."""
        parts = [self.part(place, made) for place in range(len(self.made_of.inputs))]
        return parts[0] if len(parts) == 1 else f"{self.factor()}{parts[0]}/{parts[1]}"

    def over_words(self, series: Input, months: tuple[date, ...]) -> str:
        """ "Summe Integrationen, Januar bis September 2014"."""
        return f"{WORDS[series.aggregation]} {series.name}, {month_range_words(months)}"

    def part_words(self, place: int, made: Made) -> str:
        """over_words of one of the inputs."""
        return self.over_words(self.made_of.inputs[place], made.months[place])

    def made_words(self, made: Made) -> str:
        """over_words of all inputs."""
        said = [self.part_words(place, made) for place in range(len(self.made_of.inputs))]
        return said[0] if len(said) == 1 else f"{'Faktor × ' if self._factor else ''}{' ÷ '.join(said)}"

    def annual_plan(self, basis: PlanBasis) -> str:
        """P: as agreed or fixed, else from the whole prior year."""
        now = self.made_of.plan
        same = now is not None and (basis.plan, basis.relative_percent) == (now.plan, now.relative_percent)
        when = "" if same else ", vor dem Nachtrag"
        if basis.plan is not None:
            label = "Prognose für das Jahr" if self.measure.observed else "Jahresplan"
            return self.given(f"{label}{when}", basis.plan)
        change = self.given(f"vereinbarte Veränderung zum Vorjahr{when}", basis.relative_percent or Decimal(0), "%")
        return f"{self.years[self.measure.month.year - 1][1]}*(1+{change}/100)"

    def plan_to_date(self, basis: PlanBasis, annual: str, month: date) -> str:
        """S to date, by the course in use; `annual` is the cell or expression of P."""
        course = self.measure.course
        if course == Course.OWN_MONTHS:
            label = "eigener Monatswert"
            cells = [self.given(f"{label} {month_name(each)}", amount) for each, amount in basis.own_months]
            function = FUNCTIONS.get(self.measure.aggregation)
            return f"{function}({','.join(cells)})" if function else cells[-1]
        if course == Course.LEVEL:
            return annual
        if course == Course.LINEAR:
            return annual if self.measure.aggregation == Aggregation.MEAN else f"{annual}*{month.month}/12"
        if basis.share is not None:
            label = f"festgeschriebener Anteil am Jahresplan bis {month_name(month)}"
            return f"{annual}*{self.given(label, basis.share, '')}"
        shares = [self._share(year, month) for year in basis.course_years]
        return f"{annual}*{shares[0]}" if len(shares) == 1 else f"{annual}*({'+'.join(shares)})/{len(shares)}"

    def _share(self, year: int, month: date) -> str:
        """V(m)/V(12) of one prior year; V of another month than the report's has no row of its own."""
        to_date, whole = self.years[year]
        if month == self.measure.as_of:
            return f"{to_date}/{whole}"
        made = next(each.whole for each in self.made_of.prior_years if each.year == year)
        months = made.months[0] if made else ()
        return f"{self.over(self.made_of.inputs[0], tuple(m for m in months if m.month <= month.month))}/{whole}"
