"""The long texts of a draft as their forms save them by themselves: the text of a section, the description of a target."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone

from agreements.forms.editing import ProseForm
from agreements.models import Agreement
from agreements.services.drafts import StaleDraft, save_draft
from agreements.views.drafting import crumbs, drafting, row_of, wants_json
from agreements.web import HouseRequest


@drafting
def section_text(request: HouseRequest, agreement: Agreement, pk: int) -> HttpResponse:
    """The text of a section."""
    row = row_of(agreement, "abschnitt", pk)
    return _save(request, agreement, row, "prose", reverse("draft-section", args=[agreement.key, pk]))


@drafting
def target_text(request: HouseRequest, agreement: Agreement, code: str) -> HttpResponse:
    """The description of a target."""
    row = get_object_or_404(agreement.targets, code=code)
    return _save(request, agreement, row, "description", reverse("draft-target", args=[agreement.key, code]))


def _save(request: HouseRequest, agreement: Agreement, row: Any, field: str, place: str) -> HttpResponse:
    """Save, and on a conflict show both texts, so that neither is lost."""
    if request.method != "POST":
        return redirect(place)
    form = ProseForm(request.POST)
    if not form.is_valid():
        return _refused(request, agreement, row, field, place, form.fault, 400)
    seen, text = form.cleaned_data["version"], form.cleaned_data["text"]
    try:
        saved = save_draft(by=request.user, agreement=agreement, row=row, seen=seen, changes={field: text})
    except StaleDraft as error:
        return _refused(request, agreement, error.standing, field, place, str(error), 409)
    if wants_json(request):
        state = f"gespeichert {timezone.localtime():%H:%M} Uhr, {request.user}"
        return JsonResponse({"version": saved.version, "state": state})
    messages.success(request, f"Der Text von „{saved}“ ist gespeichert.")
    return redirect(place)


def _refused(
    request: HouseRequest, agreement: Agreement, row: Any, field: str, place: str, sentence: str, status: int
) -> HttpResponse:
    """A page with the text that was typed and the one that stands, or for the script both."""
    stands = getattr(row, field)
    if wants_json(request):
        theirs = {"text": stands, "version": row.version, "by": "jemand anderem"} if status == 409 else None
        return JsonResponse({"message": sentence, "standing": theirs}, status=status)
    messages.error(request, sentence)
    context = {
        "agreement": agreement,
        "row": row,
        "label": row._meta.get_field(field).verbose_name,
        "text": request.POST.get("text", ""),
        "stands": stands if status == 409 else "",
        "place": place,
        "crumbs": crumbs(agreement, (str(row), place), ("Text", None)),
    }
    return render(request, "agreements/draft_text.html", context, status=status)
