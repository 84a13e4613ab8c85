"""verify_document: is this PDF ours, unchanged, signed by whom; exit 1 if it is not, or a signature in it is not valid."""

from __future__ import annotations

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from agreements.documents.pdf_checking import SignatureRefused
from agreements.documents.scans import LARGEST
from agreements.domain.verification import verdict_words
from agreements.models import FrozenDocument
from agreements.services.verifying import verify


class Command(BaseCommand):
    help = "Prüft, ob ein PDF von hier stammt, unverändert ist und von wem es unterzeichnet ist."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE.pdf", type=Path)

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            with file.open("rb") as opened:
                content = opened.read(LARGEST + 1)
        except OSError as error:
            raise CommandError(f"„{file}“ lässt sich nicht lesen: {error.strerror}.") from error
        try:
            verdict = verify(content, documents=FrozenDocument.objects.all(), now=timezone.now())
        except SignatureRefused as error:
            raise CommandError(f"„{file}“: {error}") from error
        words = verdict_words(verdict)
        for sentence in (words.finding, *words.version):
            self.stdout.write(sentence)
        for line in words.signatures:
            self.stdout.write(f"{'✓' if line.good else '✗'} {line.who}: {line.sentence}")
        if not words.good:
            sys.exit(1)
