"""Forms of an evaluation: one programme, from the page or from a row of a sheet, its words, and the sheet itself."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import forms

from agreements.documents.tables_in import Table, TableError, read_table
from agreements.domain.numbers import NumberError, parse_cell
from monitoring.choices import Continued, Effective
from monitoring.domain.programme import months_later
from monitoring.forms.settling import day_field
from monitoring.models import Programme
from monitoring.services.import_rows import Fault

LONGEST = 20000
MAX_BYTES, MAX_ROWS, MAX_COLUMNS = 5 * 1024 * 1024, 500, 40
# Heading of the sheet: field.
COLUMNS = {
    "Maßnahme": "name",
    "Art": "kind",
    "Eintritte": "entries",
    "Austritte": "exits",
    "bei Ende integriert": "integrated",
    "letzter Austritt": "last_exit",
    "sechs Monate später integriert": "integrated_later",
    "wirksam": "effective",
    "fortgesetzt": "continued",
    "Stellungnahme": "statement",
}
HEADINGS = {field: heading for heading, field in COLUMNS.items()}
COUNTS = ("entries", "exits", "integrated", "integrated_later")


class CountField(forms.Field):
    """A number of persons as people type it; empty is "not known"."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> int | None:
        """Raises ValidationError for what is no whole number from 0 on."""
        if value in self.empty_values:
            return None
        try:
            number = int(parse_cell(value, decimals=0))
        except NumberError as error:
            raise forms.ValidationError(str(error)) from None
        if number > 2_000_000_000:
            raise forms.ValidationError("Diese Zahl ist zu groß.")
        return number


def _count(label: str) -> CountField:
    return CountField(label=label, required=False)


def _choice(label: str, undecided: str, choices: type[Continued | Effective]) -> forms.ChoiceField:
    wrong = f"„%(value)s“ ist keine gültige Auswahl; richtig wäre {', '.join(map(str, choices.labels))} oder nichts."
    return forms.ChoiceField(
        label=label,
        required=False,
        choices=[("", undecided), *choices.choices],
        error_messages={"invalid_choice": wrong},
    )


class ProgrammeForm(forms.Form):
    """One programme with everything the agreement asks of it."""

    name = forms.CharField(label="Maßnahme", max_length=160, error_messages={"required": "Bitte die Maßnahme nennen."})
    kind = forms.CharField(label="Art", required=False, max_length=120, help_text="etwa Aktivierung, Weiterbildung")
    entries = _count("Eintritte")
    exits = _count("Austritte")
    integrated = _count("bei Ende integriert")
    last_exit = day_field("letzter Austritt", "Sechs Monate danach ist messbar, wer dann integriert ist.")
    integrated_later = _count("sechs Monate später integriert")
    effective = _choice("wirksam", "noch nicht beurteilt", Effective)
    continued = _choice("fortgesetzt", "noch nicht entschieden", Continued)
    statement = forms.CharField(
        label="Stellungnahme", required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4})
    )
    version = forms.IntegerField(min_value=0, required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any = None, *, today: date, programme: Programme | None = None) -> None:
        names = (*COLUMNS.values(), "version")
        initial = {name: getattr(programme, name) for name in names} if programme else {"version": 0}
        super().__init__(data, initial=initial)
        self.today = today

    def clean(self) -> dict[str, Any]:
        """Nobody is integrated who did not leave, nor six months after an exit that lies less far back."""
        data: dict[str, Any] = super().clean() or {}
        for name in ("integrated", "integrated_later"):
            count, exits = data.get(name), data.get("exits")
            if count is not None and (exits is None or count > exits):
                self.add_error(name, "Das können höchstens so viele sein, wie ausgetreten sind.")
        last = data.get("last_exit")
        if last is not None and last > self.today:
            self.add_error("last_exit", f"Der {last:%d.%m.%Y} liegt in der Zukunft.")
        elif last is not None and data.get("integrated_later") is not None and months_later(last) > self.today:
            self.add_error(
                "integrated_later",
                f"Nach einem Austritt am {last:%d.%m.%Y} ist das erst ab {months_later(last):%d.%m.%Y} messbar.",
            )
        return data

    def said(self) -> dict[str, Any]:
        """What the service is called with; only for a valid form."""
        return {name: self.cleaned_data[name] for name in COLUMNS.values()}

    def standing(self, row: Programme) -> list[tuple[str, str]]:
        """After a conflict: label and words of what stands and is not what was typed."""
        words = {"effective": row.get_effective_display(), "continued": row.get_continued_display()}
        found = []
        for name, typed in self.said().items():
            value = getattr(row, name)
            if (value or None, value == 0) != (typed or None, typed == 0):
                said = f"{value:%d.%m.%Y}" if isinstance(value, date) else words.get(name, value)
                found.append((HEADINGS[name], "–" if said in {None, ""} else str(said)))
        return found

    def overwrite_next_time(self, version: int) -> None:
        """After a conflict was shown, saving again is a decision: the form now knows the version that stands."""
        self.data = {**self.data.dict(), "version": str(version)}  # type: ignore[attr-defined]


class RemoveForm(forms.Form):
    """Which state of the programme its reader saw."""

    version = forms.IntegerField(min_value=0)


class EvaluationForm(forms.Form):
    """The words of the evaluation."""

    text = forms.CharField(
        label="Auswertung", required=False, max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 8})
    )
    version = forms.IntegerField(min_value=0, widget=forms.HiddenInput)


class SheetForm(forms.Form):
    """A sheet with programmes."""

    file = forms.FileField(
        label="Datei",
        help_text="Excel oder CSV wie die Vorlage, höchstens 5 MB. Bekannte Maßnahmen werden geändert, nicht verdoppelt.",
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv"}),
        error_messages={"required": "Bitte eine Datei auswählen.", "empty": "Die Datei ist leer."},
    )


def read_programmes(content: bytes, name: str, *, today: date) -> tuple[list[dict[str, Any]], list[Fault]]:
    """The rows of a sheet as programmes, or every fault by row and column. Raises TableError for what is no table."""
    table = read_table(content, name, max_bytes=MAX_BYTES, max_rows=MAX_ROWS, max_columns=MAX_COLUMNS)
    for heading in COLUMNS:  # a column that is not there would empty what stands
        if heading not in table.header:
            raise TableError(f"Die Spalte „{heading}“ fehlt; erwartet werden: {', '.join(COLUMNS)}.")
    rows, faults, seen = [], [], set()
    for number, cells in _rows(table):
        form = ProgrammeForm(_typed(cells), today=today)
        if not form.is_valid():
            faults += [
                Fault(row=number, column=HEADINGS[field], message=str(messages[0]))
                for field, messages in form.errors.items()
            ]
            continue
        said = form.said()
        if said["name"].casefold() in seen:
            faults.append(Fault(row=number, column="Maßnahme", message=f"„{said['name']}“ steht zweimal in der Datei."))
        seen.add(said["name"].casefold())
        rows.append(said)
    if not rows and not faults:
        raise TableError("In der Datei steht keine Maßnahme.")
    return rows, faults


def _rows(table: Table) -> list[tuple[int, dict[str, Any]]]:
    """Number and cells by heading of every row that is not empty."""
    found = []
    for row in table.rows:
        cells = {name: cell.value for name, cell in zip(table.header, row.cells, strict=False)}
        if any(value not in {None, ""} for value in cells.values()):
            found.append((row.number, cells))
    return found


def _typed(cells: Mapping[str, Any]) -> dict[str, Any]:
    """A row as the form of the page would send it."""
    labels = {choice.label: choice.value for choice in (*Effective, *Continued)}
    said: dict[str, Any] = {}
    for heading, field in COLUMNS.items():
        value = cells.get(heading)
        if isinstance(value, datetime):
            value = value.date()
        if field in {"effective", "continued"} and isinstance(value, str):
            value = labels.get(value.strip().casefold(), value)
        if isinstance(value, Decimal) and field not in COUNTS:
            value = str(value)  # "0815" as a name; as a day no date, which its field says
        said[field] = value if value is not None else ""
    return said
