"""What someone wants to stand for a month, and what speaks against it, in German sentences."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils import timezone

from agreements.choices import Level, RegionKind, Rhythm
from agreements.domain.months import is_expected, month_name
from agreements.domain.numbers import format_value
from agreements.models import Region, Series
from monitoring.choices import FigureStatus
from monitoring.models import MonthlyActual

SETTLED = frozenset({FigureStatus.FINAL, FigureStatus.REVISED})

Key = tuple[int, int, date]  # series, region, month


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What someone wants to stand for one series, region and month. Neither value nor reason: the figure is removed."""

    series: Series
    region: Region
    month: date
    value: Decimal | None = None
    reason: str = ""  # why there is none: "keine Angabe"
    status: FigureStatus = FigureStatus.PROVISIONAL
    basis: str = ""  # what an estimate rests on
    why: str = ""  # why a figure that stood is changed
    checked: bool = False  # its writer confirms a figure that is possible but unlikely
    expected_version: int | None = None  # the version its writer saw; 0: none; None: not asked

    @property
    def key(self) -> Key:
        """What identifies the figure."""
        return (self.series.pk, self.region.pk, self.month)

    @property
    def removes(self) -> bool:
        """Takes the figure away; the history keeps it."""
        return self.value is None and not self.reason


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """An entry that cannot be stored, with a German sentence; `standing` is what stands there in a conflict."""

    entry: Entry
    message: str
    standing: MonthlyActual | None = None


class EntriesRefused(Exception):
    """Some entries cannot be stored, so none was."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(" ".join(refusal.message for refusal in refusals))
        self.refusals = tuple(refusals)


def refusal(entry: Entry, standing: MonthlyActual | None, on: date) -> Refusal | None:
    """Why the entry cannot be stored, given what stands there; None where it can."""
    message = _shape_fault(entry, on) or _state_fault(entry, standing)
    if message:
        return Refusal(entry=entry, message=message)
    version = standing.version if standing else 0
    if entry.expected_version is not None and entry.expected_version != version and is_change(entry, standing):
        return Refusal(entry=entry, message=_conflict(entry, standing), standing=standing)
    return None


def _shape_fault(entry: Entry, on: date) -> str:
    """What is wrong with the entry in itself."""
    series, what = entry.series, f"{entry.series.name}, {month_name(entry.month)}"
    city_like = entry.region.kind in {RegionKind.CITY, RegionKind.UNASSIGNED}
    if city_like != (series.level == Level.CITY):
        level = "je Stadt" if series.level == Level.CITY else "für das ganze Gebiet"
        return f"{what}: Die Datenreihe wird {level} erfasst, nicht für {entry.region.name}."
    if not is_expected(Rhythm(series.rhythm), entry.month):
        months = "März, Juni, September und Dezember" if series.rhythm == Rhythm.QUARTERLY else "Dezember"
        return f"{what}: Die Datenreihe wird {series.get_rhythm_display()} erfasst, Werte stehen im {months}."
    if entry.month > on:
        return f"{what}: Der Monat hat noch nicht begonnen."
    if entry.value is None:
        return ""
    if entry.value < 0 and series.unit != "€":
        return f"{what}: Ein negativer Wert ist nur bei Beträgen in € möglich."
    if entry.value != entry.value.quantize(Decimal(1).scaleb(-series.decimals)):
        return f"{what}: Höchstens {series.decimals} Nachkommastellen sind möglich."
    if entry.reason:
        return f"{what}: Entweder ein Wert oder „keine Angabe“, nicht beides."
    return ""


def _state_fault(entry: Entry, standing: MonthlyActual | None) -> str:
    """What is wrong with the entry given what stands there."""
    what = f"{entry.series.name}, {month_name(entry.month)}"
    if not entry.removes and (entry.status == FigureStatus.ESTIMATED) != bool(entry.basis):
        return f"{what}: Ein geschätzter Wert nennt seine Grundlage, und nur er."
    if standing is not None and standing.status in SETTLED and changes_figure(entry, standing) and not entry.why:
        what_for = "ihn zu entfernen" if entry.removes else "eine Änderung"
        return f"{what}: Der Wert ist {standing.get_status_display()}; {what_for} braucht einen Grund."
    return ""


def closed_message(entry: Entry, why: str) -> str:
    """A month that is closed takes nothing typed by hand."""
    return (
        f"{entry.series.name}, {month_name(entry.month)}: Der Monat ist abgeschlossen ({why}); ändern lässt sich der "
        "Wert, wenn die Freigabe des Jobcenters den Monat mit Grund wieder öffnet."
    )


def reported_message(entry: Entry) -> str:
    """A figure that stands in a released report does not vanish without a word."""
    return (
        f"{entry.series.name}, {month_name(entry.month)}: Der Wert ist berichtet; ihn zu entfernen braucht einen Grund."
    )


def _conflict(entry: Entry, standing: MonthlyActual | None) -> str:
    what = f"{entry.series.name}, {month_name(entry.month)}"
    if standing is None:
        return f"{what}: Der Wert wurde inzwischen von anderer Seite entfernt."
    value = (
        "keine Angabe"
        if standing.value is None
        else format_value(standing.value, entry.series.decimals, entry.series.unit)
    )
    when = timezone.localtime(standing.at)
    return f"{what}: {standing.by} hat am {when:%d.%m.%Y um %H:%M Uhr} „{value}“ gespeichert."


def twice(entries: Sequence[Entry]) -> list[Refusal]:
    """Entries of one call that name the same figure again."""
    seen: set[Key] = set()
    refusals = []
    for entry in entries:
        if entry.key in seen:
            message = f"{entry.series.name}, {entry.region.name}, {month_name(entry.month)}: zweimal genannt."
            refusals.append(Refusal(entry=entry, message=message))
        seen.add(entry.key)
    return refusals


def confirms(entry: Entry, standing: MonthlyActual | None) -> bool:
    """Does the entry say "geprüft" of a figure of which nobody has said it yet?"""
    if not entry.checked or entry.value is None:
        return False
    return standing is None or standing.checked_by_id is None or not same_value(entry, standing)


def final_status(entry: Entry, standing: MonthlyActual | None) -> FigureStatus:
    """A settled figure that changes is revised; the same value again leaves it as it is (contract.md)."""
    if standing is not None and standing.status in SETTLED:
        return FigureStatus(standing.status) if same_value(entry, standing) else FigureStatus.REVISED
    return FigureStatus(entry.status)


def same_value(entry: Entry, standing: MonthlyActual) -> bool:
    """The figure itself, or keine Angabe with the same reason, is what stands already."""
    return (entry.value, entry.reason) == (standing.value, standing.reason)


def is_change(entry: Entry, standing: MonthlyActual | None) -> bool:
    """Would anything be different afterwards?"""
    return changes_figure(entry, standing) or confirms(entry, standing)


def changes_figure(entry: Entry, standing: MonthlyActual | None) -> bool:
    """Would value, reason or status be different afterwards? Who confirms a figure does not change it."""
    if standing is None:
        return not entry.removes
    if entry.removes or not same_value(entry, standing):
        return True
    if standing.status in SETTLED:  # the same value again does not unsettle it: "unchanged" (contract.md)
        return False
    return (entry.status, entry.basis) != (standing.status, standing.basis)
