"""The way from a word of the navigation to the agreement and month it most likely means."""

from __future__ import annotations

from datetime import date

from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from agreements.domain.months import add_months, month_of, year_months
from agreements.models import Agreement
from agreements.web import HouseRequest, Rule
from monitoring.selectors.lists import running


def choose(request: HouseRequest, *, rule: Rule, name: str, title: str, months_back: int) -> HttpResponseBase:
    """Redirect to the one agreement, or offer the list; `months_back` from the month that runs. 404 without any."""
    visible = Agreement.objects.visible_to(request.actor).originals().with_partners()
    found = running((agreement for agreement in visible if rule(request.actor, agreement)), request.today)
    if not found:
        raise Http404
    links = [(agreement, _address(name, agreement, request.today, months_back)) for agreement in found]
    if len({agreement.year for agreement in found}) == len(found):
        return redirect(links[0][1])
    return render(request, "monitoring/choose.html", {"title": title, "links": links})


def months_around(year: int, month: date) -> tuple[date | None, date | None]:
    """The month before and after, within the year of the agreement."""
    months = year_months(year)
    position = months.index(month)
    return (months[position - 1] if position else None, months[position + 1] if position < 11 else None)


def month_for(agreement: Agreement, today: date, months_back: int) -> date:
    """The month meant on that day, within the year of the agreement."""
    month = add_months(today.replace(day=1), -months_back)
    return min(max(month, month_of(agreement.year, 1)), month_of(agreement.year, 12))


def _address(name: str, agreement: Agreement, today: date, months_back: int) -> str:
    return reverse(name, args=[agreement.key, month_for(agreement, today, months_back)])
