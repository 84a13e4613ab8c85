"""Tables of the upper floor."""

from monitoring.models.actual import ActualRevision, MonthlyActual
from monitoring.models.batch import BatchItem, ReportBatch
from monitoring.models.comment import PreparationNote, TargetComment
from monitoring.models.dialogue import Dialogue, DialogueConfirmation, DialogueMinute, DialogueParticipant
from monitoring.models.exchange import CollectionSheet, ImportDraft, ImportMapping
from monitoring.models.fixing import FixingConsent, FixingProposal, PlanFixing
from monitoring.models.import_run import ImportRun
from monitoring.models.month import ReportingMonth
from monitoring.models.notice import Notice
from monitoring.models.programme import Evaluation, Programme
from monitoring.models.report import MonthlyReport, ReportStep
from monitoring.models.settlement import DutyAnswer, DutyReview, Settlement
from monitoring.models.steering import SteeringMeasure

__all__ = [
    "ActualRevision",
    "BatchItem",
    "CollectionSheet",
    "Dialogue",
    "DialogueConfirmation",
    "DialogueMinute",
    "DialogueParticipant",
    "DutyAnswer",
    "DutyReview",
    "Evaluation",
    "FixingConsent",
    "FixingProposal",
    "ImportDraft",
    "ImportMapping",
    "ImportRun",
    "MonthlyActual",
    "MonthlyReport",
    "Notice",
    "PlanFixing",
    "PreparationNote",
    "Programme",
    "ReportBatch",
    "ReportStep",
    "ReportingMonth",
    "Settlement",
    "SteeringMeasure",
    "TargetComment",
]
