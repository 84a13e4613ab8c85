"""Fields of the admin's forms: numbers as they are written in German, lists of lines."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.db import models

from agreements.domain.numbers import NumberError, parse


class GermanDecimal(forms.DecimalField):
    """A number by the rules of domain.md §8: "20,6" and "405.93" are read, "17.283" is asked back where it has two readings."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "size": "16"})

    def to_python(self, value: Any) -> Decimal | None:  # type: ignore[override]
        if value in self.empty_values:
            return None
        if isinstance(value, Decimal):
            return value
        try:
            return parse(str(value), decimals=self.decimal_places or 0, allow_negative=True)
        except NumberError as error:
            raise forms.ValidationError(str(error), code="invalid") from error

    def prepare_value(self, value: Any) -> Any:
        """Without thousands and needless zeros, so that what is shown reads back as it was."""
        return f"{value.normalize():f}".replace(".", ",") if isinstance(value, Decimal) else value

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {}


class Lines(forms.CharField):
    """A list of short texts, one a line."""

    widget = forms.Textarea(attrs={"rows": 3, "cols": 40})

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        return lines(super().clean(value))

    def has_changed(self, initial: Any, data: Any) -> bool:
        return (initial or []) != lines(data)


def lines(text: str | None) -> list[str]:
    """The lines that are not blank."""
    return [line.strip() for line in (text or "").splitlines() if line.strip()]


GERMAN: dict[Any, Any] = {models.DecimalField: {"form_class": GermanDecimal}}


def small(rows: int, cols: int) -> dict[Any, Any]:
    """GERMAN, with texts in fields of that size."""
    return {**GERMAN, models.TextField: {"widget": forms.Textarea(attrs={"rows": rows, "cols": cols})}}
