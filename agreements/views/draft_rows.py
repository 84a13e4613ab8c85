"""Forms of a draft: a section, a target, and what stands with a target, each to add or to change."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse

from agreements.forms.drafted import DraftForm
from agreements.forms.editing import BudgetForm, DutyForm, SectionForm, TargetForm
from agreements.forms.measures import MeasureForm, NewMeasureForm, new_measure
from agreements.models import Agreement, Budget, Duty, Section, Target
from agreements.selectors.editing import drafted_measures, drafted_targets, measure_line
from agreements.services.drafts import StaleDraft, save_draft
from agreements.services.editing import add_row, save_duty, save_target
from agreements.services.measures import save_measure
from agreements.views.drafting import Row, crumbs, drafting, kind_of, moved, place_of, row_of
from agreements.web import HouseRequest

PARTS: dict[str, type[DraftForm]] = {"messgroesse": MeasureForm, "budget": BudgetForm, "pflicht": DutyForm}


@drafting
def section_new(request: HouseRequest, agreement: Agreement) -> HttpResponse:
    """A section at the end."""
    form = SectionForm(_sent(request), instance=Section(agreement=agreement), agreement=agreement)
    if added := _added(request, agreement, form):
        return redirect("draft-section", agreement.key, added.pk)
    return _form_page(request, agreement, form, "Neuer Abschnitt")


@drafting
def section(request: HouseRequest, agreement: Agreement, pk: int) -> HttpResponse:
    """One section: its heading and kind, its text, its targets in order."""
    row = row_of(agreement, "abschnitt", pk)
    form = SectionForm(_sent(request), instance=row, agreement=agreement)
    if _saved(request, agreement, row, form):
        return redirect("draft-section", agreement.key, pk)
    more: dict[str, Any] = {"section": row, "targets": row.targets.order_by("position"), "moved": moved(request)}
    return _form_page(request, agreement, form, str(row), "agreements/draft_section.html", **more)


@drafting
def target_new(request: HouseRequest, agreement: Agreement, pk: int) -> HttpResponse:
    """A target at the end of the section."""
    parent = row_of(agreement, "abschnitt", pk)
    row = Target(section=parent, agreement=agreement)
    form = TargetForm(_sent(request), instance=row, agreement=agreement, initial={"section": parent})
    if added := _added(request, agreement, form):
        return redirect("draft-target", agreement.key, added.code)
    back = (str(parent), reverse("draft-section", args=[agreement.key, pk]))
    return _form_page(request, agreement, form, "Neues Ziel", back=back)


@drafting
def target(request: HouseRequest, agreement: Agreement, code: str) -> HttpResponse:
    """One target: its words and kind, its description, its measures, budgets and duties in order."""
    row = get_object_or_404(drafted_targets(agreement), code=code)
    form = TargetForm(_sent(request), instance=row, agreement=agreement)
    if _saved(request, agreement, row, form):
        return redirect("draft-target", agreement.key, code)
    lines = [measure_line(each, agreement.year) for each in row.measures.all()]
    more: dict[str, Any] = {
        "target": row,
        "measures": lines,
        "moved": moved(request),
        "back": (str(row.section), place_of(agreement, row)),
    }
    return _form_page(request, agreement, form, str(row), "agreements/draft_target.html", **more)


@drafting
def part_new(request: HouseRequest, agreement: Agreement, code: str, kind: str) -> HttpResponse:
    """A measure, budget or duty at the end of the target's; a measure is asked for its value next."""
    parent = get_object_or_404(agreement.targets, code=code)
    back = (str(parent), reverse("draft-target", args=[agreement.key, code]))
    form = _new_part(request, agreement, parent, kind)
    if added := _added(request, agreement, form):
        measure = kind == "messgroesse"
        return redirect("draft-part", agreement.key, code, kind, added.pk) if measure else redirect(back[1])
    return _form_page(request, agreement, form, f"Neu: {form.instance._meta.verbose_name}", back=back)


@drafting
def part(request: HouseRequest, agreement: Agreement, code: str, kind: str, pk: int) -> HttpResponse:
    """One measure, budget or duty."""
    row = row_of(agreement, kind, pk, target__code=code) if kind in PARTS else None
    if row is None:
        raise Http404
    form = PARTS[kind](_sent(request), instance=row, agreement=agreement)
    place = place_of(agreement, row)
    if _saved(request, agreement, row, form):
        return redirect(place)
    line = measure_line(drafted_measures(agreement).get(pk=pk), agreement.year) if kind == "messgroesse" else None
    return _form_page(request, agreement, form, str(row), back=(str(row.target), place), line=line)


def _sent(request: HouseRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _new_part(request: HouseRequest, agreement: Agreement, parent: Target, kind: str) -> DraftForm:
    if kind == "messgroesse":
        return NewMeasureForm(_sent(request), instance=new_measure(parent), agreement=agreement, target=parent)
    if kind == "budget":
        return BudgetForm(_sent(request), instance=Budget(target=parent), agreement=agreement)
    if kind == "pflicht":
        return DutyForm(_sent(request), instance=Duty(target=parent), agreement=agreement)
    raise Http404


def _added(request: HouseRequest, agreement: Agreement, form: DraftForm) -> Any:
    """The new row, or None where the form is still to be filled in."""
    if request.method != "POST" or not form.is_valid():
        return None
    parties = form.cleaned_data.get("responsible", ())
    row = add_row(by=request.user, agreement=agreement, row=form.instance, responsible=parties)
    messages.success(request, f"„{row}“ ist angelegt.")
    return row


def _saved(request: HouseRequest, agreement: Agreement, row: Any, form: DraftForm) -> Row | None:
    """The row as saved; None where the form is to be shown, with what somebody else saved meanwhile."""
    if request.method != "POST" or not form.is_valid():
        return None
    try:
        saved = _write(request, agreement, row, form)
    except StaleDraft as error:
        messages.error(request, str(error))
        form.compare(error.standing)
        return None
    messages.success(request, f"„{saved}“ ist gespeichert.")
    return saved


def _write(request: HouseRequest, agreement: Agreement, row: Any, form: DraftForm) -> Row:
    known: dict[str, Any] = {
        "by": request.user,
        "agreement": agreement,
        "row": row,
        "seen": form.cleaned_data["version"],
    }
    if isinstance(form, MeasureForm):
        return save_measure(**known, terms=form.terms())
    changes = form.changes()
    if isinstance(form, TargetForm):
        changes.pop("section_id")
        return save_target(**known, changes=changes, section=form.cleaned_data["section"])
    if isinstance(form, DutyForm):
        return save_duty(**known, changes=changes, responsible=list(form.cleaned_data["responsible"]))
    return save_draft(**known, changes=changes)


def _form_page(
    request: HouseRequest,
    agreement: Agreement,
    form: DraftForm,
    title: str,
    template: str = "agreements/draft_form.html",
    back: tuple[str, str] | None = None,
    **more: Any,
) -> HttpResponse:
    trail = crumbs(agreement, *((back,) if back else ()), (title, None))
    context = {
        "agreement": agreement,
        "form": form,
        "title": title,
        "crumbs": trail,
        "back": back,
        "line": None,
        **more,
    }
    context["kind"] = kind_of(form.instance)
    status = 409 if form.standing else 400 if form.errors else 200
    return render(request, template, context, status=status)
