"""A small Kreis for the tests of the city table: ten cities, three services, people of every role."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from django.utils import timezone

from agreements.choices import (
    Level,
    Nature,
    PartyKind,
    RegionKind,
    Rhythm,
    Role,
    SectionKind,
    Source,
    Sphere,
    TargetKind,
)
from agreements.models import Agreement, AgreementParty, Membership, Party, Region, Section, Series, Target, User
from monitoring.choices import FigureStatus
from monitoring.models import MonthlyActual

TODAY = date(2014, 10, 20)
MARCH, JUNE, SEPTEMBER, DECEMBER = (date(2014, month, 1) for month in (3, 6, 9, 12))
CITIES = {
    "05158004": "Erkrath",
    "05158008": "Haan",
    "05158012": "Heiligenhaus",
    "05158016": "Hilden",
    "05158020": "Langenfeld (Rhld.)",
    "05158024": "Mettmann",
    "05158026": "Monheim am Rhein",
    "05158028": "Ratingen",
    "05158032": "Velbert",
    "05158036": "Wülfrath",
}
UNASSIGNED = "05158000"
SERVICES = {
    "KIND_KUNDEN": ("kinderbetreuung", "Kinderbetreuung", 3),
    "SCHULD_KUNDEN": ("schuldnerberatung", "Schuldnerberatung", 3),
    "PSYCHO_KUNDEN": ("psychosozial", "Psychosoziale Betreuung", 10),
}
PEOPLE = {
    "jobcenter": ("jobcenter", Role.ENTRY),
    "jobcenter-leitung": ("jobcenter", Role.RELEASE),
    "agentur": ("agentur", Role.REVIEW),
    "kreis": ("kreis", Role.CONTROLLING),
    "landrat": ("kreis", Role.READER),
    "lesen": ("kreis", Role.READER),
    "admin": (None, None),
}


@dataclass
class Kreis:
    """What was made, by the names the tests use."""

    agreement: Agreement
    regions: dict[str, Region]
    series: dict[str, Series]
    users: dict[str, User] = field(default_factory=dict)

    def fill(
        self,
        code: str,
        month: date,
        counts: dict[str, int | None] | list[int | None],
        *,
        status: FigureStatus = FigureStatus.PROVISIONAL,
    ) -> None:
        """Store counts by region key, or in the order of the cities with "ohne Zuordnung" last; None is keine Angabe."""
        if isinstance(counts, list):
            counts = dict(zip([*CITIES, UNASSIGNED], counts, strict=True))
        for key, count in counts.items():
            MonthlyActual.objects.create(
                series=self.series[code],
                region=self.regions[key],
                month=month,
                value=None if count is None else Decimal(count),
                reason="Beratungsstelle geschlossen" if count is None else "",
                basis="Schätzung nach dem Vorjahr" if status == FigureStatus.ESTIMATED else "",
                status=status,
                by=self.users["jobcenter"],
                at=timezone.now(),
            )

    def again(self, key: str, year: int) -> Agreement:
        """A further agreement of the same partners with a duty for the first service."""
        agreement = Agreement.objects.create(
            key=key,
            year=year,
            title=f"Zielvereinbarung {year}",
            jobcenter=self.agreement.jobcenter,
            starts=date(year, 1, 1),
            ends=date(year, 12, 31),
        )
        for partner in self.agreement.partners.all():
            AgreementParty.objects.create(
                agreement=agreement, party=partner.party, position=partner.position, function=partner.function
            )
        _duties(agreement, tuple(self.series)[:1], self.series)
        return agreement


def make_kreis(*, services: tuple[str, ...] = tuple(SERVICES), names: dict[str, str] | None = None) -> Kreis:
    """The agreement me-aktiv-2014 with these services; `names` replaces the names of regions by key."""
    district = Region.objects.create(key="05158", name="Kreis Mettmann", kind=RegionKind.DISTRICT, fictitious=True)
    regions = {
        key: Region.objects.create(key=key, name=(names or {}).get(key, name), kind=RegionKind.CITY, parent=district)
        for key, name in CITIES.items()
    }
    regions[UNASSIGNED] = Region.objects.create(
        key=UNASSIGNED, name="ohne Zuordnung/auswärts", kind=RegionKind.UNASSIGNED, parent=district
    )
    parties = _parties(district)
    agreement = Agreement.objects.create(
        key="me-aktiv-2014",
        year=2014,
        title="Zielvereinbarung 2014",
        jobcenter=parties["jobcenter"],
        starts=date(2014, 1, 1),
        ends=date(2014, 12, 31),
    )
    for position, party in enumerate(parties.values(), 1):
        AgreementParty.objects.create(agreement=agreement, party=party, position=position, function=party.name)
    kreis = Kreis(agreement=agreement, regions=regions, series=_duties(agreement, services), users=_people(parties))
    return kreis


def _parties(district: Region) -> dict[str, Party]:
    kinds = {"agentur": PartyKind.AGENTUR, "jobcenter": PartyKind.JOBCENTER_GE, "kreis": PartyKind.KREIS}
    return {
        key: Party.objects.create(
            key=key,
            kind=kind,
            name={"jobcenter": "Jobcenter ME-aktiv"}.get(key, key.title()),
            short_name=key.title(),
            region=district,
        )
        for key, kind in kinds.items()
    }


def _people(parties: dict[str, Party]) -> dict[str, User]:
    users = {"system": User.objects.create_user("system", email="system@example.org")}
    for name, (party, role) in PEOPLE.items():
        user = User.objects.create_user(name, email=f"{name}@example.org", is_staff=party is None)
        if party:
            Membership.objects.create(user=user, party=parties[party], role=role)
        users[name] = user
    return users


def _duties(
    agreement: Agreement, services: tuple[str, ...], known: dict[str, Series] | None = None
) -> dict[str, Series]:
    section = Section.objects.create(
        agreement=agreement, position=1, heading="Kommunale Ziele", kind=SectionKind.DESCRIBED
    )
    found = {}
    for position, code in enumerate(services, 1):
        target, name, threshold = SERVICES[code]
        found[code] = (known or {}).get(code) or Series.objects.create(
            code=code,
            name=name,
            unit="Personen",
            source=Source.JOBCENTER,
            level=Level.CITY,
            nature=Nature.FLOW,
            rhythm=Rhythm.QUARTERLY,
            counts_people=True,
            threshold=threshold,
            position=position,
        )
        Target.objects.create(
            section=section,
            position=position,
            code=target,
            title=name,
            kind=TargetKind.DUTY,
            sphere=Sphere.KOMMUNE,
            city_duty=True,
            city_series=found[code],
        )
    return found
