"""The door to WeasyPrint: what it hands out is archivable, accessible, always the same, and made of our own files alone."""

from __future__ import annotations

import io
import os
import re
import subprocess
import sys
from datetime import UTC, date, datetime
from pathlib import Path

import pikepdf
import pytest
from django.template.loader import render_to_string

from agreements.documents import pdf as door
from agreements.documents.pdf import NamelessDrawing, PdfAttachment, RefusedAddress, render_html, render_pdf
from tests.documents.conformity import assert_archivable_and_accessible, bookmarks, elements

# WeasyPrint 70 leaves its colour profile open; the garbage collector closes it.
CONTEXT = {"title": "Zielvereinbarung 2014", "comment": "Stand der Ziele", "months": range(1, 70)}
FACTS = {"title": "Zielvereinbarung 2014", "author": "Kreis Mettmann", "created": date(2014, 10, 20)}
CSV = PdfAttachment(name="werte.csv", content=b"Monat;Ist\r\n2014-09;17385\r\n", description="Monatswerte als CSV")
STYLES = ("agreement.css", "report.css")


@pytest.fixture(autouse=True)
def _templates(settings) -> None:
    folder = Path(__file__).parent / "templates"
    settings.TEMPLATES = [{**settings.TEMPLATES[0], "DIRS": [folder]}]


@pytest.fixture
def of_html(monkeypatch):
    """Renders a body instead of a template, for the cases that need three words."""

    def render(body: str) -> bytes:
        html = f'<html lang="de"><body><h1>Probe</h1>{body}</body></html>'
        monkeypatch.setattr(door, "render_to_string", lambda template, context: html)
        return render_pdf("probe.html", {}, **FACTS)

    return render


@pytest.fixture(scope="module")
def _made() -> dict[str, bytes]:
    return {}


@pytest.fixture
def paper(_made) -> bytes:
    """The synthetic paper; rendered once."""
    if not _made:
        _made["paper"] = render_pdf("paper.html", CONTEXT, **FACTS, attachments=[CSV], stylesheets=STYLES)
    return _made["paper"]


@pytest.fixture
def opened(paper):
    with pikepdf.open(io.BytesIO(paper)) as document:
        yield document


def test_the_paper_passes_both_standards(paper):
    assert_archivable_and_accessible(paper)


def test_a_paper_without_table_picture_and_attachment_passes_too(of_html):
    assert_archivable_and_accessible(of_html("<p>Nur Text.</p>"))


def test_the_same_input_gives_the_same_bytes(paper):
    assert render_pdf("paper.html", CONTEXT, **FACTS, attachments=[CSV], stylesheets=STYLES) == paper


def test_another_process_gives_the_same_bytes(of_html):
    """Another order of sets and another folder for the fonts must not show."""
    script = (
        "import sys; from datetime import date; from agreements.documents import pdf as door\n"
        "body = '<h1>Probe</h1><p>Ein <b>Satz</b></p>'\n"
        "door.render_to_string = lambda t, c: f'<html lang=\"de\"><body>{body}</body></html>'\n"
        "facts = {'title': 'Zielvereinbarung 2014', 'author': 'Kreis Mettmann', 'created': date(2014, 10, 20)}\n"
        "sys.stdout.buffer.write(door.render_pdf('x', {}, **facts))"
    )
    other = subprocess.run(
        [sys.executable, "-c", script], env={**os.environ, "PYTHONHASHSEED": "7"}, capture_output=True, check=True
    )
    assert other.stdout == of_html("<p>Ein <b>Satz</b></p>")


def test_title_author_and_date_stand_in_the_file(opened):
    assert str(opened.docinfo.Title) == "Zielvereinbarung 2014"
    assert str(opened.docinfo.Author) == "Kreis Mettmann"
    assert str(opened.docinfo.CreationDate) == str(opened.docinfo.ModDate) == "D:20141020000000Z"


def test_a_moment_is_written_in_utc():
    assert door._moment(datetime.fromisoformat("2014-10-20T14:32:00+02:00")) == datetime(
        2014, 10, 20, 12, 32, tzinfo=UTC
    )


def test_a_moment_without_time_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        door._moment(datetime(2014, 10, 20, 14, 32))  # noqa: DTZ001


def test_the_attachment_says_what_it_is_to_the_paper(opened):
    (file,) = opened.Root.AF
    assert (str(file.UF), str(file.Desc), file.AFRelationship) == ("werte.csv", "Monatswerte als CSV", "/Data")
    assert file.EF.F.read_bytes() == CSV.content
    assert file.EF.F.Subtype == "/text/csv"


def test_headings_are_bookmarks(opened):
    assert bookmarks(opened) == [
        "Zielvereinbarung 2014",
        "  I) Geschäftspolitische Ziele",
        "  II) Monitoring",
        "    Verlauf",
    ]


def test_header_cells_say_what_they_head(opened):
    scopes = [str(cell.A.Scope) for cell in elements(opened, "/TH")]
    pages_of_table = len(elements(opened, "/THead"))
    assert pages_of_table == 3
    assert (scopes.count("/Column"), scopes.count("/Row")) == (3 * pages_of_table, 69 + 1)


def test_the_picture_has_words_and_a_place_on_the_page(opened):
    named = [item for item in elements(opened, "/Figure") if "/Alt" in item]
    assert [str(item.Alt) for item in named] == ["Integrationsquote bis September 15,1 %, Soll 15,4 %"]
    left, bottom, right, top = (float(side) for side in named[0].A.BBox)
    assert 0 < left < right < 595
    assert 0 < bottom < top < 842


def test_running_headers_and_decoration_are_artifacts(opened):
    marks = [page.Contents.read_bytes().count(b"/Artifact") for page in opened.pages]
    assert marks[0] == 0  # the cover has neither header nor page number
    assert all(count >= 3 for count in marks[1:])


def test_reader_is_led_in_the_order_of_the_text(opened):
    assert opened.Root.Lang == "de"
    assert opened.Root.ViewerPreferences.DisplayDocTitle is True
    assert all(page.Tabs == "/S" for page in opened.pages)


def test_only_characters_of_the_font_reach_the_paper(monkeypatch):
    monkeypatch.setattr(
        door, "render_to_string", lambda template, context: "1\u202f000 a\u0308 3\u20114 \U0001f600 ● − „“ …\n"
    )
    assert render_html("x", {}) == "1\u00a0000 ä 3-4 ? ? − „“ …\n"


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/bild.png",
        "https://example.org/bild.png",
        "ftp://example.org/bild.png",
        "file:///etc/passwd",
        f"file://{Path(__file__).as_posix()}",
        "../../../manage.py",
        "%2e%2e/%2e%2e/%2e%2e/manage.py",
        "fehlt.png",
    ],
)
def test_the_door_refuses_what_is_not_ours(of_html, address):
    with pytest.raises(RefusedAddress, match=re.escape(address.rpartition("/")[2])):
        of_html(f'<p><img src="{address}" alt="x"></p>')


def test_the_door_lets_data_addresses_in(of_html):
    dot = "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///ywAAAAAAQABAAACAUwAOw=="
    assert of_html(f'<p><img src="{dot}" alt="ein Punkt"></p>').startswith(b"%PDF-1.7")


def test_a_drawing_without_words_is_refused(of_html):
    with pytest.raises(NamelessDrawing):
        of_html('<svg viewBox="0 0 1 1"><path d="M0 0h1v1z"/></svg>')


def test_weasyprint_has_nothing_to_complain_about(caplog):
    with caplog.at_level("WARNING", logger="weasyprint"):
        render_pdf("paper.html", {**CONTEXT, "months": [1]}, **FACTS, stylesheets=STYLES)
    assert [record.getMessage() for record in caplog.records] == []


def test_the_html_is_handed_back():
    assert render_html("paper.html", CONTEXT) == render_to_string("paper.html", CONTEXT)


def test_weasyprint_finds_every_vendored_cut(of_html):
    """Regular, italic, semi-bold and bold come from files, none is slanted or thickened by the machine."""
    with pikepdf.open(io.BytesIO(of_html("<p>a <i>b</i> <strong>c</strong></p>"))) as document:
        names = {str(item.BaseFont).partition("+")[2] for item in document.objects if "/BaseFont" in _keys(item)}
    assert names == {"Fira-Sans", "Fira-Sans-Italic", "Fira-Sans-Semi-Bold", "Fira-Sans-Bold"}


def _keys(item: object) -> set[str]:
    return set(item.keys()) if isinstance(item, pikepdf.Dictionary) else set()
