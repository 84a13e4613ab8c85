"""The form that makes an amendment: its title, the month from which it takes effect, the targets that are to change."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any

from django import forms

from agreements.domain.months import month_key, month_name, parse_month
from agreements.models import Target


class AmendmentForm(forms.Form):
    """Targets are chosen by their code; those of one section stand together."""

    title = forms.CharField(label="Titel", max_length=200, error_messages={"required": "Der Titel fehlt."})
    effective_from = forms.ChoiceField(
        label="wirkt ab Monat",
        help_text="für den ganzen Wert seit Jahresbeginn; die Monate davor behalten das bisherige Soll",
        error_messages={
            "required": "Der Monat fehlt, ab dem der Nachtrag wirkt.",
            "invalid_choice": "Ab diesem Monat kann der Nachtrag nicht wirken.",
        },
    )
    targets = forms.MultipleChoiceField(
        label="Was sich ändert",
        error_messages={
            "required": "Bitte mindestens ein Ziel wählen.",
            "invalid_choice": "Bitte Ziele wählen, die in der Zielvereinbarung stehen.",
        },
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(
        self, data: Any, *, targets: Iterable[Target], months: Sequence[date], initial: dict[str, Any]
    ) -> None:
        super().__init__(data, initial=initial)
        found = list(targets)
        choices: dict[str, Any] = self.fields
        choices["effective_from"].choices = [(month_key(month), month_name(month)) for month in months]
        choices["targets"].choices = [(target.code, target.title) for target in found]
        self.sections = [
            (section, [target.code for target in group])
            for section, group in groupby(found, lambda each: str(each.section))
        ]

    def groups(self) -> list[tuple[str, list[forms.boundfield.BoundWidget]]]:
        """The boxes of the targets, section by section."""
        boxes = {box.data["value"]: box for box in self["targets"]}
        return [(section, [boxes[code] for code in codes]) for section, codes in self.sections]

    def clean_effective_from(self) -> date:
        """The first of the month."""
        return parse_month(self.cleaned_data["effective_from"])
