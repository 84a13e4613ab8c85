"""Resources of the catalogue: by natural key, row by row checked, all or nothing, one audit entry an import."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.db import models
from import_export.fields import Field
from import_export.instance_loaders import BaseInstanceLoader
from import_export.resources import ModelResource
from import_export.results import Result, RowResult
from import_export.widgets import Widget

from agreements.choices import Aggregation, Level, Nature, PartyKind, RegionKind, Rhythm, Source
from agreements.models import Measure, Party, Region, Series
from agreements.resources.formats import Rows
from agreements.resources.widgets import Ags, Choice, Day, Number, Reference, Text, Whole, YesNo, text_of
from agreements.services import audit

log = logging.getLogger(__name__)
VERB = "Verwaltung: Katalog eingelesen"


@dataclass(frozen=True)
class Fault:
    """What is wrong with a cell of the file; `column` is empty where it is the whole row, `row` 0 where it is the file."""

    row: int
    column: str
    message: str

    def __str__(self) -> str:
        place = [f"Zeile {self.row}" if self.row else "", f"Spalte „{self.column}“" if self.column else ""]
        where = ", ".join(part for part in place if part)
        return f"{where}: {self.message}" if where else self.message


class ByNaturalKey(BaseInstanceLoader):
    """Finds the row that stands by its natural key; all of them are loaded once."""

    def __init__(self, resource: CatalogueResource, dataset: Rows | None = None) -> None:
        super().__init__(resource, dataset)
        self.column = resource.fields[resource.key]
        related = [name for name, field in resource.fields.items() if isinstance(field.widget, Reference)]
        rows = resource.get_queryset().select_related(*related)
        self.standing = {getattr(row, resource.key): row for row in rows}

    def get_instance(self, row: dict[str, Any]) -> models.Model | None:
        return self.standing.get(self.column.clean(row))


class CatalogueResource(ModelResource):
    """What the four resources share. After import_data, `result.faults` names rows and columns."""

    class Meta:
        instance_loader_class = ByNaturalKey
        use_transactions = True
        skip_unchanged = True
        skip_html_diff = True  # it would colour with style attributes, which the CSP forbids
        store_instance = True
        clean_model_instances = True

    @property
    def key(self) -> str:
        """The field of the natural key."""
        return str(self._meta.model.NATURAL[0])

    def import_data(self, dataset: Rows, *args: Any, **kwargs: Any) -> Result:
        """All rows or none. A file whose columns or keys are wrong is not read any further."""
        self._name_columns(dataset)
        faults = list(self._faults_of_table(dataset))
        if faults:
            result = Result()
            result.faults = faults
            result.append_base_error(self.get_error_result_class()(ValueError(str(faults[0]))))
            return result
        self.rows = self._parents_first(dataset)
        result = super().import_data(self.rows, *args, **kwargs | {"rollback_on_validation_errors": True})
        result.faults = sorted(self._faults_of_rows(result), key=lambda fault: fault.row)
        return result

    def skip_row(
        self, instance: Any, original: Any, row: Any, import_validation_errors: dict[str, Any] | None = None
    ) -> bool:
        """Unchanged, line breaks and outer spaces aside: a spreadsheet does not keep them."""
        if import_validation_errors or instance.pk is None:
            return False
        return all(_same(field.get_value(instance), field.get_value(original)) for field in self.get_import_fields())

    def after_import_row(self, row: Any, row_result: RowResult, **kwargs: Any) -> None:
        """What the preview and the audit entry say of the row."""
        row_result.number = self.rows.numbers[kwargs["row_number"] - 1]
        row_result.changes = [
            (field.column_name, before, after)
            for field in self.get_import_fields()
            if not _same(before := _shown(field, row_result.original), after := _shown(field, row_result.instance))
        ]

    def after_import(self, dataset: Rows, result: Result, **kwargs: Any) -> None:
        """One entry in the audit trail for a file that was really taken in, in the same transaction."""
        if kwargs.get("dry_run") or result.has_errors() or result.has_validation_errors():
            return
        changed = {text_of(getattr(row.instance, self.key)): row.changes for row in result.rows if not row.is_skip()}
        audit.record(
            by=kwargs["user"],
            verb=VERB,
            object=str(self._meta.model._meta.verbose_name_plural),
            before={key: {name: before for name, before, _ in rows if before != ""} for key, rows in changed.items()},
            after={
                "Datei": kwargs.get("file_name") or "",
                "neu": result.totals[RowResult.IMPORT_TYPE_NEW],
                "geändert": result.totals[RowResult.IMPORT_TYPE_UPDATE],
                "unverändert": result.totals[RowResult.IMPORT_TYPE_SKIP],
                "Zeilen": {key: {name: after for name, _, after in rows} for key, rows in changed.items()},
            },
        )

    def _name_columns(self, dataset: Rows) -> None:
        """A column may be headed by its German word or by the code of the field, in whatever case."""
        names = {field.column_name.casefold(): field.column_name for field in self.fields.values()}
        names |= {code.casefold(): field.column_name for code, field in self.fields.items()}
        dataset.headers = [names.get(head.casefold(), head) for head in dataset.headers]

    def _faults_of_table(self, dataset: Rows) -> Iterator[Fault]:
        known = [field.column_name for field in self.fields.values()]
        for head in dataset.headers:
            if head not in known:
                yield Fault(0, head, f"Diese Spalte gibt es nicht; möglich sind: {', '.join(known)}.")
            elif dataset.headers.count(head) > 1:
                yield Fault(0, head, "Diese Spalte steht zweimal in der Datei.")
        key = self.fields[self.key]
        if key.column_name not in dataset.headers:
            yield Fault(0, key.column_name, "Diese Spalte fehlt; an ihr werden die Zeilen erkannt.")
            return
        seen: dict[str, int] = {}
        for number, row in zip(dataset.numbers, dataset.dict, strict=True):
            text = key.clean(row)
            if text in seen:
                yield Fault(number, key.column_name, f"„{text}“ steht schon in Zeile {seen[text]}.")
            seen.setdefault(text, number)

    def _parents_first(self, dataset: Rows) -> Rows:
        """Rows that name other rows of the file come after those; a circle stays in the order of the file."""
        key = self.fields[self.key]
        model = self._meta.model
        own = [f for f in self.fields.values() if isinstance(f.widget, Reference) and f.widget.model is model]
        waiting = [
            (number, values, key.clean(row), {f.widget.key.clean(row.get(f.column_name)) for f in own})
            for number, values, row in zip(dataset.numbers, list(dataset), dataset.dict, strict=True)
        ]
        sorted_rows = Rows(headers=dataset.headers)
        numbers: list[int] = []
        while waiting:
            open_keys = {text for _, _, text, _ in waiting}
            ready = [each for each in waiting if not (each[3] - {each[2]}) & open_keys] or waiting
            for number, values, _, _ in ready:
                sorted_rows.append(values)
                numbers.append(number)
            done = {number for number, *_ in ready}
            waiting = [each for each in waiting if each[0] not in done]
        sorted_rows.numbers = numbers
        return sorted_rows

    def _faults_of_rows(self, result: Result) -> Iterator[Fault]:
        columns = {field.attribute: field.column_name for field in self.fields.values()}
        for invalid in result.invalid_rows:
            for name, messages in invalid.error_dict.items():
                column = "" if name == NON_FIELD_ERRORS else columns.get(name, name)
                for message in messages:
                    yield Fault(self.rows.numbers[invalid.number - 1], column, message)
        for row in result.error_rows:
            for error in row.errors:
                log.error("Katalog: Zeile %s", row.number, exc_info=error.error)
                yield Fault(self.rows.numbers[row.number - 1], "", "Diese Zeile lässt sich nicht speichern.")


def _same(one: object, other: object) -> bool:
    if isinstance(one, str) and isinstance(other, str):
        return text_of(one) == text_of(other)
    return one == other


def _shown(field: Field, instance: Any) -> Any:
    """The value as the file writes it; empty where there was no row."""
    value = "" if instance is None else field.export(instance)
    return "" if value is None else value


def _fields(model: type[models.Model], widgets: dict[str, Widget]) -> dict[str, Field]:
    """A column a field: headed by its verbose name, an empty cell is the model's default."""
    made = {}
    for name, widget in widgets.items():
        field = model._meta.get_field(name)
        default = {"default": field.default} if field.has_default() else {}  # type: ignore[union-attr]
        made[name] = Field(attribute=name, column_name=str(field.verbose_name), widget=widget, **default)  # type: ignore[union-attr]
    return made


def _resource(model: type[models.Model], widgets: dict[str, Widget]) -> type[CatalogueResource]:
    natural: Sequence[str] = model.NATURAL  # type: ignore[attr-defined]
    meta = type(
        "Meta",
        (CatalogueResource.Meta,),
        {"model": model, "fields": tuple(widgets), "import_id_fields": tuple(natural), "import_order": tuple(widgets)},
    )
    name = f"{model.__name__}Resource"
    return type(name, (CatalogueResource,), {"Meta": meta, "__doc__": f"{name}."} | _fields(model, widgets))


RegionResource = _resource(
    Region,
    {
        "key": Ags(),
        "name": Text(),
        "kind": Choice(RegionKind),
        "parent": Reference(Region, "key", Ags()),
        "fictitious": YesNo(),
    },
)
PartyResource = _resource(
    Party,
    {
        "key": Text(),
        "kind": Choice(PartyKind),
        "name": Text(),
        "short_name": Text(),
        "address": Text(),
        "region": Reference(Region, "key", Ags()),
        "parent": Reference(Party, "key"),
        "comparison_type": Text(),
        "comparison_from": Day(),
        "comparison_to": Day(),
    },
)
SeriesResource = _resource(
    Series,
    {
        "code": Text(),
        "name": Text(),
        "unit": Text(),
        "decimals": Whole(),
        "source": Choice(Source),
        "level": Choice(Level),
        "nature": Choice(Nature),
        "rhythm": Choice(Rhythm),
        "months_until_available": Whole(),
        "months_until_final": Whole(),
        "counts_people": YesNo(),
        "subset_of": Reference(Series, "code"),
        "partition": Text(),
        "threshold": Whole(),
        "definition": Text(),
        "lower": Number(),
        "upper": Number(),
        "position": Whole(),
    },
)
MeasureResource = _resource(
    Measure,
    {
        "code": Text(),
        "name": Text(),
        "unit": Text(),
        "decimals": Whole(),
        "aggregation": Choice(Aggregation),
        "series": Reference(Series, "code"),
        "numerator": Reference(Measure, "code"),
        "denominator": Reference(Measure, "code"),
        "lag": Whole(),
        "factor": Number(),
        "number": Reference(Series, "code"),
        "definition": Text(),
        "source": Text(),
    },
)
