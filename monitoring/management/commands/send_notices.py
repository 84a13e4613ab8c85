"""send_notices: reminders of what is due, then one mail to everybody who has news or reminders; for the timer, twice does no harm."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from agreements.web import today
from monitoring.services.notices import send_digests
from monitoring.services.reminders import remind


class Command(BaseCommand):
    help = "Erinnert an Fälliges und verschickt es mit den Neuigkeiten als eine Mail je Person; jedes genau einmal."

    def handle(self, *args: Any, **options: Any) -> None:
        remind(on=today(), at=timezone.now())
        count = send_digests()
        self.stdout.write(f"{count} {'Mail' if count == 1 else 'Mails'} verschickt.")
