"""Forms of the MBZ: the Jobcenter's comment, the Agentur's note, the question, the acceptance of several months."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from agreements.domain.months import MonthError, month_key, month_name, parse_month

LONGEST = 20000


class TextForm(forms.Form):
    """A text with the version its writer saw."""

    text = forms.CharField(
        required=False,
        max_length=LONGEST,
        strip=False,
        error_messages={
            "max_length": f"Der Text ist zu lang: möglich sind {LONGEST} Zeichen, es sind %(show_value)d.",
            "null_characters_not_allowed": "Der Text enthält ein Zeichen, das sich nicht speichern lässt.",
        },
    )
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)

    @property
    def fault(self) -> str:
        """The first thing that is wrong, as one sentence."""
        if "text" in self.errors:
            return str(self.errors["text"][0])
        return "Die Eingabe ist unvollständig; bitte die Seite neu laden."


class ReturnForm(forms.Form):
    """The question with which a report goes back."""

    reason = forms.CharField(label="Rückfrage", max_length=5000, widget=forms.Textarea(attrs={"rows": 4}))


class AcceptForm(forms.Form):
    """The released months of one agreement and the day on which they were discussed."""

    discussed_on = forms.DateField(
        label="besprochen am",
        input_formats=["%d.%m.%Y", "%Y-%m-%d"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={
            "required": "Bitte den Tag angeben, an dem die Berichte besprochen wurden.",
            "invalid": "Das ist kein Datum; richtig wäre zum Beispiel 20.10.2014.",
        },
    )
    months = forms.MultipleChoiceField(
        label="Monate",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Bitte mindestens einen Monat auswählen.",
            "invalid_choice": "Einer der Monate ist nicht freigegeben; bitte die Seite neu laden.",
        },
    )

    def __init__(self, *args: Any, waiting: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["months"].choices = [(month_key(month), month_name(month)) for month in waiting]  # type: ignore[attr-defined]

    def clean_months(self) -> list[date]:
        """The months as dates. Raises ValidationError."""
        try:
            return [parse_month(text) for text in self.cleaned_data["months"]]
        except MonthError as error:
            raise forms.ValidationError(str(error)) from error
