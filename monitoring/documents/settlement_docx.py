"""The settlement as a Word document, for those who write their remarks into it: the same words and figures as on paper."""

from __future__ import annotations

import io
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING

from monitoring.documents.figures import deviation_words, percent_words, plan_words, value_words
from monitoring.documents.municipal_words import term_words
from monitoring.documents.settlement_words import (
    EXCERPT,
    duty_source,
    duty_words,
    head_words,
    plan_note,
    result_note,
    settlement_title,
    verdict_words,
    withheld_words,
)
from monitoring.documents.word import add_table, speak_german, xml_text
from monitoring.domain.settlement import DutyResult, Settled, SettledTarget, SettlementSheet

if TYPE_CHECKING:
    from docx.document import Document

RESULTS = ("Ziel", "Soll", "Ergebnis", "Abweichung", "Feststellung")
DUTIES = ("Pflicht", "verantwortlich", "Termin", "Stand")


def settlement_docx(sheet: SettlementSheet) -> bytes:
    """A file that Word and LibreOffice open, with headings, heads of tables that repeat, and German as its language."""
    import docx  # slow to import and wanted by few requests

    document = docx.Document()
    title = f"{settlement_title(sheet)} – {sheet.jobcenter}"
    facts, moment = document.core_properties, datetime.combine(sheet.as_of_day, time(), UTC)
    facts.title, facts.author, facts.language, facts.comments = title, sheet.jobcenter, "de-DE", ""
    facts.created = facts.modified = moment
    speak_german(document)
    document.add_heading(settlement_title(sheet), 0)
    fictitious = "fiktive Zahlen · " if sheet.fictitious else ""
    document.add_paragraph(f"{sheet.title} · {sheet.jobcenter}")
    document.add_paragraph(f"{fictitious}Stand {sheet.as_of_day:%d.%m.%Y}")
    document.add_paragraph(f"Vereinbarungspartner: {', '.join(sheet.parties)}")
    if sheet.excerpt:
        document.add_paragraph(EXCERPT)
    document.add_paragraph(head_words(sheet))
    document.add_heading("Ziele", 1)
    rows = [_result(target, each) for target, each in sheet.lines]
    rows += [(target.title, "", withheld_words(target), "", "") for target in sheet.withheld]
    add_table(document, RESULTS, rows)
    if sheet.others:
        document.add_heading("Beobachtet und nachrichtlich", 1)
        add_table(document, RESULTS, [_result(target, each) for target, each in sheet.others])
    _remarks(document, sheet)
    document.add_heading("Pflichten", 1)
    add_table(document, DUTIES, [_duty(sheet, each) for _, each in sheet.duties])
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _result(target: SettledTarget, settled: Settled) -> tuple[str, ...]:
    measure = settled.measure
    percent = "" if measure.deviation_percent is None else percent_words(measure.deviation_percent)
    return (
        _lines(target.title, measure.name),
        _lines(plan_words(measure), plan_note(measure)),
        _lines(value_words(measure, measure.actual), result_note(target, measure)),
        _lines(deviation_words(measure), percent),
        verdict_words(settled),
    )


def _remarks(document: Document, sheet: SettlementSheet) -> None:
    """The comment of the December MBZ, or room for a remark."""
    document.add_heading("Anmerkungen", 1)
    for target in sheet.targets:
        if target.results or target.withheld:
            document.add_heading(target.title, 2)
            by = f" ({target.comment_by})" if target.comment else ""
            document.add_paragraph(xml_text(f"{target.comment}{by}"))


def _duty(sheet: SettlementSheet, result: DutyResult) -> tuple[str, ...]:
    report = result.report
    said = (report.text, report.link, report.evidence) if report else ()
    return (
        result.duty.title,
        ", ".join(result.duty.responsible),
        term_words(result.duty, sheet.as_of_day),
        _lines(duty_words(result), *said, duty_source(result)),
    )


def _lines(*texts: str) -> str:
    return "\n".join(text for text in texts if text)
