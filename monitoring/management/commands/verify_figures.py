"""verify_figures: recompute everything that is stored or frozen; exit 1 and a list if anything differs."""

from __future__ import annotations

import sys
from typing import Any

from django.core.management.base import BaseCommand

from monitoring.services.verification import differences


class Command(BaseCommand):
    help = "Rechnet Gespeichertes aus seinen Quellen nach und prüft die Kette des Protokolls."

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(differences())
        for sentence in found:
            self.stderr.write(sentence)
        if found:
            sys.exit(1)
        self.stdout.write(
            "Geprüft: Protokoll, Fassungen der Monatswerte, eingefrorene Dokumente und Unterschriften stimmen."
        )
