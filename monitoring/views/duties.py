"""One duty: what was reported of it, the form for a responsible party, and the evidence as files."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from agreements.domain.months import month_of
from agreements.models import Agreement, Duty, Party
from agreements.rules import may_read_agreement
from agreements.web import HouseRequest, attachment, permitted
from monitoring.choices import DutyState
from monitoring.forms.settling import DutyForm
from monitoring.rules import duty_parties
from monitoring.selectors.duties import DutyInForce, duties_in_force
from monitoring.services.duties import ReviewRefused, review_duty

FILE_TYPES = {"pdf": "application/pdf", "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg"}


@permitted(see=may_read_agreement, do=may_read_agreement)
def duty(request: HouseRequest, agreement: Agreement, code: str, position: int) -> HttpResponse:
    """What was reported, the newest first; whoever is responsible reports here."""
    in_force = _duty(agreement, code, position)
    found = in_force.duty
    parties = Party.objects.filter(pk__in=duty_parties(request.actor, found))
    form = DutyForm(request.POST or None, request.FILES or None, parties=parties)
    if request.method == "POST":
        if not parties:
            raise PermissionDenied
        if form.is_valid() and _reported(request, found, form):
            messages.success(request, f"Der Bericht zu „{found}“ ist gespeichert.")
            return redirect(f"{reverse('settlement', args=[agreement.key])}#duties-{code}-{position}")
    context = {
        "agreement": agreement,
        "duty": found,
        "reviews": in_force.reviews[::-1],
        "form": form if parties else None,
        "crumbs": [
            (agreement.title, reverse("agreement", args=[agreement.key])),
            ("Zielabrechnung", reverse("settlement", args=[agreement.key])),
            (found.title, None),
        ],
    }
    return render(request, "monitoring/duty.html", context, status=400 if form.is_bound else 200)


@permitted(see=may_read_agreement)
def evidence(request: HouseRequest, agreement: Agreement, number: int) -> HttpResponse:
    """The file of one report, always to be saved, never shown in the page."""
    reviews = (row for each in _duties(agreement).values() for row in each.reviews if row.pk == number)
    found = next(reviews, None)
    if found is None or not found.evidence or not found.evidence.storage.exists(found.evidence.name):
        raise Http404
    name = found.evidence.name.rpartition("/")[2]
    with found.evidence.open("rb") as file:
        return attachment(
            file.read(), name, FILE_TYPES.get(name.rpartition(".")[2].lower(), "application/octet-stream")
        )


def _reported(request: HouseRequest, found: Duty, form: DutyForm) -> bool:
    """Whether the report was kept; else the form says why not."""
    said = form.cleaned_data | {"state": DutyState(form.cleaned_data["state"])}
    try:
        review_duty(by=request.user, duty=found, on=request.today, **said)
    except ReviewRefused as error:
        form.add_error(None, str(error))
        return False
    return True


def _duties(agreement: Agreement) -> dict[tuple[str, int], DutyInForce]:
    """404 for an amendment: its duties stand with its original."""
    if agreement.amends_id is not None:
        raise Http404
    return duties_in_force(agreement, month_of(agreement.year, 12))


def _duty(agreement: Agreement, code: str, position: int) -> DutyInForce:
    found = _duties(agreement).get((code, position))
    if found is None:
        raise Http404
    return found
