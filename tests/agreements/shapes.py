"""Agreements of other shapes than the one of 2014: two papers of 2022, a zugelassener kommunaler Träger, a city state."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.core.management import call_command

from agreements.choices import (
    AgreementState,
    Course,
    Direction,
    PartyKind,
    PlanWay,
    RegionKind,
    Role,
    SectionKind,
    Sphere,
    TargetKind,
)
from agreements.models import (
    Agreement,
    AgreementParty,
    Measure,
    Membership,
    Party,
    Region,
    Section,
    Series,
    Target,
    TargetMeasure,
    User,
)

YEAR = 2022
BREAK = "Seit 2022 heißt es Langzeitleistungsbeziehende; gezählt wird wie bisher."
# code, title, measure, plan, as printed, direction
BA_TARGETS = (
    ("iq", "Integrationsquote gesamt", "IQ", "20.6", "20,6 %", Direction.AT_LEAST),
    ("iq-frauen", "Integrationsquote der Frauen", "IQ_F", "15.2", "15,2 %", Direction.AT_LEAST),
    ("iq-maenner", "Integrationsquote der Männer", "IQ_M", "26.4", "26,4 %", Direction.AT_LEAST),
    ("lzb", "Bestand an Langzeitleistungsbeziehenden", "LZB", "6900", "6.900", Direction.AT_MOST),
)
PEOPLE = {
    "eingabe": ("jobcenter", Role.ENTRY, False),
    "leitung": ("jobcenter", Role.RELEASE, True),
    "pruefung": ("partner", Role.REVIEW, True),
    "mitlesen": ("partner", Role.READER, False),
    "controlling": ("kommune", Role.CONTROLLING, True),
    "rat": ("kommune", Role.READER, False),
}


@dataclass(frozen=True, kw_only=True)
class Shape:
    """Agreements by the name the tests give them, their parties and their people."""

    agreements: Mapping[str, Agreement]
    parties: Mapping[str, Party]
    people: Mapping[str, User]


def two_papers() -> Shape:
    """2022: the Jobcenter has one paper with the Agentur and a second with the Kreis."""
    parties = _parties({"partner": PartyKind.AGENTUR, "jobcenter": PartyKind.JOBCENTER_GE, "kommune": PartyKind.KREIS})
    first = _agreement("muster-agentur-2022", "Zielvereinbarung SGB II 2022", parties, "partner", "jobcenter")
    _ba_targets(first)
    second = _agreement("muster-kreis-2022", "Kommunale Zielvereinbarung 2022", parties, "jobcenter", "kommune")
    _municipal_targets(second)
    return _signed({"agentur": first, "kreis": second}, parties)


def zkt() -> Shape:
    """A zugelassener kommunaler Träger and the Land; there is no Agentur, and the Kreis is the Jobcenter."""
    parties = _parties({"partner": PartyKind.LAND, "jobcenter": PartyKind.JOBCENTER_ZKT})
    paper = _agreement("muster-zkt-2022", "Zielvereinbarung 2022 mit dem Land", parties, "partner", "jobcenter")
    _ba_targets(paper)
    _municipal_targets(paper)
    return _signed({"land": paper}, parties)


def city_state() -> Shape:
    """Land and municipal carrier are one; the district has no cities."""
    parties = _parties({"partner": PartyKind.AGENTUR, "jobcenter": PartyKind.JOBCENTER_GE, "kommune": PartyKind.STADT})
    paper = _agreement("muster-stadt-2022", "Zielvereinbarung 2022", parties, "partner", "jobcenter", "kommune")
    _ba_targets(paper)
    _municipal_targets(paper)
    return _signed({"stadt": paper}, parties)


SHAPES = {"two_papers": two_papers, "zkt": zkt, "city_state": city_state}
NAMES = {
    PartyKind.AGENTUR: "Agentur für Arbeit Musterstadt",
    PartyKind.JOBCENTER_GE: "Jobcenter Musterland",
    PartyKind.JOBCENTER_ZKT: "Kommunales Jobcenter Musterland",
    PartyKind.KREIS: "Kreis Musterland",
    PartyKind.STADT: "Freie Hansestadt Musterstadt",
    PartyKind.LAND: "Land Musterland, Ministerium für Arbeit",
}


def _parties(kinds: Mapping[str, PartyKind]) -> dict[str, Party]:
    call_command("loaddata", "catalogue", verbosity=0)
    district = Region.objects.create(key="99001", name="Musterland", kind=RegionKind.DISTRICT, fictitious=True)
    return {
        key: Party.objects.create(
            key=f"muster-{kind.replace('_', '-')}",
            kind=kind,
            name=NAMES[kind],
            short_name=NAMES[kind].partition(",")[0],
            region=district if key == "jobcenter" else None,
        )
        for key, kind in kinds.items()
    }


def _signed(agreements: dict[str, Agreement], parties: dict[str, Party]) -> Shape:
    """Signed last: what is signed takes no more rows."""
    for agreement in agreements.values():
        agreement.state = AgreementState.SIGNED
        agreement.save()
    return Shape(agreements=agreements, parties=parties, people=_people(parties))


def _people(parties: Mapping[str, Party]) -> dict[str, User]:
    found = {}
    for name, (party, role, signatory) in PEOPLE.items():
        if party in parties:
            found[name] = User.objects.create_user(name, email=f"{name}@example.invalid")
            Membership.objects.create(user=found[name], party=parties[party], role=role, signatory=signatory)
    return found


def _agreement(key: str, title: str, parties: Mapping[str, Party], *partners: str) -> Agreement:
    made = Agreement.objects.create(
        key=key,
        year=YEAR,
        title=title,
        jobcenter=parties["jobcenter"],
        starts=date(YEAR, 1, 1),
        ends=date(YEAR, 12, 31),
    )
    for position, partner in enumerate(partners, 1):
        AgreementParty.objects.create(
            agreement=made,
            party=parties[partner],
            position=position,
            linking="zwischen" if position == 1 else "und",
            function=parties[partner].name,
        )
    return made


def _section(agreement: Agreement, heading: str, kind: SectionKind, *heads: str, prose: str = "") -> Section:
    position = agreement.sections.count() + 1
    return Section.objects.create(
        agreement=agreement, position=position, heading=heading, kind=kind, column_heads=list(heads), prose=prose
    )


def _ba_targets(agreement: Agreement) -> None:
    """Integrationsquote in total, of women, of men, each with a plan of its own; LZB; LLU against the prior year."""
    section = _section(agreement, "Ziele", SectionKind.MEASURED, "Ziel", "Messgröße", "Zielwert")
    for position, (code, title, measure, plan, printed, direction) in enumerate(BA_TARGETS, 1):
        target = Target.objects.create(
            section=section,
            position=position,
            code=code,
            title=title,
            description="Jahresfortschrittswert" if measure.startswith("IQ") else "Jahresdurchschnittswert",
            kind=TargetKind.STEERING,
            sphere=Sphere.BA,
            in_mbz=True,
            series_break=BREAK if code == "lzb" else "",
        )
        _measure(target, measure, PlanWay.ABSOLUTE, plan, printed, direction)
    llu = Target.objects.create(
        section=section,
        position=len(BA_TARGETS) + 1,
        code="llu",
        title="Summe der Leistungen zum Lebensunterhalt",
        description="Veränderung gegenüber dem Vorjahr",
        kind=TargetKind.CHANGE,
        sphere=Sphere.BA,
        in_mbz=True,
    )
    _measure(llu, "LLU", PlanWay.RELATIVE, "-1.5", "−1,5 % z. VJ", Direction.AT_MOST)
    _section(
        agreement,
        "Lokale Ziele",
        SectionKind.PROSE,
        prose="Die Partner richten ihre Arbeit aus auf\n\n- die **Digitalisierung** der Anträge,\n- die Beratung in Betrieben.",
    )


def _municipal_targets(agreement: Agreement) -> None:
    """Costs of housing with figures of the Kreis, and a local target in prose."""
    section = _section(agreement, "Kommunale Ziele", SectionKind.DESCRIBED, "Ziel", "Beschreibung")
    kdu = Target.objects.create(
        section=section,
        position=1,
        code="kdu",
        title="Kosten der Unterkunft",
        description="Die Kosten steigen nicht weiter an.",
        kind=TargetKind.CEILING,
        sphere=Sphere.KOMMUNE,
    )
    _measure(kdu, "KDU", PlanWay.RELATIVE, "0", "nicht weiter ansteigen", Direction.AT_MOST)
    Target.objects.create(
        section=section,
        position=2,
        code="netzwerk",
        title="Netzwerk für Alleinerziehende",
        description="Jobcenter und Kommune laden zweimal im Jahr zu einem Runden Tisch ein.",
        kind=TargetKind.QUALITATIVE,
        sphere=Sphere.KOMMUNE,
    )


def _measure(target: Target, code: str, way: PlanWay, value: str, printed: str, direction: Direction) -> None:
    number = Decimal(value)
    TargetMeasure.objects.create(
        target=target,
        measure=Measure.objects.get(code=code),
        way=way,
        plan=number if way == PlanWay.ABSOLUTE else None,
        relative_percent=number if way == PlanWay.RELATIVE else None,
        plan_printed=printed,
        direction=direction,
        course=Course.PRIOR_YEAR,
    )


def series_of_shapes() -> list[Series]:
    """Everything that is entered for these agreements."""
    codes = ("INT", "INT_F", "INT_M", "ELB", "ELB_F", "ELB_M", "LZB", "LLU", "KDU", "BG")
    return list(Series.objects.filter(code__in=codes))
