"""Auswertungen: what a target's programmes brought, entered, read in from a sheet, and handed out as a report."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from agreements.documents.tables_in import TableError
from agreements.domain.lifecycle import IN_FORCE
from agreements.models import Agreement, Target
from agreements.web import HouseRequest, attachment, permitted
from monitoring.documents.evaluation import (
    evaluation_docx,
    evaluation_name,
    evaluation_pdf,
    evaluation_title,
    missing_words,
    programmes_file,
)
from monitoring.documents.figures_file import CONTENT_TYPES
from monitoring.documents.word import DOCX_TYPE
from monitoring.domain.programme import EvaluationSheet
from monitoring.forms.programmes import MAX_BYTES, EvaluationForm, ProgrammeForm, RemoveForm, SheetForm, read_programmes
from monitoring.models import Programme
from monitoring.rules import may_evaluate, may_see_municipal_figures
from monitoring.selectors.programmes import evaluated_target, evaluated_targets, evaluation_sheet
from monitoring.services.import_rows import Fault
from monitoring.services.programmes import (
    EvaluationConflict,
    ProgrammeRefused,
    remove_programme,
    save_programme,
    store_programmes,
    write_evaluation,
)


@permitted(see=may_see_municipal_figures)
def evaluations(request: HouseRequest, agreement: Agreement) -> HttpResponse:
    """All evaluations that an agreement promises, with what each still lacks."""
    rows = evaluated_targets(agreement) if agreement.state in IN_FORCE else ()
    sheets = [_sheet(request, agreement, row) for row in rows]
    context = {
        "agreement": agreement,
        "sheets": [(sheet, missing_words(sheet)) for sheet in sheets],
        "crumbs": [(agreement.title, reverse("agreement", args=[agreement.key])), ("Auswertungen", None)],
    }
    return render(request, "monitoring/evaluations.html", context)


@permitted(see=may_see_municipal_figures, do=may_evaluate)
def evaluation(request: HouseRequest, agreement: Agreement, code: str) -> HttpResponseBase:
    """The evaluation of one target; POST saves its words."""
    target = evaluated_target(agreement, code)
    if request.method != "POST":
        return _page(request, agreement, target)
    form = EvaluationForm(request.POST)
    if not form.is_valid():
        return _page(request, agreement, target, form=form, status=400)
    said = form.cleaned_data
    try:
        write_evaluation(by=request.user, target=target, text=said["text"], expected_version=said["version"])
    except EvaluationConflict as conflict:
        messages.error(request, str(conflict))
        kept = {"text": said["text"], "version": conflict.standing.version}
        again = EvaluationForm(initial=kept)
        return _page(request, agreement, target, form=again, standing=conflict.standing.text, status=409)
    messages.success(request, "Der Text der Auswertung ist gespeichert.")
    return redirect("evaluation", agreement.key, code)


@permitted(see=may_see_municipal_figures, do=may_evaluate)
def programme(request: HouseRequest, agreement: Agreement, code: str, number: int = 0) -> HttpResponseBase:
    """One programme, or a new one."""
    target = evaluated_target(agreement, code)
    if not may_evaluate(request.actor, agreement):
        raise PermissionDenied
    found = get_object_or_404(Programme, pk=number, target=target) if number else None
    data = request.POST if request.method == "POST" else None
    form = ProgrammeForm(data, today=request.today, programme=found)
    page = {"agreement": agreement, "target": target, "form": form, "programme": found}
    if not form.is_valid():
        return _programme_page(request, page, status=400 if form.is_bound else 200)
    version = form.cleaned_data["version"] or 0
    try:
        save_programme(by=request.user, target=target, said=form.said(), programme=found, expected_version=version)
    except ProgrammeRefused as refused:
        form.add_error("name", str(refused))
        return _programme_page(request, page, status=400)
    except EvaluationConflict as conflict:
        messages.error(request, str(conflict))
        form.overwrite_next_time(conflict.standing.version)
        return _programme_page(request, page | {"standing": form.standing(conflict.standing)}, status=409)
    messages.success(request, f"„{form.cleaned_data['name']}“ ist gespeichert.")
    return redirect("evaluation", agreement.key, code)


@permitted(see=may_see_municipal_figures, do=may_evaluate)
def remove(request: HouseRequest, agreement: Agreement, code: str, number: int) -> HttpResponse:
    """Take a programme out that was entered by mistake."""
    target = evaluated_target(agreement, code)
    if request.method != "POST":
        return redirect("evaluation", agreement.key, code)
    found, form = get_object_or_404(Programme, pk=number, target=target), RemoveForm(request.POST)
    try:
        version = form.cleaned_data["version"] if form.is_valid() else 0
        remove_programme(by=request.user, programme=found, expected_version=version)
    except EvaluationConflict:
        messages.error(request, f"„{found}“ wurde inzwischen geändert und ist nicht entfernt; das gilt jetzt.")
        return redirect("programme", agreement.key, code, number)
    messages.success(request, f"„{found}“ ist entfernt; was es sagte, bleibt im Protokoll.")
    return redirect("evaluation", agreement.key, code)


@permitted(see=may_see_municipal_figures, do=may_evaluate)
def read_in(request: HouseRequest, agreement: Agreement, code: str) -> HttpResponseBase:
    """Programmes from a sheet, all or none; faults by row and column."""
    target = evaluated_target(agreement, code)
    if request.method != "POST":
        return redirect("evaluation", agreement.key, code)
    form, faults = SheetForm(request.POST, request.FILES), list[Fault]()
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            rows, faults = read_programmes(file.read(MAX_BYTES + 1), file.name, today=request.today)
            if not faults:
                new, changed = store_programmes(by=request.user, target=target, rows=rows)
                messages.success(request, f"{new} Maßnahmen neu, {changed} geändert, {len(rows)} gelesen.")
                return redirect("evaluation", agreement.key, code)
        except (TableError, ProgrammeRefused) as refused:
            form.add_error("file", str(refused))
    return _page(request, agreement, target, sheet_form=form, faults=faults, status=400)


@permitted(see=may_see_municipal_figures)
def table(request: HouseRequest, agreement: Agreement, code: str, file_format: str) -> HttpResponse:
    """The programmes as a sheet that can be read in again; without any, the template."""
    sheet = _sheet(request, agreement, evaluated_target(agreement, code))
    content = programmes_file(sheet, file_format=file_format)
    return attachment(content, evaluation_name(sheet, file_format), CONTENT_TYPES[file_format])


@permitted(see=may_see_municipal_figures)
def pdf(request: HouseRequest, agreement: Agreement, code: str) -> HttpResponse:
    """The report on paper."""
    sheet = _sheet(request, agreement, evaluated_target(agreement, code))
    return attachment(evaluation_pdf(sheet), evaluation_name(sheet, "pdf"), "application/pdf", inline=True)


@permitted(see=may_see_municipal_figures)
def docx(request: HouseRequest, agreement: Agreement, code: str) -> HttpResponse:
    """The report for Word."""
    sheet = _sheet(request, agreement, evaluated_target(agreement, code))
    return attachment(evaluation_docx(sheet), evaluation_name(sheet, "docx"), DOCX_TYPE)


def _programme_page(request: HouseRequest, page: dict[str, Any], *, status: int) -> HttpResponse:
    crumbs = _crumbs(page["agreement"], page["target"], linked=True)
    context = page | {"crumbs": [*crumbs, (str(page["programme"] or "neue Maßnahme"), None)]}
    return render(request, "monitoring/programme.html", context, status=status)


def _sheet(request: HouseRequest, agreement: Agreement, target: Target) -> EvaluationSheet:
    return evaluation_sheet(agreement, target, today=request.today)


def _page(
    request: HouseRequest,
    agreement: Agreement,
    target: Target,
    *,
    form: EvaluationForm | None = None,
    sheet_form: SheetForm | None = None,
    faults: Any = (),
    standing: str | None = None,
    status: int = 200,
) -> HttpResponse:
    sheet, words = _sheet(request, agreement, target), getattr(target, "evaluation", None)
    duty = next((each for each in target.duties.all() if each.due), None)
    context = {
        "agreement": agreement,
        "sheet": sheet,
        "heading": evaluation_title(sheet),
        "missing": missing_words(sheet),
        "duty": duty,
        "writes": may_evaluate(request.actor, agreement),
        "form": form or EvaluationForm(initial={"text": sheet.text, "version": words.version if words else 0}),
        "sheet_form": sheet_form or SheetForm(),
        "faults": faults,
        "standing": standing,
        "print": False,
        "crumbs": _crumbs(agreement, target),
    }
    return render(request, "monitoring/evaluation.html", context, status=status)


def _crumbs(agreement: Agreement, target: Target, *, linked: bool = False) -> list[tuple[str, str | None]]:
    address = reverse("evaluation", args=[agreement.key, target.code]) if linked else None
    return [
        (agreement.title, reverse("agreement", args=[agreement.key])),
        ("Auswertungen", reverse("evaluations", args=[agreement.key])),
        (f"Auswertung {target}", address),
    ]
