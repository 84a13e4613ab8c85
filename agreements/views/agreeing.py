"""Agreeing: the steps a draft takes between its partners, and the page where they agree on its values in rounds."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from agreements.choices import AgreementState, AgreementVerb, PlanWay
from agreements.domain.lifecycle import VerbNotPossible
from agreements.domain.negotiation import Negotiation, ValueTalk
from agreements.forms.agreeing import AcceptForm, ProposalForm, RemarkForm, StepForm, desks
from agreements.models import Agreement, AgreementRound, Party, Proposal, Target
from agreements.rules import may_draft, may_read_agreement
from agreements.selectors.agreeing import negotiated_values, negotiation, rounds_of, since_round
from agreements.services.agreeing import ProposalRefused, accept_value, add_remark, propose_value
from agreements.services.drafts import NotEditable, StaleDraft
from agreements.services.rounds import RoundRefused, close_round, propose_draft, withdraw_draft
from agreements.web import HouseRequest, permitted

Refused = (NotEditable, StaleDraft, ProposalRefused, RoundRefused, VerbNotPossible)


@permitted(see=may_read_agreement, do=may_draft)
def step(request: HouseRequest, agreement: Agreement) -> HttpResponse:
    """Give the draft to all partners, or take it back with a reason."""
    form = StepForm(request.POST)
    if request.method == "POST" and not form.is_valid():
        messages.error(request, form.fault)
    elif request.method == "POST":
        reason = form.cleaned_data["reason"]
        try:
            if form.cleaned_data["verb"] == AgreementVerb.PROPOSE:
                propose_draft(by=request.user, agreement=agreement, reason=reason)
                messages.success(request, "Der Entwurf liegt jetzt allen Partnern zur Abstimmung vor.")
                return _to_table(agreement)
            withdraw_draft(by=request.user, agreement=agreement, reason=reason)
            messages.success(request, "Die Vereinbarung ist wieder ein Entwurf; den Grund lesen alle Partner.")
        except Refused as error:
            messages.error(request, str(error))
    return redirect("agreement", key=agreement.key)


@permitted(see=may_read_agreement)
def table(request: HouseRequest, agreement: Agreement) -> HttpResponse:
    """Angebot, Gegenvorschlag and vereinbart for every value; remarks; the rounds and what changed since one."""
    return _page(request, agreement, negotiation(agreement, request.actor))


@permitted(see=may_read_agreement, do=may_draft)
def propose(request: HouseRequest, agreement: Agreement, value: int) -> HttpResponse:
    """Angebot or Gegenvorschlag for one value."""
    if request.method != "POST":
        return _to_table(agreement)
    talks = negotiation(agreement, request.actor)
    talk, code = _talk(talks, value)
    form = ProposalForm(request.POST, talk=talk)
    if form.is_valid():
        sent = form.cleaned_data
        try:
            propose_value(
                by=request.user,
                agreement=agreement,
                row=negotiated_values(agreement).get(pk=value),
                party=Party.objects.get(pk=sent["party"]),
                way=PlanWay(sent["way"]),
                value=sent["value"],
                reason=sent["reason"],
            )
            messages.success(request, f"Der Vorschlag zu „{talk.name}“ liegt auf dem Tisch.")
            return _to_table(agreement, code)
        except Refused as error:
            messages.error(request, str(error))
    return _page(request, agreement, talks, sent=form, status=400)


@permitted(see=may_read_agreement, do=may_draft)
def accept(request: HouseRequest, agreement: Agreement, value: int) -> HttpResponse:
    """Yes to an offer of another party; its value becomes the plan of the draft."""
    if request.method != "POST":
        return _to_table(agreement)
    talk, code = _talk(negotiation(agreement, request.actor), value)
    form = AcceptForm(request.POST, talk=talk)
    if not form.is_valid():
        messages.error(request, form.fault)
        return _to_table(agreement, code)
    offers = Proposal.objects.filter(target_measure=value)
    try:
        agreed = accept_value(
            by=request.user,
            agreement=agreement,
            proposal=get_object_or_404(offers, pk=form.cleaned_data["proposal"]),
            party=Party.objects.get(pk=form.cleaned_data["party"]),
            seen=form.cleaned_data["version"],
        )
        after = "Der Wert ist vereinbart und steht jetzt im Entwurf." if agreed else "Es fehlen noch andere Partner."
        messages.success(request, f"Zugestimmt: „{talk.name}“. {after}")
    except Refused as error:
        messages.error(request, str(error))
    return _to_table(agreement, code)


@permitted(see=may_read_agreement, do=may_draft)
def remark(request: HouseRequest, agreement: Agreement, code: str) -> HttpResponse:
    """What a party says to a target."""
    target = get_object_or_404(Target, agreement=agreement, code=code)
    if request.method != "POST":
        return _to_table(agreement, code)
    talks = negotiation(agreement, request.actor)
    form = RemarkForm(request.POST, code=code, seats=talks.seats)
    if form.is_valid():
        try:
            party = Party.objects.get(pk=form.cleaned_data["party"])
            add_remark(by=request.user, agreement=agreement, target=target, party=party, text=form.cleaned_data["text"])
            messages.success(request, f"Die Anmerkung steht bei „{target}“.")
            return _to_table(agreement, code)
        except Refused as error:
            messages.error(request, str(error))
    return _page(request, agreement, talks, sent=form, status=400)


@permitted(see=may_read_agreement, do=may_draft)
def finish_round(request: HouseRequest, agreement: Agreement) -> HttpResponse:
    """Keep the draft as it is now as the next round."""
    if request.method == "POST":
        try:
            made = close_round(by=request.user, agreement=agreement)
            messages.success(request, f"Runde {made.number} ist abgeschlossen und festgehalten.")
        except Refused as error:
            messages.error(request, str(error))
    return _to_table(agreement)


def _page(
    request: HouseRequest,
    agreement: Agreement,
    talks: Negotiation,
    *,
    sent: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    open_now = agreement.state == AgreementState.AGREEING
    rounds = list(rounds_of(agreement))
    since = _chosen(rounds, request.GET.get("seit", ""))
    context = {
        "agreement": agreement,
        "talks": talks,
        "desks": desks(talks, open=open_now, sent=sent),
        "open": open_now,
        "may_close": open_now and bool(talks.seats),
        "rounds": rounds,
        "since": since,
        "redline": since_round(agreement, since.number) if since else None,
        "crumbs": [
            ("Vereinbarungen", reverse("agreement-list")),
            (agreement.title, reverse("agreement", args=[agreement.key])),
            ("Abstimmung", None),
        ],
    }
    return render(request, "agreements/agreeing.html", context, status=status)


def _chosen(rounds: list[AgreementRound], asked: str) -> AgreementRound | None:
    """The round that was asked for, else the latest; None before the first."""
    return next((each for each in rounds if str(each.number) == asked), rounds[0] if rounds else None)


def _talk(talks: Negotiation, value: int) -> tuple[ValueTalk, str]:
    """The value with the code of its target. Raises Http404, and PermissionDenied for who speaks for nobody at its table."""
    for target in talks.targets:
        for talk in target.values:
            if talk.pk == value and talk.seats:
                return talk, target.code
            if talk.pk == value:
                raise PermissionDenied
    raise Http404


def _to_table(agreement: Agreement, code: str = "") -> HttpResponse:
    return redirect(reverse("agreement-agreeing", args=[agreement.key]) + (f"#{code}" if code else ""))
