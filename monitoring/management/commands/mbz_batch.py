"""mbz_batch: all MBZ of an Agentur or of everybody for a month, as one ZIP; broken off, it goes on where it was."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from agreements.domain.months import MonthError, parse_month
from agreements.domain.sides import AGENTUR_KINDS
from agreements.models import Agreement, Party, User
from agreements.web import today
from monitoring.documents.press import all_cores
from monitoring.models import ReportBatch
from monitoring.selectors.batches import faults_of, unfinished
from monitoring.services.batches import BatchRefused, order_batch, resume_batch, run_batch


class Command(BaseCommand):
    help = "Stellt alle MBZ eines Monats als PDF in einer ZIP-Datei her."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("month", metavar="MONAT", help="etwa 2014-09")
        parser.add_argument("--agentur", metavar="SCHLÜSSEL", help="nur Jobcenter dieser Agentur; sonst alle")
        parser.add_argument("--out", metavar="DATEI", type=Path, required=True)
        parser.add_argument("--processes", metavar="N", type=int, default=all_cores(), help="sonst alle Kerne")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            month = parse_month(options["month"])
        except MonthError as error:
            raise CommandError(str(error)) from error
        if options["processes"] < 1:
            raise CommandError("--processes braucht mindestens 1.")
        batch = self._batch(month, _agreements(month, options["agentur"]))
        run_batch(batch.pk, processes=options["processes"], told=self._told)
        batch.refresh_from_db()
        with batch.file.open("rb") as made, options["out"].open("wb") as out:
            shutil.copyfileobj(made, out)
        for item in faults_of(batch):
            self.stderr.write(f"{item.agreement.key}: {item.fault}")

    def _batch(self, month: date, agreements: list[Agreement]) -> ReportBatch:
        """The one that was broken off for the same month, day and agreements, else a new one."""
        by, _ = User.objects.get_or_create(username="system", defaults={"email": "system@example.invalid"})
        batch = unfinished(by, month, today(), agreements)
        if batch is not None:
            resume_batch(batch=batch, surely_dead=True)
            return batch
        try:
            return order_batch(by=by, agreements=agreements, month=month, on=today())
        except BatchRefused as error:
            raise CommandError(str(error)) from error

    def _told(self, done: int, total: int) -> None:
        self.stderr.write(f"{done} von {total}")


def _agreements(month: date, agentur: str | None) -> list[Agreement]:
    """All of the month's year, or those to which the Agentur is a party."""
    found = Agreement.objects.originals().filter(year=month.year)
    if agentur is not None:
        party = Party.objects.filter(key=agentur, kind__in=AGENTUR_KINDS).first()
        if party is None:
            raise CommandError(f"Eine Agentur „{agentur}“ gibt es nicht.")
        found = found.filter(partners__party=party)
    if not found:
        raise CommandError(f"Für {month.year} gibt es keine Vereinbarung, aus der ein MBZ entstünde.")
    return list(found)
