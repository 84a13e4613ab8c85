"""An agreement that is being negotiated, and the people who do it, for tests."""

from __future__ import annotations

from decimal import Decimal

from agreements.choices import AgreementState, PlanWay
from agreements.models import Agreement, Party, Proposal, TargetMeasure, User
from agreements.services.agreeing import accept_value, propose_value

AGENTUR, JOBCENTER, KREIS = "agentur", "jobcenter", "kreis"


def in_state(agreement: Agreement, state: AgreementState = AgreementState.AGREEING) -> Agreement:
    """The same agreement set to that state, with its partners fetched along."""
    Agreement.objects.filter(pk=agreement.pk).update(state=state)
    return Agreement.objects.with_partners().get(pk=agreement.pk)


def party(agreement: Agreement, kind: str) -> Party:
    """The partner of a kind that begins so."""
    return Party.objects.get(partnerships__agreement=agreement, kind__startswith=kind)


def value(agreement: Agreement, code: str = "IQ") -> TargetMeasure:
    """The plan value of a measure."""
    rows = TargetMeasure.objects.select_related("target", "measure")
    return rows.get(target__agreement=agreement, measure__code=code)


def offer(
    agreement: Agreement, by: User, kind: str, number: str, *, code: str = "IQ", way: PlanWay = PlanWay.ABSOLUTE
) -> Proposal:
    """An offer of the partner of that kind."""
    row = value(agreement, code)
    return propose_value(
        by=by, agreement=agreement, row=row, party=party(agreement, kind), way=way, value=Decimal(number)
    )


def accept(agreement: Agreement, by: User, kind: str, proposal: Proposal, **more: int) -> bool:
    """The yes of the partner of that kind."""
    return accept_value(by=by, agreement=agreement, proposal=proposal, party=party(agreement, kind), **more)
