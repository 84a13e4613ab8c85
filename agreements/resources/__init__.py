"""The catalogue as files: what django-import-export writes and reads for regions, parties, series and measures."""

from agreements.resources.catalogue import (
    CatalogueResource,
    MeasureResource,
    PartyResource,
    RegionResource,
    SeriesResource,
)
from agreements.resources.formats import CsvFile, TableFile, XlsxFile

__all__ = [
    "CatalogueResource",
    "CsvFile",
    "MeasureResource",
    "PartyResource",
    "RegionResource",
    "SeriesResource",
    "TableFile",
    "XlsxFile",
]
