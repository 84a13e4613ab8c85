"""The list of dialogues as a file: XLSX and CSV as the page shows it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from agreements.documents.tables import Column, Kind, Value
from agreements.domain.months import month_name
from monitoring.documents.list_file import list_file
from monitoring.domain.dialogue import DialogueLine

COLUMNS = (
    Column(title="Jobcenter", width=24),
    Column(title="Vereinbarung", width=24),
    Column(title="Nummer", width=9),
    Column(title="Tag", kind=Kind.DATE, width=12),
    Column(title="Zeit", width=20),
    Column(title="Ort", width=24),
    Column(title="MBZ", width=16),
    Column(title="Stand", width=22),
)


def dialogues_file(lines: Sequence[DialogueLine], *, file_format: str, created: date) -> bytes:
    """The list as "xlsx" or "csv", in its order; the bare table, nothing above its head."""
    rows = [_row(line) for line in lines]
    return list_file("Dialoge", COLUMNS, rows, file_format=file_format, created=created)


def _row(line: DialogueLine) -> tuple[Value, ...]:
    return (
        line.jobcenter,
        line.agreement_title,
        str(line.number),
        line.day,
        line.hours,
        line.place,
        month_name(line.month),
        line.state.label,
    )
