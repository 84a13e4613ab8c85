"""Word documents: what every one of them needs, German as its language, tables whose heads repeat, text that XML can hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from docx.document import Document

DOCX_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def add_table(document: Document, header: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    """A table with a head that repeats on every page."""
    from docx.oxml import OxmlElement

    table = document.add_table(rows=1, cols=len(header), style="Table Grid")
    for cell, text in zip(table.rows[0].cells, header, strict=True):
        cell.text = text
        cell.paragraphs[0].runs[0].bold = True
    table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # repeats, and is read as a head
    for row in rows:
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = xml_text(text)


def speak_german(document: Document) -> None:
    """For hyphenation, spelling and screen readers."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    properties = document.styles["Normal"].element.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), "de-DE")
    properties.append(language)


def xml_text(text: str) -> str:
    """Without control characters, which XML does not know."""
    return "".join(sign for sign in text if sign in "\t\n" or sign >= " ")
