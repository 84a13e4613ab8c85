"""seed_demo: catalogue, the 2014 agreement, fictitious figures and demo logins; idempotent, refused when DEBUG is off."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from agreements.models import Region, Series, User
from monitoring.choices import FigureStatus, Origin
from monitoring.management.demo_figures import DISTRICT, LAST, demo_figures
from monitoring.management.demo_measures import store_measures
from monitoring.models import MonthlyActual
from monitoring.services.actuals import record
from monitoring.services.entries import Entry

FIXTURES = ("regions", "parties", "catalogue", "agreement_2014", "demo_people")
LOGINS = {
    "jobcenter": "Eingabe des Jobcenters",
    "jobcenter-leitung": "Freigabe und Unterschrift des Jobcenters",
    "agentur": "Prüfung der Agentur",
    "agentur-leitung": "Prüfung und Unterschrift der Agentur",
    "kreis": "Controlling des Kreises",
    "landrat": "Lesen und Unterschrift des Kreises",
    "lesen": "Lesen für den Kreis",
    "admin": "Verwaltung, ohne Zugehörigkeit",
}
WHY = "fiktive Zahlen der Vorführung"


class Command(BaseCommand):
    help = "Füllt eine Datenbank mit der Vereinbarung 2014 und erfundenen Zahlen; nur mit DEBUG=1."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("Vorführdaten gibt es nur mit DEBUG=1; in einen echten Betrieb gehören sie nicht.")
        logins = Path(settings.BASE_DIR) / ".demo-logins"
        with transaction.atomic():
            if not Region.objects.filter(key=DISTRICT).exists():
                call_command("loaddata", *FIXTURES, verbosity=0)
            Region.objects.filter(key__startswith=DISTRICT).update(fictitious=True)
            stored = _store_figures()
            store_measures()
            password = _set_passwords(logins)
        _write_logins(logins, password)
        self.stdout.write(f"Vorführdaten stehen: {stored} Ist-Werte neu, Zugänge in {logins.name}.")


def _store_figures() -> int:
    """Only what is not there yet: a second run leaves alone what somebody has typed since."""
    series = Series.objects.in_bulk(field_name="code")
    regions = Region.objects.in_bulk(field_name="key")
    known = set(MonthlyActual.objects.values_list("series__code", "region__key", "month"))
    entries = [
        Entry(
            series=series[figure.series],
            region=regions[figure.region],
            month=figure.month,
            value=figure.value,
            status=FigureStatus.FINAL if figure.final else FigureStatus.PROVISIONAL,
            why=WHY,
        )
        for figure in demo_figures()
        if (figure.series, figure.region, figure.month) not in known
    ]
    by = User.objects.get(username="system")
    return record(by=by, entries=entries, origin=Origin.COMMAND, on=LAST).stored


def _set_passwords(logins: Path) -> str:
    """One password for all demo logins, from DEMO_PASSWORD, the file of the last run, or made anew."""
    password = os.environ.get("DEMO_PASSWORD") or _last_password(logins) or secrets.token_urlsafe(9)
    for user in User.objects.filter(username__in=LOGINS):
        if not user.check_password(password):
            user.set_password(password)
            user.save(update_fields=["password"])
    return password


def _last_password(logins: Path) -> str:
    if not logins.exists():
        return ""
    lines = logins.read_text(encoding="utf-8").splitlines()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("Passwort")), "")


def _write_logins(logins: Path, password: str) -> None:
    width = max(map(len, LOGINS))
    lines = [f"  {name:<{width}}  {what}" for name, what in LOGINS.items()]
    text = "\n".join(["Zugänge der Vorführung:", *lines, f"Passwort für alle: {password}", ""])
    logins.write_text(text, encoding="utf-8")
    logins.chmod(0o600)
