"""The two sheets of the MBZ workbook that formulas refer to: "Monatswerte" (single figures) and "Vorgaben" (what was agreed)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal

from agreements.documents.tables import Column, Content, Kind, Number, Sheet, first_row
from agreements.domain.months import month_range
from monitoring.domain.sheet import MeasureSheet, ReportSheet
from monitoring.domain.workings import Input, InputFigure

MONTHS, GIVEN = "Monatswerte", "Vorgaben"  # names a formula can say without quotes
NO_FIGURE = {"missing": "fehlt", "none": "keine Angabe", "not_yet": "noch nicht verfügbar"}


def column_letters(number: int) -> str:
    """0 is A, 25 is Z, 26 is AA."""
    letters = ""
    while number >= 0:
        letters = chr(ord("A") + number % 26) + letters
        number = number // 26 - 1
    return letters


class Months:
    """All single figures of a report: a row a month, two columns a series; knows in which cell each stands."""

    def __init__(self, sheet: ReportSheet, origin: str) -> None:
        self._inputs: dict[str, Input] = {}
        self._figures: dict[str, dict[date, InputFigure]] = {}
        for each in _inputs(sheet):
            self._inputs.setdefault(each.series, each)
            self._figures.setdefault(each.series, {}).update({figure.month: figure for figure in each.figures})
        found = sorted({month for figures in self._figures.values() for month in figures})
        self._months = month_range(found[0], found[-1]) if found else ()
        self._columns = {code: 1 + 2 * place for place, code in enumerate(self._inputs)}
        self.page = Sheet(
            name=MONTHS,
            title=("Monatswerte", f"Alle einzelnen Zahlen, aus denen der Bericht gerechnet ist. {origin}"),
            columns=(Column(title="Monat", kind=Kind.MONTH, width=16), *self._heads()),
            rows=[self._row(month) for month in self._months],
            notes=(
                "Ein leeres Feld: Für diesen Monat geht die Datenreihe in keinen Wert ein. Was fehlt, ist nicht 0.",
                "Das Blatt „Rechenweg“ rechnet mit diesen Zellen: Wer hier eine Zahl ändert, sieht dort die Folge.",
            ),
            footer=origin,
        )
        self._rows = {month: first_row(self.page) + place for place, month in enumerate(self._months)}

    def cells(self, series: str, months: Sequence[date]) -> str:
        """The cells of a series in these months, months in a row as one range: "Monatswerte!B5:B13"."""
        letters = column_letters(self._columns[series])
        runs: list[list[int]] = []
        for row in (self._rows[month] for month in months):
            if runs and runs[-1][-1] + 1 == row:
                runs[-1].append(row)
            else:
                runs.append([row])
        return ",".join(
            f"{MONTHS}!{letters}{run[0]}" + (f":{letters}{run[-1]}" if len(run) > 1 else "") for run in runs
        )

    def _heads(self) -> Iterator[Column]:
        for code, each in self._inputs.items():
            yield Column(title=f"{each.name} ({each.unit}) {code}", kind=Kind.DECIMAL, decimals=each.decimals, width=16)
            yield Column(title="Datenstand", width=12)

    def _row(self, month: date) -> list[Content]:
        cells: list[Content] = [month]
        for code, each in self._inputs.items():
            figure = self._figures[code].get(month)
            if figure is None:
                cells += [None, None]
            elif figure.value is None:
                cells += [NO_FIGURE[figure.gap or "missing"], None]
            else:
                kind = Kind.EURO if each.unit == "€" else Kind.DECIMAL
                cells.append(Number(value=figure.value, kind=kind, decimals=each.decimals, exact=True))
                cells.append(figure.status.label if figure.status else None)
        return cells


class Given:
    """What was agreed or fixed and is no monthly figure: plans, shares, factors; each in a cell of its own."""

    def __init__(self, origin: str) -> None:
        self._origin = origin
        self._rows: list[list[Content]] = []
        self._first = first_row(self.page())

    def add(self, title: str, measure: MeasureSheet, what: str, value: Decimal, unit: str) -> str:
        """Its cell: "Vorgaben!D5"."""
        decimals = min(12, max(0, -int(value.as_tuple().exponent)))
        self._rows.append([title, measure.name, what, Number(value=value, decimals=decimals, exact=True), unit])
        return f"{GIVEN}!D{self._first + len(self._rows) - 1}"

    def page(self) -> Sheet:
        """The sheet with all that was added so far."""
        return Sheet(
            name=GIVEN,
            title=("Vorgaben", f"Was vereinbart oder festgeschrieben ist. {self._origin}"),
            columns=(
                Column(title="Ziel", width=34),
                Column(title="Messgröße", width=34),
                Column(title="Vorgabe", width=34),
                Column(title="Wert", kind=Kind.DECIMAL, width=18),
                Column(title="Einheit", width=12),
            ),
            rows=self._rows,
            footer=self._origin,
        )


def _inputs(sheet: ReportSheet) -> Iterable[Input]:
    for target in sheet.targets:
        for measure in target.measures:
            if measure.workings is not None:
                yield from measure.workings.inputs
                if measure.workings.number is not None:
                    yield measure.workings.number.input
