"""The MBZ on paper: PDF/A-3a and PDF/UA-1, with the figures as CSV and the sheet as JSON attached."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from agreements.documents.pdf import PdfAttachment, render_pdf
from agreements.documents.tables import Value, write_csv
from agreements.domain.months import month_key, month_name
from monitoring.documents.report_json import report_json
from monitoring.domain.sheet import MeasureSheet, ReportSheet

HEADER = (
    "Ziel",
    "Messgröße",
    "Einheit",
    "Monat",
    "Monatswert",
    "Ist",
    "Soll oder Prognose",
    "Vorjahr",
    "Abweichung in %",
    "Datenstand",
)


def report_name(sheet: ReportSheet, ending: str) -> str:
    """File names that sort: 2014-09_mbz_me-aktiv-2014.pdf."""
    return f"{month_key(sheet.month)}_mbz_{sheet.agreement}.{ending}"


def report_pdf(sheet: ReportSheet) -> bytes:
    """The report as a file that can be archived and read by everybody; the same sheet gives the same bytes."""
    return render_pdf(
        "print/report.html",
        {"sheet": sheet, "print": True},
        title=f"MBZ {month_name(sheet.month)} – {sheet.jobcenter}",
        author=sheet.jobcenter,
        created=sheet.as_of_day,
        identifier=sheet.fingerprint or "",
        stylesheets=("report.css",),
        attachments=(
            PdfAttachment(
                name=report_name(sheet, "csv"),
                content=report_csv(sheet),
                description="Zahlen des Berichts, Monat für Monat",
            ),
            PdfAttachment(
                name=report_name(sheet, "json"),
                content=json.dumps(report_json(sheet), ensure_ascii=False, indent=1).encode(),
                description="Der Bericht in maschinenlesbarer Form",
            ),
        ),
    )


def report_csv(sheet: ReportSheet) -> bytes:
    """Every measure and month of the report as one table."""
    rows = [row for target in sheet.targets for measure in target.measures for row in _months(target.title, measure)]
    return write_csv(HEADER, rows)


def _months(title: str, measure: MeasureSheet) -> Iterator[Sequence[Value]]:
    for point in measure.points:
        yield (
            title,
            measure.name,
            measure.unit,
            month_key(point.month),
            point.figure,
            point.actual,
            point.plan,
            point.prior_year,
            point.deviation_percent,
            point.data_status.label if point.data_status else "",
        )
