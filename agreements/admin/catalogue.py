"""Regions, parties and the catalogue of figures in the admin, with import and export."""

from __future__ import annotations

from django.contrib import admin

from agreements.admin.exchange import ExchangeAdmin
from agreements.models import Measure, Party, Region, Series
from agreements.resources import MeasureResource, PartyResource, RegionResource, SeriesResource


@admin.register(Region)
class RegionAdmin(ExchangeAdmin):
    """Gebiete."""

    resource_classes = [RegionResource]
    list_display = ["key", "name", "kind", "parent", "fictitious"]
    list_filter = ["kind", "fictitious"]
    list_select_related = ["parent"]
    search_fields = ["key", "name"]
    ordering = ["key"]
    autocomplete_fields = ["parent"]


@admin.register(Party)
class PartyAdmin(ExchangeAdmin):
    """Vereinbarungspartner."""

    resource_classes = [PartyResource]
    list_display = ["name", "short_name", "kind", "region", "parent", "comparison_type"]
    list_filter = ["kind"]
    list_select_related = ["region", "parent"]
    search_fields = ["key", "name", "short_name"]
    ordering = ["name"]
    autocomplete_fields = ["region", "parent"]
    fieldsets = [
        (None, {"fields": ["key", "kind", "name", "short_name", "address"]}),
        ("Einordnung", {"fields": ["region", "parent"]}),
        ("Vergleich", {"fields": ["comparison_type", "comparison_from", "comparison_to"]}),
    ]


@admin.register(Series)
class SeriesAdmin(ExchangeAdmin):
    """Datenreihen."""

    resource_classes = [SeriesResource]
    list_display = ["code", "name", "unit", "source", "level", "rhythm", "months_until_available", "months_until_final"]
    list_filter = ["source", "level", "rhythm", "nature", "counts_people"]
    search_fields = ["code", "name"]
    ordering = ["position", "code"]
    autocomplete_fields = ["subset_of"]
    fieldsets = [
        (None, {"fields": ["code", "name", "unit", "decimals", "definition", "position"]}),
        (
            "Herkunft",
            {"fields": ["source", "level", "nature", "rhythm", "months_until_available", "months_until_final"]},
        ),
        ("Schutz kleiner Zahlen", {"fields": ["counts_people", "threshold"]}),
        ("Prüfung", {"fields": ["subset_of", "partition", "lower", "upper"]}),
    ]


@admin.register(Measure)
class MeasureAdmin(ExchangeAdmin):
    """Messgrößen."""

    resource_classes = [MeasureResource]
    list_display = ["code", "name", "unit", "aggregation", "series", "numerator", "denominator", "lag"]
    list_filter = ["aggregation", "unit"]
    list_select_related = ["series", "numerator", "denominator"]
    search_fields = ["code", "name"]
    ordering = ["code"]
    autocomplete_fields = ["series", "numerator", "denominator", "number"]
    fieldsets = [
        (None, {"fields": ["code", "name", "unit", "decimals", "definition", "source"]}),
        ("Summe, Mittel oder Stand", {"fields": ["aggregation", "series", "number"]}),
        ("Quote", {"fields": ["numerator", "denominator", "lag", "factor"]}),
    ]
