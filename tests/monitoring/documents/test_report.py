"""The MBZ on paper: cover, contents, one target after the other, charts with words and tables, read aloud in that order."""

from __future__ import annotations

import re
import subprocess
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from pathlib import Path

import pikepdf
import pytest

from monitoring.choices import ReportState
from monitoring.documents.charts import statement
from monitoring.documents.report import report_pdf
from monitoring.documents.sentences import finding
from monitoring.documents.wording import report_standing_words, threshold_words
from monitoring.domain.report_record import CommentSheet
from monitoring.domain.sheet import ReportSheet
from monitoring.selectors.report import report_sheet
from tests.documents.conformity import assert_archivable_and_accessible, bookmarks, elements
from tests.monitoring import measure_sheets as sheets

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo"), pytest.mark.paper]
AT = datetime(2014, 10, 12, 9, 0, tzinfo=UTC)


@dataclass
class Paper:
    """A sheet and its paper."""

    sheet: ReportSheet
    path: Path

    def text(self, page: int | None = None) -> str:
        pages = [] if page is None else ["-f", str(page), "-l", str(page)]
        said = subprocess.run(["pdftotext", *pages, self.path, "-"], capture_output=True, check=True)
        return " ".join(said.stdout.decode().split())

    @cached_property
    def read_aloud(self) -> list[tuple[str, str]]:
        """Elements and the text in them, in the order a screen reader comes by; poppler takes its time for it."""
        tree = subprocess.run(["pdfinfo", "-struct-text", self.path], capture_output=True, check=True)
        found: list[tuple[str, list[str]]] = []
        around: list[tuple[int, list[str]]] = []  # the elements one is in, with their depths
        for line in tree.stdout.decode().splitlines():
            depth, words = len(line) - len(line.lstrip()), line.strip()
            around = [(outer, said) for outer, said in around if outer < depth]
            if words.startswith('"'):
                around[-1][1].append(words.strip('"'))
            elif (tag := re.match(r"[A-Z]\w*", words)) and tag[0] not in {"Span", "Link", "NonStruct", "Object"}:
                found.append((tag[0], []))
                around.append((depth, found[-1][1]))
        return [(tag, " ".join(" ".join(said).split())) for tag, said in found]


def made(month: date, path: Path, *, municipal: bool = False) -> Paper:
    from agreements.models import Agreement

    agreement = Agreement.objects.with_partners().get(key="me-aktiv-2014")
    sheet = report_sheet(agreement, month, today=date(2014, 10, 20), with_comments=True, municipal=municipal)
    said = CommentSheet(text="Lage: schwach.", by="Kim Muster", at=AT, version=1)
    sheet = replace(sheet, targets=(replace(sheet.targets[0], comment=said), *sheet.targets[1:]))
    path.write_bytes(report_pdf(sheet))
    return Paper(sheet, path)


@pytest.fixture(scope="module")
def mbz(django_db_blocker, demo, tmp_path_factory) -> Paper:
    """The report of September as it goes to the dialogue; rendered once."""
    with django_db_blocker.unblock():
        return made(date(2014, 9, 1), tmp_path_factory.mktemp("papier") / "mbz.pdf")


@pytest.fixture(scope="module", params=["2014-12", "2014-01"])
def paper(request, django_db_blocker, demo, tmp_path_factory) -> Paper:
    """All targets, those in words too: with values of an earlier month, and in the first month of the year."""
    with django_db_blocker.unblock():
        month = date.fromisoformat(f"{request.param}-01")
        return made(month, tmp_path_factory.mktemp("papier") / "alle.pdf", municipal=True)


def test_every_report_passes_both_standards(paper):
    assert_archivable_and_accessible(paper.path.read_bytes())


def test_the_cover_says_whose_report_it_is_and_how_it_stands(mbz):
    cover = mbz.text(page=1)
    for words in (
        "Monatlicher Bericht zur Zielerreichung September 2014 Jobcenter ME-aktiv Zielvereinbarung 2014",
        "Agentur für Arbeit Mettmann, Jobcenter ME-aktiv, Kreis Mettmann",
        "erste Fassung, in Arbeit",
        "bis Juni endgültig, Juli bis September vorläufig",
        "20.10.2014",
        "Alle Zahlen dieses Berichts sind fiktiv.",
    ):
        assert words in cover
    assert "fiktive Zahlen · in Arbeit · Stand 20.10.2014" in mbz.text(page=2)


def test_real_figures_are_not_called_fictitious(mbz, tmp_path):
    path = tmp_path / "mbz.pdf"
    path.write_bytes(report_pdf(replace(mbz.sheet, fictitious=False)))
    assert "fiktiv" not in Paper(mbz.sheet, path).text()


def test_the_contents_name_the_page_on_which_each_part_begins(paper):
    cover, shift = paper.text(page=1), len("Seite ")
    parts = ["Überblick", *(f"{t.position} {t.title}" for t in paper.sheet.targets), "Besprechung", "So wird gerechnet"]
    for part in parts:
        found = re.search(rf"{re.escape(part)}, Seite (\d+)", cover)
        assert found, part
        assert part in paper.text(page=int(found[0].rpartition(", ")[2][shift:])), part


def test_a_target_starts_a_page_and_one_of_words_alone_stays_whole(paper):
    with pikepdf.open(paper.path) as document:
        pages = [paper.text(page=number) for number in range(2, len(document.pages) + 1)]
    for target in paper.sheet.targets:
        head = f"{target.position} {target.title}"
        (page,) = (text for text in pages if head in text)
        if target.measures:
            above = page.partition(head)[0]
            assert re.fullmatch(
                r"Monatlicher Bericht zur Zielerreichung \w+ 2014 fiktive Zahlen · in Arbeit · Stand 20.10.2014 ", above
            )


def test_headings_lead_without_gap_and_are_the_bookmarks(mbz):
    heads = [(int(tag[1]), text) for tag, text in mbz.read_aloud if re.fullmatch(r"H\d", tag)]
    levels = [level for level, _ in heads]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    with pikepdf.open(mbz.path) as document:
        marks = bookmarks(document)
    # The contents are on the cover, beside the bookmarks that say the same.
    assert [mark.strip() for mark in marks] == [text for _, text in heads if text != "Inhalt"]


def test_each_target_is_read_from_its_heading_by_finding_and_chart_to_its_table(mbz):
    said = mbz.read_aloud
    starts = [said.index(("H2", f"{target.position} {target.title}")) for target in mbz.sheet.targets]
    assert starts == sorted(starts)
    for target, start, end in zip(mbz.sheet.targets, starts, [*starts[1:], len(said)], strict=True):
        part = said[start:end]
        for measure in target.measures:
            if measure.role == "part":
                continue
            said_finding = [
                place for place, (tag, text) in enumerate(part) if tag == "P" and text == spoken(finding(measure))
            ]
            table = next(
                place
                for place, (tag, text) in enumerate(part)
                if tag == "Caption" and text.startswith(f"{measure.name} {measure.month.year} (")
            )
            assert len(said_finding) == 1, target.code
            figures = [
                place for place, (tag, _) in enumerate(part) if tag == "Figure" and said_finding[0] < place < table
            ]
            assert len(figures) == (1 if measure.as_of else 0), target.code
            assert part[table - 1][0] == "Table"


def spoken(words: str) -> str:
    return " ".join(words.split())


def test_a_chart_of_numerator_or_denominator_is_followed_by_its_table(mbz):
    said = [(tag, text) for tag, text in mbz.read_aloud if tag in {"Figure", "Caption"}]
    place = next(number for number, (_, text) in enumerate(said) if text.startswith("Integrationen, einzelne Monate"))
    assert [tag for tag, _ in said[place - 2 : place + 4]] == [
        "Caption",
        "Figure",
        "Caption",
        "Caption",
        "Figure",
        "Caption",
    ]
    assert said[place - 2][1] == "Zähler"
    assert said[place + 1][1] == "Nenner"


def test_every_figure_says_in_words_what_it_shows(paper):
    with pikepdf.open(paper.path) as document:
        words = [str(figure.Alt) for figure in elements(document, "/Figure") if "/Alt" in figure]
    measures = [m for target in paper.sheet.targets for m in target.measures if m.role != "part" and m.as_of]
    names = [name for m in measures for name in (m.name, *(c.name for c in m.components if len(c.months) > 1))]
    assert len(words) == len(names)
    assert len(set(words)) == len(words)
    assert {statement(measure) for measure in measures} <= set(words)
    for name in names:
        said = [each for each in words if each.startswith(f"{name} ")]
        assert said, name
        assert all(re.search(r"\d", each.removeprefix(name)) for each in said)


def test_what_is_written_to_at_the_table(mbz):
    talk = mbz.text().partition("Besprechung Im Zielnachhaltedialog besprochen.")[2]
    assert "§ 48b SGB II verlangt keine." in talk
    for line in (
        "Besprochen am",
        "für das Jobcenter",
        "für die Agentur",
        "So wird gerechnet",
        "Die Schwellen sind 0 und 2 % des Solls.",
    ):
        assert line in talk


def test_the_comment_stands_with_its_target(mbz):
    said = [text for _, text in mbz.read_aloud]
    assert said.index("1 Integrationsquote") < said.index("schwach.") < said.index("2 Langzeitleistungsbezug")


@pytest.mark.parametrize(
    ("number", "state", "previous", "words"),
    [
        (1, ReportState.OPEN, None, "erste Fassung, in Arbeit"),
        (2, ReportState.RELEASED, (1, ReportState.RETURNED), "zweite Fassung, freigegeben (die erste: mit Rückfrage zurück)"),
        (11, ReportState.ACCEPTED, None, "11. Fassung, abgenommen"),
    ],
)  # fmt: skip
def test_number_and_state_in_words(number, state, previous, words):
    report = replace(sheets.report(), number=number, state=state, previous=previous)
    assert report_standing_words(report) == words


def test_thresholds_are_said_once_or_target_by_target():
    iq, lzb = sheets.iq(), replace(sheets.lzb(), green=Decimal("0.50"), yellow=Decimal(3))
    assert threshold_words(sheets.report(sheets.target(iq))) == "Die Schwellen sind 0 und 2\xa0% des Solls."
    assert threshold_words(sheets.report(sheets.target(iq), sheets.target(lzb))) == (
        "Die Schwellen in Prozent des Solls: Integrationsquote 0 und 2\xa0%; Bestand LZB 0,5 und 3\xa0%."
    )
    assert threshold_words(sheets.report(sheets.target(sheets.llu(observed=True, has_status=False)))) == ""
