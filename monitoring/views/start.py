"""The start page: what is due for me."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from agreements.models import Agreement
from agreements.rules import is_logged_in
from agreements.web import HouseRequest, permitted
from monitoring.selectors.lists import running
from monitoring.selectors.my_jobcenters import my_jobcenters
from monitoring.selectors.report_tasks import news_for
from monitoring.selectors.start import agreement_cards


@permitted(see=is_logged_in)
def start(request: HouseRequest) -> HttpResponse:
    """One card an agreement: figures that are missing or expected, where the targets stand, where to go.

    An Agentur sees hers in one matrix instead.
    """
    agreements = running(Agreement.objects.visible_to(request.actor).originals().with_partners(), request.today)
    matrix = my_jobcenters(request.actor, agreements, today=request.today)
    watched = {row.agreement.pk for row in matrix.rows} if matrix else set()
    others = [agreement for agreement in agreements if agreement.pk not in watched]
    cards = agreement_cards(request.actor, others, today=request.today)
    context = {"matrix": matrix, "cards": cards, "news": news_for(request.actor)}
    return render(request, "monitoring/start.html", context)
