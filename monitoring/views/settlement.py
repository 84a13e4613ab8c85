"""Zielabrechnung: the page of a year, its files, and the verb that freezes it."""

from __future__ import annotations

from dataclasses import dataclass

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from agreements.choices import AgreementState
from agreements.domain.months import month_of
from agreements.models import Agreement
from agreements.rules import may_read_agreement
from agreements.web import HouseRequest, attachment, permitted
from monitoring.choices import SettlementKind
from monitoring.documents.settlement import settlement_name, settlement_pdf
from monitoring.documents.settlement_docx import settlement_docx
from monitoring.documents.settlement_words import kind_words
from monitoring.documents.word import DOCX_TYPE
from monitoring.domain.settlement import SettlementSheet, for_reader, provisional_from
from monitoring.forms.settling import SettleForm
from monitoring.models import Settlement
from monitoring.rules import duty_parties, may_read_report, may_see_exact_cities, may_see_live_ba_targets, may_settle
from monitoring.selectors.duties import duties_in_force
from monitoring.selectors.settlement import frozen_settlement, paper_of_settlement, settlement_sheet, settlements
from monitoring.services.settlement import SettlementRefused, settle_agreement

SETTLING = frozenset({AgreementState.SIGNED, AgreementState.AMENDED})


@dataclass(frozen=True)
class Reading:
    """What is read at the address: a frozen settlement, or the year as it stands today."""

    sheet: SettlementSheet  # cut for its reader
    row: Settlement | None
    rows: tuple[Settlement, ...]  # all that were handed out, the newest first


@permitted(see=may_read_agreement)
def settlement(request: HouseRequest, agreement: Agreement) -> HttpResponse:
    """The newest frozen settlement; `?nummer=1` an earlier one, `?stand=heute` today's figures."""
    reading = _reading(request, agreement)
    live = _for(request, agreement, settlement_sheet(agreement, today=request.today)) if reading.row else reading.sheet
    open_ = agreement.state in SETTLING
    first = provisional_from(agreement.year)
    context = {
        "agreement": agreement,
        "reading": reading,
        "sheet": reading.sheet,
        "print": False,
        "lacking": live.obstacles if open_ else (),
        "settling": may_settle(request.actor, agreement) and open_ and request.today >= first,
        "first": first if open_ and request.today < first else None,
        "may_read_report": may_read_report(request.actor, agreement),
        "reportable": {
            each.duty.pk
            for each in duties_in_force(agreement, month_of(agreement.year, 12)).values()
            if duty_parties(request.actor, each.duty)
        },
        "crumbs": [
            ("Vereinbarungen", reverse("agreement-list")),
            (agreement.title, reverse("agreement", args=[agreement.key])),
            ("Zielabrechnung", None),
        ],
    }
    return render(request, "monitoring/settlement.html", context)


@permitted(see=may_read_agreement)
def pdf(request: HouseRequest, agreement: Agreement) -> HttpResponse:
    """On paper; a frozen one byte for byte, for readers of everything. The others get their excerpt of it."""
    reading = _reading(request, agreement)
    whole = reading.row is not None and not reading.sheet.excerpt
    content = paper_of_settlement(reading.row) if reading.row and whole else settlement_pdf(reading.sheet)
    return attachment(content, settlement_name(reading.sheet, "pdf"), "application/pdf", inline=True)


@permitted(see=may_read_agreement)
def docx(request: HouseRequest, agreement: Agreement) -> HttpResponse:
    """As a Word document."""
    sheet = _reading(request, agreement).sheet
    return attachment(settlement_docx(sheet), settlement_name(sheet, "docx"), DOCX_TYPE)


@permitted(see=may_read_agreement, do=may_settle)
def settle(request: HouseRequest, agreement: Agreement) -> HttpResponse:
    """Freeze the year as it stands."""
    form = SettleForm(request.POST)
    if request.method == "POST" and form.is_valid() and agreement.amends_id is None:
        kind = SettlementKind(form.cleaned_data["kind"])
        try:
            row = settle_agreement(by=request.user, agreement=agreement, kind=kind, on=request.today)
            said = f"{kind_words(kind)} Zielabrechnung {agreement.year} Nr. {row.frozen.number} ist eingefroren."
            messages.success(request, said)
        except SettlementRefused as error:
            messages.error(request, str(error))
    return redirect("settlement", agreement.key)


def _reading(request: HouseRequest, agreement: Agreement) -> Reading:
    """404 for an amendment, which is settled with its original, and for a number that there is not."""
    if agreement.amends_id is not None:
        raise Http404
    rows, number = tuple(settlements(agreement)), request.GET.get("nummer", "")
    row = next((each for each in rows if str(each.frozen.number) == number), None) if number else next(iter(rows), None)
    if number and row is None:
        raise Http404
    if row is None or request.GET.get("stand") == "heute":
        return Reading(_for(request, agreement, settlement_sheet(agreement, today=request.today)), None, rows)
    return Reading(_for(request, agreement, frozen_settlement(row)), row, rows)


def _for(request: HouseRequest, agreement: Agreement, sheet: SettlementSheet) -> SettlementSheet:
    reads, exact = may_see_live_ba_targets(request.actor, agreement), may_see_exact_cities(request.actor, agreement)
    return for_reader(sheet, reads_mbz=reads, exact=exact)
