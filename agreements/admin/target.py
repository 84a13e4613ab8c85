"""Targets in the admin, with their measures, plan values, budgets and duties; read-only once the agreement is signed."""

from __future__ import annotations

from typing import Any

from django.contrib import admin
from django.db import models
from django.http import HttpRequest

from agreements.admin.base import LOCKED_STATES, LockedAdmin, LockedInline
from agreements.admin.fields import GERMAN, small
from agreements.models import Agreement, Budget, Duty, PlanValue, Section, Target, TargetMeasure


class MeasureInline(LockedInline, admin.StackedInline):
    """Measures of the target; monthly plan values stand on the measure's own page."""

    model = TargetMeasure
    extra = 0
    show_change_link = True
    autocomplete_fields = ["measure"]
    formfield_overrides = small(2, 60)
    fields = [
        ("position", "measure", "role"),
        ("way", "plan", "relative_percent", "plan_printed"),
        ("direction", "course", "green", "yellow", "gradual"),
        "reading",
    ]


class BudgetInline(LockedInline, admin.StackedInline):
    """Money promised with the target."""

    model = Budget
    formfield_overrides = GERMAN
    extra = 0
    autocomplete_fields = ["carrier", "series"]
    fields = [("position", "purpose", "amount"), ("carrier", "series")]


class DutyInline(LockedInline, admin.StackedInline):
    """Promises in words."""

    model = Duty
    extra = 0
    autocomplete_fields = ["responsible"]
    formfield_overrides = small(2, 60)
    fields = [
        ("position", "title"),
        "sentence",
        ("responsible", "with_whom"),
        ("rhythm", "due", "due_is_reading", "present_by", "is_condition"),
    ]


@admin.register(Target)
class TargetAdmin(LockedAdmin):
    """Ziele."""

    list_display = ["title", "code", "agreement", "section", "kind", "sphere", "in_mbz", "city_duty"]
    list_filter = ["agreement__year", "agreement__state", "kind", "sphere", "in_mbz", "city_duty"]
    list_select_related = ["agreement", "section"]
    search_fields = ["code", "title", "short_title", "agreement__key", "agreement__title"]
    ordering = ["-agreement__year", "agreement__key", "section__position", "position"]
    autocomplete_fields = ["section", "city_series"]
    inlines = [MeasureInline, BudgetInline, DutyInline]
    fieldsets = [
        (None, {"fields": ["section", "position", "code", "title", "short_title", "description"]}),
        ("Einordnung", {"fields": ["kind", "sphere", "in_mbz", "city_duty", "city_series"]}),
    ]

    def formfield_for_foreignkey(self, db_field: Any, request: HttpRequest, **kwargs: Any) -> Any:
        """Nothing is added to a signed agreement."""
        if db_field.name == "section":
            kwargs["queryset"] = Section.objects.exclude(agreement__state__in=LOCKED_STATES)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class PlanValueInline(LockedInline, admin.StackedInline):
    """Plan values of the months."""

    model = PlanValue
    formfield_overrides = GERMAN
    extra = 0
    max_num = 12
    fields = [("month", "value")]

    def agreement_of(self, obj: Any) -> Agreement:
        return obj.target.agreement


@admin.register(TargetMeasure)
class TargetMeasureAdmin(LockedAdmin):
    """Not in the menu: the page of one measure of a target, for its monthly plan values."""

    list_display = ["measure", "target", "role", "way", "plan", "relative_percent"]
    list_select_related = ["measure", "target__agreement"]
    search_fields = ["measure__code", "target__code", "target__agreement__key"]
    autocomplete_fields = ["measure"]
    readonly_fields = ["target"]
    inlines = [PlanValueInline]

    def agreement_of(self, obj: Any) -> Agreement:
        return obj.target.agreement

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[TargetMeasure]:
        return super().get_queryset(request).select_related("measure", "target__agreement")

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
