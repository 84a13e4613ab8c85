"""Signing: the paper laid before its partners, the three ways to sign it, and the files that came back."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.debug import sensitive_post_parameters

from agreements.choices import AgreementState, AgreementVerb, SignatureWay
from agreements.documents.pdf_checking import SignatureRefused
from agreements.domain.lifecycle import EDITABLE, VerbNotPossible
from agreements.forms.signing import FORMS, MOST_SENT, FinishForm, InsideForm, PartnerForm
from agreements.models import Agreement, AgreementParty, Signature
from agreements.rules import may_draft, may_read_agreement, may_sign, signing_parties
from agreements.selectors.readiness import open_points
from agreements.selectors.signing import frozen_agreement, seats
from agreements.services.finishing import FinishRefused, finish_draft, reopen
from agreements.services.signing import sign_inside, sign_on_paper, sign_outside
from agreements.web import HouseRequest, attachment, permitted

SERVICES: Mapping[SignatureWay, Callable[..., Signature]] = {
    SignatureWay.PAPER: sign_on_paper,
    SignatureWay.OUTSIDE: sign_outside,
    SignatureWay.INSIDE: sign_inside,
}
FILE_TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg"}


@permitted(see=may_read_agreement)
def signing(request: HouseRequest, agreement: Agreement) -> HttpResponse:
    """How far signing is, partner by partner, and what the person asking may do."""
    return _page(request, agreement)


@permitted(see=may_read_agreement, do=may_draft)
def step(request: HouseRequest, agreement: Agreement) -> HttpResponse:
    """Freeze the agreed draft for its signatures, or open it again with a reason."""
    form = FinishForm(request.POST)
    if request.method == "POST" and not form.is_valid():
        messages.error(request, form.fault)
    elif request.method == "POST":
        try:
            if form.cleaned_data["verb"] == AgreementVerb.FINISH:
                finish_draft(by=request.user, agreement=agreement, on=request.today)
                messages.success(request, "Die Vereinbarung ist eingefroren und liegt zur Unterschrift vor.")
            else:
                void = reopen(by=request.user, agreement=agreement, reason=form.cleaned_data["reason"])
                lost = f" {void} gegebene Unterschriften sind hinfällig und bleiben aufbewahrt." if void else ""
                messages.success(request, f"Die Vereinbarung ist wieder in Abstimmung.{lost}")
        except (FinishRefused, VerbNotPossible) as error:
            messages.error(request, str(error))
    return redirect("agreement-signing", key=agreement.key)


@sensitive_post_parameters("password")
@permitted(see=may_read_agreement, do=may_sign)
@csrf_exempt
def sign(request: HouseRequest, agreement: Agreement, place: int, way: str) -> HttpResponse:
    """A certificate that is too large is refused before anything of it is read; everything else goes on, with its token."""
    if way == SignatureWay.INSIDE and int(request.META.get("CONTENT_LENGTH") or 0) > MOST_SENT:
        return _page(request, agreement, sent=InsideForm.too_large(place=place), place=place, status=400)
    answer: HttpResponse = _sign(request, agreement, place, way)
    return answer


@csrf_protect
def _sign(request: HouseRequest, agreement: Agreement, place: int, way: str) -> HttpResponse:
    """One partner's signature by one of the three ways; whoever signs for nobody else cannot name another partner."""
    kind = next((each for each in FORMS if each.way == way), None)
    if kind is None:
        raise Http404
    if request.method != "POST":
        return redirect("agreement-signing", key=agreement.key)
    partners = AgreementParty.objects.select_related("agreement__amends", "party")
    partner = get_object_or_404(partners, agreement=agreement, position=place)
    if partner.party_id not in signing_parties(request.actor, agreement):
        raise PermissionDenied
    form = kind(request.POST, request.FILES, place=place)
    if form.is_valid():
        try:
            SERVICES[kind.way](by=request.user, partner=partner, **form.sent(on=request.today))
            messages.success(request, f"Die Unterschrift für {partner.party} ist hinterlegt.")
            return redirect("agreement-signing", key=agreement.key)
        except SignatureRefused as error:
            form.refuse(str(error), error.about)
    return _page(request, agreement, sent=form, place=place, status=400)


@permitted(see=may_read_agreement)
def file(request: HouseRequest, agreement: Agreement, number: int) -> HttpResponse:
    """The scan or signed PDF of one signature, always to be saved, never shown in the page."""
    row = get_object_or_404(Signature, pk=number, partner__agreement=agreement)
    if not row.file or not row.file.storage.exists(row.file.name):
        raise Http404
    ending = row.file.name.rpartition(".")[2]
    with row.file.open("rb") as stored:
        name = f"{agreement.key}_unterschrift_{row.partner.position}_{row.way}.{ending}"
        return attachment(stored.read(), name, FILE_TYPES.get(ending, "application/octet-stream"))


def _page(
    request: HouseRequest,
    agreement: Agreement,
    *,
    sent: PartnerForm | None = None,
    place: int = 0,
    status: int = 200,
) -> HttpResponse:
    own = signing_parties(request.actor, agreement) if agreement.state == AgreementState.READY else frozenset()
    drafts = may_draft(request.actor, agreement)
    context: dict[str, Any] = {
        "agreement": agreement,
        "document": frozen_agreement(agreement),
        "points": open_points(agreement) if agreement.state in EDITABLE else (),
        "drafts": drafts,
        "seats": [
            (seat, _forms(seat.place, sent if seat.place == place else None) if seat.signs(own) else ())
            for seat in seats(agreement)
        ],
        "crumbs": [
            ("Vereinbarungen", reverse("agreement-list")),
            (agreement.title, reverse("agreement", args=[agreement.key])),
            ("Unterzeichnen", None),
        ],
    }
    return render(request, "agreements/signing.html", context, status=status)


def _forms(place: int, sent: PartnerForm | None) -> tuple[PartnerForm, ...]:
    return tuple(sent if sent is not None and sent.way == kind.way else kind(place=place) for kind in FORMS)
