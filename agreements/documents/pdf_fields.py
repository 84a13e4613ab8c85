"""Empty signature fields of a paper, named and tagged, placed where its HTML says data-signature; on pydyf objects like the finisher."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pydyf

POINTS_PER_PIXEL = 0.75
# There are signature fields, and whoever signs appends (ISO 32000-1, 12.7.2); set now, signing need not change it.
FIELDS_AND_APPEND_ONLY = 3
PRINTED_AND_LOCKED = 132  # flags of the annotation: Print and Locked (ISO 32000-1, 12.5.3)


def add_signature_fields(document: Any, pdf: pydyf.PDF) -> None:
    """One field for every element with `data-signature` (its name) and `title` (what a screen reader says).

    They stand in the first revision and in the structure tree, so that signing changes neither (ISO 14289-1, 7.18.4); the
    tree has them at its end. Without such an element nothing happens.
    """
    root = _object(pdf, pdf.catalog["StructTreeRoot"])
    parents, top = _object(pdf, root["ParentTree"]), _object(pdf, root["K"][0])
    fields = pydyf.Array()
    for page, reference in zip(document.pages, pdf.page_references, strict=True):
        for box in _boxes(page._page_box):
            number = max(parents["Nums"][0::2]) + 1
            widget = _widget(box, page.height * POINTS_PER_PIXEL, reference, number, pdf)
            _object(pdf, reference).setdefault("Annots", pydyf.Array()).append(widget.reference)
            parents["Nums"].extend([number, _tag(widget, root["K"][0], top, pdf)])
            fields.append(widget.reference)
    if fields:
        pdf.catalog["AcroForm"] = pydyf.Dictionary({"Fields": fields, "SigFlags": FIELDS_AND_APPEND_ONLY})


def _boxes(box: Any) -> Iterator[Any]:
    """The boxes of the elements that ask for a field, in reading order."""
    box = getattr(box, "_box", box)
    element = getattr(box, "element", None)
    if element is not None and element.get("data-signature") and box.element_tag == element.tag:
        yield box
        return
    for child in getattr(box, "children", ()):
        yield from _boxes(child)


def _widget(box: Any, page_height: float, page: bytes, number: int, pdf: pydyf.PDF) -> pydyf.Dictionary:
    """The field and its place on the page; its appearance is empty until somebody signs."""
    left, top = box.border_box_x() * POINTS_PER_PIXEL, box.border_box_y() * POINTS_PER_PIXEL
    width, height = box.border_width() * POINTS_PER_PIXEL, box.border_height() * POINTS_PER_PIXEL
    rectangle = (left, page_height - top - height, left + width, page_height - top)
    size = pydyf.Array([0, 0, round(width, 3), round(height, 3)])
    empty = pydyf.Stream([b""], {"Type": "/XObject", "Subtype": "/Form", "BBox": size})
    pdf.add_object(empty)
    widget = pydyf.Dictionary(
        {
            "Type": "/Annot",
            "Subtype": "/Widget",
            "FT": "/Sig",
            "T": pydyf.String(box.element.get("data-signature")),
            "TU": pydyf.String(box.element.get("title")),
            "F": PRINTED_AND_LOCKED,
            "Rect": pydyf.Array([round(side, 3) for side in rectangle]),
            "P": page,
            "AP": pydyf.Dictionary({"N": empty.reference}),
            "StructParent": number,
        }
    )
    pdf.add_object(widget)
    return widget


def _tag(widget: pydyf.Dictionary, top_reference: Any, top: Any, pdf: pydyf.PDF) -> bytes:
    """The element of the structure tree that holds the field; its content is the reference to the widget itself."""
    held = pydyf.Dictionary({"Type": "/OBJR", "Obj": widget.reference, "Pg": widget["P"]})
    pdf.add_object(held)
    form = pydyf.Dictionary(
        {
            "Type": "/StructElem",
            "S": "/Form",
            "P": top_reference,
            "Pg": widget["P"],
            "Alt": widget["TU"],
            "K": held.reference,
        }
    )
    pdf.add_object(form)
    top["K"].append(form.reference)
    return form.reference


def _object(pdf: pydyf.PDF, reference: str | bytes) -> Any:
    return pdf.objects[int(reference.split()[0])]
