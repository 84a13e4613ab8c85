"""Forms of dialogues: the plan with its guests, what was said on each target, and what somebody wants to see of the list."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict

from agreements.domain.months import month_key, month_name, parse_month, year_months
from agreements.models import Agreement, Party
from monitoring.choices import DialogueState
from monitoring.domain.dialogue import DialogueLine, DialogueWish, MinutesSheet
from monitoring.models import Dialogue, DialogueParticipant
from monitoring.services.dialogues import Guest, Plan

LONGEST = 20000
NO_DATE = "Das ist kein Datum; richtig wäre zum Beispiel 23.10.2014."
NO_TIME = "Das ist keine Uhrzeit; richtig wäre zum Beispiel 10:00."
ALL = ("", "alle")
ATTENDED = [("", "noch nicht vermerkt"), ("1", "nahm teil"), ("0", "nahm nicht teil")]


def _time(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": NO_TIME},
    )


def _text(label: str, rows: int, help_text: str = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(label=label, required=False, max_length=LONGEST, widget=widget, help_text=help_text)


class DialogueForm(forms.Form):
    """Day, time, place, the MBZ on the table, and the Agentur's questions."""

    day = forms.DateField(
        label="Tag",
        input_formats=["%d.%m.%Y", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": "Bitte den Tag des Dialogs angeben.", "invalid": NO_DATE},
    )
    begins = _time("Beginn")
    ends = _time("Ende")
    place = forms.CharField(label="Ort", required=False, max_length=200)
    month = forms.ChoiceField(label="Besprochener MBZ")
    questions = _text("Fragen der Agentur", 4, "Beide Seiten lesen sie vor dem Dialog.")

    def __init__(self, data: Any = None, *, agreement: Agreement, initial: dict[str, Any]) -> None:
        super().__init__(data, initial=initial)
        months = [(month_key(month), month_name(month)) for month in year_months(agreement.year)]
        self.fields["month"].choices = months  # type: ignore[attr-defined]

    def clean_month(self) -> date:
        """The first of the month."""
        return parse_month(self.cleaned_data["month"])

    def clean(self) -> dict[str, Any]:
        """An end needs a beginning before it."""
        data: dict[str, Any] = super().clean() or {}
        begins, ends = data.get("begins"), data.get("ends")
        if ends and (not begins or ends <= begins):
            self.add_error("ends", "Das Ende liegt nach dem Beginn; bitte beide Zeiten angeben.")
        return data

    def plan(self, guests: Sequence[Guest]) -> Plan:
        """What the service is called with; only for a valid form."""
        return Plan(**self.cleaned_data, guests=tuple(guests))


class GuestForm(forms.Form):
    """One person to invite; a row without name is none."""

    party = forms.ModelChoiceField(label="für", queryset=Party.objects.none(), required=False, empty_label=None)
    name = forms.CharField(label="Name", max_length=120, required=False)
    function = forms.CharField(label="Funktion", max_length=120, required=False)
    email = forms.EmailField(
        label="E-Mail-Adresse",
        required=False,
        error_messages={"invalid": "Das ist keine E-Mail-Adresse; richtig wäre name@example.org."},
    )

    def __init__(self, *args: Any, parties: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = parties  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Whoever has an address or a function has a name and a party."""
        data: dict[str, Any] = super().clean() or {}
        if not data.get("name") and (data.get("email") or data.get("function")):
            self.add_error("name", "Bitte den Namen angeben oder die Zeile leeren.")
        if data.get("name") and not data.get("party"):
            self.add_error("party", "Bitte sagen, für wen diese Person kommt.")
        return data


GuestFormSet = forms.formset_factory(GuestForm, extra=2, max_num=40, absolute_max=60, validate_max=True)


def guests_of(formset: Any) -> list[Guest]:
    """The rows with a name; only for a valid formset."""
    return [Guest(**form.cleaned_data) for form in formset if form.cleaned_data.get("name")]


class CancelForm(forms.Form):
    """Why a dialogue is called off."""

    reason = forms.CharField(label="Grund der Absage", required=False, max_length=5000)


class ConfirmForm(forms.Form):
    """The minutes as their reader saw them."""

    seen = forms.CharField(min_length=64, max_length=64)


class MinutesForm(forms.Form):
    """A text a target, the decisions, and who came; fields are named by code and participant."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput)

    def __init__(
        self,
        data: Any = None,
        *,
        sheet: MinutesSheet,
        dialogue: Dialogue,
        participants: Iterable[DialogueParticipant],
    ) -> None:
        super().__init__(data)
        self.people = tuple(participants)
        self.codes = tuple(minute.code for minute in sheet.minutes)
        self.fields["version"].initial = dialogue.version
        for minute in sheet.minutes:
            self.fields[f"text-{minute.code}"] = _text(minute.title, 4)
            self.fields[f"text-{minute.code}"].initial = minute.text
        self.fields["decisions"] = _text("Beschlüsse und Verabredungen", 4)
        self.fields["decisions"].initial = sheet.decisions
        for person in self.people:
            field = forms.ChoiceField(
                label=f"{person.name} ({person.party.short_name})", required=False, choices=ATTENDED
            )
            field.initial = {True: "1", False: "0", None: ""}[person.attended]
            self.fields[f"attended-{person.pk}"] = field

    @property
    def texts(self) -> list[forms.BoundField]:
        """Targets and decisions."""
        return [*(self[f"text-{code}"] for code in self.codes), self["decisions"]]

    @property
    def attendance(self) -> list[forms.BoundField]:
        """One a person."""
        return [self[f"attended-{person.pk}"] for person in self.people]

    def said(self) -> dict[str, Any]:
        """What the service is called with; only for a valid form."""
        data = self.cleaned_data
        return {
            "texts": {code: data[f"text-{code}"] for code in self.codes},
            "decisions": data["decisions"],
            "attended": {p.pk: {"1": True, "0": False}.get(data[f"attended-{p.pk}"]) for p in self.people},
            "expected_version": data["version"],
        }

    def overwrite_next_time(self, version: int) -> None:
        """After a conflict was shown, saving again is a decision: the form now knows the version that stands."""
        self.data = {**self.data.dict(), "version": str(version)}  # type: ignore[attr-defined]


class DialogueFilterForm(forms.Form):
    """What is wanted of the list; the choices are what the list holds."""

    suche = forms.CharField(
        label="Suche in Niederschriften",
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"type": "search"}),
    )
    vereinbarung = forms.ChoiceField(label="Vereinbarung", required=False)
    stand = forms.ChoiceField(label="Stand", required=False, choices=[ALL, *DialogueState.choices])
    sortierung = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, lines: Iterable[DialogueLine]) -> None:
        super().__init__(data)
        agreements = {line.agreement: f"{line.agreement_title}, {line.jobcenter}" for line in lines}
        self.fields["vereinbarung"].choices = [ALL, *agreements.items()]  # type: ignore[attr-defined]

    def wish(self) -> DialogueWish:
        """What is wanted; a word that names nothing is left out, its field says so."""
        self.is_valid()
        data = self.cleaned_data
        return DialogueWish(
            agreement=data.get("vereinbarung", ""),
            state=data.get("stand", ""),
            text=data.get("suche", ""),
            order=data.get("sortierung", ""),
        )
