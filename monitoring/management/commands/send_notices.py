"""send_notices: one mail to everybody who has news that no mail told yet; for the timer, twice in a row does no harm."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand

from monitoring.services.notices import send_digests


class Command(BaseCommand):
    help = "Verschickt Neuigkeiten als eine Mail je Person; jede Neuigkeit genau einmal."

    def handle(self, *args: Any, **options: Any) -> None:
        count = send_digests()
        self.stdout.write(f"{count} {'Mail' if count == 1 else 'Mails'} verschickt.")
