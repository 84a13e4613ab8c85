"""mbz: the report of one agreement and month as JSON, PDF or XLSX, without a browser."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agreements.domain.months import MonthError, parse_month
from agreements.models import Agreement
from agreements.web import today
from monitoring.documents.report import report_pdf
from monitoring.documents.report_json import report_json
from monitoring.documents.report_xlsx import report_xlsx
from monitoring.domain.sheet import ReportSheet
from monitoring.selectors.frozen import paper_of
from monitoring.selectors.reading import read_report
from monitoring.selectors.report import report_sheet


class Command(BaseCommand):
    help = "Gibt den MBZ einer Vereinbarung und eines Monats aus."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("agreement", metavar="VEREINBARUNG", help="Schlüssel, etwa me-aktiv-2014")
        parser.add_argument("month", metavar="MONAT", help="etwa 2014-09")
        parser.add_argument("--json", action="store_true", help="JSON auf die Standardausgabe")
        parser.add_argument("--pdf", metavar="DATEI", type=Path)
        parser.add_argument("--xlsx", metavar="DATEI", type=Path)
        parser.add_argument("--municipal", action="store_true", help="auch die kommunalen Ziele")

    def handle(self, *args: Any, **options: Any) -> None:
        if not any(options[name] for name in ("json", "pdf", "xlsx")):
            raise CommandError("Bitte --json, --pdf DATEI oder --xlsx DATEI angeben.")
        agreement = Agreement.objects.with_partners().filter(key=options["agreement"]).first()
        if agreement is None:
            raise CommandError(f"Die Vereinbarung „{options['agreement']}“ gibt es nicht.")
        try:
            month = parse_month(options["month"])
        except MonthError as error:
            raise CommandError(str(error)) from error
        if month.year != agreement.year:
            raise CommandError(f"Die Vereinbarung gilt für {agreement.year}; {options['month']} liegt nicht darin.")
        sheet, paper = _read(agreement, month, municipal=options["municipal"])
        if options["pdf"]:
            options["pdf"].write_bytes(paper or report_pdf(sheet))
        if options["xlsx"]:
            options["xlsx"].write_bytes(report_xlsx(sheet))
        if options["json"]:
            self.stdout.write(json.dumps(report_json(sheet), ensure_ascii=False, indent=1))


def _read(agreement: Agreement, month: date, *, municipal: bool) -> tuple[ReportSheet, bytes | None]:
    """The newest number, with its paper where it is frozen. Municipal targets are in no frozen report: always live."""
    if municipal:
        sheet = report_sheet(agreement, month, today=today(), with_comments=True, with_steering=True, municipal=True)
        return sheet, None
    reading = read_report(agreement, month, today=today(), own=True)
    return reading.sheet, paper_of(reading.report) if reading.report else None
