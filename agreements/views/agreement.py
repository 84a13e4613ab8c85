"""Vereinbarungen: the list, one agreement as a page, and its paper."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from agreements.documents.agreement_docx import DOCX, agreement_docx, docx_name
from agreements.domain.lifecycle import EDITABLE, IN_FORCE, line_of_steps
from agreements.models import Agreement
from agreements.rules import draft_steps, is_logged_in, may_draft, may_read_agreement
from agreements.selectors.agreeing import steps_of
from agreements.selectors.agreement import agreement_sheet, agreements_for, related_agreements
from agreements.selectors.amending import synopsis
from agreements.services.amending import why_not
from agreements.services.papers import agreement_paper
from agreements.web import HouseRequest, attachment, permitted


@permitted(see=is_logged_in)
def agreement_list(request: HouseRequest) -> HttpResponse:
    """Every agreement to which one of the person's parties is a party."""
    context = {
        "agreements": agreements_for(request.actor),
        "parties": request.actor.parties,
        "crumbs": [("Vereinbarungen", None)],
    }
    return render(request, "agreements/list.html", context)


@permitted(see=may_read_agreement)
def agreement(request: HouseRequest, agreement: Agreement) -> HttpResponse:
    """The agreement like the paper, with its state, signatures and what belongs to it."""
    sheet = agreement_sheet(agreement)
    context = {
        "agreement": agreement,
        "sheet": sheet,
        "print": False,
        "steps": line_of_steps(sheet.state),
        "verbs": draft_steps(request.actor, agreement),
        "history": steps_of(agreement),
        "related": related_agreements(agreement, request.actor),
        "drafts": may_draft(request.actor, agreement),
        "editable": sheet.state in EDITABLE,
        "next_year": sheet.year + 1 if sheet.state in IN_FORCE and not agreement.amends_id else None,
        "redline": synopsis(agreement),
        "amendable": not why_not(agreement),
        "crumbs": [("Vereinbarungen", reverse("agreement-list")), (sheet.title, None)],
    }
    return render(request, "agreements/agreement.html", context)


@permitted(see=may_read_agreement)
def pdf(request: HouseRequest, agreement: Agreement) -> HttpResponse:
    """The agreement on paper, shown in the browser; with `?herunterladen` as a file to sign."""
    name, content = agreement_paper(agreement, on=request.today)
    return attachment(content, name, "application/pdf", inline="herunterladen" not in request.GET)


@permitted(see=may_read_agreement)
def docx(request: HouseRequest, agreement: Agreement) -> HttpResponse:
    """The agreement as a Word file, for those who comment there."""
    sheet = agreement_sheet(agreement)
    return attachment(agreement_docx(sheet, created=request.today), docx_name(sheet), DOCX)
