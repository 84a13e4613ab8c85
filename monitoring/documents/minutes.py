"""Minutes and Dialogmappe on paper (PDF/A-3a, PDF/UA-1)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from agreements.documents.pdf import render_pdf
from agreements.domain.fingerprint import fingerprint
from agreements.domain.months import month_name
from monitoring.domain.dialogue import MinutesSheet
from monitoring.domain.sheet import ReportSheet


def minutes_name(sheet: MinutesSheet) -> str:
    """File names that sort: 2014-07-17_niederschrift_me-aktiv-2014.pdf."""
    return f"{sheet.day:%Y-%m-%d}_niederschrift_{sheet.agreement}.pdf"


def folder_name(sheet: MinutesSheet) -> str:
    """2014-10-23_dialogmappe_me-aktiv-2014.pdf."""
    return f"{sheet.day:%Y-%m-%d}_dialogmappe_{sheet.agreement}.pdf"


def minutes_pdf(sheet: MinutesSheet, *, draft: bool, confirmed: Sequence[Any] = ()) -> bytes:
    """The minutes; a draft says so. `confirmed` has `party`, `by` and `at` of each side's yes."""
    return render_pdf(
        "print/minutes.html",
        {"sheet": sheet, "draft": draft, "confirmed": confirmed, "print": True},
        title=f"Niederschrift Dialog Nr. {sheet.number} – {sheet.jobcenter}",
        author=sheet.jobcenter,
        created=sheet.day,
        identifier="" if draft else fingerprint(sheet),
        stylesheets=("report.css", "dialogue.css"),
    )


def folder_pdf(sheet: MinutesSheet, report: ReportSheet, prepared: Any, *, questions: str) -> bytes:
    """The Dialogmappe: what to know, what is open, what was agreed last time, the questions, and the MBZ itself."""
    return render_pdf(
        "print/dialogue_folder.html",
        {"minutes": sheet, "sheet": report, "prepared": prepared, "questions": questions, "print": True},
        title=f"Dialogmappe {month_name(report.month)} – {sheet.jobcenter}",
        author=sheet.jobcenter,
        created=report.as_of_day,
        stylesheets=("report.css", "dialogue.css"),
    )
