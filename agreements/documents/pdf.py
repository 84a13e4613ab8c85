"""The one door to WeasyPrint: a template becomes a PDF that is archivable (PDF/A-3a) and accessible (PDF/UA-1), always the same bytes."""

from __future__ import annotations

import atexit
import os
import re
import shutil
import tempfile
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit
from urllib.request import url2pathname
from xml.sax.saxutils import escape

from django.template.loader import render_to_string

if TYPE_CHECKING:
    from weasyprint.urls import URLFetcher

FONTS = Path(__file__).parent / "fonts"
STYLES = Path(__file__).parent / "print"
STATIC = Path(__file__).parents[2] / "zielvereinbarung" / "static"
OPEN_FOLDERS = (FONTS, STYLES, STATIC)

# Characters that people paste and Fira Sans lacks, with the nearest it has. A character without a glyph would break PDF/A.
STAND_INS = {
    0x2007: "\u00a0",  # figure space
    0x2009: "\u00a0",  # thin space
    0x200B: "",  # zero width space
    0x202F: "\u00a0",  # narrow no-break space
    0x2010: "-",  # hyphen
    0x2011: "-",  # no-break hyphen
    0xFEFF: "",  # byte order mark
}
UNPRINTABLE = "?"
# WeasyPrint takes the alternative text of a drawing from a <title> that comes first; without one it is silent.
NAMELESS_DRAWING = re.compile(r'<svg(?![^>]*aria-hidden="true")[^>]*>(?!\s*<title[ >])')


class RefusedAddress(ValueError):
    """A paper wanted something from outside the open folders."""


class NamelessDrawing(ValueError):
    """A drawing has neither a <title> as first child nor aria-hidden="true"."""


@dataclass(frozen=True, kw_only=True)
class PdfAttachment:
    """A file inside the PDF, as PDF/A-3 allows: name with extension (it decides the type), bytes, a word on what it is."""

    name: str
    content: bytes
    description: str
    relationship: str = "Data"  # or Source, Alternative, Supplement (ISO 19005-3, 6.8)


def render_html(template: str, context: Mapping[str, Any]) -> str:
    """The paper as HTML, ready for print and for tests: composed characters, and only those that the font has.

    What the font lacks (emoji in a comment) becomes "?" in sight of everybody, not an empty box.
    Raises NamelessDrawing for a chart that nobody could hear.
    """
    html = unicodedata.normalize("NFC", render_to_string(template, dict(context))).translate(STAND_INS)
    if drawing := NAMELESS_DRAWING.search(html):
        raise NamelessDrawing(drawing[0])
    known = _known_characters()
    return "".join(sign if ord(sign) in known or sign in "\t\n\r" else UNPRINTABLE for sign in html)


def render_pdf(
    template: str,
    context: Mapping[str, Any],
    *,
    title: str,
    author: str,
    created: date | datetime,
    attachments: Sequence[PdfAttachment] = (),
    stylesheets: Sequence[str] = (),
    identifier: str = "",
) -> bytes:
    """The paper as PDF/A-3a and PDF/UA-1; the same arguments give the same bytes on one machine.

    `stylesheets` names files in `documents/print/` that come after print.css ("agreement.css", "report.css").
    `created` is printed into the file as its date; a datetime needs a time zone, else ValueError.
    `identifier` is the Prüfsumme of the sheet, by which a file is known again; without one it is made of the content.
    Raises RefusedAddress if the paper reaches for anything but our own files.
    """
    html = render_html(template, context)
    _only_our_fonts()
    # Slow to import (0.4 s) and wanted by few requests.
    from weasyprint import CSS, HTML, Attachment
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import FatalURLFetchingError

    from agreements.documents import pdf_finisher

    fetcher, fonts, moment = _fetcher(), FontConfiguration(), _moment(created)
    styles = [
        CSS(filename=STYLES / name, url_fetcher=fetcher, font_config=fonts) for name in ("print.css", *stylesheets)
    ]
    files = [
        Attachment(
            string=file.content,
            name=file.name,
            description=file.description,
            relationship=file.relationship,
            created=moment,  # else the clock gets into the file
            modified=moment,
        )
        for file in attachments
    ]
    options: dict[str, Any] = {"pdf_variant": "pdf/a-3a", "attachments": files, "stylesheets": styles}
    if identifier:
        options["pdf_identifier"] = identifier.encode()
    try:
        document = HTML(string=html, base_url=f"{STYLES.as_uri()}/", url_fetcher=fetcher).render(
            font_config=fonts, **options
        )
        facts = document.metadata
        # Set here rather than in every template, so that no paper can be without them.
        facts.title, facts.authors, facts.lang = title, [author], "de"
        facts.created = facts.modified = moment.strftime("%Y-%m-%dT%H:%M:%SZ")
        return document.write_pdf(finisher=pdf_finisher.finish, **options)
    except FatalURLFetchingError as refusal:  # a BaseException, which would slip through every handler
        raise RefusedAddress(str(refusal)) from refusal


def render_stamp(context: Mapping[str, Any], *, width: float, height: float) -> bytes:
    """What a signature shows, as a PDF of one page of that size in mm, to be set into a signature field."""
    html = render_html("print/stamp.html", context)
    _only_our_fonts()
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    fetcher, fonts = _fetcher(), FontConfiguration()
    page = CSS(string=f"@page {{ size: {width:.2f}mm {height:.2f}mm; margin: 0 }}")
    style = CSS(filename=STYLES / "stamp.css", url_fetcher=fetcher, font_config=fonts)
    paper = HTML(string=html, base_url=f"{STYLES.as_uri()}/", url_fetcher=fetcher)
    return bytes(paper.write_pdf(stylesheets=[page, style], font_config=fonts))


def _moment(created: date | datetime) -> datetime:
    """The date of the paper in UTC; a plain day begins at midnight UTC."""
    if not isinstance(created, datetime):
        return datetime.combine(created, time(), UTC)
    if created.tzinfo is None:
        raise ValueError("created needs a time zone: the archive must know the moment")
    return created.astimezone(UTC)


@cache
def _known_characters() -> frozenset[int]:
    """Code points that every vendored cut of Fira Sans has."""
    from fontTools.ttLib import TTFont

    cuts = []
    for path in sorted(FONTS.glob("*.ttf")):
        with TTFont(path, lazy=True) as cut:
            cuts.append(set(cut.getBestCmap()))
    return frozenset(set.intersection(*cuts))


@cache
def _only_our_fonts() -> None:
    """Shows fontconfig the vendored folder alone, so that no font of the machine can slip into an archive.

    The folder with the generated configuration lives as long as the process.
    """
    folder = tempfile.mkdtemp(prefix="zielvereinbarung-fonts-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    config = Path(folder) / "fonts.conf"
    config.write_text(
        '<?xml version="1.0"?>\n<!DOCTYPE fontconfig SYSTEM "urn:fontconfig:fonts.dtd">\n'
        f"<fontconfig><dir>{escape(str(FONTS))}</dir><cachedir>{folder}/cache</cachedir></fontconfig>\n",
        encoding="utf-8",
    )
    os.environ["FONTCONFIG_FILE"] = str(config)


def _fetcher() -> URLFetcher:
    """Fetches `data:` and files in the open folders; everything else ends the rendering."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class OurFilesOnly(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            parts = urlsplit(url)
            if parts.scheme == "file":
                path = Path(url2pathname(parts.path)).resolve()  # resolved: no way out by ".." or links
                if parts.netloc or not any(path.is_relative_to(folder.resolve()) for folder in OPEN_FOLDERS):
                    raise RefusedAddress(url)
            return super().fetch(url, headers)

    # Handing out an incomplete paper would be worse than none: every failed fetch is fatal.
    return OurFilesOnly(allowed_protocols={"file", "data"}, allow_redirects=False, fail_on_errors=True)
