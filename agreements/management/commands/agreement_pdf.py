"""agreement_pdf: one agreement as PDF, without a browser."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from agreements.models import Agreement
from agreements.services.papers import agreement_paper
from agreements.web import today


class Command(BaseCommand):
    help = "Schreibt eine Zielvereinbarung als PDF (PDF/A-3a, PDF/UA-1)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("agreement", metavar="AGREEMENT", help="Schlüssel, etwa me-aktiv-2014")
        parser.add_argument("file", metavar="FILE", type=Path, help="Ziel, etwa vereinbarung.pdf")

    def handle(self, *args: Any, agreement: str, file: Path, **options: Any) -> None:
        found = Agreement.objects.with_partners().filter(key=agreement).first()
        if found is None:
            known = ", ".join(Agreement.objects.values_list("key", flat=True)) or "keine"
            raise CommandError(f"Eine Vereinbarung „{agreement}“ gibt es nicht. Vorhanden: {known}.")
        _, content = agreement_paper(found, on=today())
        try:
            file.write_bytes(content)
        except OSError as error:
            raise CommandError(f"„{file}“ lässt sich nicht schreiben: {error.strerror}.") from error
        self.stdout.write(f"{file}: {found.title}, {len(content)} Bytes.")
