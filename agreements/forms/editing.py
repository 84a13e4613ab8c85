"""Forms of a draft: a section, a target, a budget, a duty, and a text that saves itself."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.utils.text import slugify

from agreements.choices import DutyRhythm
from agreements.forms.drafted import LONGEST, DraftForm, DraftMeta, NumberField, TextField
from agreements.models import Agreement, Budget, Duty, Party, Section, Series, Target

LONGEST_CODE = 40
IN_ASCII = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
NO_CODE = "Bitte ein Kürzel aus Kleinbuchstaben, Ziffern und Bindestrichen angeben, zum Beispiel „kdu“."


def _code(title: str) -> str:
    """ "Größere Wirkung" becomes "groessere-wirkung"."""
    return slugify(title.lower().translate(IN_ASCII))[:LONGEST_CODE].strip("-")


def parties_of(agreement: Agreement) -> Any:
    """The partners of the agreement, in their printed order."""
    return Party.objects.filter(partnerships__agreement=agreement).order_by("partnerships__position")


class ProseForm(forms.Form):
    """The text of a section or the description of a target with the version its writer saw."""

    text = TextField(required=False, max_length=LONGEST, strip=True)
    version = forms.IntegerField(min_value=0, max_value=2**31 - 1)

    @property
    def fault(self) -> str:
        """The first thing that is wrong, as one sentence."""
        if "text" in self.errors:
            return str(self.errors["text"][0])
        return "Die Eingabe ist unvollständig; bitte die Seite neu laden."


class SectionForm(DraftForm):
    """A section without its text, which saves itself."""

    column_heads = TextField(
        label="Spaltenköpfe",
        required=False,
        rows=3,
        help_text="ein Spaltenkopf je Zeile, in der Reihenfolge der Tabelle",
    )

    class Meta(DraftMeta):
        model = Section
        fields = ["number", "heading", "kind", "column_heads", "closing", "footnote"]

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["column_heads"] = "\n".join(self.instance.column_heads)

    def clean_column_heads(self) -> list[str]:
        """One a line, without empty ones."""
        return [line.strip() for line in self.cleaned_data["column_heads"].split("\n") if line.strip()]


class TargetForm(DraftForm):
    """A target without its description, which saves itself. The code is given once: figures of later years refer to it."""

    class Meta(DraftMeta):
        model = Target
        fields = [
            *("code", "title", "short_title", "section", "kind", "sphere"),
            *("in_mbz", "city_duty", "city_series", "series_break"),
        ]

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agreement = agreement
        self.fields["section"].queryset = agreement.sections.all()  # type: ignore[attr-defined]
        self.fields["city_series"].queryset = Series.objects.filter(level="city")  # type: ignore[attr-defined]
        code = self.fields["code"]
        code.required, code.help_text = False, "leer: aus dem Kurztitel oder Titel gebildet; bleibt danach, wie es ist"
        code.error_messages["invalid"] = NO_CODE
        if self.instance.pk:
            del self.fields["code"]

    def clean(self) -> dict[str, Any]:
        """A code that is free in this agreement."""
        cleaned = super().clean() or {}
        if "code" in self.fields and "code" in cleaned:
            typed = cleaned["code"] or _code(cleaned.get("short_title") or cleaned.get("title") or "")
            cleaned["code"] = typed.lower()
            if not typed:
                self.add_error("code", NO_CODE)
            elif self.agreement.targets.filter(code=cleaned["code"]).exists():
                self.add_error("code", f"Das Kürzel „{cleaned['code']}“ gibt es in der Vereinbarung schon.")
        return cleaned


class BudgetForm(DraftForm):
    """Money promised with a target."""

    class Meta(DraftMeta):
        model = Budget
        fields = ["purpose", "amount", "carrier", "series"]

    amount = NumberField(label="Betrag in €", decimals=2, unit="€")

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["carrier"].queryset = parties_of(agreement)  # type: ignore[attr-defined]
        self.fields["series"].queryset = Series.objects.filter(unit="€")  # type: ignore[attr-defined]


class DutyForm(DraftForm):
    """A promise in words."""

    class Meta(DraftMeta):
        model = Duty
        fields = [
            *("title", "sentence", "responsible", "with_whom"),
            *("rhythm", "due", "due_is_reading", "present_by", "is_condition"),
        ]

    responsible = forms.ModelMultipleChoiceField(
        label="Verantwortlich",
        queryset=Party.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Bitte mindestens einen Partner nennen, der für die Pflicht einsteht."},
    )

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["responsible"].queryset = parties_of(agreement)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What happens once has its day."""
        cleaned = super().clean() or {}
        if cleaned.get("rhythm") == DutyRhythm.ONCE and not cleaned.get("due") and "due" not in self.errors:
            self.add_error("due", "Eine einmalige Pflicht hat ein Datum; nennt das Papier keines, das Jahresende.")
        return cleaned

    @property
    def differences(self) -> list[tuple[str, str]]:
        """The responsible parties along."""
        told = super().differences
        if self.standing is not None:
            stands = list(cast(Duty, self.standing).responsible.all())
            if set(stands) != set(self.cleaned_data.get("responsible") or ()):
                told.append(("Verantwortlich", ", ".join(str(party) for party in stands) or "leer"))
        return told
