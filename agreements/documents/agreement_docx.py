"""The agreement as a Word file, for those who comment there: the same words as on paper, a draft named as one."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from typing import TYPE_CHECKING, Any

from agreements.choices import SectionKind
from agreements.documents.agreement import DRAFTS
from agreements.domain.months import month_name
from agreements.domain.numbers import NO_BREAK_SPACE, format_value
from agreements.domain.prose import Bullets, Line, Weight, parse, without_control
from agreements.domain.sheet import AgreedTarget, AgreementSheet, BudgetSheet, DutySheet, SectionSheet
from agreements.domain.wording import own_decimals

if TYPE_CHECKING:
    from docx.document import Document
    from docx.text.paragraph import Paragraph as WordParagraph

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def docx_name(sheet: AgreementSheet) -> str:
    """File names that sort: 2015_zielvereinbarung_me-aktiv-2015.docx; a draft says so."""
    draft = "_entwurf" if sheet.state in DRAFTS else ""
    return f"{sheet.year}_zielvereinbarung_{sheet.key}{draft}.docx"


def agreement_docx(sheet: AgreementSheet, *, created: date) -> bytes:
    """A file that Word and LibreOffice open: headings, tables whose heads repeat, real lists, German as its language.

    Titles, author and days come from sheet and argument alone; control characters, which XML does not know, are dropped.
    """
    import docx  # slow to import and wanted by few requests

    document = docx.Document()
    _describe(document, sheet, created)
    _speak_german(document)
    _head(document, sheet, created)
    document.add_heading(without_control(sheet.title), 0)
    if sheet.amends:
        amended = f"ändert die {sheet.amends.title} mit Wirkung ab {month_name(sheet.amends.effective_from)}"
        document.add_paragraph(without_control(amended))
    for party in sheet.parties:
        _partner(document, party.linking, party.function, party.name)
    for section in sheet.sections:
        _section(document, section)
    _annex(document, sheet)
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()


def _describe(document: Document, sheet: AgreementSheet, created: date) -> None:
    facts = document.core_properties
    facts.title = without_control(f"{sheet.title} – {sheet.jobcenter}")[:255]
    facts.author = facts.last_modified_by = without_control(sheet.jobcenter)[:255]
    facts.language, facts.comments, facts.revision = "de-DE", "", 1
    facts.created = facts.modified = datetime.combine(created, time(), UTC)


def _speak_german(document: Document) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "de-DE")
    document.styles["Normal"].element.get_or_add_rPr().append(language)


def _head(document: Document, sheet: AgreementSheet, created: date) -> None:
    """At the head of every page: what it is, and as of when."""
    state = "Entwurf" if sheet.state in DRAFTS else sheet.state.label
    text = f"{state}, Stand {created:%d.%m.%Y} · {without_control(sheet.title)}"
    document.sections[0].header.paragraphs[0].add_run(text).bold = sheet.state in DRAFTS


def _partner(document: Document, linking: str, function: str, name: str) -> None:
    if linking:
        document.add_paragraph(without_control(linking))
    paragraph = document.add_paragraph()
    lines = [*without_control(function).split("\n"), *([name] if name else [])]
    for place, line in enumerate(lines):
        run = paragraph.add_run(without_control(line))
        run.bold = bool(name) and place == len(lines) - 1
        if place < len(lines) - 1:
            run.add_break()


def _section(document: Document, section: SectionSheet) -> None:
    document.add_heading(without_control(section.title) + (" *" if section.footnote else ""), 1)
    _prose(document, section.prose)
    if section.targets:
        _targets(document, section)
    _prose(document, section.closing)
    if section.footnote:
        document.add_paragraph(f"* {without_control(section.footnote)}")


def _targets(document: Document, section: SectionSheet) -> None:
    """The table of targets as printed: title, description, and values where the section has them."""
    measured = section.kind == SectionKind.MEASURED
    width = 3 if measured else 2
    heads = [*section.column_heads, "", "", ""][:width]
    table = _table(document, heads)
    for target in section.targets:
        cells = table.add_row().cells
        cells[0].paragraphs[0].add_run(without_control(target.title)).bold = True
        _prose(cells[1], target.description, first=cells[1].paragraphs[0])
        if target.series_break:
            cells[1].add_paragraph(f"Bruch in der Reihe: {without_control(target.series_break)}")
        if measured:
            cells[2].text = without_control("\n".join(target.printed_values))


def _annex(document: Document, sheet: AgreementSheet) -> None:
    """What the paper prints behind its signatures: budgets, duties, measures."""
    document.add_heading("Anlage: Budgets, Pflichten und Messgrößen", 1)
    document.add_paragraph("Übersicht aus der Anwendung, nicht Teil der Unterschrift.")
    money = [(target, budget) for target in sheet.targets for budget in target.budgets]
    duties = [(target, duty) for target in sheet.targets for duty in target.duties]
    measures = [
        (target.short_title, m.name, m.plan_words, m.reading) for target in sheet.targets for m in target.measures
    ]
    if money:
        _rows(document, ("Ziel", "Zweck", "stellt bereit", "Betrag"), [_budget(*each) for each in money])
    if duties:
        _rows(document, ("Ziel", "Pflicht", "verantwortlich, mit", "fällig"), [_duty(*each) for each in duties])
    if measures:
        _rows(document, ("Ziel", "Messgröße", "vereinbart", "unsere Lesart"), measures)


def _budget(target: AgreedTarget, budget: BudgetSheet) -> tuple[str, ...]:
    amount = format_value(budget.amount, 2 if own_decimals(budget.amount) else 0, "€")
    return target.short_title, budget.purpose, budget.carrier, amount


def _duty(target: AgreedTarget, duty: DutySheet) -> tuple[str, ...]:
    who = ", ".join(duty.responsible) + (f"\nmit: {duty.with_whom}" if duty.with_whom else "")
    reading = "\nunsere Lesart" if duty.due_reading else ""
    when = f"{duty.due:%d.%m.%Y}{reading}" if duty.due else duty.rhythm.label
    present = f"\nVorlage bis {duty.present_by:%d.%m.%Y}" if duty.present_by else ""
    return target.short_title, f"{duty.title}\n„{duty.sentence}“", who, when + present


def _rows(document: Document, heads: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> None:
    table = _table(document, list(heads))
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = without_control(text)
    document.add_paragraph()


def _table(document: Document, heads: list[str]) -> Any:
    from docx.oxml import OxmlElement

    table = document.add_table(rows=1, cols=len(heads), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, heads, strict=True):
        cell.paragraphs[0].add_run(without_control(text) or NO_BREAK_SPACE).bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # repeats, and is read as a head
    return table


def _prose(place: Any, text: str, *, first: WordParagraph | None = None) -> None:
    """Paragraphs and lists into the document or a cell; a cell has a first paragraph already."""
    for block in parse(text):
        bulleted = isinstance(block, Bullets)
        for lines in block.items if isinstance(block, Bullets) else (block.lines,):
            paragraph, first = first or place.add_paragraph(), None
            if bulleted:
                paragraph.style = "List Bullet"
            _set(paragraph, lines)


def _set(paragraph: WordParagraph, lines: tuple[Line, ...]) -> None:
    for number, line in enumerate(lines):
        if number:
            paragraph.add_run().add_break()
        for run in line:
            made = paragraph.add_run(run.text)
            made.italic, made.bold = run.weight == Weight.EMPHASIS or None, run.weight == Weight.STRONG or None
