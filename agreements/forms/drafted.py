"""What all forms of a draft share: the version their writer saw, cleaned texts, German numbers, and what two people wrote at once."""

from __future__ import annotations

from copy import copy
from decimal import Decimal
from typing import Any, cast

from django import forms
from django.db import models
from django.http import QueryDict
from django.utils.text import capfirst

from agreements.domain.numbers import NumberError, format_number, format_value, parse
from agreements.domain.prose import without_control
from agreements.domain.wording import own_decimals

DAYS = ["%Y-%m-%d", "%d.%m.%Y"]
LONGEST = 20000
CHOOSE, NOTHING = "bitte wählen", "keine Angabe"
TOO_LONG = "Der Text ist zu lang: möglich sind %(limit_value)d Zeichen, es sind %(show_value)d."


class TextField(forms.CharField):
    """Words without control characters; a text of several lines may have 20,000 characters."""

    def __init__(self, *args: Any, rows: int = 0, **kwargs: Any) -> None:
        if rows:
            kwargs |= {"widget": forms.Textarea(attrs={"rows": rows}), "max_length": LONGEST}
        super().__init__(*args, **kwargs)
        self.error_messages["max_length"] = TOO_LONG

    def to_python(self, value: Any) -> str:
        return str(super().to_python(without_control(str(value or ""))))


class NumberField(forms.CharField):
    """A German number with so many decimals; its message stands at the field."""

    def __init__(self, *args: Any, decimals: int, unit: str = "", signed: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, max_length=40, **kwargs)
        self.error_messages["max_length"] = TOO_LONG
        self.decimals, self.unit, self.signed = decimals, unit, signed

    def clean(self, value: Any) -> Decimal | None:
        """Raises ValidationError."""
        text = super().clean(value)
        if not text:
            return None
        try:
            return parse(text, decimals=self.decimals, unit=self.unit, allow_negative=self.signed)
        except NumberError as error:
            raise forms.ValidationError(str(error)) from error

    def prepare_value(self, value: Any) -> Any:
        return format_number(value, own_decimals(value)) if isinstance(value, Decimal) else value


def day_field(field: models.DateField) -> forms.DateField:
    """A day of the model, typed or chosen."""
    return forms.DateField(
        label=capfirst(field.verbose_name),
        required=not field.blank,
        input_formats=DAYS,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"invalid": "Das ist kein Datum; richtig wäre zum Beispiel 31.12.2015."},
        help_text=field.help_text,
    )


def german_field(field: models.Field, **kwargs: Any) -> Any:
    """The form field of a model field: texts are cleaned, numbers and days are read as they are written here."""
    if isinstance(field, models.TextField):
        return TextField(
            label=capfirst(field.verbose_name), required=not field.blank, rows=4, help_text=field.help_text
        )
    if type(field) is models.CharField and not field.choices:
        kwargs["form_class"] = TextField
    if isinstance(field, models.DecimalField):
        required = not field.blank and not field.has_default()
        return NumberField(
            label=capfirst(field.verbose_name),
            required=required,
            decimals=field.decimal_places,
            help_text=field.help_text,
        )
    return day_field(field) if isinstance(field, models.DateField) else field.formfield(**kwargs)


class DraftMeta:
    """What the Meta of every form of a draft begins with."""

    formfield_callback = staticmethod(german_field)


class DraftForm(forms.ModelForm):
    """A form of one row; `version` is the one its writer saw. The row that is handed in stays as it was read."""

    version = forms.IntegerField(min_value=0, max_value=2**31 - 1, widget=forms.HiddenInput())

    def __init__(self, data: Any = None, *, instance: Any, **kwargs: Any) -> None:
        super().__init__(data, instance=copy(instance), **kwargs)
        self.standing: models.Model | None = None
        for field in self.fields.values():
            if isinstance(field, forms.ModelChoiceField) and field.empty_label:
                field.empty_label = CHOOSE if field.required else NOTHING
            elif isinstance(field, forms.TypedChoiceField):
                field.choices = _choices(field)
        self.initial.setdefault("version", self.instance.version if self.instance.pk else 0)

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields in their order, without the version."""
        return self.visible_fields()

    @property
    def is_faulty(self) -> bool:
        """Whether what was typed could not be saved; a form that was not sent is not."""
        return self.is_bound and (bool(self.errors) or self.standing is not None)

    def changes(self) -> dict[str, Any]:
        """The typed values by the columns of the row, without what refers to several rows."""
        fields = {field.name: field for field in self.instance._meta.concrete_fields}
        named = [name for name in self.cleaned_data if name in fields and name != "version"]
        return {fields[name].attname: _plain(self.cleaned_data[name]) for name in named}

    def compare(self, standing: Any) -> None:
        """Somebody saved in between: what stands now is told beside what was typed, and the next saving holds."""
        self.standing = standing
        sent = cast(QueryDict, self.data).copy()
        sent[self.add_prefix("version")] = str(standing.version)
        self.data = sent

    @property
    def differences(self) -> list[tuple[str, str]]:
        """Label and standing words of every field in which typed and standing differ."""
        if self.standing is None:
            return []
        fields = {field.name: field for field in self.instance._meta.concrete_fields}
        told = [name for name in self.fields if name in fields and name != "version"]
        apart = [name for name in told if _plain(self.cleaned_data.get(name)) != self._stands(fields[name].attname)]
        return [(str(self.fields[name].label), self._words(name)) for name in apart]

    def _stands(self, name: str) -> Any:
        return getattr(self.standing, name)

    def _words(self, name: str) -> str:
        display = getattr(self.standing, f"get_{name}_display", None)
        value = display() if display else self._stands(name)
        if isinstance(value, list):
            return ", ".join(value) or "leer"
        if isinstance(value, bool):
            return "ja" if value else "nein"
        if isinstance(value, Decimal):
            return format_value(value, own_decimals(value), "")
        return f"{value:%d.%m.%Y}" if hasattr(value, "strftime") else str(value or "leer")


def _choices(field: forms.TypedChoiceField) -> list[Any]:
    """With words where Django has dashes."""
    empty = CHOOSE if field.required else NOTHING
    return [(value, label if value else empty) for value, label in cast(Any, field.choices)]


def _plain(value: Any) -> Any:
    return value.pk if isinstance(value, models.Model) else value
