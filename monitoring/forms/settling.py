"""Forms of fixing and settling: an answer to a proposal, a report on a duty with its evidence, the kind of a settlement."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import URLValidator

from agreements.models import Party
from monitoring.choices import DutyState, SettlementKind

LONGEST = 5000
MAX_BYTES = 10 * 1024 * 1024
# What an evidence begins with, by ending: only files that a reader can open without running anything.
BEGINNINGS = {"pdf": b"%PDF-", "png": b"\x89PNG\r\n\x1a\n", "jpg": b"\xff\xd8\xff", "jpeg": b"\xff\xd8\xff"}
NO_DATE = "Das ist kein Datum; richtig wäre zum Beispiel 31.03.2015."


def _day(label: str, help_text: str) -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        input_formats=["%d.%m.%Y", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": NO_DATE},
    )


class AnswerForm(forms.Form):
    """Agreed, or refused with a reason; `proposal` is the one its reader saw."""

    proposal = forms.IntegerField(min_value=1, max_value=2**31 - 1)
    agreed = forms.TypedChoiceField(choices=[("1", "zustimmen"), ("0", "ablehnen")], coerce=lambda text: text == "1")
    reason = forms.CharField(label="Begründung", required=False, max_length=LONGEST)


class SettleForm(forms.Form):
    """Which settlement."""

    kind = forms.ChoiceField(choices=SettlementKind.choices)


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
    new_due = _day("verschoben auf", "Nur bei „verschoben“.")
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
