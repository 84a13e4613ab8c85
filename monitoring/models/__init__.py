"""Tables of the upper floor."""

from monitoring.models.actual import ActualRevision, MonthlyActual
from monitoring.models.exchange import CollectionSheet, ImportDraft, ImportMapping
from monitoring.models.fixing import PlanFixing
from monitoring.models.import_run import ImportRun
from monitoring.models.month import ReportingMonth
from monitoring.models.report import MonthlyReport, TargetComment

__all__ = [
    "ActualRevision",
    "CollectionSheet",
    "ImportDraft",
    "ImportMapping",
    "ImportRun",
    "MonthlyActual",
    "MonthlyReport",
    "PlanFixing",
    "ReportingMonth",
    "TargetComment",
]
