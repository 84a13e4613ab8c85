"""seed_demo: catalogue, the 2014 agreement, three neighbours, fictitious figures, demo logins; idempotent, not without DEBUG."""

from __future__ import annotations

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from agreements.choices import AgreementState
from agreements.models import Agreement, Party, Region, Series, User
from monitoring.choices import Origin
from monitoring.management.demo_dialogues import store_dialogues
from monitoring.management.demo_figures import DISTRICT, FIRST, LAST, demo_figures
from monitoring.management.demo_measures import store_measures
from monitoring.management.demo_programmes import store_programmes
from monitoring.management.fictitious import NEIGHBOURS, TYPE_OF_ME_AKTIV
from monitoring.management.fictitious_rows import TYPE_FROM, Template, entry_for, store
from monitoring.models import MonthlyActual
from monitoring.services.actuals import record

FIXTURES = ("regions", "parties", "catalogue", "agreement_2014", "demo_people")
AGREEMENT = "me-aktiv-2014"
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


class Command(BaseCommand):
    help = "Füllt eine Datenbank mit der Vereinbarung 2014 und erfundenen Zahlen; nur mit DEBUG=1."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("Vorführdaten gibt es nur mit DEBUG=1; in einen echten Betrieb gehören sie nicht.")
        logins = Path(settings.BASE_DIR) / ".demo-logins"
        with transaction.atomic():
            if not Region.objects.filter(key=DISTRICT).exists():
                call_command("loaddata", *FIXTURES, verbosity=0)
                # Last: nothing is added to an agreement that is signed (agreements.models.signed).
                Agreement.objects.filter(key=AGREEMENT).update(state=AgreementState.SIGNED)
            Region.objects.filter(key__startswith=DISTRICT).update(fictitious=True)
            stored = _store_figures() + _store_neighbours()
            store_measures()
            store_dialogues()
            store_programmes()
            password = _set_passwords(logins)
        _write_logins(logins, password)
        self.stdout.write(f"Vorführdaten stehen: {stored} Ist-Werte neu, Zugänge in {logins.name}.")


def _store_figures() -> int:
    """Only what is not there yet: a second run leaves alone what somebody has typed since."""
    series = Series.objects.in_bulk(field_name="code")
    regions = Region.objects.in_bulk(field_name="key")
    demo = MonthlyActual.objects.filter(region__key__startswith=DISTRICT).order_by()
    known = set(demo.values_list("series__code", "region__key", "month"))
    entries = [
        entry_for(figure, series[figure.series], regions[figure.region])
        for figure in demo_figures()
        if (figure.series, figure.region, figure.month) not in known
    ]
    by = User.objects.get(username="system")
    return record(by=by, entries=entries, origin=Origin.COMMAND, on=LAST).stored


def _store_neighbours() -> int:
    """Three Jobcenter of the same Agentur to compare with; two have the type that ME-aktiv is given with them."""
    untyped = Party.objects.filter(key="jobcenter-me-aktiv", comparison_type="")
    untyped.update(comparison_type=TYPE_OF_ME_AKTIV, comparison_from=TYPE_FROM)
    template = Template(Agreement.objects.get(key=AGREEMENT))
    agentur = Party.objects.get(key="agentur-mettmann")
    by = User.objects.get(username="system")
    return sum(store(each, template=template, agentur=agentur, first=FIRST, by=by) for each in NEIGHBOURS)


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
