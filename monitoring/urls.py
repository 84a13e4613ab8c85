"""Addresses of the upper floor (contract.md)."""

from __future__ import annotations

from datetime import date

from django.urls import path, register_converter

from agreements.domain.months import month_key, parse_month
from monitoring.views import cities, entry, report, standing, start


class MonthConverter:
    """`2014-09` is the first of September 2014; anything else is no such page."""

    regex = r"[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return parse_month(value)  # its MonthError is a ValueError: 404

    def to_url(self, value: date) -> str:
        return month_key(value)


register_converter(MonthConverter, "month")

urlpatterns = [
    path("", start.start, name="start"),
    path("vereinbarungen/<slug:key>/stand/", standing.standing, name="standing"),
    path("monatswerte/", entry.entry_choose, name="entry-choose"),
    path("monatswerte/<slug:key>/<month:month>/", entry.entry, name="entry"),
    path("mbz/", report.report_choose, name="report-choose"),
    path("mbz/<slug:key>/<month:month>/", report.report, name="report"),
    path("mbz/<slug:key>/<month:month>/pdf/", report.pdf, name="report-pdf"),
    path("mbz/<slug:key>/<month:month>/json/", report.json, name="report-json"),
    path("mbz/<slug:key>/<month:month>/kommentar/<slug:code>/", report.comment, name="report-comment"),
    path("staedte/", cities.choose, name="cities-choose"),
    path("staedte/<slug:key>/", cities.cities, name="cities"),
    path("staedte/<slug:key>/xlsx/", cities.export, {"file_format": "xlsx"}, name="cities-xlsx"),
    path("staedte/<slug:key>/csv/", cities.export, {"file_format": "csv"}, name="cities-csv"),
    path("staedte/<slug:key>/pdf/", cities.export, {"file_format": "pdf"}, name="cities-pdf"),
]
