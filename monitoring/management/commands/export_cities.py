"""export_cities: the year's city breakdown of an agreement as a file, exact or masked, without a browser."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from agreements.models import Agreement, User
from agreements.web import today
from monitoring.documents.cities import WRITERS, city_file
from monitoring.domain.disclosure import mask_sheet
from monitoring.selectors.cities import city_sheet
from monitoring.services.cities import record_export


class Command(BaseCommand):
    help = "Gibt die stadtscharfe Tabelle eines Jahres als Datei aus; jede Ausgabe steht im Protokoll."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("agreement", metavar="VEREINBARUNG", help="Schlüssel, etwa me-aktiv-2014")
        parser.add_argument("--format", choices=sorted(WRITERS), required=True)
        parser.add_argument("--masked", action="store_true", help="kleine Anzahlen durch Sterne ersetzt")
        parser.add_argument("--out", metavar="DATEI", type=Path, required=True)

    def handle(self, *args: Any, **options: Any) -> None:
        agreement = Agreement.objects.with_partners().filter(key=options["agreement"]).first()
        if agreement is None:
            raise CommandError(f"Die Vereinbarung „{options['agreement']}“ gibt es nicht.")
        system = User.objects.filter(username="system").first()
        if system is None:
            raise CommandError("Das Konto „system“ fehlt, unter dem Kommandos im Protokoll stehen.")
        sheet = city_sheet(agreement, year=agreement.year, today=today())
        if options["masked"]:
            sheet = mask_sheet(sheet)
        file = city_file(sheet, options["format"])
        try:
            with transaction.atomic():  # no entry without a file, no file without an entry
                record_export(by=system, sheet=sheet, file_name=options["out"].name, content=file.content)
                options["out"].write_bytes(file.content)
        except OSError as error:
            raise CommandError(f"Die Datei {options['out']} lässt sich nicht schreiben: {error.strerror}.") from error
        self.stdout.write(
            f"{options['out']}: {'zur Veröffentlichung' if sheet.masked else 'genaue Zahlen'}, {agreement}."
        )
