"""What every paper of the house must pass: archivable (PDF/A-3a), accessible (PDF/UA-1), only Fira Sans, a language and a title."""

from __future__ import annotations

import io

import page
import pikepdf

PROFILES = (page.ValidationProfile.PDF_A_3A, page.ValidationProfile.PDF_UA_1)


def assert_archivable_and_accessible(pdf: bytes) -> None:
    """Fails with the broken rules in words; page-validation is no veraPDF and no PAC, so it claims only what it checks."""
    for profile in PROFILES:
        report = page.validate_pdf_bytes(pdf, profile=profile)
        assert report.rules.total > 100, f"{profile} checked nothing"
        assert [f"{failure.rule_id}: {failure.message}" for failure in report.failures] == [], profile
    with pikepdf.open(io.BytesIO(pdf)) as document:
        assert document.Root.Lang == "de"
        assert document.Root.ViewerPreferences.DisplayDocTitle is True
        assert str(document.docinfo.Title)
        assert document.Root.get("/StructTreeRoot") is not None
        assert fonts(document) == {"Fira-Sans"}


def fonts(document: pikepdf.Pdf) -> set[str]:
    """Families embedded, without the tag of the subset and the cut: {"Fira-Sans"}."""
    names = {str(item.BaseFont) for item in document.objects if _is_font(item)}
    return {"-".join(name.partition("+")[2].split("-")[:2]) for name in names}


def elements(document: pikepdf.Pdf, kind: str) -> list[pikepdf.Object]:
    """Elements of the structure tree of one kind ("/TH"), in no particular order."""
    return [
        item
        for item in document.objects
        if isinstance(item, pikepdf.Dictionary) and item.get("/S") == kind and item.get("/Type") == "/StructElem"
    ]


def bookmarks(document: pikepdf.Pdf) -> list[str]:
    """Titles of the outline in reading order, indented by two spaces a level."""
    found: list[str] = []

    def walk(items: list[pikepdf.OutlineItem], depth: int) -> None:
        for item in items:
            found.append("  " * depth + item.title)
            walk(item.children, depth + 1)

    with document.open_outline() as outline:
        walk(outline.root, 0)
    return found


def _is_font(item: object) -> bool:
    return isinstance(item, pikepdf.Dictionary) and item.get("/Type") == "/Font" and "/BaseFont" in item
