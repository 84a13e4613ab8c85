"""Agreements and targets in the admin with what they stand at in the month that is over; they replace the plain lists."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.http import HttpRequest
from django.template.response import TemplateResponse

from agreements.admin import AgreementAdmin, TargetAdmin
from agreements.domain.months import short_name
from agreements.domain.numbers import NO_BREAK_SPACE, format_number
from agreements.models import Agreement, Target
from agreements.web import HouseRequest
from monitoring.choices import AttainmentStatus
from monitoring.documents.figures import deviation_words, plan_words, value_words
from monitoring.documents.wording import measure_status_words
from monitoring.domain.sheet import MeasureSheet
from monitoring.selectors.lists import leading_sheets, leading_sheets_by_agreement

EMPTY = "–"


class AgreementsOfPage(ChangeList):
    """Asks for the figures of all agreements of the page at once, and hangs them on the rows."""

    def get_results(self, request: HouseRequest) -> None:  # type: ignore[override]
        super().get_results(request)
        self.result_list = list(self.result_list)
        sheets = leading_sheets_by_agreement(self.result_list, today=request.today)
        for agreement in self.result_list:
            agreement.sheets = sheets.get(agreement.pk, ())


class TargetsOfPage(ChangeList):
    """The same for targets."""

    def get_results(self, request: HouseRequest) -> None:  # type: ignore[override]
        super().get_results(request)
        self.result_list = list(self.result_list)
        sheets = leading_sheets(self.result_list, today=request.today)
        for target in self.result_list:
            target.sheet = sheets.get(target.pk)


admin.site.unregister(Agreement)
admin.site.unregister(Target)


@admin.register(Agreement)
class AgreementWithFigures(AgreementAdmin):
    """Zielvereinbarungen, with the share of their targets that stand where they should."""

    list_display = ["title", "jobcenter", "state", "targets_link", "green", "yellow", "red"]
    list_per_page = 10  # some 3 ms a measure: 10 agreements of 60 targets stay near a second
    list_max_show_all = 20

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return AgreementsOfPage

    @admin.display(description="im Soll")
    def green(self, agreement: Agreement) -> str:
        return _share(agreement, AttainmentStatus.GREEN)

    @admin.display(description="leicht daneben")
    def yellow(self, agreement: Agreement) -> str:
        return _share(agreement, AttainmentStatus.YELLOW)

    @admin.display(description="deutlich daneben")
    def red(self, agreement: Agreement) -> str:
        return _share(agreement, AttainmentStatus.RED)


@admin.register(Target)
class TargetWithFigures(TargetAdmin):
    """Ziele mit Ist-Werten: the leading measure of each, as the overview of the MBZ shows it."""

    list_display = ["title", "agreement_key", "as_of", "actual", "plan", "deviation", "status"]
    list_select_related = ["agreement__jobcenter__region", "section"]

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        return TargetsOfPage

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Target]:
        return super().get_queryset(request).select_related("agreement__jobcenter__region")

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> TemplateResponse:
        return super().changelist_view(request, {"title": "Ziele mit Ist-Werten", **(extra_context or {})})

    @admin.display(description="Zielvereinbarung", ordering="agreement__key")
    def agreement_key(self, target: Target) -> str:
        return target.agreement.key

    @admin.display(description="Stand")
    def as_of(self, target: Target) -> str:
        sheet = _sheet(target)
        return f"{short_name(sheet.as_of)}{NO_BREAK_SPACE}{sheet.as_of.year}" if sheet and sheet.as_of else EMPTY

    @admin.display(description="Ist")
    def actual(self, target: Target) -> str:
        sheet = _sheet(target)
        if sheet and sheet.not_computable:
            return "nicht berechenbar"
        return value_words(sheet, sheet.actual) if sheet else EMPTY

    @admin.display(description="Soll oder Prognose")
    def plan(self, target: Target) -> str:
        sheet = _sheet(target)
        if sheet is None or sheet.plan is None:
            return EMPTY
        return f"Prognose {plan_words(sheet)}" if sheet.observed else plan_words(sheet)

    @admin.display(description="Abweichung")
    def deviation(self, target: Target) -> str:
        sheet = _sheet(target)
        return deviation_words(sheet) if sheet else EMPTY

    @admin.display(description="Status")
    def status(self, target: Target) -> str:
        sheet = _sheet(target)
        return measure_status_words(sheet) if sheet else EMPTY


def _sheet(target: Target) -> MeasureSheet | None:
    return target.sheet  # type: ignore[attr-defined]


def _share(agreement: Agreement, status: AttainmentStatus) -> str:
    """ "40 % (2 von 5)": of the targets that have a status; "–" where none has."""
    counts = Counter(sheet.status for sheet in agreement.sheets if sheet.status)  # type: ignore[attr-defined]
    if not counts:
        return EMPTY
    share = format_number(Decimal(100 * counts[status]) / counts.total(), 0)
    return f"{share}{NO_BREAK_SPACE}% ({counts[status]} von {counts.total()})"
