"""Forms of duties: a report with its evidence, the answer to it, and what somebody wants to see of the list."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.validators import URLValidator
from django.http import QueryDict

from agreements.models import Party
from monitoring.choices import DutyState, Urgency
from monitoring.domain.duty_list import MINE, DutyLine, DutyWish
from monitoring.forms.settling import LONGEST, day_field

MAX_BYTES = 10 * 1024 * 1024
# What an evidence begins with, by ending: only files that a reader can open without running anything.
BEGINNINGS = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff"}
ALL = ("", "alle")


class DutyForm(forms.Form):
    """What a party reports on a duty; the rule of the postponed one is the verb's."""

    party = forms.ModelChoiceField(label="Bericht für", queryset=Party.objects.none(), empty_label=None)
    state = forms.ChoiceField(label="Stand", choices=DutyState.choices)
    text = forms.CharField(
        label="Bericht",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Was getan wurde; bei „verschoben“ und „entfallen“ der Grund.",
    )
    new_due = day_field("verschoben auf", "Nur bei „verschoben“.")
    link = forms.CharField(
        label="Verweis",
        required=False,
        max_length=200,
        help_text="Adresse eines Nachweises, die mit http:// oder https:// beginnt.",
        validators=[
            URLValidator(
                schemes=["http", "https"],
                message="Das ist keine Adresse; richtig wäre https://www.example.org/konzept.",
            )
        ],
    )
    evidence = forms.FileField(
        label="Nachweis",
        required=False,
        max_length=80,
        help_text="PDF, PNG oder JPEG, höchstens 10 MB. Keine Namen von Kundinnen und Kunden.",
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
        error_messages={
            "empty": "Die Datei ist leer.",
            "max_length": "Der Name der Datei ist zu lang: möglich sind %(max)d Zeichen.",
        },
    )

    def __init__(self, *args: Any, parties: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = parties  # type: ignore[attr-defined]

    def clean_evidence(self) -> Any:
        """Size, ending and first bytes. Raises ValidationError."""
        file = self.cleaned_data["evidence"]
        if file is None:
            return None
        if file.size > MAX_BYTES:
            raise forms.ValidationError("Die Datei ist größer als 10 MB; bitte verkleinern oder einen Verweis angeben.")
        beginning = BEGINNINGS.get(file.name.rpartition(".")[2].lower())
        if beginning is None or not file.read(len(beginning)) == beginning:
            raise forms.ValidationError("Ein Nachweis ist eine PDF-, PNG- oder JPEG-Datei; diese ist keine.")
        file.seek(0)
        return file


class DutyAnswerForm(forms.Form):
    """Accepted, or asked back with a reason, which its service asks for; `review` is the report its reader saw."""

    review = forms.IntegerField(min_value=1, max_value=2**31 - 1, widget=forms.HiddenInput)
    party = forms.ModelChoiceField(label="Antwort für", queryset=Party.objects.none(), empty_label=None)
    accepted = forms.TypedChoiceField(
        label="Antwort",
        choices=[("1", "angenommen"), ("0", "Rückfrage")],
        coerce=lambda text: text == "1",
        widget=forms.RadioSelect,
        error_messages={"required": "Bitte annehmen oder eine Rückfrage stellen."},
    )
    text = forms.CharField(
        label="Anmerkung",
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Bei einer Rückfrage: was noch fehlt.",
    )

    def __init__(self, *args: Any, parties: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["party"].queryset = parties  # type: ignore[attr-defined]


class DutyFilterForm(forms.Form):
    """What is wanted of the list; the choices are what the list holds."""

    suche = forms.CharField(
        label="Suche", required=False, max_length=100, widget=forms.TextInput(attrs={"type": "search"})
    )
    vereinbarung = forms.ChoiceField(label="Vereinbarung", required=False)
    ziel = forms.ChoiceField(label="Ziel", required=False)
    verantwortlich = forms.ChoiceField(label="Verantwortlich", required=False)
    stand = forms.ChoiceField(label="Stand", required=False, choices=[ALL, *DutyState.choices])
    frist = forms.ChoiceField(label="Frist", required=False, choices=[ALL, *Urgency.choices])
    sortierung = forms.CharField(required=False, max_length=20, widget=forms.HiddenInput)

    def __init__(self, data: QueryDict, *, lines: Iterable[DutyLine]) -> None:
        super().__init__(data)
        agreements = {line.agreement: f"{line.agreement_title}, {line.jobcenter}" for line in lines}
        targets = {line.target: line.target_title for line in lines}
        parties = sorted({name for line in lines for name in line.duty.responsible})
        choices = {
            "vereinbarung": agreements.items(),
            "ziel": sorted(targets.items(), key=lambda item: item[1].casefold()),
            "verantwortlich": [(MINE, "ich selbst"), *((name, name) for name in parties)],
        }
        for name, found in choices.items():
            self.fields[name].choices = [ALL, *found]  # type: ignore[attr-defined]

    def wish(self) -> DutyWish:
        """What is wanted; a word that names nothing is left out, its field says so."""
        self.is_valid()
        data = self.cleaned_data
        return DutyWish(
            agreement=data.get("vereinbarung", ""),
            target=data.get("ziel", ""),
            responsible=data.get("verantwortlich", ""),
            state=data.get("stand", ""),
            urgency=data.get("frist", ""),
            text=data.get("suche", ""),
            order=data.get("sortierung", ""),
        )
