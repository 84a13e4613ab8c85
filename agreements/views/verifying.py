"""Prüfen: is this PDF ours, unchanged, signed by whom; checked in the background, shown to whoever asked."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agreements.forms.verifying import VerifyForm
from agreements.models import Agreement
from agreements.rules import may_read_agreement
from agreements.selectors.verifying import own_check
from agreements.services.verifying import keep_upload
from agreements.tasks import check_document
from agreements.web import HouseRequest, permitted


@permitted(see=may_read_agreement, do=may_read_agreement)
def verifying(request: HouseRequest, agreement: Agreement) -> HttpResponse:
    """Hand in a PDF; its check has a page of its own."""
    form = VerifyForm(request.POST, request.FILES) if request.method == "POST" else VerifyForm()
    if form.is_valid():
        upload = keep_upload(form.cleaned_data["file"].read(), now=timezone.now())
        result = check_document.enqueue(request.user.pk, agreement.key, upload, request.today.isoformat())
        return redirect("agreement-verified", agreement.key, result.id)
    context = {"agreement": agreement, "form": form, "crumbs": _crumbs(agreement)}
    return render(request, "agreements/verifying.html", context, status=400 if form.is_bound else 200)


@permitted(see=may_read_agreement)
def verified(request: HouseRequest, agreement: Agreement, number: UUID) -> HttpResponse:
    """One's own check: waiting, or what it found."""
    check = own_check(request.user, agreement.key, number, timezone.now())
    if check is None:
        raise Http404
    page = (reverse("agreement-verify", args=[agreement.key]), "Ergebnis")
    context = {"agreement": agreement, "check": check, "crumbs": _crumbs(agreement, *page)}
    return render(request, "agreements/verified.html", context)


def _crumbs(agreement: Agreement, address: str | None = None, last: str = "") -> list[tuple[str, str | None]]:
    crumbs: list[tuple[str, str | None]] = [
        ("Vereinbarungen", reverse("agreement-list")),
        (agreement.title, reverse("agreement", args=[agreement.key])),
        ("PDF prüfen", address),
    ]
    return [*crumbs, (last, None)] if last else crumbs
