"""The agreement on paper: every sentence in its order, archivable, accessible, the same bytes, fields for signatures."""

from __future__ import annotations

import io
import re
import subprocess
from datetime import date

import pikepdf
import pytest

from agreements.choices import AgreementState
from agreements.documents.agreement import agreement_name, agreement_pdf
from agreements.models import Agreement
from agreements.selectors.agreement import agreement_sheet
from tests.documents.conformity import assert_archivable_and_accessible, bookmarks

# WeasyPrint 70 leaves its colour profile open; the garbage collector closes it.
pytestmark = [pytest.mark.filterwarnings("ignore:unclosed file.*sRGB2014.icc:ResourceWarning"), pytest.mark.paper]

CREATED = date(2014, 10, 20)
PAGE_FOOT = re.compile(r"Seite \d+ von \d+")
TABLE_HEADS = {"Kommunales Ziel zu", "Beschreibung", "Kommunales Ziel zu Beschreibung"}
PAGE_HEADS = {"Zielvereinbarung 2014", "unterzeichnet", "Zielvereinbarung 2014 unterzeichnet", *TABLE_HEADS, ""}
_made: dict[str, bytes] = {}


@pytest.fixture
def sheet(agreement_2014):
    return agreement_sheet(agreement_2014)


@pytest.fixture
def paper(sheet) -> bytes:
    """The paper of 2014; rendered once."""
    if "2014" not in _made:
        _made["2014"] = agreement_pdf(sheet, created=CREATED)
    return _made["2014"]


def text_of(pdf: bytes, *options: str) -> str:
    """Everything but running heads and feet and the column heads that a table repeats on its next page."""
    done = subprocess.run(["pdftotext", *options, "-", "-"], input=pdf, capture_output=True, check=True)
    kept: list[str] = []
    for number, page in enumerate(done.stdout.decode().split("\f")):
        rows = [row for row in page.splitlines() if not PAGE_FOOT.fullmatch(row.strip())]
        while number and rows and rows[0].strip() in PAGE_HEADS:
            rows.pop(0)
        while number and rows and rows[-1].strip() in PAGE_HEADS:  # -raw has the running head last
            rows.pop()
        kept += rows
    return squeezed(" ".join(kept))


def squeezed(text: str) -> str:
    """One space a gap, whichever it was."""
    return " ".join(text.split())


@pytest.mark.parametrize("options", [(), ("-raw",)], ids=["default", "raw"])
def test_the_paper_stands_there_sentence_by_sentence_and_nothing_else(paper, paper_2014, options):
    """Between cover and signatures: beside the paper's text in its order only the state and the dashes of the list."""
    text, _, _ = text_of(paper, *options).partition(" Unterschriften ")
    lost, between, place = [], "", 0
    for line in map(squeezed, paper_2014):
        found = text.find(line, place)
        if found < 0:
            lost.append(line)
            continue
        between += text[place:found] + " "
        place = found + len(line)
    assert lost == []
    assert set((between + text[place:]).split()) <= {"unterzeichnet", "–"}


def test_the_paper_passes_both_standards(paper):
    assert_archivable_and_accessible(paper)


def test_the_same_sheet_gives_the_same_bytes(paper, sheet):
    assert agreement_pdf(sheet, created=CREATED) == paper


def test_sections_signatures_and_annex_are_bookmarks(paper):
    with pikepdf.open(io.BytesIO(paper)) as document:
        found = [title.replace("\u00a0", " ") for title in bookmarks(document)]
    assert found == [
        "Zielvereinbarung 2014",
        "  Präambel Zielvereinbarung",
        "  I) Geschäftspolitische Ziele SGB II",
        "  II) Monitoring zur Verringerung der Hilfebedürftigkeit",
        "  III) Weitere lokale Ziele zwischen Jobcenter und Agentur für Arbeit",
        "  Vereinbarungen zum Zielnachhalteprozess *",
        "  IV) kommunale Ziele zwischen JC und kommunalem Träger",
        "  Unterschriften",
        "  Anlage: Budgets, Pflichten und Messgrößen",
        "    Budgets",
        "    Pflichten",
        "    Messgrößen",
    ]


def test_one_field_a_partner_and_what_is_known(paper):
    block = text_of(paper, "-raw").partition(" Unterschriften ")[2].partition("Anlage:")[0]
    assert block.count("Ort, Datum Unterschrift Unterzeichnet auf Papier.") == 3
    assert block.count("Die Vorlage nennt weder Namen noch Datum; der Scan ist nicht hinterlegt.") == 3
    assert "Kreis Mettmann laut Deckblatt „Landrat des Kreises Mettmann“" in block


def test_the_annex_is_no_part_of_the_signature(paper):
    annex = text_of(paper, "-raw").partition("Anlage: ")[2]
    assert "Übersicht aus der Anwendung, nicht Teil der Unterschrift." in annex
    assert "Summe 648.000 €" in annex
    assert "mindestens 20,6 % im Jahr 2014 unsere Lesart: Das Papier nennt zu 20,6 keine Einheit" in annex
    assert "31.03.2015" in annex


def test_title_and_author_name_the_jobcenter(paper):
    with pikepdf.open(io.BytesIO(paper)) as document:
        assert str(document.docinfo.Title) == "Zielvereinbarung 2014 – Jobcenter ME-aktiv"
        assert str(document.docinfo.Author) == "Jobcenter ME-aktiv"


def test_the_file_name_sorts_by_year(sheet):
    assert agreement_name(sheet) == "2014_zielvereinbarung_me-aktiv-2014.pdf"


@pytest.mark.parametrize("state", [AgreementState.DRAFT, AgreementState.AGREEING])
def test_a_draft_says_so_on_every_page(agreement_2014, state):
    Agreement.objects.update(state=state)
    drafted = agreement_pdf(agreement_sheet(Agreement.objects.with_partners().get()), created=CREATED)
    pages = subprocess.run(["pdftotext", "-", "-"], input=drafted, capture_output=True, check=True)
    pages = pages.stdout.decode().split("\f")[:-1]
    assert [page.count("Entwurf, Stand 20.10.2014") for page in pages] == [1] * len(pages)
