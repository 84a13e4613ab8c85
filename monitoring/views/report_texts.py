"""What is written beside the figures of an MBZ: the Jobcenter's comments and the Agentur's notes, by page or as one types."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone

from agreements.models import Agreement, Target
from agreements.services.texts import Conflict
from agreements.web import HouseRequest, permitted
from monitoring.forms.reports import TextForm
from monitoring.rules import may_comment, may_read_report, may_review
from monitoring.selectors.in_force import chain_of
from monitoring.selectors.notes import note_party
from monitoring.services.comments import (
    NothingToTakeOver,
    ReportClosed,
    confirm_comment,
    save_comment,
    take_over_comment,
)
from monitoring.services.notes import save_note
from monitoring.views.report import reading_of, report_page


@permitted(see=may_read_report, do=may_comment)
def comment(request: HouseRequest, agreement: Agreement, month: date, code: str) -> HttpResponse:
    """Save the comment on one target; on a conflict both texts are shown and neither is lost."""
    target = _target(agreement, month, code)
    if request.method != "POST":
        return redirect(_place(agreement, month, code))
    form = TextForm(request.POST)
    if not form.is_valid():
        return _refused(request, agreement, month, code, form.fault, 400)
    try:
        saved = save_comment(
            by=request.user,
            agreement=agreement,
            month=month,
            target=target,
            text=form.cleaned_data["text"],
            expected_version=form.cleaned_data["version"],
            on=request.today,
        )
    except (Conflict, ReportClosed) as error:
        return _refused(request, agreement, month, code, str(error), 409, getattr(error, "standing", None))
    return _saved(request, _place(agreement, month, code), f"Kommentar gespeichert: {target}.", saved)


@permitted(see=may_read_report, do=may_comment)
def take_over(request: HouseRequest, agreement: Agreement, month: date, code: str) -> HttpResponse:
    """ "Unverändert übernehmen": last month's comment; or, where one stands, "passt weiterhin"."""
    target = _target(agreement, month, code)
    if request.method == "POST":
        still = bool(request.POST.get("weiterhin"))
        verb = confirm_comment if still else take_over_comment
        said = "Der Kommentar gilt für die heutigen Zahlen" if still else "Kommentar des Vormonats übernommen"
        try:
            verb(by=request.user, agreement=agreement, month=month, target=target, on=request.today)
            messages.success(request, f"{said}: {target}.")
        except (NothingToTakeOver, ReportClosed) as error:
            messages.error(request, str(error))
    return redirect(_place(agreement, month, code))


@permitted(see=may_read_report, do=may_review)
def note(request: HouseRequest, agreement: Agreement, month: date, code: str) -> HttpResponse:
    """Save the Agentur's note on one target."""
    target = _target(agreement, month, code)
    if request.method != "POST":
        return redirect(_place(agreement, month, code))
    form, party = TextForm(request.POST), note_party(request.actor, agreement)
    if not form.is_valid() or party is None:
        return _refused(request, agreement, month, code, form.fault, 400)
    try:
        saved = save_note(
            by=request.user,
            agreement=agreement,
            party=party,
            target=target,
            text=form.cleaned_data["text"],
            expected_version=form.cleaned_data["version"],
        )
    except Conflict as error:
        return _refused(request, agreement, month, code, str(error), 409, error.standing)
    return _saved(request, _place(agreement, month, code), f"Notiz gespeichert: {target}.", saved)


def _target(agreement: Agreement, month: date, code: str) -> Target:
    if month.year != agreement.year:
        raise Http404
    chain = chain_of(agreement, code)
    standing = chain.at(month) if chain else None
    if chain is None or standing is None or not standing.in_mbz:
        raise Http404
    return chain.first


def _place(agreement: Agreement, month: date, code: str) -> str:
    return reverse("report", args=[agreement.key, month]) + f"#{code}"


def _wants_json(request: HouseRequest) -> bool:
    return request.headers.get("Accept") == "application/json"


def _saved(request: HouseRequest, place: str, words: str, saved: Any) -> HttpResponse:
    """To the page, or for the script the version that stands now."""
    if not _wants_json(request):
        messages.success(request, words)
        return redirect(place)
    return JsonResponse({"version": saved.version if saved else 0, "state": _state(saved)})


def _refused(
    request: HouseRequest,
    agreement: Agreement,
    month: date,
    code: str,
    sentence: str,
    status: int,
    standing: Any = None,
) -> HttpResponse:
    """The page with the text that was typed, or for the script the sentence and what stands."""
    if _wants_json(request):
        theirs = {"text": standing.text, "version": standing.version, "by": str(standing.by)} if standing else None
        return JsonResponse({"message": sentence, "standing": theirs}, status=status)
    messages.error(request, sentence)
    unsaved = {
        "code": code,
        "kind": "note" if request.path.endswith(f"/notiz/{code}/") else "comment",
        "text": request.POST.get("text", ""),
    }
    return report_page(request, agreement, reading_of(request, agreement, month), unsaved=unsaved, status=status)


def _state(saved: Any) -> str:
    if saved is None:
        return "leer"
    return f"gespeichert {timezone.localtime(saved.at):%H:%M} Uhr, {saved.by}"
