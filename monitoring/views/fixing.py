"""Festlegungen: plans that follow the prior year, what is fixed of them, and the verbs of the parties."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from agreements.choices import AgreementState
from agreements.models import Agreement
from agreements.rules import may_draft, may_read_agreement
from agreements.web import HouseRequest, permitted
from monitoring.choices import ProposalState
from monitoring.forms.settling import AnswerForm
from monitoring.rules import concerned_parties, fixing_parties, may_see_target_figures
from monitoring.selectors.fixing import FixingLine, fixing_lines
from monitoring.services.fixing import FixingRefused, answer_proposal, propose_fixing

OPEN = frozenset({AgreementState.SIGNED, AgreementState.AMENDED})


@permitted(see=may_read_agreement)
def fixings(request: HouseRequest, agreement: Agreement) -> HttpResponse:
    """Every plan that follows prior years, of the targets whose figures this person sees."""
    context = {
        "agreement": agreement,
        "closed": agreement.state not in OPEN,
        "lines": [_shown(request, agreement, line) for line in _visible(request, agreement)],
        "crumbs": [
            ("Vereinbarungen", reverse("agreement-list")),
            (agreement.title, reverse("agreement", args=[agreement.key])),
            ("Festlegungen", None),
        ],
    }
    return render(request, "monitoring/fixings.html", context)


@permitted(see=may_read_agreement, do=may_draft)
def propose(request: HouseRequest, agreement: Agreement, plan: str) -> HttpResponse:
    """Lay what today's figures say before the others."""
    line = _asked(request, agreement, plan)
    if request.method == "POST":
        parties = fixing_parties(request.actor, agreement, line.sphere)
        if not parties:
            raise PermissionDenied
        try:
            made = propose_fixing(
                by=request.user, agreement=agreement, row=line.row.pk, parties=parties, on=request.today
            )
            fixed = made.state == ProposalState.FIXED
            done = "Der Plan ist festgelegt." if fixed else "Der Vorschlag liegt den anderen Partnern vor."
            messages.success(request, f"{line.target}: {done}")
        except FixingRefused as error:
            messages.error(request, f"{line.target}: {error}")
    return _back(agreement, plan)


@permitted(see=may_read_agreement, do=may_draft)
def answer(request: HouseRequest, agreement: Agreement, plan: str) -> HttpResponse:
    """Agree or refuse, for every party concerned that this person speaks for and that has not answered yet."""
    line = _asked(request, agreement, plan)
    if request.method == "POST":
        if not fixing_parties(request.actor, agreement, line.sphere):
            raise PermissionDenied
        form = AnswerForm(request.POST)
        if form.is_valid():
            _answer(request, agreement, line, form.cleaned_data)
        else:
            messages.error(request, f"{line.target}: Die Antwort ist unvollständig oder zu lang; bitte noch einmal.")
    return _back(agreement, plan)


def _answer(request: HouseRequest, agreement: Agreement, line: FixingLine, said: dict[str, Any]) -> None:
    mine = fixing_parties(request.actor, agreement, line.sphere)
    own = [party for party in concerned_parties(agreement, line.sphere) if party.pk in mine]
    party = (_waiting(request, agreement, line) or own)[0]
    try:
        made = answer_proposal(
            by=request.user, agreement=agreement, row=line.row.pk, party=party, on=request.today, **said
        )
    except FixingRefused as error:
        messages.error(request, f"{line.target}: {error}")
    else:
        messages.success(request, f"{line.target}: Der Vorschlag ist jetzt {made.get_state_display()}.")


def _visible(request: HouseRequest, agreement: Agreement) -> list[FixingLine]:
    """404 for an amendment: its plans stand with its original."""
    if agreement.amends_id is not None:
        raise Http404
    lines = fixing_lines(agreement, today=request.today)
    return [line for line in lines if may_see_target_figures(request.actor, agreement, line.target)]


def _asked(request: HouseRequest, agreement: Agreement, plan: str) -> FixingLine:
    found = next((line for line in _visible(request, agreement) if line.key == plan), None)
    if found is None:
        raise Http404
    return found


def _shown(request: HouseRequest, agreement: Agreement, line: FixingLine) -> dict[str, Any]:
    """The line with what this person may do with it now."""
    mine = fixing_parties(request.actor, agreement, line.sphere)
    fresh = line.deviates if line.fixed else line.candidate.fixing is not None
    return {
        "line": line,
        "concerned": concerned_parties(agreement, line.sphere),
        "waiting": _waiting(request, agreement, line),
        "may_propose": agreement.state in OPEN and bool(mine) and fresh and (line.open is None or line.outdated),
    }


def _waiting(request: HouseRequest, agreement: Agreement, line: FixingLine) -> list[Any]:
    """The parties this person speaks for that have not answered the open proposal."""
    if line.open is None:
        return []
    answered = {consent.party_id for consent in line.open.consents.all()}
    mine = fixing_parties(request.actor, agreement, line.sphere) - answered
    return [party for party in concerned_parties(agreement, line.sphere) if party.pk in mine]


def _back(agreement: Agreement, plan: str) -> HttpResponse:
    return redirect(f"{reverse('fixings', args=[agreement.key])}#{plan}")
