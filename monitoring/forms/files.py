"""Forms of import and export: the file, how a foreign file is read, what is written out, what a supplier is asked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms

from agreements.documents.tables_in import Row
from agreements.domain.months import MonthError, month_key, parse_month, short_name, year_months
from agreements.models import Agreement, Region, Series
from monitoring.choices import FigureStatus
from monitoring.domain.layout import FIELDS, Layout, LayoutError, month_of_heading
from monitoring.models import ImportMapping
from monitoring.services.uploads import MAX_BYTES, headings

MONTH, SERIES = "@monat", "@datenreihe"  # a column of values: of the month, of the series, in its heading
MEANINGS = [
    ("", "nicht lesen"),
    ("gebiet", "Gebiet"),
    ("datenreihe", "Datenreihe"),
    ("monat", "Monat"),
    ("wert", "Wert"),
    ("status", "Status"),
    ("grund", "Grund"),
    (MONTH, "Werte eines Monats"),
    (SERIES, "Werte einer Datenreihe"),
]
STATUSES = [("", "vorläufig, wo nichts anderes steht"), *[(status.label, status.label) for status in FigureStatus]]


class UploadForm(forms.Form):
    """The file, and how it is read where that is not told by its header."""

    file = forms.FileField(
        label="Datei",
        help_text="CSV oder Excel (.xlsx), höchstens 20 MB und 100.000 Zeilen. Gespeichert wird erst nach einer Vorschau.",
        allow_empty_file=True,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.xlsx,text/csv"}),
        error_messages={"required": "Bitte eine Datei wählen."},
    )
    mapping = forms.ModelChoiceField(
        label="Zuordnung",
        queryset=ImportMapping.objects.none(),
        required=False,
        empty_label="an der Kopfzeile erkennen",
        help_text="Wie eine fremde Tabelle gelesen wird; gespeicherte Zuordnungen werden meist selbst erkannt.",
    )

    def __init__(self, *args: Any, mappings: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["mapping"].queryset = mappings  # type: ignore[attr-defined]
        if not mappings:
            del self.fields["mapping"]

    def clean_file(self) -> Any:
        """Too large is said before anything is read."""
        file = self.cleaned_data["file"]
        if file.size > MAX_BYTES:
            raise forms.ValidationError(f"Die Datei ist größer als {MAX_BYTES // 1024 // 1024} MB; bitte aufteilen.")
        return file


class LayoutForm(forms.Form):
    """Which column of a foreign file is what, and what holds for all its rows."""

    name = forms.CharField(
        label="Merken als",
        max_length=80,
        required=False,
        help_text="etwa „BA-Statistik, Eckwerte“; die nächste Datei dieser Art wird daran erkannt. Leer: nur dieses Mal.",
    )
    fixed_gebiet = forms.ChoiceField(label="Gebiet aller Zeilen", required=False)
    fixed_datenreihe = forms.ChoiceField(label="Datenreihe aller Zeilen", required=False)
    fixed_monat = forms.CharField(label="Monat aller Zeilen", required=False, max_length=20, help_text="etwa 2014-09")
    fixed_status = forms.ChoiceField(label="Status aller Zeilen", required=False, choices=STATUSES)
    fixed_grund = forms.CharField(
        label="Grund für alle Zeilen", required=False, max_length=300, help_text="bei Änderungen endgültiger Werte"
    )

    def __init__(
        self,
        data: Any = None,
        *,
        header: Row,
        sheet: str,
        proposed: dict[str, Any],
        regions: Iterable[Region],
        series: Sequence[Series],
    ) -> None:
        self.header, self.sheet = header, sheet
        self.titles = headings(header.cells)
        fixed = {f"fixed_{name}": value for name, value in proposed.get("fixed", {}).items()}
        super().__init__(data, initial=fixed | {"name": proposed.get("name", "")})
        codes = {row.code.casefold(): row.code for row in series}
        self.fields["fixed_gebiet"].choices = [("", "–"), *[(r.key, f"{r.key} {r.name}") for r in regions]]  # type: ignore[attr-defined]
        self.fields["fixed_datenreihe"].choices = [("", "–"), *[(s.code, f"{s.code} {s.name}") for s in series]]  # type: ignore[attr-defined]
        columns, wide = proposed.get("columns", {}), proposed.get("wide", {})
        across = {"monat": MONTH, "datenreihe": SERIES}.get(proposed.get("across", ""), "")
        for place, title in enumerate(self.titles):
            meaning = columns.get(title) or (across if title in wide else "")
            stands = wide.get(title) or month_of_heading(title) or codes.get(title.casefold(), "")
            self.fields[f"column_{place}"] = forms.ChoiceField(
                label=f"Bedeutung von „{title}“", choices=MEANINGS, required=False, initial=meaning
            )
            self.fields[f"stands_{place}"] = forms.CharField(
                label=f"„{title}“ steht für", max_length=40, required=False, initial=stands
            )

    def columns(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Heading, meaning, and which month or series it stands for."""
        return [(title, self[f"column_{i}"], self[f"stands_{i}"]) for i, title in enumerate(self.titles)]

    def general(self) -> list[forms.BoundField]:
        """What holds for all rows, and the name."""
        return [self[name] for name in (*[f"fixed_{name}" for name in FIELDS if name != "wert"], "name")]

    def clean(self) -> dict[str, Any]:
        """Raises ValidationError with one sentence where the rules do not say where everything stands."""
        data = super().clean() or {}
        if not self.errors:
            try:
                self.layout = Layout.from_json(self._rules(data))
            except LayoutError as error:
                raise forms.ValidationError(str(error)) from error
        return data

    def _rules(self, data: dict[str, Any]) -> dict[str, Any]:
        meant = {title: data[f"column_{place}"] for place, title in enumerate(self.titles)}
        across = {meaning for meaning in meant.values() if meaning.startswith("@")}
        if len(across) > 1:
            raise LayoutError("Spalten stehen für Monate oder für Datenreihen, nicht beides in einer Datei.")
        wide = {}
        for place, title in enumerate(self.titles):
            if meant[title].startswith("@"):
                wide[title] = self._stands(title, meant[title], data[f"stands_{place}"])
        fixed = {name: data[f"fixed_{name}"] for name in FIELDS if data.get(f"fixed_{name}")}
        return {
            "header_row": self.header.number,
            "sheet": self.sheet,
            "columns": {title: m for title, m in meant.items() if m and not m.startswith("@")},
            "across": across.pop().removeprefix("@") if across else "",
            "wide": wide,
            "fixed": fixed,
        }

    def _stands(self, title: str, meaning: str, text: str) -> str:
        if meaning == SERIES:
            known = {code for code, _ in self.fields["fixed_datenreihe"].choices if code}  # type: ignore[attr-defined]
            if text.strip().upper() not in known:
                raise LayoutError(f"„{title}“: Bitte das Kürzel der Datenreihe nennen, etwa INT.")
            return text.strip().upper()
        try:
            return month_key(parse_month(month_of_heading(text) or text))
        except MonthError as error:
            raise LayoutError(f"„{title}“: {error}") from error


class ExportForm(forms.Form):
    """What is written out: the figures of a year, or a template of what is missing."""

    agreement = forms.ChoiceField(label="Vereinbarung")
    what = forms.ChoiceField(
        label="Inhalt",
        choices=[
            ("figures", "eingegebene Werte des Jahres"),
            ("template", "Vorlage mit dem, was fehlt"),
            ("early", "Vorlage, auch was noch nicht verfügbar ist"),
        ],
    )
    file_format = forms.ChoiceField(label="Format", choices=[("xlsx", "Excel (.xlsx)"), ("csv", "CSV")])
    first = forms.TypedChoiceField(label="Monate von", coerce=int)
    last = forms.TypedChoiceField(label="bis", coerce=int)

    def __init__(self, data: Any = None, *, agreements: Sequence[Agreement], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.agreements = {agreement.key: agreement for agreement in agreements}
        names = [(key, f"{row.title}, {row.jobcenter.short_name}") for key, row in self.agreements.items()]
        self.fields["agreement"].choices = names  # type: ignore[attr-defined]
        months = [(month.month, short_name(month)) for month in year_months(2014)]
        for name, month in (("first", 1), ("last", 12)):
            self.fields[name].choices = months  # type: ignore[attr-defined]
            self.fields[name].initial = month

    def clean_agreement(self) -> Agreement:
        """The agreement itself."""
        return self.agreements[self.cleaned_data["agreement"]]

    def clean(self) -> dict[str, Any]:
        """From January to December."""
        data = super().clean() or {}
        if not self.errors and data["first"] > data["last"]:
            self.add_error("last", "Der letzte Monat liegt vor dem ersten.")
        return data


class SheetForm(ExportForm):
    """What a supplier without login is asked, by when."""

    recipient = forms.CharField(
        label="Empfänger", max_length=160, help_text="Stelle, etwa „Schuldnerberatung Ratingen“"
    )
    due = forms.DateField(
        label="zurück bis", input_formats=["%Y-%m-%d", "%d.%m.%Y"], widget=forms.DateInput(attrs={"type": "date"})
    )
    series = forms.MultipleChoiceField(
        label="Datenreihen",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Bitte mindestens eine Datenreihe wählen."},
    )

    def __init__(self, data: Any = None, *, series: Sequence[Series], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        del self.fields["what"], self.fields["file_format"]
        self.fields["series"].choices = [(row.code, f"{row.code} {row.name}") for row in series]  # type: ignore[attr-defined]
