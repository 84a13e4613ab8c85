"""Papers of the MBZ, measured: our door against WeasyPrint alone and against LibreOffice, many at once, one from the store."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

ROUNDS, PAPERS = 5, 40
MONTH, TODAY = date(2014, 9, 1), date(2014, 10, 20)


def rows(folder: Path) -> list[tuple[str, str]]:
    """Label and figure of each measurement; `folder` takes the workbook for LibreOffice."""
    from agreements.models import Agreement
    from monitoring.documents.report import report_pdf
    from monitoring.documents.report_xlsx import report_xlsx
    from monitoring.selectors.report import report_sheet

    agreement = Agreement.objects.with_partners().get(key="me-aktiv-2014")
    sheet = report_sheet(agreement, MONTH, today=TODAY, with_comments=False)
    html = _median(lambda: _html(sheet))
    door = _median(lambda: report_pdf(sheet))
    bare = _median(_alone(sheet))
    book = folder / "mbz.xlsx"
    book.write_bytes(report_xlsx(sheet))
    return [
        ("MBZ: Papier, unsere Tür", f"{door:.2f} s, davon {html:.2f} s Vorlage und Zeichnungen"),
        (
            "MBZ: Papier, WeasyPrint allein (gleiches HTML)",
            f"{bare:.2f} s (die Tür ist das {(door - html) / bare:.2f}-Fache, Ziel ≤ 1,15)",
        ),
        ("MBZ: LibreOffice, Arbeitsmappe als PDF", _office(book)),
        *_many(sheet),
    ]


def _html(sheet: Any) -> str:
    from agreements.documents.pdf import render_html

    return render_html("print/report.html", {"sheet": sheet, "print": True})


def _alone(sheet: Any) -> Callable[[], bytes]:
    """The same HTML, styles and PDF variant, without attachments and finisher."""
    from weasyprint import CSS, HTML
    from weasyprint.text.fonts import FontConfiguration

    from agreements.documents.pdf import STYLES

    html = _html(sheet)

    def work() -> bytes:
        fonts = FontConfiguration()
        styles = [CSS(filename=STYLES / name, font_config=fonts) for name in ("print.css", "report.css")]
        paper = HTML(string=html, base_url=f"{STYLES.as_uri()}/")
        return bytes(paper.write_pdf(font_config=fonts, stylesheets=styles, pdf_variant="pdf/a-3a"))

    return work


def _office(book: Path) -> str:
    """The workbook of the same report; started anew each time, as there is no warm one."""
    office = shutil.which("soffice")
    if office is None:
        return "nicht gemessen: LibreOffice fehlt hier"
    command = [office, "--headless", "--convert-to", "pdf", "--outdir", str(book.parent), str(book)]
    seconds = _median(lambda: subprocess.run(command, check=True, capture_output=True), rounds=3)
    return f"{seconds:.2f} s (Start eingeschlossen, ohne Diagramme, ohne Tags)"


def _many(sheet: Any) -> list[tuple[str, str]]:
    from monitoring.documents.press import printed

    orders = [(number, sheet) for number in range(PAPERS)]
    one = _once(lambda: list(printed(orders, processes=1)))
    two = _once(lambda: list(printed(orders, processes=2)))
    return [
        (f"{PAPERS} MBZ, ein Prozess", f"{one:.1f} s"),
        (f"{PAPERS} MBZ, zwei Prozesse", f"{two:.1f} s: {one / two:.2f}-mal so schnell (Ziel ≥ 1,8)"),
    ]


def from_the_store(client: Any) -> list[tuple[str, str]]:
    """A released report's PDF as it is delivered; `client` is logged in as somebody who reads it."""
    from django.utils import timezone

    from agreements.choices import DocumentKind
    from agreements.models import Agreement, User
    from agreements.services.freezing import freeze
    from monitoring.choices import ReportState
    from monitoring.documents.report import report_pdf
    from monitoring.models import MonthlyReport
    from monitoring.selectors.report import report_sheet

    agreement, month = Agreement.objects.with_partners().get(key="me-aktiv-2014"), date(2014, 6, 1)
    sheet = report_sheet(agreement, month, today=TODAY, with_comments=False)
    frozen = freeze(
        by=User.objects.get(username="system"),
        agreement=agreement,
        kind=DocumentKind.REPORT,
        sheet=sheet,
        content=report_pdf(sheet),
        at=timezone.now(),
    )
    MonthlyReport.objects.create(agreement=agreement, month=month, state=ReportState.RELEASED, frozen=frozen)
    address = "/mbz/me-aktiv-2014/2014-06/pdf/"
    seconds = _median(lambda: b"".join(client.get(address)), rounds=15)
    return [("MBZ: freigegebenes PDF aus der Ablage", f"{seconds * 1000:.0f} ms")]


def _median(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    work()
    return statistics.median(_once(work) for _ in range(rounds))


def _once(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start
