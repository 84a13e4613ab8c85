"""Import: a file comes in, its preview says what it would do, somebody confirms; foreign tables get a Zuordnung."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from agreements.documents.tables_in import Row, TableError, sheet_names
from agreements.web import HouseRequest, permitted
from monitoring.domain.layout import Layout
from monitoring.forms.files import UploadForm
from monitoring.models import ImportDraft
from monitoring.rules import may_import
from monitoring.selectors.exchange import import_rights, visible_mappings, visible_runs, visible_sheets
from monitoring.services.collection import SheetRefused, looks_like_sheet, sheet_of
from monitoring.services.drafts import confirm_draft, fitting, forget_draft, keep_draft, open_drafts
from monitoring.services.imports import ImportChanged, ImportRefused, Preview, Upload, preview
from monitoring.services.uploads import MAX_BYTES, contract_row, look

SHOWN = 200  # rows of a kind on the page; the counts are of all
RUNS = 30


@permitted(see=may_import, do=may_import)
def upload(request: HouseRequest) -> HttpResponseBase:
    """The file, and the imports so far."""
    mappings = visible_mappings(request.actor)
    form = UploadForm(request.POST or None, request.FILES or None, mappings=mappings)
    if request.method == "POST" and form.is_valid():
        try:
            draft, known = _keep(request, form)
        except (TableError, SheetRefused) as error:
            form.add_error("file", str(error))
        else:
            return redirect("import-preview" if known else "import-layout", draft.pk)
    runs = list(visible_runs(request.actor, import_rights(request.actor))[:RUNS])
    context = {"form": form, "runs": runs, "crumbs": [("Import", None)]}
    return render(request, "monitoring/import.html", context)


@permitted(see=may_import, do=may_import)
def show(request: HouseRequest, pk: int) -> HttpResponseBase:
    """What the file would do; confirmed, it does. A discarded file is gone."""
    draft = draft_of(request, pk)
    if request.method == "POST" and request.POST.get("verb") == "discard":
        forget_draft(by=request.user, draft=draft)
        messages.info(request, f"„{draft.file_name}“ ist verworfen; gespeichert wurde nichts.")
        return redirect("import")
    wanted = _upload(request, draft)
    if request.method == "POST" and (response := _confirm(request, draft, wanted)):
        return response
    try:
        found = preview(by=request.user, upload=wanted, on=request.today)
    except TableError as error:
        return render(request, "monitoring/import_preview.html", _context(draft, None, str(error)))
    return render(request, "monitoring/import_preview.html", _context(draft, found, ""))


def draft_of(request: HouseRequest, pk: int) -> ImportDraft:
    """One's own file that waits. Raises Http404."""
    draft = open_drafts(request.user, timezone.now()).filter(pk=pk).first()
    if draft is None:
        raise Http404
    return draft


def _keep(request: HouseRequest, form: UploadForm) -> tuple[ImportDraft, bool]:
    """The file waits for its preview; does one know how to read it? Raises TableError, SheetRefused."""
    file = form.cleaned_data["file"]
    content, name = file.read(MAX_BYTES + 1), file.name
    rows = look(content, name)
    if looks_like_sheet(content, name):
        number = sheet_of(content, name)
        sheet = next((row for row in visible_sheets(request.actor) if row.pk == number), None)
        if sheet is None:
            raise SheetRefused(f"Den Erfassungsbogen „{name}“ dürfen Sie nicht einlesen.")
        return keep_draft(by=request.user, content=content, name=name, sheet=sheet), True
    mapping = form.cleaned_data.get("mapping") or (
        None if contract_row(rows) else _recognised(request, content, name, rows)
    )
    if mapping is not None:
        messages.info(request, f"Gelesen mit der Zuordnung „{mapping.name}“.")
    layout = Layout.from_json(mapping.rules) if mapping else None
    draft = keep_draft(by=request.user, content=content, name=name, layout=layout)
    return draft, mapping is not None or contract_row(rows) is not None


def _recognised(request: HouseRequest, content: bytes, name: str, rows: tuple[Row, ...]) -> Any:
    """A saved mapping whose headings all stand in the sheet it names."""
    names = sheet_names(content, name, max_bytes=MAX_BYTES)
    looks: dict[str, tuple[Row, ...]] = {"": rows}
    for mapping in visible_mappings(request.actor):
        sheet = str(mapping.rules.get("sheet", ""))
        if sheet and sheet not in names:
            continue
        if sheet not in looks:
            looks[sheet] = look(content, name, sheet)
        if fitting([mapping], looks[sheet]):
            return mapping
    return None


def _upload(request: HouseRequest, draft: ImportDraft) -> Upload:
    return Upload(
        content=bytes(draft.content),
        name=draft.file_name,
        layout=Layout.from_json(draft.rules) if draft.rules else None,
        sheet=draft.sheet,
        rights=import_rights(request.actor),
    )


def _confirm(request: HouseRequest, draft: ImportDraft, wanted: Upload) -> HttpResponse | None:
    """To the run that was stored; None where the preview has to be shown again."""
    seen = request.POST.get("seen", "")
    try:
        run = confirm_draft(by=request.user, draft=draft, upload=wanted, seen=seen or "-", on=request.today)
    except (ImportChanged, ImportRefused):
        messages.warning(
            request, "Seit der Vorschau hat sich etwas geändert; gespeichert wurde nichts. Bitte noch einmal prüfen."
        )
        return None
    except (TableError, SheetRefused) as error:
        messages.error(request, str(error))
        return None
    words = f"{run.new} neu, {run.changed} geändert, {run.unchanged} unverändert"
    messages.success(request, f"„{run.file_name}“ ist eingelesen: {words}.")
    return redirect("import-run", run.pk)


def _context(draft: ImportDraft, found: Preview | None, problem: str) -> dict[str, Any]:
    kinds = {kind: found.of(kind) if found else [] for kind in ("new", "changed", "unchanged")}  # type: ignore[arg-type]
    faults = found.faults if found else ()
    return {
        "draft": draft,
        "preview": found,
        "size": len(draft.content),
        "figures": len(found.rows) if found else 0,
        "problem": problem,
        "counts": {kind: len(rows) for kind, rows in kinds.items()} | {"faults": len(faults)},
        "changed": kinds["changed"][:SHOWN],
        "new": kinds["new"][:SHOWN],
        "faults": faults[:SHOWN],
        "warnings": found.warnings[:SHOWN] if found else (),
        "shown": SHOWN,
        "ready": bool(found and not faults and found.rows),
        "crumbs": [("Import", reverse("import")), ("Vorschau", None)],
    }
