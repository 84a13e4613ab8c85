"""The form of one measure of a target: value or change, course with months of its own, thresholds, the printed words."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, cast

from django import forms

from agreements.choices import Course, MeasureRole, PlanWay, TargetKind
from agreements.domain.courses import course_fits
from agreements.domain.months import expected_months, month_key, month_name
from agreements.domain.numbers import format_number
from agreements.domain.wording import own_decimals
from agreements.forms.drafted import DraftForm, DraftMeta, NumberField, TextField
from agreements.models import Agreement, Measure, Target, TargetMeasure
from agreements.selectors.editing import PARTS, form_of, rhythm_of
from agreements.services.measures import Terms

UNUSED: dict[str, list[str]] = {  # what each way of the plan leaves empty
    PlanWay.ABSOLUTE: ["relative_percent"],
    PlanWay.RELATIVE: ["plan"],
    PlanWay.NONE: ["plan", "relative_percent"],
}
LARGEST_PERCENT = Decimal(1000)  # what the table holds
LARGEST_THRESHOLD = Decimal(10000)


class NewMeasureForm(DraftForm):
    """Which measure, and what it is to the target; its value is asked for on the next page."""

    class Meta(DraftMeta):
        model = TargetMeasure
        fields = ["measure", "role"]

    def __init__(self, *args: Any, agreement: Agreement, target: Target, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        used = target.measures.values("measure")
        self.fields["measure"].queryset = Measure.objects.exclude(pk__in=used).order_by("name")  # type: ignore[attr-defined]


class MeasureForm(DraftForm):
    """All terms of a measure. Months of its own are shown by the rhythm of what is counted, and used with that course."""

    class Meta(DraftMeta):
        model = TargetMeasure
        fields = [
            *("role", "direction", "way", "plan", "relative_percent", "course", "plan_printed", "reading"),
            *("green", "yellow", "gradual"),
        ]

    # What the printed words were when the page was made: who did not touch them does not keep them for another value.
    printed_seen = TextField(required=False, widget=forms.HiddenInput())

    TEXTS = {
        "plan_printed": "leer: aus dem Wert gebildet",
        "green": "bis zu dieser ungünstigen Abweichung im Soll",
        "yellow": "bis hierher leicht, darüber deutlich daneben",
    }

    def __init__(self, *args: Any, agreement: Agreement, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        measure = Measure.objects.select_related(*PARTS).get(pk=self.instance.measure_id)
        self.measure, self.kind = measure, TargetKind(self.instance.target.kind)
        numbers: dict[str, Any] = {"decimals": measure.decimals, "unit": measure.unit, "required": False}
        self.fields["plan"] = NumberField(label=f"Planwert ({measure.unit})", **numbers)
        self.fields["relative_percent"] = NumberField(
            label="Veränderung zum Vorjahr in %", decimals=2, unit="%", signed=True, required=False
        )
        for name, words in self.TEXTS.items():
            self.fields[name].help_text = words
        fitting = [course for course in Course if course_fits(form_of(measure), course, self.kind)]
        self.fields["course"].choices = [("", "kein Verlauf"), *((each.value, each.label) for each in fitting)]  # type: ignore[attr-defined]
        self.fields["course"].error_messages["invalid_choice"] = "Dieser Verlauf passt nicht zu dieser Messgröße."
        self.initial["printed_seen"] = self.instance.plan_printed
        self.months = {
            f"month-{month_key(month)}": month for month in expected_months(rhythm_of(measure), agreement.year)
        }
        stored = {value.month: value.value for value in self.instance.plan_values.all()}
        for name, month in self.months.items():
            self.fields[name] = NumberField(label=month_name(month), initial=stored.get(month), **numbers)

    @property
    def shown(self) -> list[forms.BoundField]:
        """The fields before the months."""
        return [field for field in self.visible_fields() if field.name not in self.months]

    @property
    def has_own_months(self) -> bool:
        """Whether the months are in use, or one of them is faulty."""
        return self["course"].value() == Course.OWN_MONTHS or any(name in self.errors for name in self.months)

    @property
    def month_fields(self) -> list[forms.BoundField]:
        """The months in their order."""
        return [self[name] for name in self.months]

    def clean(self) -> dict[str, Any]:
        """Value and way fit each other, thresholds have an order; every fault at its field."""
        cleaned = super().clean() or {}
        way = cleaned.get("way")
        if way == PlanWay.ABSOLUTE and cleaned.get("plan") is None and "plan" not in self.errors:
            self.add_error("plan", "Hier fehlt der Planwert; ohne Planwert bitte „kein Planwert“ wählen.")
        if (
            way == PlanWay.RELATIVE
            and cleaned.get("relative_percent") is None
            and "relative_percent" not in self.errors
        ):
            self.add_error("relative_percent", "Hier fehlt die Veränderung; „nicht weiter ansteigen“ ist 0.")
        for name in UNUSED.get(str(way), ()):
            if name in cleaned:
                cleaned[name] = None  # what the chosen way does not use
        if way != PlanWay.NONE and not cleaned.get("course") and "course" not in self.errors:
            self.add_error("course", "Ein Planwert braucht einen Verlauf.")
        self._bounds(cleaned)
        return cleaned

    def _bounds(self, cleaned: dict[str, Any]) -> None:
        percent = cleaned.get("relative_percent")
        if percent is not None and abs(percent) >= LARGEST_PERCENT:
            self.add_error(
                "relative_percent", "Die Veränderung zum Vorjahr ist zu groß; möglich ist weniger als 1.000 %."
            )
        for name in ("green", "yellow"):
            value = cleaned.get(name)
            if value is None and name not in self.errors:
                cleaned[name] = self._meta.model._meta.get_field(name).default
            elif value is not None and value >= LARGEST_THRESHOLD:
                self.add_error(name, "Die Schwelle ist zu groß; möglich ist weniger als 10.000 %.")
        green, yellow = cleaned.get("green"), cleaned.get("yellow")
        if green is not None and yellow is not None and yellow < green:
            self.add_error("yellow", "Die Schwelle für gelb ist mindestens so groß wie die für grün.")

    @property
    def differences(self) -> list[tuple[str, str]]:
        """The months along."""
        told = super().differences
        if self.standing is not None:
            stands = {value.month: value.value for value in cast(TargetMeasure, self.standing).plan_values.all()}
            for name, month in self.months.items():
                value = stands.get(month)
                if value != self.cleaned_data.get(name):
                    shown = "leer" if value is None else format_number(value, own_decimals(value))
                    told.append((month_name(month), shown))
        return told

    def terms(self) -> Terms:
        """What was typed, for the verb that saves it."""
        data = self.cleaned_data
        named = ("role", "direction", "reading", "green", "yellow", "gradual")
        way = PlanWay(data["way"])
        value = {PlanWay.ABSOLUTE: data["plan"], PlanWay.RELATIVE: data["relative_percent"]}.get(way)
        return Terms(
            fields={name: data[name] for name in named},
            way=way,
            value=value,
            printed=None if data["plan_printed"] == data["printed_seen"] else data["plan_printed"],
            course=data["course"],
            months={month: data[name] for name, month in self.months.items() if data[name] is not None},
        )


def new_measure(target: Target) -> TargetMeasure:
    """A measure that is not yet one of the target's, without a plan."""
    return TargetMeasure(target=target, way=PlanWay.NONE, role=MeasureRole.LEADING)
