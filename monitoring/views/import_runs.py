"""One import: what it changed, and taking it back as a whole."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from agreements.web import HouseRequest, permitted
from monitoring.choices import ImportState
from monitoring.models import ImportRun
from monitoring.rules import may_import
from monitoring.selectors.exchange import import_rights, run_revisions, visible_runs
from monitoring.services.undo import UndoRefused, undo_import

SHOWN = 300


@permitted(see=may_import, do=may_import)
def show(request: HouseRequest, pk: int) -> HttpResponseBase:
    """Details of one run; POST takes it back."""
    run = _run(request, pk)
    stopped = None
    if request.method == "POST":
        try:
            count = undo_import(by=request.user, run=run)
        except UndoRefused as error:
            stopped = error
        else:
            words = "Ein Wert steht" if count == 1 else f"{count} Werte stehen"
            messages.success(request, f"Der Import ist zurückgenommen. {words} wieder wie zuvor.")
            return redirect("import-run", run.pk)
    revisions = run_revisions(run)
    context = {
        "run": run,
        "revisions": revisions[:SHOWN],
        "count": revisions.count(),
        "shown": SHOWN,
        "stopped": stopped,
        "done": run.state == ImportState.DONE,
        "crumbs": [("Import", reverse("import")), (run.file_name, None)],
    }
    return render(request, "monitoring/import_run.html", context)


def _run(request: HouseRequest, pk: int) -> ImportRun:
    run = visible_runs(request.actor, import_rights(request.actor)).filter(pk=pk).first()
    if run is None:
        raise Http404
    return run
