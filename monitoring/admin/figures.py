"""Figures, their history and imports in the admin: read-only, and only the rows the person may see (domain.md §7)."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from agreements.admin import ReadOnlyAdmin
from agreements.domain.months import month_name
from agreements.domain.numbers import format_value
from agreements.web import HouseRequest
from monitoring.models import ActualRevision, ImportRun, MonthlyActual
from monitoring.models.actual import ActualQuerySet


class YearFilter(admin.SimpleListFilter):
    """Years for which there are figures."""

    title = "Jahr"
    parameter_name = "jahr"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, str]]:
        years = model_admin.model.objects.order_by().dates("month", "year", order="DESC")
        return [(str(day.year), str(day.year)) for day in years]

    def queryset(self, request: HttpRequest, queryset: models.QuerySet[Any]) -> models.QuerySet[Any]:
        year = self.value()
        return queryset.filter(month__year=int(year)) if year and year.isdecimal() and len(year) == 4 else queryset


class FigureAdmin(ReadOnlyAdmin):
    """What figures and their revisions share."""

    list_select_related = ["series", "region", "by"]
    search_fields = ["series__code", "series__name", "region__key", "region__name"]

    def get_queryset(self, request: HouseRequest) -> models.QuerySet[Any]:  # type: ignore[override]
        rows: models.QuerySet[Any] = ActualQuerySet(self.model).visible_to(request.actor)
        return rows.select_related("series", "region", "by")

    @admin.display(description="Monat", ordering="month")
    def in_month(self, row: Any) -> str:
        return month_name(row.month)

    @admin.display(description="Wert")
    def figure(self, row: Any) -> str:
        """With its unit; a row without value is "keine Angabe" with its reason."""
        if row.value is None:
            return f"keine Angabe ({row.reason})" if row.reason else "entfernt"
        return format_value(row.value, row.series.decimals, row.series.unit)


@admin.register(MonthlyActual)
class ActualAdmin(FigureAdmin):
    """Ist-Werte."""

    list_display = ["series", "region", "in_month", "figure", "status", "version", "by", "at"]
    list_filter = [YearFilter, "status", "series__source", "series"]
    ordering = ["-month", "series_id", "region_id"]
    fields = [
        "series",
        "region",
        "in_month",
        "figure",
        "status",
        "basis",
        "comment",
        "checked_by",
        "version",
        "by",
        "at",
    ]
    readonly_fields = ["in_month", "figure"]


@admin.register(ActualRevision)
class RevisionAdmin(FigureAdmin):
    """Fassungen von Ist-Werten."""

    list_display = ["series", "region", "in_month", "version", "figure", "status", "origin", "why", "by", "at"]
    list_filter = [YearFilter, "origin", "status", "series__source", "series"]
    ordering = ["-id"]
    fields = [
        "series",
        "region",
        "in_month",
        "version",
        "figure",
        "status",
        "basis",
        "why",
        "origin",
        "import_run",
        "by",
        "at",
    ]
    readonly_fields = ["in_month", "figure"]


@admin.register(ImportRun)
class ImportRunAdmin(ReadOnlyAdmin):
    """Importe; their warnings name figures, also of cities, and are read where figures are entered."""

    list_display = ["file_name", "at", "by", "new", "changed", "unchanged", "state"]
    list_filter = ["state"]
    list_select_related = ["by"]
    search_fields = ["file_name"]
    ordering = ["-at", "-id"]
    fields = ["file_name", "sha256", "by", "at", "new", "changed", "unchanged", "state"]
