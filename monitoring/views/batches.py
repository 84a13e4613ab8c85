"""Stapel: all MBZ of a month that somebody reads, ordered, watched and fetched as one ZIP."""

from __future__ import annotations

from django.contrib import messages
from django.db import transaction
from django.http import FileResponse, Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agreements.web import HouseRequest, permitted
from monitoring.choices import BatchState
from monitoring.forms.batches import BatchForm
from monitoring.models import ReportBatch
from monitoring.rules import may_order_batches
from monitoring.selectors.batches import months_to_order, own_batches, readable_agreements, standing
from monitoring.services.batch_files import zip_name
from monitoring.services.batches import BatchRefused, order_batch, resume_batch
from monitoring.tasks import make_batch


@permitted(see=may_order_batches, do=may_order_batches)
def batches(request: HouseRequest) -> HttpResponseBase:
    """One's own batches, and a new one."""
    agreements = readable_agreements(request.actor)
    form = BatchForm(
        request.POST if request.method == "POST" else None, months=months_to_order(agreements, request.today)
    )
    if request.method == "POST" and form.is_valid():
        month = form.cleaned_data["month"]
        wanted = [agreement for agreement in agreements if agreement.year == month.year]
        try:
            with transaction.atomic():
                batch = order_batch(by=request.user, agreements=wanted, month=month, on=request.today)
                make_batch.enqueue(batch.pk)
        except BatchRefused as error:
            form.add_error(None, str(error))
        else:
            return redirect("batch", batch.pk)
    now = timezone.now()
    context = {
        "form": form,
        "standings": [standing(batch, now) for batch in own_batches(request.actor)],
        "crumbs": [("MBZ", reverse("report-choose")), ("Stapel", None)],
    }
    return render(request, "monitoring/batches.html", context)


@permitted(see=may_order_batches, do=may_order_batches)
def batch(request: HouseRequest, pk: int) -> HttpResponseBase:
    """How far a batch is; POST lets one that stopped go on."""
    found = _own(request, pk)
    if request.method == "POST":
        try:
            with transaction.atomic():
                resume_batch(batch=found)
                make_batch.enqueue(found.pk)
        except BatchRefused as error:
            messages.error(request, str(error))
        return redirect("batch", found.pk)
    crumbs = [("MBZ", reverse("report-choose")), ("Stapel", reverse("batches")), (f"Stapel {found.pk}", None)]
    context = {"standing": standing(found, timezone.now()), "crumbs": crumbs}
    return render(request, "monitoring/batch.html", context)


@permitted(see=may_order_batches)
def download(request: HouseRequest, pk: int) -> HttpResponseBase:
    """The ZIP, read from the storage as it is sent; 404 until it is done."""
    found = _own(request, pk)
    if found.state != BatchState.DONE:
        raise Http404
    response = FileResponse(found.file.open("rb"), as_attachment=True, filename=zip_name(found))
    response["Cache-Control"] = "private, no-store"
    return response


def _own(request: HouseRequest, pk: int) -> ReportBatch:
    found = next((batch for batch in own_batches(request.actor) if batch.pk == pk), None)
    if found is None:
        raise Http404
    return found
