"""seed_country: many fictitious Jobcenter with agreements and figures of many years; idempotent, refused when DEBUG is off."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from agreements.choices import PartyKind, Role
from agreements.models import Agreement, Membership, Party, User
from monitoring.management.fictitious import country, first_month
from monitoring.management.fictitious_rows import Template, store

MOST_JOBCENTER, MOST_YEARS = 9_999, 40
OF_ONE_AGENTUR = 5
READER = "bund"


class Command(BaseCommand):
    help = "Füllt eine Datenbank mit einem fiktiven Land von Jobcentern und ihren Zahlen; nur mit DEBUG=1."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--jobcenters", type=int, metavar="ANZAHL", required=True)
        parser.add_argument("--years", type=int, metavar="JAHRE", required=True, help="bis 2014 einschließlich")

    def handle(self, *args: Any, **options: Any) -> None:
        count, years = options["jobcenters"], options["years"]
        if not settings.DEBUG:
            raise CommandError("Fiktive Daten gibt es nur mit DEBUG=1; in einen echten Betrieb gehören sie nicht.")
        if not 1 <= count <= MOST_JOBCENTER or not 1 <= years <= MOST_YEARS:
            raise CommandError(f"Möglich sind 1 bis {MOST_JOBCENTER} Jobcenter und 1 bis {MOST_YEARS} Jahre.")
        call_command("seed_demo", stdout=self.stdout)
        template = Template(Agreement.objects.get(key="me-aktiv-2014"))
        by = User.objects.get(username="system")
        before = Agreement.objects.count()
        figures = 0
        for number, jobcenter in enumerate(country(count)):  # one transaction each: a run that was stopped goes on
            agentur = _agentur(number // OF_ONE_AGENTUR + 1)
            figures += store(jobcenter, template=template, agentur=agentur, first=first_month(years), by=by)
        _reader()
        new = Agreement.objects.count() - before
        self.stdout.write(
            f"Fiktives Land steht: {count} Jobcenter ({new} neu), {figures} Ist-Werte neu. "
            f"Zugang „{READER}“ liest alle, Passwort wie in der Vorführung."
        )


def _agentur(number: int) -> Party:
    name = f"Agentur für Arbeit Musterbezirk {number}"
    agentur, _ = Party.objects.get_or_create(
        key=f"agentur-musterbezirk-{number}",
        defaults={"kind": PartyKind.AGENTUR, "name": name, "short_name": f"Agentur Musterbezirk {number}"},
    )
    return agentur


def _reader() -> None:
    """One account that reads for every Agentur, so that somebody can look at the country."""
    password = User.objects.get(username="agentur").password
    reader, _ = User.objects.update_or_create(
        username=READER,
        defaults={
            "email": "bund@example.invalid",
            "first_name": "Lesezugang",
            "last_name": "Bund",
            "password": password,
        },
    )
    for agentur in Party.objects.filter(kind=PartyKind.AGENTUR):
        Membership.objects.get_or_create(user=reader, party=agentur, role=Role.READER)
