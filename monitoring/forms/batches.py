"""The order of a batch: which month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms

from agreements.domain.months import month_key, month_name, parse_month


class BatchForm(forms.Form):
    """One of the months offered."""

    month = forms.TypedChoiceField(
        label="Monat",
        coerce=parse_month,
        error_messages={
            "required": "Bitte einen Monat auswählen.",
            "invalid_choice": "Dieser Monat steht nicht zur Auswahl.",
        },
    )

    def __init__(self, *args: Any, months: Sequence[date], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["month"]
        if isinstance(field, forms.TypedChoiceField):
            field.choices = [(month_key(month), month_name(month)) for month in months]
