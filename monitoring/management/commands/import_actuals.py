"""import_actuals: figures from CSV or XLSX, all or nothing."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from agreements.documents.tables_in import TableError
from agreements.models import User
from agreements.web import today
from monitoring.services.imports import ImportRefused, import_figures
from monitoring.services.plausibility import import_warnings


class Command(BaseCommand):
    help = "Liest Monatswerte aus einer Datei ein: alle oder keinen."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", metavar="DATEI", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="nur prüfen, nichts speichern")
        parser.add_argument("--strict", action="store_true", help="bei Auffälligkeiten nichts speichern")
        parser.add_argument("--user", default="system", metavar="NAME", help="wer einliest; sonst das Systemkonto")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            content = path.read_bytes()
        except OSError as error:
            raise CommandError(f"Die Datei „{path}“ lässt sich nicht lesen: {error.strerror}.") from error
        user = _user(options["user"])
        with transaction.atomic():
            try:
                run, recorded = import_figures(by=user, content=content, name=path.name, on=today())
            except (TableError, ImportRefused) as error:
                raise CommandError(f"Nichts gespeichert.\n{error}") from error
            run.warnings = import_warnings(recorded)
            run.save(update_fields=["warnings"])
            for warning in run.warnings:
                self.stderr.write(f"Auffällig: {warning}")
            if options["strict"] and run.warnings:
                raise CommandError(f"Nichts gespeichert: {len(run.warnings)} Auffälligkeiten und --strict.")
            if options["dry_run"]:
                transaction.set_rollback(True)
        would = "würden gespeichert" if options["dry_run"] else "gespeichert"
        self.stdout.write(
            f"{recorded.new} neu, {recorded.changed} geändert, {recorded.unchanged} unverändert ({would})."
        )


def _user(name: str) -> User:
    """The named account; the system account is made where a database has none yet."""
    if name == "system":
        user, made = User.objects.get_or_create(username=name, defaults={"email": "system@example.invalid"})
        if made:
            user.set_unusable_password()
            user.save()
        return user
    found = User.objects.filter(username=name, is_active=True).first()
    if found is None:
        raise CommandError(f"Ein Konto „{name}“ gibt es nicht.")
    return found
