"""Forms of steering measures: what one says, and what somebody wants to see of the list."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.http import QueryDict

from agreements.domain.months import month_key, month_name, parse_month, year_months
from agreements.domain.numbers import NumberError, format_signed, parse
from agreements.models import Agreement, Party, Target, TargetMeasure
from monitoring.choices import MeasureState, Urgency
from monitoring.documents.steering import effect_unit
from monitoring.domain.steering_list import SteeringLine, SteeringWish
from monitoring.models import SteeringMeasure
from monitoring.selectors.in_force import first_rows
from monitoring.services.steering import SteeringDraft

DAYS = ["%Y-%m-%d", "%d.%m.%Y"]
ALL = ("", "alle")
GROUPS = (
    ("Was und wer", ("target", "title", "reason", "party", "owner")),
    ("Zeitraum und Stand", ("start", "due", "state", "notes", "result")),
    ("Erwartete Wirkung", ("effect_on", "effect", "effect_month")),
)


def _day(label: str) -> forms.DateField:
    return forms.DateField(
        label=label, input_formats=DAYS, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )


def _text(label: str, rows: int, *, required: bool = False, help_text: str = "") -> forms.CharField:
    return forms.CharField(
        label=label,
        required=required,
        max_length=4000,
        help_text=help_text,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


class SteeringForm(forms.Form):
    """A measure of one agreement; a new one has no progress and no result yet."""

    target = forms.ModelChoiceField(label="Ziel", queryset=Target.objects.none(), empty_label="bitte wählen")
    title = forms.CharField(label="Maßnahme", max_length=120, help_text="kurz, etwa „Bewerbertage“")
    reason = _text("Anlass", 3, required=True, help_text="welche Abweichung sie beantwortet")
    party = forms.ModelChoiceField(label="verantwortlich", queryset=Party.objects.none(), empty_label="bitte wählen")
    owner = forms.CharField(
        label="Stelle oder Funktion", max_length=120, required=False, help_text="etwa „Arbeitgeberservice“; keine Namen"
    )
    start = _day("Beginn")
    due = _day("bis")
    effect_on = forms.ModelChoiceField(
        label="Messgröße",
        queryset=TargetMeasure.objects.none(),
        required=False,
        empty_label="keine genannt",
    )
    effect = forms.CharField(
        label="Veränderung",
        max_length=40,
        required=False,
        help_text="etwa +0,3 oder −60",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    effect_month = forms.ChoiceField(label="ab Monat", required=False)
    state = forms.ChoiceField(label="Stand", choices=MeasureState.choices)
    notes = _text("Fortschritt", 3)
    result = _text("Ergebnis", 3, help_text="was daraus wurde; nötig, wenn die Maßnahme abgeschlossen ist")
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(
        self,
        data: Any = None,
        *,
        agreement: Agreement,
        measure: SteeringMeasure | None = None,
        target: Target | None = None,
    ) -> None:
        super().__init__(data, initial=_initial(measure) if measure else {"target": target, "version": 0})
        choices: dict[str, Any] = self.fields
        choices["target"].queryset = first_rows(agreement).filter(in_mbz=True)
        choices["party"].queryset = Party.objects.filter(partnerships__agreement=agreement).order_by(
            "partnerships__position"
        )
        choices["effect_on"].queryset = TargetMeasure.objects.filter(
            target__in=first_rows(agreement).filter(in_mbz=True).values("pk")
        ).select_related("measure", "target")
        choices["effect_on"].choices = [("", "keine genannt"), *_by_target(choices["effect_on"].queryset)]
        months = [*year_months(agreement.year), *year_months(agreement.year + 1)]
        names = [(month_key(month), month_name(month)) for month in months]
        choices["effect_month"].choices = [("", "kein Monat genannt"), *names]
        if measure is None:
            del self.fields["notes"], self.fields["result"]
            choices["state"].choices = MeasureState.choices[:2]

    def groups(self) -> list[tuple[str, list[forms.BoundField]]]:
        """The fields as the page shows them, in groups with their headings."""
        return [(legend, [self[name] for name in names if name in self.fields]) for legend, names in GROUPS]

    def clean_effect_month(self) -> date | None:
        """The first of the month."""
        text = self.cleaned_data["effect_month"]
        return parse_month(text) if text else None

    def clean(self) -> dict[str, Any]:
        """The expected change becomes a number in the unit of its measure."""
        data = super().clean() or {}
        if data.get("version") is None:
            self.add_error(None, "Die Eingabe ist unvollständig; bitte die Seite neu laden.")
        text, row = data.get("effect", ""), data.get("effect_on")
        data["effect"] = None
        if text and row is None:
            self.add_error("effect_on", "Bitte sagen, bei welcher Messgröße die Veränderung erwartet wird.")
        elif text and row is not None:
            try:
                data["effect"] = parse(
                    text, decimals=_digits(row), unit=effect_unit(row.measure.unit), allow_negative=True
                )
            except NumberError as error:
                self.add_error("effect", str(error))
        return data

    def draft(self) -> SteeringDraft:
        """What the measure shall say; only for a valid form."""
        said: dict[str, Any] = {
            name: value.replace("\r\n", "\n") if isinstance(value, str) else value
            for name, value in self.cleaned_data.items()
            if name != "version"
        }
        return SteeringDraft(**said)

    def refuse(self, faults: dict[str, str]) -> None:
        """What the house has against it, at the fields."""
        for name, sentence in faults.items():
            self.add_error(name if name in self.fields else None, sentence)

    def overwrite_next_time(self, version: int) -> None:
        """After a conflict was shown, saving again is a decision: the form now knows the version that stands."""
        self.data = {**self.data.dict(), "version": str(version)}  # type: ignore[attr-defined]


class SteeringFilterForm(forms.Form):
    """What is wanted of the list; the choices are what the list holds."""

    suche = forms.CharField(
        label="Suche", required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    vereinbarung = forms.ChoiceField(label="Vereinbarung", required=False)
    ziel = forms.ChoiceField(label="Ziel", required=False)
    stand = forms.ChoiceField(label="Stand", required=False, choices=[ALL, *MeasureState.choices])
    frist = forms.ChoiceField(label="Frist", required=False, choices=[ALL, *Urgency.choices])
    sortierung = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, lines: Iterable[SteeringLine]) -> None:
        super().__init__(data)
        agreements = {line.agreement: f"{line.agreement_title}, {line.jobcenter}" for line in lines}
        targets = {line.target: line.target_title for line in lines}
        self.fields["vereinbarung"].choices = [ALL, *agreements.items()]  # type: ignore[attr-defined]
        self.fields["ziel"].choices = [ALL, *sorted(targets.items(), key=lambda item: item[1].casefold())]  # type: ignore[attr-defined]

    def wish(self) -> SteeringWish:
        """What is wanted; a word that names nothing is left out, its field says so."""
        self.is_valid()
        data = self.cleaned_data
        return SteeringWish(
            agreement=data.get("vereinbarung", ""),
            target=data.get("ziel", ""),
            state=data.get("stand", ""),
            urgency=data.get("frist", ""),
            text=data.get("suche", ""),
            order=data.get("sortierung", ""),
        )


def _initial(measure: SteeringMeasure) -> dict[str, Any]:
    names = (
        "target",
        "title",
        "reason",
        "party",
        "owner",
        "start",
        "due",
        "effect_on",
        "state",
        "notes",
        "result",
        "version",
    )
    effect, row, month = measure.effect, measure.effect_on, measure.effect_month
    return {name: getattr(measure, name) for name in names} | {
        "effect": "" if effect is None or row is None else format_signed(effect, _digits(row)),
        "effect_month": month_key(month) if month else "",
    }


def _digits(row: TargetMeasure) -> int:
    """Decimals of an expected change: those shown, of a rate one more (a part of a Prozentpunkt)."""
    return row.measure.decimals + (1 if row.measure.unit == "%" else 0)


def _by_target(rows: QuerySet[TargetMeasure]) -> list[tuple[str, list[tuple[int, str]]]]:
    """Measures under the names of their targets, as the choices of a field."""
    ordered = rows.order_by("target__section__position", "target__position", "position")
    return [
        (str(target), [(row.pk, f"{row.measure} ({effect_unit(row.measure.unit)})") for row in group])
        for target, group in groupby(ordered, key=lambda row: row.target)
    ]
