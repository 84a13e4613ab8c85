"""The agreement with actual values."""

from __future__ import annotations

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from agreements.models import Agreement
from agreements.rules import may_read_agreement
from agreements.web import HouseRequest, permitted
from monitoring.rules import may_read_report, may_see_live_ba_targets
from monitoring.selectors.standing import standings
from monitoring.views.choose import month_for


@permitted(see=may_read_agreement)
def standing(request: HouseRequest, agreement: Agreement) -> HttpResponseBase:
    """Zielstand: actual, plan, deviation and status of every target, at the month that is over.

    An amendment has none of its own: once in force it counts in that of the agreement it amends.
    """
    if agreement.amends is not None:
        return redirect("standing", agreement.amends.key)
    month = month_for(agreement, request.today, 1)
    live = may_see_live_ba_targets(request.actor, agreement)
    context = {
        "agreement": agreement,
        "month": month,
        "standings": standings(agreement, month, today=request.today, with_live_mbz_targets=live),
        "may_read_report": may_read_report(request.actor, agreement),
        "crumbs": [
            ("Vereinbarungen", reverse("agreement-list")),
            (agreement.title, reverse("agreement", args=[agreement.key])),
            ("Stand", None),
        ],
    }
    return render(request, "monitoring/standing.html", context)
