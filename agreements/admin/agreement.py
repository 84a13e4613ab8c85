"""Agreements in the admin: partners and sections as inlines, the PDF as an action, read-only once signed."""

from __future__ import annotations

import io
import zipfile
from typing import Any

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.html import format_html

from agreements.admin.base import LOCKED_STATES, LockedAdmin, LockedInline
from agreements.admin.fields import Lines, small
from agreements.models import Agreement, AgreementParty, Section
from agreements.web import HouseRequest, attachment


class SectionForm(forms.ModelForm):
    """A section, with the heads of its columns one a line."""

    column_heads = Lines(label="Spaltenköpfe", required=False, help_text="einer je Zeile")

    class Meta:
        model = Section
        fields = ["position", "number", "heading", "kind", "prose", "column_heads", "closing", "footnote"]


class PartnerInline(LockedInline, admin.StackedInline):
    """Partner in the order of the cover."""

    model = AgreementParty
    extra = 0
    autocomplete_fields = ["party"]
    fields = [("position", "party"), ("linking", "function", "name")]
    formfield_overrides = small(2, 40)


class SectionInline(LockedInline, admin.StackedInline):
    """Sections in the order of the paper."""

    model = Section
    form = SectionForm
    extra = 0
    classes = ["collapse"]
    formfield_overrides = small(4, 80)


@admin.register(Agreement)
class AgreementAdmin(LockedAdmin):
    """Zielvereinbarungen und Nachträge."""

    list_display = ["title", "year", "jobcenter", "state", "starts", "ends", "targets_link"]
    list_filter = ["state", "year", ("amends", admin.EmptyFieldListFilter)]
    list_select_related = ["jobcenter"]
    search_fields = ["key", "title", "jobcenter__name", "jobcenter__short_name"]
    ordering = ["-year", "jobcenter__name", "key"]
    autocomplete_fields = ["jobcenter", "predecessor", "amends"]
    readonly_fields = ["state", "targets_link"]
    inlines = [PartnerInline, SectionInline]
    actions = ["as_pdf"]
    fieldsets = [
        (None, {"fields": ["key", "title", "year", "jobcenter", "state", "targets_link"]}),
        ("Geltung", {"fields": ["starts", "ends", "predecessor"]}),
        ("Nachtrag", {"fields": ["amends", "effective_from"]}),
    ]

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Agreement]:
        return super().get_queryset(request).annotate(target_count=models.Count("targets"))

    @admin.display(description="Ziele", ordering="target_count")
    def targets_link(self, agreement: Agreement) -> str:
        """How many, and the way to them."""
        if not agreement.pk:
            return "–"
        address = f"{reverse('admin:agreements_target_changelist')}?agreement__id__exact={agreement.pk}"
        count = agreement.target_count  # type: ignore[attr-defined]
        return format_html('<a href="{}">{} {}</a>', address, count, "Ziel" if count == 1 else "Ziele")

    @admin.action(description="PDF der ausgewählten Zielvereinbarungen", permissions=["view"])
    def as_pdf(self, request: HouseRequest, queryset: models.QuerySet[Agreement]) -> HttpResponse:
        """One agreement: its PDF. Several: a ZIP of them."""
        papers = [_paper(agreement, request) for agreement in queryset.order_by("key")]
        if len(papers) == 1:
            return attachment(papers[0][1], papers[0][0], "application/pdf")
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w") as archive:
            for name, content in papers:
                archive.writestr(name, content)
        return attachment(buffer.getvalue(), f"zielvereinbarungen-{request.today:%Y-%m-%d}.zip", "application/zip")


@admin.register(Section)
class SectionAdmin(LockedAdmin):
    """Not in the menu: sections are edited with their agreement. Here so that a target can look its section up."""

    form = SectionForm
    list_display = ["heading", "number", "agreement"]
    list_select_related = ["agreement"]
    search_fields = ["heading", "number", "agreement__key", "agreement__title"]
    ordering = ["agreement__key", "position"]

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet[Section], search_term: str
    ) -> tuple[models.QuerySet[Section], bool]:
        """For a target only what can still be changed."""
        found, duplicates = super().get_search_results(request, queryset, search_term)
        if request.GET.get("field_name") == "section":
            found = found.exclude(agreement__state__in=LOCKED_STATES)
        return found, duplicates


def _paper(agreement: Agreement, request: HouseRequest) -> tuple[str, bytes]:
    """Name and PDF, as the page of the agreement gives them. Imported here: WeasyPrint is slow to come."""
    from agreements.services.papers import agreement_paper

    return agreement_paper(agreement, on=request.today)
