"""Forms of the upper floor: German numbers at the field, one small form a figure, the comment."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict

from agreements.domain.months import month_name
from agreements.domain.numbers import NumberError, format_number, parse
from agreements.models import Series
from monitoring.choices import FigureStatus
from monitoring.selectors.entry import EntryRow
from monitoring.services.entries import SETTLED, Entry


class GermanNumberField(forms.CharField):
    """Text by the rules of domain.md §8 becomes a Decimal of the series, or a German sentence at the field."""

    def __init__(self, *, series: Series, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.series = series

    def clean(self, value: Any) -> Decimal | None:
        text = super().clean(value)
        if not text:
            return None
        euro = self.series.unit == "€"
        try:
            return parse(text, decimals=self.series.decimals, unit=self.series.unit, allow_negative=euro)
        except NumberError as error:
            raise forms.ValidationError(str(error)) from error


class FigureForm(forms.Form):
    """One figure of a month: the value, or keine Angabe with its reason; the version its writer saw comes along."""

    none = forms.BooleanField(label="keine Angabe", required=False)
    estimated = forms.BooleanField(label="geschätzt", required=False)
    note = forms.CharField(label="Grund", max_length=300, required=False)
    checked = forms.BooleanField(label="geprüft", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(
        self, row: EntryRow, data: QueryDict | None = None, *, doubts: Sequence[str] = (), closed: bool = False
    ) -> None:
        actual = row.actual
        super().__init__(
            data,
            prefix=row.name,
            initial={
                "value": ""
                if actual is None or actual.value is None
                else format_number(actual.value, row.series.decimals),
                "none": actual is not None and actual.value is None,
                "estimated": actual is not None and actual.status == FigureStatus.ESTIMATED,
                "note": "" if actual is None else actual.reason or actual.basis,
                "version": 0 if actual is None else actual.version,
            },
        )
        self.row = row
        said = f"{row.series.name} {month_name(row.month)}: "  # beside the field this is plain to see
        self.doubts = [doubt.removeprefix(said) for doubt in doubts]  # on what stands and nobody confirmed
        self.closed = closed  # the month takes nothing typed by hand
        self.fields["value"] = GermanNumberField(series=row.series, label=self.label, required=False)
        widget = self.fields["value"].widget
        described = f"{row.name}-state" + (f" {row.name}-doubts" if doubts else "")
        if closed:
            widget.attrs["readonly"] = True
        widget.attrs |= {
            "autocomplete": "off",
            "inputmode": "decimal",
            "aria-label": self.label,
            "aria-describedby": described,
        }
        self.settled = actual is not None and actual.status in SETTLED

    @property
    def label(self) -> str:
        """What a screen reader says for the field."""
        where = f", {self.row.region.name}" if self.row.series.level == "city" else ""
        return f"{self.row.series.name}{where} in {self.row.series.unit}"

    def clean(self) -> dict[str, Any]:
        """One thing at a time, and a reason where there is no figure or only an estimate."""
        data = super().clean() or {}
        if self.errors:
            return data
        if data.get("none") and data.get("value") is not None:
            self.add_error("value", "Entweder ein Wert oder „keine Angabe“, nicht beides.")
        if data.get("none") and not data.get("note"):
            self.add_error("note", "„keine Angabe“ braucht einen Grund, etwa „nicht erhoben“.")
        if data.get("estimated") and not data.get("note"):
            self.add_error("note", "Ein geschätzter Wert nennt die Grundlage der Schätzung.")
        return data

    def wants_change(self) -> bool:
        """Was anything of the figure itself touched? The version alone is none."""
        return bool(set(self.changed_data) - {"version"})

    def entry(self) -> Entry:
        """What shall stand; only for a valid form."""
        data = self.cleaned_data
        none, estimated, note = data["none"], data["estimated"], data["note"]
        return Entry(
            series=self.row.series,
            region=self.row.region,
            month=self.row.month,
            value=data["value"],
            reason=note if none else "",
            status=FigureStatus.ESTIMATED if estimated and not none else FigureStatus.PROVISIONAL,
            basis=note if estimated and not none else "",
            why=note,
            checked=data["checked"],
            expected_version=data["version"],
        )

    def overwrite_next_time(self, version: int) -> None:
        """After a conflict was shown, saving again is a decision: the form now knows the version that stands."""
        self.data = {**self.data.dict(), self.add_prefix("version"): str(version)}  # type: ignore[attr-defined]
