"""The formulas of the MBZ workbook: every value of the report from the single figures, one step after the other."""

from __future__ import annotations

from agreements.choices import Aggregation
from agreements.domain.months import add_months, month_name
from monitoring.documents.report_paces import write_paces
from monitoring.documents.report_parts import write_parts
from monitoring.documents.report_path import Path
from monitoring.documents.report_steps import Standing, Steps
from monitoring.documents.wording import as_of_words, gap_words, month_range_words
from monitoring.domain.sheet import MeasureSheet, ReportSheet, TargetSheet
from monitoring.domain.workings import Workings


def write_path(path: Path, sheet: ReportSheet) -> None:
    """All measures of all targets, in the report's order."""
    for target in sheet.targets:
        for measure in target.measures:
            if measure.workings is not None:
                _Chain(path, target, measure, measure.workings).write()


class _Chain:
    """One measure: its values in the order in which one follows from the other."""

    def __init__(self, path: Path, target: TargetSheet, measure: MeasureSheet, made_of: Workings) -> None:
        self.path, self.target, self.measure, self.made_of = path, target, measure, made_of
        self.steps = Steps(path, target, measure, made_of)
        self.actual = self.counted = self.base = ""  # cells of A and, for a RATIO, of its parts

    def write(self) -> None:
        measure = self.measure
        month = measure.as_of or measure.month
        self.path.head(f"{self.target.position} {self.target.title} – {measure.name}, Stand {month_name(month)}")
        if words := as_of_words(measure):
            self.path.say(f"{words}.")
        if measure.as_of is None or measure.not_computable:
            words = "nicht berechenbar: Der Nenner ist 0" if measure.not_computable else gap_words(measure.gaps)
            self.path.say(f"Kein Wert: {words or 'noch keine Zahlen'}.")
        self._write_actual()
        self._write_years()
        plan = self._write_annual_plan()
        to_date = self._write_plan(plan)
        self._write_comparison(to_date)
        self._write_outlook(plan)
        standing = Standing(actual=self.actual, plan=to_date, counted=self.counted, base=self.base)
        write_paces(self.steps, standing, plan)
        write_parts(self.steps, standing)

    def _write_actual(self) -> None:
        made = self.made_of.to_date
        if made is None:
            return
        if self.measure.components:
            cells = [
                self.steps.add(
                    f"{part.label}: {part.name}",
                    self.steps.part(place, made),
                    part.value,
                    self.steps.part_words(place, made),
                    part.unit,
                )
                for place, part in enumerate(self.measure.components)
            ]
            self.counted, self.base = cells
            expression, how = f"{self.steps.factor()}{cells[0]}/{cells[1]}", self.steps.quotient()
        else:
            expression, how = self.steps.part(0, made), self.steps.part_words(0, made)
        self.actual = self.steps.add("Ist", expression, made.value, how)

    def _write_years(self) -> None:
        for year in self.made_of.prior_years:
            spans = (
                ("bis zum selben Monat", year.to_date if self.measure.as_of else None),
                ("ganzes Jahr", year.whole),
            )
            cells = [
                self.steps.add(f"{year.year} {words}", self.steps.made(made), made.value, self.steps.made_words(made))
                if made
                else ""
                for words, made in spans
            ]
            self.steps.years[year.year] = (cells[0], cells[1])

    def _write_annual_plan(self) -> str:
        """P, from what was agreed or from the prior year."""
        basis, annual = self.made_of.plan, self.measure.annual_plan
        if basis is None or annual is None:
            return ""
        label = "Prognose für das Jahr" if self.measure.observed else "Jahresplan"
        agreed, moving = "wie vereinbart oder festgeschrieben", "Vorjahr × (1 + vereinbarte Veränderung)"
        how = agreed if basis.plan is not None else moving
        return self.steps.add(label, self.steps.annual_plan(basis), annual, how)

    def _write_plan(self, plan: str) -> str:
        """S to date, by the course in use."""
        basis, value, as_of = self.made_of.plan, self.measure.plan, self.measure.as_of
        if basis is None or value is None or as_of is None:
            return ""
        how = f"Planverlauf: {self.measure.course.label}" if self.measure.course else ""
        label = "Prognose" if self.measure.observed else "Soll"
        return self.steps.add(
            f"{label} bis {month_name(as_of)}", self.steps.plan_to_date(basis, plan, as_of), value, how
        )

    def _write_comparison(self, plan: str) -> None:
        measure, actual = self.measure, self.actual
        prior = self.steps.years[measure.month.year - 1][0]
        points = "Prozentpunkte" if measure.is_rate else ""
        target = "Prognose" if measure.observed else "Soll"
        pieces = self.steps.factor("/")
        for label, expression, value, how, unit in (
            ("Abweichung", f"{actual}-{plan}", measure.deviation, f"Ist − {target}", points),
            (
                "Abweichung in %",
                f"100*({actual}-{plan})/{plan}",
                measure.deviation_percent,
                "bezogen auf das Soll",
                "%",
            ),
            (f"Ist in % vom {target}", f"100*{actual}/{plan}", measure.percent_of_plan, f"Ist ÷ {target}", "%"),
            (
                "Abweichung in Stück",
                f"({plan}-{actual}){pieces}*{self.base}",
                measure.deviation_pieces,
                "(Soll − Ist) ÷ Faktor × Nenner; über 0 fehlen sie",
                measure.components[0].unit if measure.components else "",
            ),
            (
                "Veränderung zum Vorjahr",
                f"100*({actual}-{prior})/{prior}",
                measure.prior_year_change_percent,
                "(Ist − Vorjahr) ÷ Vorjahr",
                "%",
            ),
            (
                "Anteil der vereinbarten Veränderung",
                f"100*({actual}-{prior})/({plan}-{prior})",
                measure.agreed_change_share_percent,
                "(Ist − Vorjahr) ÷ (Soll − Vorjahr)",
                "%",
            ),
        ):
            size = actual if value is measure.deviation else self.counted if value is measure.deviation_pieces else ""
            if value is not None:
                self.steps.add(label, expression, value, how, unit, size=size)

    def _write_outlook(self, plan: str) -> None:
        """Twelve months, projection and what is still needed."""
        rolling = self.made_of.rolling_12
        if rolling is not None:
            self.steps.add("zwölf Monate", self.steps.made(rolling), rolling.value, self.steps.made_words(rolling))
        projection, as_of = self.measure.projection, self.measure.as_of
        if projection is not None and projection.shown and as_of is not None:
            grown = [self._grown(year) for year in projection.basis_years]
            steady = self.measure.aggregation == Aggregation.MEAN
            flat = self.actual if steady else f"{self.actual}*12/{as_of.month}"
            how = "Ist × ganzes Vorjahr ÷ Vorjahr bis zum selben Monat" if grown else "gleichmäßig weiter wie bisher"
            self.steps.add("Hochrechnung", grown[0] if grown else flat, projection.value, how)
            if len(grown) > 1:
                years = ", ".join(str(year) for year in projection.basis_years)
                span = (
                    ("niedrigste", f"MIN({','.join(grown)})", projection.low),
                    (
                        "höchste",
                        f"MAX({','.join(grown)})",
                        projection.high,
                    ),
                )
                for word, expression, value in span:
                    self.steps.add(f"Hochrechnung, {word}", expression, value, f"auf Basis der Jahre {years}")
        self._write_needed(plan)

    def _write_needed(self, plan: str) -> None:
        needed, made = self.measure.needed, self.made_of.to_date
        if needed is None or made is None:
            return
        left, done, unit = len(needed.months), len(made.months[0]), needed.unit
        counted = self.made_of.inputs[0]
        remaining = month_range_words(needed.months)
        if needed.total is None:
            each = f"({plan}*{done + left}-{self.actual}*{done})/{left}"
            how = f"({done + left} × Jahresplan − {done} × Ist) ÷ {left}; {remaining}"
        elif self.base:
            cells = self.path.months.cells(self.made_of.inputs[1].series, self.made_of.year_denominator)
            total = f"{plan}{self.steps.factor('/')}*AVERAGE({cells})-{self.counted}"
            how = "Jahresplan ÷ Faktor × Nenner des Jahres (letzter Wert fortgeschrieben) − Zähler"
            each = f"{self.steps.add('noch nötig insgesamt', total, needed.total, how, unit, size=self.counted)}/{left}"
            how = f"geteilt durch {left}; {remaining}"
        else:
            total, how = f"{plan}-{self.actual}", "Jahresplan − Ist"
            each = f"{self.steps.add('noch nötig insgesamt', total, needed.total, how, unit, size=self.actual)}/{left}"
            how = f"geteilt durch {left}; {remaining}"
        self.steps.add("noch nötig je Zeitraum", each, needed.per_month, how, unit, size=self.counted or self.actual)
        if needed.prior_year_per_month is not None:
            before = tuple(add_months(month, -12) for month in needed.months)
            expression = f"AVERAGE({self.path.months.cells(counted.series, before)})"
            how = f"Durchschnitt {counted.name}, {month_range_words(before)}"
            self.steps.add("dieselben Zeiträume des Vorjahres", expression, needed.prior_year_per_month, how, unit)

    def _grown(self, year: int) -> str:
        to_date, whole = self.steps.years[year]
        return f"{self.actual}*{whole}/{to_date}"
