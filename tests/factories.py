"""Rows for tests, made by factory-boy; traits are states."""

from __future__ import annotations

from datetime import date

import factory
from factory.django import DjangoModelFactory

from agreements.choices import Level, Nature, PartyKind, RegionKind, Rhythm, Role, Source
from agreements.models import Agreement, AgreementParty, Membership, Party, Region, Series, User


class RegionFactory(DjangoModelFactory):
    class Meta:
        model = Region

    key = factory.Sequence(lambda n: f"{90001 + n:05d}")
    name = factory.Sequence(lambda n: f"Musterkreis {n}")
    kind = RegionKind.DISTRICT

    class Params:
        city = factory.Trait(
            kind=RegionKind.CITY,
            parent=factory.SubFactory("tests.factories.RegionFactory"),
            key=factory.Sequence(lambda n: f"{90001000 + n:08d}"),
            name=factory.Sequence(lambda n: f"Musterstadt {n}"),
        )


class PartyFactory(DjangoModelFactory):
    class Meta:
        model = Party

    key = factory.Sequence(lambda n: f"partner-{n}")
    kind = PartyKind.AGENTUR
    name = factory.Sequence(lambda n: f"Agentur für Arbeit Muster {n}")
    short_name = factory.LazyAttribute(lambda party: party.name)

    class Params:
        jobcenter = factory.Trait(
            kind=PartyKind.JOBCENTER_GE,
            name=factory.Sequence(lambda n: f"Jobcenter Muster {n}"),
            region=factory.SubFactory(RegionFactory),
        )
        kreis = factory.Trait(kind=PartyKind.KREIS, name=factory.Sequence(lambda n: f"Kreis Muster {n}"))


class UserFactory(DjangoModelFactory):
    class Meta:
        model = User

    username = factory.Sequence(lambda n: f"person-{n}")
    email = factory.LazyAttribute(lambda user: f"{user.username}@example.invalid")


class SeriesFactory(DjangoModelFactory):
    class Meta:
        model = Series

    code = factory.Sequence(lambda n: f"REIHE{n}")
    name = factory.Sequence(lambda n: f"Reihe {n}")
    unit = "Personen"
    source = Source.BA
    nature = Nature.STOCK
    rhythm = Rhythm.MONTHLY

    class Params:
        by_city = factory.Trait(level=Level.CITY, rhythm=Rhythm.QUARTERLY, source=Source.JOBCENTER)
        euro = factory.Trait(unit="€", decimals=2)


class AgreementFactory(DjangoModelFactory):
    """A draft for 2014 between an Agentur, a Jobcenter and a Kreis."""

    class Meta:
        model = Agreement
        skip_postgeneration_save = True

    key = factory.Sequence(lambda n: f"muster-{n}-2014")
    year = 2014
    title = "Zielvereinbarung 2014"
    jobcenter = factory.SubFactory(PartyFactory, jobcenter=True)
    starts = date(2014, 1, 1)
    ends = date(2014, 12, 31)

    @factory.post_generation
    def partners(self, create: bool, extracted: list[Party] | None, **_: object) -> None:
        parties = extracted or [PartyFactory(), self.jobcenter, PartyFactory(kreis=True)]
        for position, party in enumerate(parties, 1):
            AgreementParty.objects.create(agreement=self, party=party, position=position, function=str(party))


class MembershipFactory(DjangoModelFactory):
    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    party = factory.SubFactory(PartyFactory)
    role = Role.REVIEW
