"""Zuordnung: which column of a foreign file is what; proposed by earlier ones of that kind."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse

from agreements.documents.tables_in import Row, TableError, sheet_names
from agreements.models import Party, Region, Series
from agreements.web import HouseRequest, permitted
from monitoring.domain.layout import NEEDED, propose
from monitoring.forms.files import LayoutForm
from monitoring.models import ImportDraft
from monitoring.rules import may_import
from monitoring.selectors.exchange import importable_catalogue, visible_mappings
from monitoring.services.drafts import read_draft_as, similar
from monitoring.services.uploads import MAX_BYTES, headings, look
from monitoring.views.imports import draft_of


@permitted(see=may_import, do=may_import)
def layout(request: HouseRequest, pk: int) -> HttpResponseBase:
    """Header row and sheet are chosen by address, the columns by form."""
    draft = draft_of(request, pk)
    content = bytes(draft.content)
    names = sheet_names(content, draft.file_name, max_bytes=MAX_BYTES)
    sheet = _sheet(request, draft, names)
    context: dict[str, Any] = {"draft": draft, "sheets": names, "sheet": sheet, "crumbs": _crumbs()}
    try:
        rows = look(content, draft.file_name, sheet)
    except TableError as error:
        return render(request, "monitoring/import_layout.html", context | {"problem": str(error)})
    regions, series = importable_catalogue(request.actor)
    header, proposed = _proposal(request, draft, rows, sheet, series)
    form = LayoutForm(
        request.POST or None, header=header, sheet=sheet, proposed=proposed, regions=regions, series=series
    )
    if request.method == "POST" and form.is_valid():
        _read_as(request, draft, form)
        return redirect("import-preview", draft.pk)
    return render(request, "monitoring/import_layout.html", context | _shown(form, rows, header, regions))


def _sheet(request: HouseRequest, draft: ImportDraft, names: tuple[str, ...]) -> str:
    """As chosen, as read before, or as an earlier mapping had it; else the first."""
    earlier = [mapping.rules for mapping in visible_mappings(request.actor)]
    wished = [request.GET.get("blatt", ""), *[str(rules.get("sheet", "")) for rules in (draft.rules or {}, *earlier)]]
    return next((sheet for sheet in wished if sheet in names), "")


def _read_as(request: HouseRequest, draft: ImportDraft, form: LayoutForm) -> None:
    parties: tuple[Party, ...] = request.actor.parties
    read_draft_as(
        by=request.user,
        draft=draft,
        layout=form.layout,
        header=form.titles,
        party=parties[0] if parties else None,
        name=form.cleaned_data["name"].strip(),
    )


def _proposal(
    request: HouseRequest, draft: ImportDraft, rows: tuple[Row, ...], sheet: str, series: list[Series]
) -> tuple[Row, dict[str, Any]]:
    """The header row and what its columns may mean: as chosen, as in an earlier file of that kind, or a guess."""
    by_number = {str(row.number): row for row in rows}
    before = str((draft.rules or {}).get("header_row", ""))
    chosen = by_number.get(request.GET.get("zeile", before))
    earlier = similar(visible_mappings(request.actor), [chosen] if chosen else rows)
    header = chosen or (earlier[1] if earlier else max(rows[:12], key=lambda row: _texts(row)))
    titles = headings(header.cells)
    guess: dict[str, Any] = propose(titles, series=[row.code for row in series], header_row=header.number, sheet=sheet)
    known: dict[str, Any] | None = dict(draft.rules) if draft.rules else None
    if earlier and known is None:
        known = dict(earlier[0].rules) | {"name": earlier[0].name}
    if known is None:
        return header, guess
    columns = {title: known["columns"][title] for title in titles if title in known["columns"]}
    wide = dict(guess["wide"]) if known["across"] == guess["across"] else {}
    wide |= {title: text for title, text in known["wide"].items() if title in titles}
    return header, known | {"columns": columns, "wide": wide}


def _texts(row: Row) -> int:
    """How many cells of a row could be headings."""
    return sum(cell.value is not None for cell in row.cells)


def _shown(form: LayoutForm, rows: tuple[Row, ...], header: Row, regions: list[Region]) -> dict[str, Any]:
    below = [row for row in rows if row.number > header.number][:3]
    samples = [
        [str(row.cells[i].value) for row in below if i < len(row.cells) and row.cells[i].value is not None]
        for i in range(len(form.titles))
    ]
    choices = [(row.number, " | ".join(headings(row.cells)[:6])[:90], row.number == header.number) for row in rows[:30]]
    columns = [(*column, sample) for column, sample in zip(form.columns(), samples, strict=True)]
    there = {title.casefold() for title in form.titles}
    absent = [name for name in NEEDED if name not in there] if there & set(NEEDED) else []
    return {"form": form, "columns": columns, "rows": choices, "header": header, "absent": absent}


def _crumbs() -> list[tuple[str, str | None]]:
    return [("Import", reverse("import")), ("Zuordnung", None)]
