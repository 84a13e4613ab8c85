"""The admin of the lower floor: master data, agreements, people, records. The upper floor replaces two of its lists."""

from agreements.admin.agreement import AgreementAdmin, SectionAdmin
from agreements.admin.base import HouseAdmin, ReadOnlyAdmin
from agreements.admin.catalogue import MeasureAdmin, PartyAdmin, RegionAdmin, SeriesAdmin
from agreements.admin.people import MembershipAdmin, UserAdmin
from agreements.admin.records import AuditEntryAdmin, FrozenDocumentAdmin, SignatureAdmin
from agreements.admin.target import TargetAdmin, TargetMeasureAdmin

__all__ = [
    "AgreementAdmin",
    "AuditEntryAdmin",
    "FrozenDocumentAdmin",
    "HouseAdmin",
    "MeasureAdmin",
    "MembershipAdmin",
    "PartyAdmin",
    "ReadOnlyAdmin",
    "RegionAdmin",
    "SectionAdmin",
    "SeriesAdmin",
    "SignatureAdmin",
    "TargetAdmin",
    "TargetMeasureAdmin",
    "UserAdmin",
]
