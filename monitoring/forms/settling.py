"""Forms of fixing and settling: an answer to a proposal, the kind of a settlement; and a day as everybody types it."""

from __future__ import annotations

from django import forms

from monitoring.choices import SettlementKind

LONGEST = 5000
NO_DATE = "Das ist kein Datum; richtig wäre zum Beispiel 31.03.2015."


def day_field(label: str, help_text: str) -> forms.DateField:
    """A day that may stay empty, typed or chosen."""
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
