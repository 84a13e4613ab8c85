"""More agreements beside the one of 2014: another year, an amendment, and somebody who is no party."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from agreements.choices import AgreementState, PartyKind, Role, SectionKind, TargetKind
from agreements.models import Agreement, AgreementParty, Membership, Party, Section, Target, User


def copy_of(original: Agreement, key: str, **changes) -> Agreement:
    """The same partners and one section; by default last year's, signed."""
    facts = {"year": 2013, "title": "Zielvereinbarung 2013", "state": AgreementState.SIGNED}
    facts |= {"starts": date(2013, 1, 1), "ends": date(2013, 12, 31)}
    made = Agreement.objects.create(key=key, jobcenter=original.jobcenter, **(facts | changes))
    for partner in original.partners.all():
        AgreementParty.objects.create(
            agreement=made,
            party=partner.party,
            position=partner.position,
            linking=partner.linking,
            function=partner.function,
        )
    return made


def amendment_of(original: Agreement, key: str, code: str, plan: str, from_month: date, **changes) -> Agreement:
    """A signed Nachtrag that words one target anew from a month on, with its first measure alone and another plan."""
    facts = {"year": original.year, "title": f"Nachtrag {key}", "amends": original, "effective_from": from_month}
    made = copy_of(original, key, **(facts | changes))
    section = Section.objects.create(agreement=made, position=1, heading="Geändert wird", kind=SectionKind.DESCRIBED)
    before = Target.objects.get(agreement=original, code=code)
    target = Target.objects.create(
        section=section,
        position=1,
        code=code,
        title=before.title,
        short_title=before.short_title,
        description=before.description,
        kind=TargetKind.STEERING,
        sphere=before.sphere,
        in_mbz=before.in_mbz,
    )
    measure = before.measures.order_by("position").first()
    measure.pk, measure.target, measure.plan = None, target, Decimal(plan)
    measure._state.adding = True
    measure.save()
    return made


def stranger() -> User:
    """A member of a party that has nothing to do with Mettmann."""
    party = Party.objects.create(key="kreis-fern", kind=PartyKind.KREIS, name="Kreis Fern", short_name="Fern")
    user = User.objects.create_user("fremd", email="fremd@example.invalid", password="x")
    Membership.objects.create(user=user, party=party, role=Role.CONTROLLING)
    return user
