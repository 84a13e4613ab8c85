"""Forms of carrying over: which agreement into which year, and the new plan values beside last year's."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.html import format_html

from agreements.choices import PlanWay
from agreements.domain.numbers import NumberError, format_number, parse
from agreements.domain.wording import own_decimals
from agreements.models import Agreement, Target, TargetMeasure
from monitoring.selectors.carrying import PlanLine
from monitoring.services.carrying import NewBreak, NewPlan

DAYS = ["%Y-%m-%d", "%d.%m.%Y"]
LARGEST_PERCENT = Decimal(1000)  # what the table holds


def _day(label: str) -> forms.DateField:
    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    wrong = {"invalid": "Das ist kein Datum; richtig wäre zum Beispiel 01.01.2015."}
    return forms.DateField(label=label, input_formats=DAYS, widget=widget, error_messages=wrong)


class SourceField(forms.ModelChoiceField):
    """Agreements by their title, Jobcenter and year."""

    def label_from_instance(self, obj: Agreement) -> str:
        return f"{obj.title}, {obj.jobcenter} ({obj.year})"


class CarryForm(forms.Form):
    """The source, the template of its texts, the new year, the title and the term."""

    source = SourceField(label="Fortgeschrieben wird", queryset=Agreement.objects.none(), to_field_name="key")
    template = SourceField(
        label="Texte, Ziele und Pflichten aus",
        queryset=Agreement.objects.none(),
        to_field_name="key",
        required=False,
        empty_label="derselben Vereinbarung",
        help_text="Mittel einer anderen Vereinbarung werden nur übernommen, wenn sie dasselbe Jobcenter betrifft.",
    )
    year = forms.IntegerField(label="Neues Jahr", min_value=2005, max_value=2100)
    title = forms.CharField(label="Titel", max_length=200)
    starts = _day("gilt ab")
    ends = _day("gilt bis")

    def __init__(self, *args: Any, sources: Iterable[Agreement], templates: Iterable[Agreement], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, choices in (("source", list(sources)), ("template", list(templates))):
            field = self.fields[name]
            if isinstance(field, SourceField):
                chosen = Agreement.objects.filter(pk__in=[each.pk for each in choices])
                field.queryset = chosen.select_related("jobcenter")
                if name == "template" and len(choices) < 2:
                    del self.fields[name]  # nothing to choose

    def clean(self) -> dict[str, Any]:
        """The term has an order and begins in the year."""
        cleaned = super().clean() or {}
        starts, ends, year = (cleaned.get(name) for name in ("starts", "ends", "year"))
        if starts and ends and ends < starts:
            self.add_error("ends", "„gilt bis“ liegt vor „gilt ab“.")
        if starts and year and starts.year != year:
            self.add_error("starts", f"Die Vereinbarung für {year} beginnt nicht in diesem Jahr.")
        return cleaned


class PlansForm(forms.Form):
    """For every line way, value and version; for every target of a line the break of its series and its version."""

    def __init__(self, *args: Any, lines: Sequence[PlanLine], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = lines
        self.targets = list({line.row.target_id: line.row.target for line in lines}.values())
        for line in lines:
            self._add_line(line.row)
        for target in self.targets:
            self._add_target(target)

    def _add_line(self, row: TargetMeasure) -> None:
        name = f"{row.target}: {row.measure.name}"
        ways = [(PlanWay.ABSOLUTE, row.measure.unit), (PlanWay.RELATIVE, "% zum Vorjahr")]
        stands = row.plan if row.way == PlanWay.ABSOLUTE else row.relative_percent
        shown = "" if stands is None else format_number(stands, own_decimals(stands))
        chosen = PlanWay.ABSOLUTE if row.way == PlanWay.NONE else row.way
        self.fields[f"plan-{row.pk}"] = forms.CharField(
            label=_label("Neuer Planwert", name), required=False, max_length=40, initial=shown
        )
        self.fields[f"way-{row.pk}"] = forms.ChoiceField(label=_label("Angabe", name), choices=ways, initial=chosen)
        self.fields[f"seen-{row.pk}"] = _version(row.version)

    def _add_target(self, target: Target) -> None:
        self.fields[f"break-{target.pk}"] = forms.CharField(
            label=_label("Bruch in der Reihe", str(target)),
            required=False,
            max_length=2000,
            initial=target.series_break,
            widget=forms.Textarea(attrs={"rows": 2}),
        )
        self.fields[f"target-{target.pk}"] = _version(target.version)

    def clean(self) -> dict[str, Any]:
        """Every value as a number, its fault at its field."""
        cleaned = super().clean() or {}
        for line in self.lines:
            name = f"plan-{line.row.pk}"
            try:
                cleaned[name] = _value(line.row, cleaned.get(name, ""), cleaned.get(f"way-{line.row.pk}", ""))
            except NumberError as error:
                self.add_error(name, str(error))
        return cleaned

    def plans(self) -> list[NewPlan]:
        """What was typed, line by line; an empty field is no plan."""
        return [self._plan(line.row) for line in self.lines]

    def breaks(self) -> list[NewBreak]:
        """What was said of the series, target by target."""
        return [
            NewBreak(
                target=target,
                seen=self.cleaned_data[f"target-{target.pk}"],
                text=self.cleaned_data[f"break-{target.pk}"].replace("\r\n", "\n"),
            )
            for target in self.targets
        ]

    def _plan(self, row: TargetMeasure) -> NewPlan:
        value = self.cleaned_data[f"plan-{row.pk}"]
        way = PlanWay.NONE if value is None else PlanWay(self.cleaned_data[f"way-{row.pk}"])
        return NewPlan(row=row, seen=self.cleaned_data[f"seen-{row.pk}"], way=way, value=value)

    def rows(self) -> list[tuple[PlanLine, Any, Any, Any, Any, Any]]:
        """The lines with their bound fields; the break stands with the first line of its target."""
        first = {line.row.target_id: line.row.pk for line in reversed(self.lines)}
        return [
            (
                line,
                *(self[f"{name}-{line.row.pk}"] for name in ("plan", "way", "seen")),
                *(
                    (self[f"{name}-{line.row.target_id}"] for name in ("break", "target"))
                    if first[line.row.target_id] == line.row.pk
                    else (None, None)
                ),
            )
            for line in self.lines
        ]


def _label(word: str, name: str) -> str:
    """The word everybody sees, and whose it is for those who do not see the heading above."""
    return format_html('{}<span class="kern-sr-only">, {}</span>', word, name)


def _version(version: int) -> forms.IntegerField:
    return forms.IntegerField(min_value=0, max_value=2**31 - 1, initial=version, widget=forms.HiddenInput())


def _value(row: TargetMeasure, text: str, way: str) -> Decimal | None:
    """Raises NumberError."""
    if not text.strip():
        return None
    if way != PlanWay.RELATIVE:
        return parse(text, decimals=row.measure.decimals, unit=row.measure.unit)
    value = parse(text, decimals=2, unit="%", allow_negative=True)
    if abs(value) >= LARGEST_PERCENT:
        raise NumberError("Die Veränderung zum Vorjahr ist zu groß; möglich ist weniger als 1.000 %.")
    return value
