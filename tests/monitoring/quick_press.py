"""A press that prints in this process and no paper at all, for tests that only ask what is printed when."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest

from monitoring.documents.press import Misprint, Order


class Press:
    """Prints in this process, and counts; `jams` at so many papers, `spoils` one of them."""

    def __init__(self) -> None:
        self.papers: list[str] = []
        self.jams: int | None = None
        self.spoils = ""

    def __call__(self, orders: Iterable[Order], *, processes: int) -> Iterator[tuple[int, bytes | Misprint]]:
        for key, sheet in orders:
            if self.jams is not None and len(self.papers) >= self.jams:
                raise KeyboardInterrupt
            self.papers.append(sheet.agreement)
            comment = sheet.targets[0].comment
            said = comment.text if comment else "ohne Kommentar"
            yield key, Misprint("Papierstau.") if sheet.agreement == self.spoils else f"%PDF {said}".encode()


@pytest.fixture
def press(monkeypatch) -> Press:
    made = Press()
    monkeypatch.setattr("monitoring.services.batches.printed", made)
    monkeypatch.setattr("monitoring.services.reports.report_pdf", lambda sheet: b"%PDF frozen")
    return made
