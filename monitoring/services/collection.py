"""Erfassungsbögen: a protected workbook goes to a supplier without login and comes back once, as that sheet alone."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from django.core import signing
from django.db import transaction
from django.utils import timezone

from agreements.documents.tables_in import Cell, TableError, read_rows
from agreements.domain.fingerprint import fingerprint
from agreements.domain.months import month_key
from agreements.models import Agreement, Region, Series, User
from agreements.services import audit
from monitoring.choices import SheetState
from monitoring.models import CollectionSheet, ImportRun
from monitoring.services.import_rows import EMPTY, Line, is_empty
from monitoring.services.uploads import Lines

SALT = "monitoring.collection-sheet"
MARK = "Erfassungsbogen-Kennung"  # in the hidden first row, the identifier beside it
FIRST_ROW = 8  # of the cells, counted as Excel does; one row a cell in their order
VALUE, NOTE = 4, 5  # places of the two columns that are not locked
MOST_CELLS, MAX_BYTES = 2_000, 2 * 1024 * 1024


class SheetRefused(Exception):
    """A file that is not the sheet that was sent, or came back before; one German sentence."""


def identifier(sheet: CollectionSheet) -> str:
    """What the workbook carries: which sheet it is and what was asked, signed."""
    return signing.dumps({"sheet": sheet.pk, "cells": fingerprint(sheet.cells)}, salt=SALT)


@transaction.atomic
def send_sheet(
    *, by: User, agreement: Agreement, recipient: str, due: date, cells: Iterable[tuple[Series, Region, date]]
) -> CollectionSheet:
    """Keep what is asked of whom until when. Raises SheetRefused where nothing is asked, or too much."""
    asked = [[series.code, region.key, month_key(month)] for series, region, month in cells]
    if not asked:
        raise SheetRefused(
            "In diesen Monaten fehlt bei den gewählten Datenreihen kein Wert; es gibt nichts zu erfragen."
        )
    if len(asked) > MOST_CELLS:
        raise SheetRefused(
            f"Der Bogen hätte {len(asked)} Zellen; möglich sind {MOST_CELLS}. Bitte weniger Monate wählen."
        )
    sheet = CollectionSheet.objects.create(
        agreement=agreement, recipient=recipient, due=due, cells=asked, by=by, at=timezone.now()
    )
    after = {"an": recipient, "bis": due, "zellen": len(asked), "sha256": fingerprint(asked)}
    audit.record(by=by, verb="Erfassungsbogen erstellt", object=f"Erfassungsbogen {sheet.pk}", after=after)
    return sheet


@transaction.atomic
def withdraw_sheet(*, by: User, sheet: CollectionSheet) -> None:
    """An open sheet is no longer taken back. Raises SheetRefused where it is not open."""
    _locked_open(sheet)
    CollectionSheet.objects.filter(pk=sheet.pk).update(state=SheetState.WITHDRAWN)
    audit.record(by=by, verb="Erfassungsbogen zurückgezogen", object=f"Erfassungsbogen {sheet.pk}")


def close_sheet(*, by: User, sheet: CollectionSheet, run: ImportRun) -> None:
    """It came back with this import; within the import's transaction. Raises SheetRefused where it came back before."""
    _locked_open(sheet)
    CollectionSheet.objects.filter(pk=sheet.pk).update(
        state=SheetState.RETURNED, returned_by=by, returned_at=timezone.now(), import_run=run
    )
    after = {"import": run.pk, "sha256": run.sha256}
    audit.record(by=by, verb="Erfassungsbogen zurückgekommen", object=f"Erfassungsbogen {sheet.pk}", after=after)


def _locked_open(sheet: CollectionSheet) -> None:
    state = CollectionSheet.objects.select_for_update().values_list("state", flat=True).get(pk=sheet.pk)
    if state != SheetState.OPEN:
        raise SheetRefused(
            f"Der Bogen an {sheet.recipient} ist {SheetState(state).label}; er wird kein zweites Mal eingelesen."
        )


def looks_like_sheet(content: bytes, name: str) -> bool:
    """Does the hidden first row say so? Raises TableError where the file cannot be read."""
    first = read_rows(content, name, max_bytes=20 * MAX_BYTES, max_rows=10, max_columns=60, only=1)[0]
    return bool(first.cells) and first.cells[0].value == MARK


def sheet_of(content: bytes, name: str) -> int:
    """The number of the sheet a workbook is, by its signed identifier. Raises SheetRefused or TableError."""
    return int(_identified(content, name)["sheet"])


def _identified(content: bytes, name: str) -> dict[str, str | int]:
    first = read_rows(content, name, max_bytes=MAX_BYTES, max_rows=10, max_columns=60, only=1)[0]
    cells = [*first.cells, EMPTY, EMPTY]
    if cells[0].value != MARK:
        raise SheetRefused(f"Die Datei „{name}“ ist kein Erfassungsbogen von hier; die Kennung fehlt.")
    try:
        found: dict[str, str | int] = signing.loads(str(cells[1].value), salt=SALT)
    except signing.BadSignature:
        raise SheetRefused(f"Die Kennung in „{name}“ ist verändert; so wird der Bogen nicht eingelesen.") from None
    return found


def sheet_lines(sheet: CollectionSheet, content: bytes, name: str) -> Lines:
    """The cells that were asked for, each from its own row, nothing else. Raises TableError for any other file."""
    try:
        found = _identified(content, name)
    except SheetRefused as error:
        raise TableError(str(error)) from error
    if found != {"sheet": sheet.pk, "cells": fingerprint(sheet.cells)}:
        raise TableError(f"Die Datei „{name}“ ist ein anderer Erfassungsbogen als der an {sheet.recipient}.")
    if sheet.state != SheetState.OPEN:
        raise TableError(
            f"Der Bogen an {sheet.recipient} ist {sheet.get_state_display()}; er wird kein zweites Mal eingelesen."
        )
    rows = read_rows(
        content, name, max_bytes=MAX_BYTES, max_rows=MOST_CELLS + FIRST_ROW, max_columns=60, first=FIRST_ROW
    )
    by_number = {row.number: [*row.cells, *[EMPTY] * NOTE] for row in rows}
    lines = []
    for number, (series, region, month) in enumerate(sheet.cells, FIRST_ROW):
        cells = by_number.get(number, [EMPTY] * (NOTE + 1))
        line = {"gebiet": Cell(region), "datenreihe": Cell(series), "monat": Cell(month)}
        if not is_empty(cells[VALUE]):
            lines.append(
                Line(
                    number, line | {"wert": cells[VALUE], "grund": cells[NOTE]}, {"grund": "Bemerkung", "wert": "Wert"}
                )
            )
    return Lines(lines, len(sheet.cells) - len(lines))
