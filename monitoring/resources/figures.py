"""Resources of figures: the columns of contract.md, written so that the same file read in again changes nothing.

Reading goes through services.imports, not through import_data (docs/entscheidungen.md says why).
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from import_export.fields import Field
from import_export.resources import ModelResource, Resource
from import_export.widgets import Widget

from agreements.domain.months import month_key
from agreements.domain.numbers import round_half_up
from monitoring.choices import FigureStatus
from monitoring.domain.layout import FIELDS
from monitoring.models import MonthlyActual
from monitoring.services.uploads import TEMPLATE_COLUMN

NO_FIGURE = "k. A."


class MonthWidget(Widget):
    """2014-09, as contract.md writes it."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return month_key(value)


class StatusWidget(Widget):
    """Its German word."""

    def render(self, value: Any, obj: Any = None, **kwargs: Any) -> str:
        return str(FigureStatus(value).label)


class FigureResource(ModelResource):
    """Stored figures; the queryset comes with series and region."""

    gebiet = Field(attribute="region__key", column_name="gebiet")
    datenreihe = Field(attribute="series__code", column_name="datenreihe")
    monat = Field(attribute="month", column_name="monat", widget=MonthWidget())
    wert = Field(column_name="wert")
    status = Field(attribute="status", column_name="status", widget=StatusWidget())
    grund = Field(column_name="grund")

    class Meta:
        model = MonthlyActual
        fields = FIELDS
        export_order = FIELDS

    def dehydrate_wert(self, actual: MonthlyActual) -> Decimal | str:
        """The figure with the decimals of its series, or k. A."""
        return NO_FIGURE if actual.value is None else round_half_up(actual.value, actual.series.decimals)

    def dehydrate_grund(self, actual: MonthlyActual) -> str:
        """Of the none or of the estimate; the one word of contract.md for both."""
        return actual.reason or actual.basis


class MissingResource(Resource):
    """Figures that are missing, as a template: (series, region, month), value left empty; with the words beside it."""

    gebiet = Field(column_name="gebiet")
    datenreihe = Field(column_name="datenreihe")
    monat = Field(column_name="monat")
    wert = Field(column_name="wert")
    status = Field(column_name="status")
    grund = Field(column_name="grund")
    bezeichnung = Field(column_name=TEMPLATE_COLUMN)

    class Meta:
        fields = (*FIELDS, TEMPLATE_COLUMN)
        export_order = (*FIELDS, TEMPLATE_COLUMN)

    def dehydrate_gebiet(self, missing: Any) -> str:
        return str(missing[1].key)

    def dehydrate_datenreihe(self, missing: Any) -> str:
        return str(missing[0].code)

    def dehydrate_monat(self, missing: Any) -> str:
        return month_key(missing[2])

    def dehydrate_wert(self, missing: Any) -> None:
        """Nothing: that is what is asked for."""

    def dehydrate_status(self, missing: Any) -> str:
        return ""

    def dehydrate_grund(self, missing: Any) -> str:
        return ""

    def dehydrate_bezeichnung(self, missing: Any) -> str:
        series, region, _ = missing
        return f"{series.name} ({series.unit}), {region.name}"
