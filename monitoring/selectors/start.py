"""The start page: what is due by urgency, what is expected later, and per agreement where its reports and targets stand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from agreements.models import Actor, Agreement
from monitoring.domain.due import Band, bands
from monitoring.domain.sheet import TargetSheet
from monitoring.rules import may_read_report, may_see_municipal_figures, reads_work_in_progress, typed_sources
from monitoring.selectors.due import due_for, missing_figures
from monitoring.selectors.lists import month_over
from monitoring.selectors.report import report_sheet
from monitoring.selectors.report_tasks import ReportTask, report_tasks


@dataclass(frozen=True, kw_only=True)
class Expected:
    """Figures that cannot be known yet, and from which day on they can."""

    agreement: Agreement
    month: date
    day: date


@dataclass(frozen=True, kw_only=True)
class Owed:
    """What one person has to do, and what comes next."""

    bands: tuple[Band, ...]
    expected: tuple[Expected, ...]
    entry: tuple[str, date] | None  # key and month of the figures that are typed now

    @property
    def calm(self) -> bool:
        """Nothing is late or due this week."""
        return all(band.later for band in self.bands)


@dataclass(frozen=True, kw_only=True)
class Card:
    """One agreement on the start page."""

    agreement: Agreement
    report_month: date | None  # of the MBZ whose targets are shown
    reports: tuple[ReportTask, ...]  # empty for who reads no reports
    municipal_month: date | None
    targets: tuple[TargetSheet, ...]


def owed(actor: Actor, agreements: Sequence[Agreement], *, today: date) -> Owed:
    """Over all agreements of one person, in a constant number of queries."""
    figures = missing_figures(actor, agreements, today=today)
    expected = [
        Expected(agreement=each.agreement, month=cell.month, day=cell.available)
        for each in figures
        if (cell := each.next_expected) and cell.available
    ]
    typed = next((each for each in agreements if typed_sources(actor, each)), None)
    running = today.replace(day=1)
    return Owed(
        bands=bands(due_for(actor, agreements, figures, today=today), today),
        expected=tuple(sorted(expected, key=lambda each: each.day)),
        entry=(typed.key, running) if typed and typed.year == today.year else None,
    )


def agreement_cards(actor: Actor, agreements: Iterable[Agreement], *, today: date) -> tuple[Card, ...]:
    """Cards of the agreements, each by what its reader may."""
    return tuple(_card(actor, agreement, today) for agreement in agreements)


def _card(actor: Actor, agreement: Agreement, today: date) -> Card:
    month = month_over(agreement, today)
    reads = may_read_report(actor, agreement)
    own = reads_work_in_progress(actor, agreement)
    sheet = report_sheet(agreement, month, today=today, with_comments=own) if month and reads else None
    return Card(
        agreement=agreement,
        report_month=month if sheet else None,
        reports=report_tasks(actor, agreement, sheet) if sheet else (),
        municipal_month=month if may_see_municipal_figures(actor, agreement) else None,
        targets=sheet.targets if sheet else (),
    )
