"""Carrying an agreement over: which one into which year, and the new plan values beside last year's results."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from agreements.domain.carrying import day_in_year, title_in_year
from agreements.domain.lifecycle import EDITABLE
from agreements.models import Agreement
from agreements.rules import may_draft, may_draft_any, may_read_agreement
from agreements.selectors.carrying import carry_sources, carry_templates, open_years
from agreements.services.carrying import CarryRefused, carry_over
from agreements.services.drafts import NotEditable, StaleDraft
from agreements.web import HouseRequest, permitted
from monitoring.forms.carrying import CarryForm, PlansForm
from monitoring.rules import may_see_live_ba_targets
from monitoring.selectors.carrying import plan_lines
from monitoring.services.carrying import save_plans


@permitted(see=may_draft_any, do=may_draft_any)
def new(request: HouseRequest) -> HttpResponseBase:
    """Choose source, year, title and term; POST makes the draft and asks for its values."""
    sources = carry_sources(request.actor)
    data = request.POST if request.method == "POST" else None
    templates = carry_templates(request.actor)
    initial = _proposal(sources, request.GET.get("aus", ""))
    form = CarryForm(data, sources=sources, templates=templates, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            draft = carry_over(by=request.user, **form.cleaned_data)
            messages.success(request, f"Der Entwurf „{draft.title}“ ist angelegt; es fehlen die neuen Planwerte.")
            return redirect("plan-values", draft.key)
        except CarryRefused as error:
            form.add_error(None, str(error))
    crumbs = [("Vereinbarungen", reverse("agreement-list")), ("Fortschreiben", None)]
    context = {"form": form, "sources": sources, "crumbs": crumbs}
    return render(request, "monitoring/carry.html", context, status=400 if form.errors else 200)


@permitted(see=may_read_agreement, do=may_draft)
def values(request: HouseRequest, agreement: Agreement) -> HttpResponseBase:
    """Last year's plan and result beside the fields for the new plan; POST saves all or nothing."""
    form = _plans_form(request, agreement)
    if request.method == "POST" and form.is_valid():
        try:
            save_plans(by=request.user, agreement=agreement, plans=form.plans(), breaks=form.breaks())
            messages.success(request, "Die Planwerte sind gespeichert.")
            return redirect("plan-values", agreement.key)
        except StaleDraft as error:
            messages.error(request, str(error))
            return _page(request, agreement, _with_version(form, error.standing), stale=error.standing, status=409)
        except NotEditable as error:
            form.add_error(None, str(error))
    return _page(request, agreement, form, status=400 if form.errors else 200)


def _plans_form(request: HouseRequest, agreement: Agreement) -> PlansForm:
    live = may_see_live_ba_targets(request.actor, agreement)
    lines = plan_lines(agreement, today=request.today, with_live_mbz_targets=live)
    return PlansForm(request.POST if request.method == "POST" else None, lines=lines)


def _page(
    request: HouseRequest, agreement: Agreement, form: PlansForm, *, status: int, stale: Any = None
) -> HttpResponse:
    context = {
        "agreement": agreement,
        "form": form,
        "stale": stale,
        "editable": agreement.state in EDITABLE and may_draft(request.actor, agreement),
        "open_years": open_years(agreement),
        "crumbs": [
            ("Vereinbarungen", reverse("agreement-list")),
            (agreement.title, reverse("agreement", args=[agreement.key])),
            ("Planwerte", None),
        ],
    }
    return render(request, "monitoring/plan_values.html", context, status=status)


def _with_version(form: PlansForm, standing: Any) -> PlansForm:
    """The same typing, over the version that stands by now: who saves again has compared both."""
    kind = "target" if hasattr(standing, "series_break") else "seen"
    data = {**dict(form.data.items()), f"{kind}-{standing.pk}": str(standing.version)}
    return PlansForm(data, lines=form.lines)


def _proposal(sources: list[Agreement], key: str) -> dict[str, object]:
    """The source the link names, else the latest, one year on."""
    source = next((each for each in sources if each.key == key), sources[0] if sources else None)
    if source is None:
        return {}
    return {
        "source": source.key,
        "year": source.year + 1,
        "title": title_in_year(source.title, source.year, source.year + 1),
        "starts": day_in_year(source.starts, 1),
        "ends": day_in_year(source.ends, 1),
    }
