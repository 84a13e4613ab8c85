"""An evaluation in words and as files: its table as XLSX and CSV, which can be read in again, the report as PDF and for Word."""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import UTC, date, datetime, time

from agreements.documents.pdf import render_pdf
from agreements.documents.tables import Column, Kind, Sheet, Value, Workbook, write_csv, write_xlsx
from agreements.domain.numbers import format_value
from monitoring.documents.word import add_table, speak_german, xml_text
from monitoring.domain.programme import EvaluationSheet, ProgrammeSheet

COLUMNS = (
    Column(title="Maßnahme", width=36),
    Column(title="Art", width=22),
    Column(title="Eintritte", kind=Kind.INTEGER, width=11),
    Column(title="Austritte", kind=Kind.INTEGER, width=11),
    Column(title="bei Ende integriert", kind=Kind.INTEGER, width=18),
    Column(title="letzter Austritt", kind=Kind.DATE, width=15),
    Column(title="sechs Monate später integriert", kind=Kind.INTEGER, width=28),
    Column(title="wirksam", width=12),
    Column(title="fortgesetzt", width=12),
    Column(title="Stellungnahme", width=60),
)
WORD_COLUMNS = (
    "Maßnahme",
    "Eintritte",
    "Austritte",
    "bei Ende integriert",
    "sechs Monate später",
    "wirksam",
    "fortgesetzt",
)
UNKNOWN = "–"


def evaluation_title(sheet: EvaluationSheet) -> str:
    """ "Auswertung Maßnahmewirksamkeit"."""
    return f"Auswertung {sheet.target_title}"


def evaluation_name(sheet: EvaluationSheet, ending: str) -> str:
    """File names that sort: 2015-03-20_auswertung-massnahmewirksamkeit_me-aktiv-2014.pdf."""
    return f"{sheet.as_of_day:%Y-%m-%d}_auswertung-{sheet.target}_{sheet.agreement}.{ending}"


def count_words(count: int | None) -> str:
    """ "1.234", "–"."""
    return UNKNOWN if count is None else format_value(count, 0, "")


def integrated_words(programme: ProgrammeSheet) -> str:
    """ "34 (28,3 %)", "–"."""
    return _with_share(programme.integrated, programme.share_percent)


def later_words(programme: ProgrammeSheet, on: date) -> str:
    """ "41 (34,2 %)", "noch nicht messbar (ab 31.03.2015)", "fehlt"; what cannot be known yet is not 0 (domain.md §4)."""
    if programme.integrated_later is not None:
        return _with_share(programme.integrated_later, programme.later_percent)
    if programme.measurable_from is not None and not programme.is_measurable(on):
        return f"noch nicht messbar (ab {programme.measurable_from:%d.%m.%Y})"
    return "fehlt" if programme.measurable_from is not None else UNKNOWN


def due_words(sheet: EvaluationSheet) -> str:
    """ "fällig am 31.03.2015", "war fällig am 31.12.2014", ""."""
    if sheet.due is None:
        return ""
    return f"{'fällig' if sheet.due >= sheet.as_of_day else 'war fällig'} am {sheet.due:%d.%m.%Y}"


def missing_words(sheet: EvaluationSheet) -> tuple[str, ...]:
    """What the evaluation still lacks, a sentence a thing."""
    said = [] if sheet.programmes else ["Noch ist keine Maßnahme eingetragen."]
    said += [f"{each.name}, noch ohne Angabe: {', '.join(gaps)}." for each, gaps in sheet.missing]
    said += [] if sheet.text else ["Der Text der Auswertung fehlt."]
    return tuple(said)


def partial_words(sheet: EvaluationSheet) -> tuple[str, ...]:
    """ "sechs Monate später integriert: 100 (22,0 %), unvollständig, ohne Umschulung Pflegehilfe." """
    return tuple(
        f"{each.label}: {_with_share(each.count, each.percent)}, unvollständig, ohne {', '.join(each.without)}."
        for each in sheet.partial
    )


def programmes_file(sheet: EvaluationSheet, *, file_format: str) -> bytes:
    """The table as "xlsx" or "csv"; without programmes it is the template. The same file read in again changes nothing."""
    rows = [_row(each) for each in sheet.programmes]
    if file_format == "csv":
        return write_csv([column.title for column in COLUMNS], rows)
    table = Sheet(name="Auswertung", title=(), columns=COLUMNS, rows=rows, frozen_columns=1)
    return write_xlsx(
        Workbook(title=evaluation_title(sheet), author=sheet.jobcenter, created=sheet.as_of_day, sheets=(table,))
    )


def evaluation_pdf(sheet: EvaluationSheet) -> bytes:
    """A file that can be archived and read by everybody; the same sheet gives the same bytes."""
    return render_pdf(
        "print/evaluation.html",
        {"sheet": sheet, "print": True},
        title=f"{evaluation_title(sheet)} – {sheet.jobcenter}",
        author=sheet.jobcenter,
        created=sheet.as_of_day,
        stylesheets=("report.css", "evaluation.css"),
    )


def evaluation_docx(sheet: EvaluationSheet) -> bytes:
    """The same words and figures for those who go on writing in Word."""
    import docx  # slow to import and wanted by few requests

    document = docx.Document()
    title = f"{evaluation_title(sheet)} – {sheet.jobcenter}"
    facts, moment = document.core_properties, datetime.combine(sheet.as_of_day, time(), UTC)
    facts.title, facts.author, facts.language, facts.comments = title, sheet.jobcenter, "de-DE", ""
    facts.created = facts.modified = moment
    speak_german(document)
    document.add_heading(evaluation_title(sheet), 0)
    for text in _head(sheet):
        document.add_paragraph(xml_text(text))
    add_table(document, WORD_COLUMNS, [_words(each, sheet) for each in (*sheet.programmes, sheet.total)])
    for text in partial_words(sheet):
        document.add_paragraph(xml_text(text))
    for heading, text in (*((each.name, each.statement) for each in sheet.programmes), ("Auswertung", sheet.text)):
        if text:
            document.add_heading(xml_text(heading), 1)
            for paragraph in text.split("\n\n"):
                document.add_paragraph(xml_text(paragraph))
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _head(sheet: EvaluationSheet) -> Iterator[str]:
    yield f"{sheet.title} · {sheet.jobcenter}"
    stand = f"Stand {sheet.as_of_day:%d.%m.%Y}"
    yield " · ".join(filter(None, ("fiktive Zahlen" if sheet.fictitious else "", stand, due_words(sheet))))
    if sheet.sentence:
        yield f"„{sheet.sentence}“"
    yield from missing_words(sheet)


def _words(programme: ProgrammeSheet, sheet: EvaluationSheet) -> tuple[str, ...]:
    return (
        programme.name,
        count_words(programme.entries),
        count_words(programme.exits),
        integrated_words(programme),
        later_words(programme, sheet.as_of_day),
        programme.effective.label if programme.effective else UNKNOWN,
        programme.continued.label if programme.continued else UNKNOWN,
    )


def _row(programme: ProgrammeSheet) -> tuple[Value, ...]:
    return (
        programme.name,
        programme.kind,
        programme.entries,
        programme.exits,
        programme.integrated,
        programme.last_exit,
        programme.integrated_later,
        programme.effective.label if programme.effective else "",
        programme.continued.label if programme.continued else "",
        programme.statement,
    )


def _with_share(count: int | None, share: object) -> str:
    if count is None:
        return UNKNOWN
    return f"{count_words(count)} ({format_value(share, 1, '%')})" if share is not None else count_words(count)  # type: ignore[arg-type]
