"""Tables of the lower floor."""

from agreements.models.agreement import Agreement, AgreementParty, Section
from agreements.models.audit import AuditEntry, AuditHead
from agreements.models.catalogue import Measure, Series
from agreements.models.negotiation import AgreementRound, AgreementStep, Proposal, TargetRemark
from agreements.models.party import Party, Region
from agreements.models.people import Actor, Membership, User
from agreements.models.signature import FrozenDocument, Signature
from agreements.models.target import Budget, Duty, PlanValue, Target, TargetMeasure

__all__ = [
    "Actor",
    "Agreement",
    "AgreementParty",
    "AgreementRound",
    "AgreementStep",
    "AuditEntry",
    "AuditHead",
    "Budget",
    "Duty",
    "FrozenDocument",
    "Measure",
    "Membership",
    "Party",
    "PlanValue",
    "Proposal",
    "Region",
    "Section",
    "Series",
    "Signature",
    "Target",
    "TargetMeasure",
    "TargetRemark",
    "User",
]
