"""What WeasyPrint 70 leaves open in a PDF/A file before it is PDF/UA too; works on pydyf objects, hence the pinned version.

Each repair names the rule it serves; tests/documents/test_pdf.py goes red if a new WeasyPrint changes the ground.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pydyf

from agreements.documents.pdf_fields import add_signature_fields

POINTS_PER_PIXEL = 0.75
MARK = re.compile(rb"<</MCID (\d+)>>")
# The claim "this is PDF/UA-1", and beside it the schema without which PDF/A forbids a claim it does not know (ISO 19005-3, 6.6.2.3).
ACCESSIBLE = """
<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates, which part of ISO 14289 standard is followed</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property></rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


def finish(document: Any, pdf: pydyf.PDF) -> None:
    """Called by WeasyPrint with its Document right before it writes the file."""
    tree = StructureTree(pdf)
    tree.drop_decoration()
    tree.name_header_scopes()
    heights = [page.height * POINTS_PER_PIXEL for page in document.pages]
    tree.place_figures(heights)
    tree.mark_artifacts()
    add_signature_fields(document, pdf)
    _list_attachments_once(pdf)
    _claim_accessibility(pdf)
    _end_streams_cleanly(pdf)


class StructureTree:
    """The tagged tree of the file and the marks on its pages."""

    def __init__(self, pdf: pydyf.PDF) -> None:
        self.pdf = pdf
        self.root = self._object(pdf.catalog["StructTreeRoot"])
        marks = self._object(self.root["ParentTree"])["Nums"]
        # Number and entry alternate; the first entries are the pages: for every mark of a page the element it belongs to.
        self.marks_by_page: list[list[Any]] = marks[1 : 2 * len(pdf.page_references) : 2]

    def drop_decoration(self) -> None:
        """Drawings without alternative text are decoration (aria-hidden; the door refuses the forgotten): ISO 14289-1, 7.1 and 7.3."""
        for element in list(self._elements()):
            children = element.get("K", [])
            if isinstance(children, list):
                children[:] = [child for child in children if not self._is_decoration(child)]

    def name_header_scopes(self) -> None:
        """Header cells say what they head (ISO 14289-1, 7.5): the column in the table's head, else the row."""
        for element in self._elements():
            if element["S"] == "/TH":
                group = self._object(self._object(element["P"])["P"])
                element["A"]["Scope"] = "/Column" if group["S"] == "/THead" else "/Row"

    def place_figures(self, page_heights: list[float]) -> None:
        """The box of a figure counts in points from the lower left corner (ISO 32000-1, 14.8.5.4.3), not in pixels from the top."""
        for element in self._elements():
            if element["S"] == "/Figure":
                height = page_heights[self.pdf.page_references.index(element["Pg"])]
                left, top, right, bottom = (side * POINTS_PER_PIXEL for side in element["A"]["BBox"])
                box = (left, height - bottom, right, height - top)
                element["A"]["BBox"] = pydyf.Array([round(side, 2) for side in box])

    def mark_artifacts(self) -> None:
        """Marks that no element of the tree owns (running headers, page numbers, decoration) become artifacts (ISO 14289-1, 7.1)."""
        owned = {number for number, _ in self._walk()}
        for page, marks in zip(self.pdf.page_references, self.marks_by_page, strict=True):
            orphans = {mark for mark, owner in enumerate(marks) if _number(owner) not in owned}
            if not orphans:
                continue
            stream = self._object(self._object(page)["Contents"]).stream
            for position, item in enumerate(stream):
                found = MARK.fullmatch(_bytes(item))
                if found and int(found[1]) in orphans:  # "/Span <</MCID 3>> BDC": the tag stands before its mark
                    stream[position - 1 : position + 1] = [b"/Artifact", b"<</Type /Pagination>>"]
            for mark in orphans:
                marks[mark] = "null"

    def _is_decoration(self, child: Any) -> bool:
        if not isinstance(child, str | bytes):
            return False
        element = self._object(child)
        return element.get("S") == "/Figure" and "Alt" not in element

    def _elements(self) -> Iterator[dict[str, Any]]:
        return (element for _, element in self._walk() if "S" in element)

    def _walk(self) -> Iterator[tuple[int, dict[str, Any]]]:
        """Every object below the root with its number; numbers among the children are marks, not objects."""
        todo, seen = [_number(self.root["K"][0])], set()
        while todo:
            number = todo.pop()
            if number in seen:
                continue
            seen.add(number)
            element = self.pdf.objects[number]
            yield number, element
            children = element.get("K", [])
            for child in children if isinstance(children, list) else [children]:
                if isinstance(child, str | bytes):
                    todo.append(_number(child))

    def _object(self, reference: str | bytes) -> Any:
        return self.pdf.objects[_number(reference)]


def _list_attachments_once(pdf: pydyf.PDF) -> None:
    """WeasyPrint names every associated file twice (ISO 19005-3, 6.8)."""
    if "AF" in pdf.catalog:
        pdf.catalog["AF"] = pydyf.Array(dict.fromkeys(pdf.catalog["AF"]))


def _claim_accessibility(pdf: pydyf.PDF) -> None:
    """Adds the PDF/UA claim to the metadata and leaves them readable for tools that do not unpack streams."""
    metadata = pdf.objects[_number(pdf.catalog["Metadata"])]
    metadata.stream = [metadata.stream[0].replace(b"</rdf:RDF>", ACCESSIBLE.encode() + b"</rdf:RDF>")]
    metadata.compress = False


def _end_streams_cleanly(pdf: pydyf.PDF) -> None:
    """Compressed data that happen to end in CR would merge with the line end before "endstream" (ISO 19005-3, 6.1.7.1)."""
    for item in pdf.objects:
        if isinstance(item, pydyf.Stream) and item.compress:
            content, _, _ = item.data.rpartition(b"\nendstream")
            if content.endswith(b"\r"):
                item.compress = False  # rarely: one stream of 256; its content stays what it was


def _number(reference: str | bytes) -> int:
    """12 of "12 0 R"."""
    return int(_bytes(reference).split()[0])


def _bytes(item: Any) -> bytes:
    if isinstance(item, pydyf.Dictionary):
        item = item.data
    return item.encode() if isinstance(item, str) else item if isinstance(item, bytes) else b""
