"""Making an amendment of a signed agreement; from there on it is a draft like any other."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from agreements.domain.amending import amendment_title, next_number
from agreements.domain.months import add_months, month_key, month_name
from agreements.forms.amending import AmendmentForm
from agreements.models import Agreement
from agreements.rules import may_draft
from agreements.selectors.amending import months_to_choose, targets_in_force
from agreements.services.amending import AmendmentRefused, make_amendment, why_not
from agreements.web import HouseRequest, permitted


@permitted(see=may_draft, do=may_draft)
def new(request: HouseRequest, agreement: Agreement) -> HttpResponseBase:
    """Choose what changes and from when; POST makes the draft. Says why where nothing can be amended."""
    if refused := why_not(agreement):
        return _page(request, agreement, {"refused": refused}, status=409 if request.method == "POST" else 200)
    months = months_to_choose(agreement)
    form = AmendmentForm(
        request.POST if request.method == "POST" else None,
        targets=targets_in_force(agreement, agreement.ends),
        months=months,
        initial=_proposal(agreement, months, request.today),
    )
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data
        try:
            amendment = make_amendment(
                by=request.user,
                original=agreement,
                title=sent["title"],
                effective_from=sent["effective_from"],
                codes=sent["targets"],
            )
        except AmendmentRefused as error:
            form.add_error(None, str(error))
        else:
            since = month_name(sent["effective_from"])
            messages.success(request, f"Der Entwurf „{amendment.title}“ ist angelegt; er wirkt ab {since}.")
            return redirect("agreement", amendment.key)
    return _page(request, agreement, {"form": form}, status=400 if form.errors else 200)


def _proposal(agreement: Agreement, months: Sequence[date], today: date) -> dict[str, Any]:
    """The next number, and the month that begins next, as far as the term goes."""
    number = next_number(agreement.amendments.values_list("key", flat=True))
    ahead = [month for month in months if month >= add_months(today.replace(day=1), 1)]
    month = (ahead or months)[0 if ahead else -1] if months else None
    return {
        "title": amendment_title(agreement.title, number),
        "effective_from": month_key(month) if month else None,
    }


def _page(request: HouseRequest, agreement: Agreement, what: dict[str, Any], *, status: int) -> HttpResponse:
    context = {
        "agreement": agreement,
        "crumbs": [
            ("Vereinbarungen", reverse("agreement-list")),
            (agreement.title, reverse("agreement", args=[agreement.key])),
            ("Nachtrag", None),
        ],
        "form": None,
        "refused": "",
    }
    return render(request, "agreements/amending.html", context | what, status=status)
