"""Dialoge: the steps of one dialogue: invite, call off, write down, confirm."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect

from agreements.models import Agreement, Party
from agreements.web import HouseRequest, permitted
from monitoring.choices import DialogueState
from monitoring.forms.dialogues import CancelForm, ConfirmForm, MinutesForm
from monitoring.models import Dialogue
from monitoring.rules import confirming_parties, may_confirm_minutes, may_read_dialogues, may_record_dialogues
from monitoring.selectors.dialogues import minutes_sheet, visible_dialogue
from monitoring.services.dialogues import (
    DialogueRefused,
    MinutesConflict,
    begin_minutes,
    cancel_dialogue,
    confirm_minutes,
    write_minutes,
)
from monitoring.services.invitations import send_invitation
from monitoring.views.dialogues import page


def _step(
    request: HouseRequest, agreement: Agreement, number: int, take: Callable[[Dialogue], str]
) -> HttpResponseBase:
    """Takes the step and says what happened, or why not; a look at its address leads to the dialogue."""
    if request.method == "POST":
        try:
            messages.success(request, take(visible_dialogue(request.actor, agreement, number)))
        except DialogueRefused as refused:
            messages.error(request, str(refused))
    return redirect("dialogue", agreement.key, number)


@permitted(see=may_read_dialogues, do=may_record_dialogues)
def invite(request: HouseRequest, agreement: Agreement, number: int) -> HttpResponseBase:
    """Mail the invitation to everybody with an address."""

    def take(found: Dialogue) -> str:
        count = send_invitation(by=request.user, dialogue=found)
        return f"Die Einladung ging an {count} {'Person' if count == 1 else 'Personen'}."

    return _step(request, agreement, number, take)


@permitted(see=may_read_dialogues, do=may_record_dialogues)
def cancel(request: HouseRequest, agreement: Agreement, number: int) -> HttpResponseBase:
    """Call it off, with a reason."""

    def take(found: Dialogue) -> str:
        form = CancelForm(request.POST)
        reason = form.cleaned_data["reason"] if form.is_valid() else ""
        cancel_dialogue(by=request.user, dialogue=found, reason=reason, on=request.today)
        return "Der Dialog ist abgesagt. Wer eingeladen war, bekommt die Absage mit „Einladung verschicken“."

    return _step(request, agreement, number, take)


@permitted(see=may_read_dialogues, do=may_record_dialogues)
def begin(request: HouseRequest, agreement: Agreement, number: int) -> HttpResponseBase:
    """Begin the minutes."""

    def take(found: Dialogue) -> str:
        begin_minutes(by=request.user, dialogue=found, on=request.today)
        return "Die Niederschrift ist begonnen."

    return _step(request, agreement, number, take)


@permitted(see=may_read_dialogues, do=may_confirm_minutes)
def confirm(request: HouseRequest, agreement: Agreement, number: int, party: int) -> HttpResponseBase:
    """One side's yes to the minutes as it saw them."""

    def take(found: Dialogue) -> str:
        side = get_object_or_404(Party, pk=party, pk__in=confirming_parties(request.actor, agreement))
        form = ConfirmForm(request.POST)
        seen = form.cleaned_data["seen"] if form.is_valid() else ""
        whole = confirm_minutes(by=request.user, dialogue=found, party=side, seen=seen, on=request.today)
        if whole:
            return "Die Niederschrift ist von beiden Seiten bestätigt und eingefroren."
        return f"Die Niederschrift ist für {side} bestätigt; die andere Seite fehlt noch."

    return _step(request, agreement, number, take)


@permitted(see=may_read_dialogues, do=may_record_dialogues)
def write(request: HouseRequest, agreement: Agreement, number: int) -> HttpResponse | HttpResponseBase:
    """Save what was said; a conflict shows what stands and keeps what was typed."""
    found = visible_dialogue(request.actor, agreement, number)
    found.agreement = agreement
    if request.method != "POST" or found.state != DialogueState.HELD:
        return redirect("dialogue", agreement.key, number)
    people = found.participants.select_related("party")
    form = MinutesForm(request.POST, sheet=minutes_sheet(found), dialogue=found, participants=people)
    if not form.is_valid():
        return page(request, agreement, found, form=form, status=400)
    try:
        write_minutes(by=request.user, dialogue=found, **form.said())
    except MinutesConflict as conflict:
        messages.error(request, str(conflict))
        form.overwrite_next_time(conflict.standing.version)
        return page(request, agreement, found, form=form, status=409)
    except DialogueRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "Die Niederschrift ist gespeichert.")
    return redirect("dialogue", agreement.key, number)
