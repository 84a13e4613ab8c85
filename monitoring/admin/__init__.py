"""The admin of the upper floor: figures to look at, and agreements and targets with what they stand at."""

from monitoring.admin.attainment import AgreementWithFigures, TargetWithFigures
from monitoring.admin.figures import ActualAdmin, ImportRunAdmin, RevisionAdmin

__all__ = ["ActualAdmin", "AgreementWithFigures", "ImportRunAdmin", "RevisionAdmin", "TargetWithFigures"]
