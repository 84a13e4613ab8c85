"""Tables of the upper floor."""

from monitoring.models.actual import ActualRevision, MonthlyActual
from monitoring.models.fixing import PlanFixing
from monitoring.models.import_run import ImportRun
from monitoring.models.report import MonthlyReport, TargetComment

__all__ = ["ActualRevision", "ImportRun", "MonthlyActual", "MonthlyReport", "PlanFixing", "TargetComment"]
