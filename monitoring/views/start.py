"""The start page: what is due for me."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpResponse
from django.shortcuts import render

from agreements.models import Agreement
from agreements.rules import is_logged_in
from agreements.web import LAST_VISIT, HouseRequest, permitted
from monitoring.selectors.lists import running
from monitoring.selectors.my_jobcenters import my_jobcenters
from monitoring.selectors.report_tasks import news_for
from monitoring.selectors.start import agreement_cards, owed


@permitted(see=is_logged_in)
def start(request: HouseRequest) -> HttpResponse:
    """What is due and expected over all agreements, then where each stands; an Agentur sees hers in one matrix."""
    actor, today = request.actor, request.today
    agreements = running(Agreement.objects.visible_to(actor).originals().with_partners(), today)
    matrix = my_jobcenters(actor, agreements, today=today)
    watched = {row.agreement.pk for row in matrix.rows} if matrix else set()
    visit = request.session.get(LAST_VISIT)
    since = datetime.fromisoformat(visit) if visit else None
    context = {
        "owed": owed(actor, agreements, today=today),
        "several": len(agreements) > 1,
        "matrix": matrix,
        "cards": agreement_cards(actor, [each for each in agreements if each.pk not in watched], today=today),
        "news": news_for(actor, since),
        "since": since,
    }
    return render(request, "monitoring/start.html", context)
