"""The start page: per agreement, what is due, what is expected later, and where its targets stand."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from agreements.domain.months import add_months
from agreements.models import Actor, Agreement
from monitoring.domain.sheet import TargetSheet
from monitoring.rules import may_read_report, may_see_municipal_figures, reads_work_in_progress, typed_sources
from monitoring.selectors.entry import EntryMonth, entry_month
from monitoring.selectors.report import report_sheet
from monitoring.selectors.report_tasks import ReportTask, report_tasks


@dataclass(frozen=True, kw_only=True)
class Card:
    """One agreement on the start page."""

    agreement: Agreement
    months: tuple[EntryMonth, ...]  # the month that is over and the one that runs; empty for who types nothing
    reports: tuple[ReportTask, ...]  # empty for who reads no reports
    municipal_month: date | None  # of the municipal report, for the Kreis, which reads no MBZ
    targets: tuple[TargetSheet, ...]


def agreement_cards(actor: Actor, agreements: Iterable[Agreement], *, today: date) -> tuple[Card, ...]:
    """Cards of the agreements, each by what its reader may."""
    return tuple(_card(actor, agreement, today) for agreement in agreements)


def _card(actor: Actor, agreement: Agreement, today: date) -> Card:
    running = today.replace(day=1)
    sources = typed_sources(actor, agreement)
    months = [month for month in (add_months(running, -1), running) if month.year == agreement.year]
    report_month = months[0] if months and may_read_report(actor, agreement) else None
    own = reads_work_in_progress(actor, agreement)
    sheet = report_sheet(agreement, report_month, today=today, with_comments=own) if report_month else None
    reads_municipal = not may_read_report(actor, agreement) and may_see_municipal_figures(actor, agreement)
    return Card(
        agreement=agreement,
        months=tuple(entry_month(agreement, month, sources=sources, today=today) for month in months)
        if sources
        else (),
        reports=report_tasks(actor, agreement, sheet) if sheet else (),
        municipal_month=months[0] if months and reads_municipal else None,
        targets=sheet.targets if sheet else (),
    )
