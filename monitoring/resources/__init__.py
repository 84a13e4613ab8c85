"""Figures as files: what django-import-export writes, and the workbook a supplier fills in."""

from monitoring.resources.collection_sheet import collection_workbook
from monitoring.resources.figures import FigureResource, MissingResource

__all__ = ["FigureResource", "MissingResource", "collection_workbook"]
