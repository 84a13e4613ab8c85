"""The pages of a draft: their gate, finding rows by their addresses, the overview, moving and removing rows."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode

from agreements.models import Agreement, Budget, Duty, Section, Target, TargetMeasure
from agreements.rules import may_draft, may_read_agreement
from agreements.selectors.editing import outline
from agreements.services.drafts import NotEditable, StaleDraft, check_editable
from agreements.services.editing import RowKept, move_row, remove_row
from agreements.web import HouseRequest, permitted

Row = Section | Target | TargetMeasure | Budget | Duty
# The word of an address: what it names, and the way from there to the agreement.
KINDS: dict[str, tuple[type[Row], str]] = {
    "abschnitt": (Section, "agreement"),
    "ziel": (Target, "agreement"),
    "messgroesse": (TargetMeasure, "target__agreement"),
    "budget": (Budget, "target__agreement"),
    "pflicht": (Duty, "target__agreement"),
}


def drafting(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponseBase]:
    """The gate of every page of a draft: who may not work on it, or comes too late, is told so on the agreement's page."""

    @permitted(see=may_read_agreement, do=may_draft)
    @wraps(view)
    def page(request: HouseRequest, agreement: Agreement, **kwargs: Any) -> HttpResponse:
        try:
            check_editable(agreement)
            if not may_draft(request.actor, agreement):
                raise NotEditable("Entwürfe bearbeiten Freigabe, Prüfung, Controlling und Unterzeichnende der Partner.")
            return view(request, agreement=agreement, **kwargs)
        except NotEditable as error:
            if wants_json(request):
                return JsonResponse({"message": str(error), "standing": None}, status=409)
            messages.error(request, str(error))
            return redirect("agreement", agreement.key)

    return page


def wants_json(request: HouseRequest) -> bool:
    """Whether a script is asking, and not a person."""
    return request.headers.get("Accept") == "application/json"


def row_of(agreement: Agreement, kind: str, pk: int, **conditions: Any) -> Any:
    """The row of that kind in this agreement, or 404."""
    if kind not in KINDS:
        raise Http404
    model, way = KINDS[kind]
    related = [] if model in (Section, Target) else ["target"]
    return get_object_or_404(model._default_manager.select_related(*related), pk=pk, **{way: agreement}, **conditions)


def kind_of(row: Row) -> str:
    """The word of its address."""
    return next(kind for kind, (model, _) in KINDS.items() if isinstance(row, model))


def place_of(agreement: Agreement, row: Row) -> str:
    """The page on which the row stands among its neighbours."""
    if isinstance(row, Section):
        return reverse("draft", args=[agreement.key])
    if isinstance(row, Target):
        return reverse("draft-section", args=[agreement.key, row.section_id])
    return reverse("draft-target", args=[agreement.key, row.target.code])


def crumbs(agreement: Agreement, *more: tuple[str, str | None]) -> list[tuple[str, str | None]]:
    """From the list of agreements down to the page; a section or target before it leads back."""
    return [
        ("Vereinbarungen", reverse("agreement-list")),
        (agreement.title, reverse("agreement", args=[agreement.key])),
        ("Bearbeiten", reverse("draft", args=[agreement.key]) if more else None),
        *more,
    ]


@drafting
def overview(request: HouseRequest, agreement: Agreement) -> HttpResponse:
    """Sections with their targets in order."""
    context = {"agreement": agreement, "sections": outline(agreement), "moved": moved(request)}
    return render(request, "agreements/draft.html", {**context, "crumbs": crumbs(agreement)})


@drafting
def move(request: HouseRequest, agreement: Agreement, kind: str, pk: int) -> HttpResponse:
    """One place up or down; the page comes back with the focus on the button that was pressed."""
    row = row_of(agreement, kind, pk)
    place = place_of(agreement, row)
    if request.method != "POST":
        return redirect(place)
    up = request.POST.get("wohin") == "hoch"
    move_row(by=request.user, agreement=agreement, row=row, up=up)
    return redirect(f"{place}?{urlencode({'bewegt': f'{kind}-{pk}', 'wohin': 'hoch' if up else 'runter'})}")


@drafting
def remove(request: HouseRequest, agreement: Agreement, kind: str, pk: int) -> HttpResponse:
    """Ask first, then remove with all that stands in it."""
    row = row_of(agreement, kind, pk)
    place, status = place_of(agreement, row), 200
    if request.method == "POST":
        seen = request.POST.get("version", "")
        try:
            remove_row(by=request.user, agreement=agreement, row=row, seen=int(seen) if seen.isdecimal() else None)
            messages.success(request, f"„{row}“ ist entfernt.")
            return redirect(place)
        except (StaleDraft, RowKept) as error:
            messages.error(request, str(error))
            row, status = row_of(agreement, kind, pk), 409
    context = {"agreement": agreement, "row": row, "kind": kind, "name": row._meta.verbose_name, "place": place}
    context["crumbs"] = crumbs(agreement, (f"{row}", place), ("Entfernen", None))
    return render(request, "agreements/draft_remove.html", context, status=status)


def moved(request: HouseRequest) -> dict[str, str]:
    """Which row was moved just now, and where to; only to put the focus back."""
    return {"row": request.GET.get("bewegt", ""), "way": request.GET.get("wohin", "")}
