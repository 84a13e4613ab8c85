"""The agreement as a Word file, opened again: the words of the sheet, a draft named as one, nothing that XML cannot hold."""

from __future__ import annotations

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import docx
import pytest

from agreements.choices import AgreementState
from agreements.documents.agreement_docx import agreement_docx, docx_name
from agreements.domain.prose import Bullets, parse
from agreements.domain.sheet import AmendsSheet
from agreements.selectors.agreement import agreement_sheet

TODAY = date(2014, 1, 10)


@pytest.fixture
def sheet(agreement_2014):
    return replace(agreement_sheet(agreement_2014), state=AgreementState.DRAFT)


def opened(sheet):
    return docx.Document(io.BytesIO(agreement_docx(sheet, created=TODAY)))


def words(text: str) -> list[str]:
    """Lines as they stand in the file: without dashes of lists and stars of emphasis."""
    lines = []
    for block in parse(text):
        for part in block.items if isinstance(block, Bullets) else (block.lines,):
            lines += ["".join(run.text for run in line) for line in part]
    return lines


def test_every_text_of_the_sheet_stands_in_the_file(sheet):
    document = opened(sheet)
    heads = [paragraph.text for paragraph in document.paragraphs if paragraph.style.name == "Heading 1"]
    assert heads == [
        *(section.title + (" *" if section.footnote else "") for section in sheet.sections),
        "Anlage: Budgets, Pflichten und Messgrößen",
    ]
    body = "\n".join(paragraph.text for paragraph in document.paragraphs).split("\n")
    for section in sheet.sections:
        for text in (section.prose, section.closing):
            assert [line for line in words(text) if line not in body] == []


def test_tables_of_targets_are_those_of_the_paper(sheet):
    document = opened(sheet)
    with_targets = [section for section in sheet.sections if section.targets]
    for table, section in zip(document.tables, with_targets, strict=False):
        assert [cell.text for cell in table.rows[0].cells] == [head or "\u00a0" for head in section.column_heads]
        for row, target in zip(table.rows[1:], section.targets, strict=True):
            expected = [target.title, "\n".join(words(target.description))]
            expected += ["\n".join(target.printed_values)] if section.kind == "measured" else []
            assert [cell.text for cell in row.cells] == expected
    assert [len(table.rows) - 1 for table in document.tables[-3:]] == [
        sum(len(target.budgets) for target in sheet.targets),
        sheet.duty_count,
        sum(len(target.measures) for target in sheet.targets),
    ]


def test_lists_are_lists(sheet):
    bullets = [p.text for p in opened(sheet).paragraphs if p.style.name == "List Bullet"]
    assert bullets[0] == "Geschäftspolitische Ziele im Rahmen des Zielsystems (§ 48b SGB II),"


@pytest.mark.parametrize(
    ("state", "head", "name"),
    [
        (AgreementState.DRAFT, "Entwurf, Stand 10.01.2014 · ", "_entwurf.docx"),
        (AgreementState.AGREEING, "Entwurf, Stand 10.01.2014 · ", "_entwurf.docx"),
        (AgreementState.SIGNED, "unterzeichnet, Stand 10.01.2014 · ", "2014.docx"),
    ],
)
def test_a_draft_says_so_at_the_head_of_every_page(sheet, state, head, name):
    sheet = replace(sheet, state=state)
    assert opened(sheet).sections[0].header.paragraphs[0].text == head + sheet.title
    assert docx_name(sheet).endswith(name)


def test_an_amendment_says_what_it_amends_and_from_when(sheet):
    amends = AmendsSheet(key="me-aktiv-2014", title="Zielvereinbarung 2014", effective_from=date(2014, 7, 1))
    sentence = "ändert die Zielvereinbarung 2014 mit Wirkung ab Juli 2014"
    assert [p.text for p in opened(replace(sheet, amends=amends)).paragraphs].count(sentence) == 1


def test_its_properties_come_from_the_sheet_and_the_day(sheet):
    facts = opened(sheet).core_properties
    assert (facts.title, facts.author) == (f"{sheet.title} – {sheet.jobcenter}", sheet.jobcenter)
    assert (facts.created, facts.modified) == (datetime(2014, 1, 10, tzinfo=UTC),) * 2
    assert (facts.language, facts.comments, facts.last_modified_by) == ("de-DE", "", sheet.jobcenter)


def test_control_characters_and_markup_do_no_harm(sheet):
    section = replace(sheet.sections[0], prose="a\x00\x0b<b>\x1f *fett\x07* & so", heading="Kopf\x01 " * 40)
    document = opened(replace(sheet, title="T\x02itel", sections=(section,)))
    paragraph = next(p for p in document.paragraphs if p.text.startswith("a"))
    assert paragraph.text == "a<b> fett & so"
    assert [run.text for run in paragraph.runs if run.italic] == ["fett"]
    assert document.core_properties.title == f"Titel – {sheet.jobcenter}"


def test_a_draft_without_sections_is_a_file(sheet):
    assert opened(replace(sheet, sections=(), parties=())).tables == []
