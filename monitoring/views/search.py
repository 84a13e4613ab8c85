"""Suche: what people wrote about measures, duties, comments and dialogues, as far as one reads it."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

from agreements.web import HouseRequest, permitted
from monitoring.domain.search import SHORTEST, find
from monitoring.rules import may_read_duties
from monitoring.selectors.search import searchable

LONGEST = 100


@permitted(see=may_read_duties)
def search(request: HouseRequest) -> HttpResponse:
    """`q` is what is asked; the newest text first."""
    asked = request.GET.get("q", "").strip()[:LONGEST]
    enough = len(asked) >= SHORTEST
    hits = find(asked, searchable(request.actor)) if enough else ()
    context = {"asked": asked, "enough": enough, "hits": hits, "crumbs": [("Suche", None)]}
    return render(request, "monitoring/search.html", context)
