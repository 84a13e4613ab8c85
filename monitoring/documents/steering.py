"""Steering measures in words: on chart, list, page and paper; and the list as a file."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from agreements.documents.tables import Column, Kind, Value
from agreements.domain.months import month_name
from agreements.domain.numbers import NO_BREAK_SPACE, format_signed
from agreements.domain.wording import own_decimals
from monitoring.choices import MeasureState, Urgency
from monitoring.documents.list_file import list_file
from monitoring.domain.steering_list import SteeringLine
from monitoring.domain.steering_sheet import ExpectedEffect, SteeringSheet

LABEL = 32  # characters of a marker, so that two of one month still find room beside each other's line
COLUMNS = (
    Column(title="Jobcenter", width=22),
    Column(title="Vereinbarung", width=24),
    Column(title="Nummer", width=9),
    Column(title="Maßnahme", width=28),
    Column(title="Ziel", width=24),
    Column(title="Anlass", width=40),
    Column(title="verantwortlich", width=20),
    Column(title="Stelle oder Funktion", width=20),
    Column(title="Beginn", kind=Kind.DATE, width=12),
    Column(title="bis", kind=Kind.DATE, width=12),
    Column(title="Stand", width=18),
    Column(title="Frist", width=18),
    Column(title="erwartete Wirkung", width=36),
    Column(title="Fortschritt", width=40),
    Column(title="Ergebnis", width=40),
)


def markers(steering: Iterable[SteeringSheet]) -> tuple[tuple[date, str], ...]:
    """Start months with short labels for the chart: "M1 Bewerbertage"; what is not pursued any more is left out."""
    return tuple(
        (sheet.start.replace(day=1), _short(sheet.name) + (", geplant" if sheet.ahead else ""))
        for sheet in steering
        if sheet.state != MeasureState.DROPPED
    )


def state_words(sheet: SteeringSheet) -> str:
    """Where it stands; what begins after the month of the report is planned, whatever became of it since."""
    return MeasureState.OPEN.label if sheet.ahead else sheet.state.label


def effect_words(effect: ExpectedEffect | None) -> str:
    """ "+0,3 Prozentpunkte ab September 2014 (Integrationsquote)"; "" where none was named."""
    if effect is None:
        return ""
    number = format_signed(effect.amount, max(effect.decimals, own_decimals(effect.amount)))
    unit = effect_unit(effect.unit)
    amount = number if unit == "Anzahl" else f"{number}{NO_BREAK_SPACE}{unit}"
    return f"{amount} ab {month_name(effect.month)} ({effect.name})"


def effect_unit(unit: str) -> str:
    """In which unit a change of such a measure is said."""
    return "Prozentpunkte" if unit == "%" else unit


def urgency_words(line: SteeringLine) -> str:
    """ "seit 3 Tagen überfällig", "noch 11 Tage"; "" where nothing presses."""
    if line.urgency == Urgency.OVERDUE:
        return "seit gestern überfällig" if line.days == -1 else f"seit {-line.days} Tagen überfällig"
    if line.urgency == Urgency.SOON:
        return {0: "endet heute", 1: "noch 1 Tag"}.get(line.days, f"noch {line.days} Tage")
    return ""


def steering_file(lines: Sequence[SteeringLine], *, file_format: str, created: date) -> bytes:
    """The list as "xlsx" or "csv", in its order; the bare table, nothing above its head."""
    rows = [_row(line) for line in lines]
    return list_file("Steuerungsmaßnahmen", COLUMNS, rows, file_format=file_format, created=created)


def _short(name: str) -> str:
    """A name that fits a marker, cut between words where that leaves enough of it."""
    if len(name) <= LABEL:
        return name
    cut = name[: LABEL - 1]
    words = cut.rpartition(" ")[0]
    return f"{(words if len(words) > LABEL // 2 else cut).rstrip(' ,;–-')}…"


def _row(line: SteeringLine) -> tuple[Value, ...]:
    sheet = line.sheet
    return (
        line.jobcenter,
        line.agreement_title,
        f"M{sheet.number}",
        sheet.title,
        line.target_title,
        sheet.reason,
        sheet.party,
        sheet.owner,
        sheet.start,
        sheet.due,
        sheet.state.label,
        urgency_words(line),
        effect_words(sheet.effect),
        line.notes,
        sheet.result,
    )
