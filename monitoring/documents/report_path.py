"""The frame of the sheet "Rechenweg": its rows with formula, value of the application and difference, and the check over all."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from agreements.documents.tables import Column, Content, Formula, Heading, Kind, Number, Sheet, first_row
from monitoring.documents.report_cells import Given, Months

PLACES = 4  # digits shown; the cells hold all of them
COLUMNS = (
    Column(title="Größe", width=44),
    Column(title="nachgerechnet (Formel)", kind=Kind.DECIMAL, width=22),
    Column(title="Wert der Anwendung", kind=Kind.DECIMAL, width=22),
    Column(title="Differenz", kind=Kind.DECIMAL, width=14),
    Column(title="Einheit", width=17),
    Column(title="Rechnung", width=78),
)


class Path:
    """The rows of "Rechenweg" from top to bottom; a row is referred to by its formula's cell."""

    def __init__(self, months: Months, given: Given, origin: str) -> None:
        self.months, self.given = months, given
        self._origin = origin
        self._rows: list[list[Content]] = []
        self._first = first_row(self._sheet([])) + 1  # the first row is that of the largest difference

    def head(self, text: str) -> None:
        """A new measure; a blank row parts it from the one before."""
        self._rows += [[None] * len(COLUMNS), [Heading(text), *[None] * (len(COLUMNS) - 1)]]

    def say(self, text: str) -> None:
        """A sentence where there is nothing to compute."""
        self._rows.append([Heading(text), *[None] * (len(COLUMNS) - 1)])

    def add(self, label: str, expression: str, value: Decimal, unit: str, how: str, size: str = "") -> str:
        """A value and its formula; the formula's cell. `size`: a cell of whose size the difference may be a tiny part."""
        row = self._first + len(self._rows)
        sizes = f"1,ABS(C{row}){f',ABS({size})' if size else ''}"
        difference = Formula(expression=f"(B{row}-C{row})/MAX({sizes})", value=Decimal(0), decimals=9)
        self._rows.append(
            [
                label,
                Formula(expression=expression, value=value, decimals=PLACES),
                Number(value=value, decimals=PLACES, exact=True),
                difference,
                unit,
                how,
            ]
        )
        return f"B{row}"

    def page(self) -> Sheet:
        """The sheet, with the largest of all differences in its first row."""
        cells = f"D{self._first}:D{self._first + max(1, len(self._rows)) - 1}"
        largest = Formula(expression=f"MAX(MAX({cells}),-MIN({cells}))", value=Decimal(0), decimals=9)
        words = "unter 0,000000001: Alle Werte des Berichts sind aus den Monatswerten nachgerechnet."
        return self._sheet([[Heading("Größte Differenz aller Zeilen"), None, None, largest, None, words], *self._rows])

    def _sheet(self, rows: Sequence[Sequence[Content]]) -> Sheet:
        return Sheet(
            name="Rechenweg",
            title=(
                "Rechenweg",
                f"Jeder Wert des Berichts als Formel aus den Blättern „Monatswerte“ und „Vorgaben“. {self._origin}",
                "Die Differenz ist auf die Größe des Wertes bezogen (bei Werten unter 1 auf 1). Prozentwerte stehen hier "
                "als Zahl: 15,0890 ist 15,0890 %.",
            ),
            columns=COLUMNS,
            rows=rows,
            footer=self._origin,
        )
