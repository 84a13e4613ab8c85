"""The list of duties as a file: XLSX and CSV as the page shows it, and a paper for the Trägerversammlung (PDF/A-3a, PDF/UA-1)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from agreements.documents.pdf import render_pdf
from agreements.documents.tables import Column, Kind, Value
from monitoring.choices import Urgency
from monitoring.documents.list_file import list_file
from monitoring.documents.settlement_words import reply_words
from monitoring.domain.duty_list import DutyLine

TITLE = "Pflichten"
COLUMNS = (
    Column(title="Jobcenter", width=22),
    Column(title="Vereinbarung", width=24),
    Column(title="Ziel", width=24),
    Column(title="Pflicht", width=34),
    Column(title="Satz der Vereinbarung", width=60),
    Column(title="verantwortlich", width=28),
    Column(title="mit", width=24),
    Column(title="Rhythmus", width=12),
    Column(title="fällig am", kind=Kind.DATE, width=12),
    Column(title="Vorlage bis", kind=Kind.DATE, width=12),
    Column(title="verschoben auf", kind=Kind.DATE, width=14),
    Column(title="Frist", width=14),
    Column(title="Stand", width=18),
    Column(title="Bericht", width=40),
    Column(title="von", width=24),
    Column(title="am", kind=Kind.DATE, width=12),
    Column(title="Nachweis", width=28),
    Column(title="Verweis", width=28),
    Column(title="Antwort", width=36),
    Column(title="Anmerkung", width=36),
)


def urgency_words(line: DutyLine) -> str:
    """ "überfällig", "bald fällig"; "" where nothing presses."""
    return Urgency(line.urgency).label if line.urgency else ""


def duties_file(lines: Sequence[DutyLine], *, file_format: str, created: date) -> bytes:
    """The list as "xlsx" or "csv", in its order; the bare table, nothing above its head."""
    rows = [_row(line) for line in lines]
    return list_file(TITLE, COLUMNS, rows, file_format=file_format, created=created)


def duties_pdf(lines: Sequence[DutyLine], *, title: str, jobcenter: str, created: date, fictitious: bool) -> bytes:
    """All duties of one agreement with their sentences and what became of them; the same lines give the same bytes."""
    context = {
        "lines": lines,
        "title": title,
        "jobcenter": jobcenter,
        "created": created,
        "fictitious": fictitious,
        "print": True,
    }
    return render_pdf(
        "print/duties.html",
        context,
        title=f"{TITLE}: {title} – {jobcenter}",
        author=jobcenter,
        created=created,
        stylesheets=("report.css", "settlement.css", "duties.css"),
    )


def _row(line: DutyLine) -> tuple[Value, ...]:
    duty, report = line.duty, line.report
    answer = report.answer if report else None
    return (
        line.jobcenter,
        line.agreement_title,
        line.target_title,
        duty.title,
        duty.sentence,
        ", ".join(duty.responsible),
        duty.with_whom,
        duty.rhythm.label,
        duty.due,
        duty.present_by,
        report.new_due if report else None,
        urgency_words(line),
        line.state.label,
        report.text if report else "",
        report.party if report else "",
        report.on if report else None,
        report.evidence if report else "",
        report.link if report else "",
        reply_words(answer),
        answer.text if answer else "",
    )
