"""Addresses of the upper floor (contract.md)."""

from __future__ import annotations

from datetime import date

from django.urls import path, register_converter

from agreements.domain.months import month_key, parse_month
from monitoring.views import (
    batches,
    carrying,
    cities,
    collection,
    comparison,
    dialogue_steps,
    dialogues,
    duties,
    entry,
    exchange,
    fixing,
    grid,
    import_layout,
    import_runs,
    imports,
    months,
    municipal,
    programmes,
    report,
    report_steps,
    report_texts,
    search,
    settlement,
    standing,
    start,
    steering,
)


class MonthConverter:
    """`2014-09` is the first of September 2014; anything else is no such page."""

    regex = r"[0-9]{4}-[0-9]{2}"

    def to_python(self, value: str) -> date:
        return parse_month(value)  # its MonthError is a ValueError: 404

    def to_url(self, value: date) -> str:
        return month_key(value)


class YearConverter:
    """`2014`, four digits."""

    regex = r"[0-9]{4}"

    def to_python(self, value: str) -> int:
        return int(value)

    def to_url(self, value: int) -> str:
        return f"{value:04d}"


register_converter(MonthConverter, "month")
register_converter(YearConverter, "year")

urlpatterns = [
    path("", start.start, name="start"),
    path("vereinbarungen/neu/", carrying.new, name="agreement-new"),
    path("vereinbarungen/<slug:key>/werte/", carrying.values, name="plan-values"),
    path("vereinbarungen/<slug:key>/stand/", standing.standing, name="standing"),
    path("festlegungen/<slug:key>/", fixing.fixings, name="fixings"),
    path("festlegungen/<slug:key>/<slug:plan>/vorschlagen/", fixing.propose, name="fixing-propose"),
    path("festlegungen/<slug:key>/<slug:plan>/antworten/", fixing.answer, name="fixing-answer"),
    path("abrechnung/<slug:key>/", settlement.settlement, name="settlement"),
    path("abrechnung/<slug:key>/pdf/", settlement.pdf, name="settlement-pdf"),
    path("abrechnung/<slug:key>/docx/", settlement.docx, name="settlement-docx"),
    path("abrechnung/<slug:key>/abrechnen/", settlement.settle, name="settle"),
    path("suche/", search.search, name="search"),
    path("dialoge/", dialogues.dialogues, name="dialogues"),
    path("dialoge/xlsx/", dialogues.export, {"file_format": "xlsx"}, name="dialogues-xlsx"),
    path("dialoge/csv/", dialogues.export, {"file_format": "csv"}, name="dialogues-csv"),
    path("dialoge/<slug:key>/neu/", dialogues.new, name="dialogue-new"),
    path("dialoge/<slug:key>/<int:number>/", dialogues.dialogue, name="dialogue"),
    path("dialoge/<slug:key>/<int:number>/bearbeiten/", dialogues.edit, name="dialogue-edit"),
    path("dialoge/<slug:key>/<int:number>/ics/", dialogues.ics, name="dialogue-ics"),
    path("dialoge/<slug:key>/<int:number>/mappe/", dialogues.folder, name="dialogue-folder"),
    path("dialoge/<slug:key>/<int:number>/niederschrift/", dialogues.minutes, name="dialogue-minutes"),
    path("dialoge/<slug:key>/<int:number>/einladen/", dialogue_steps.invite, name="dialogue-invite"),
    path("dialoge/<slug:key>/<int:number>/absagen/", dialogue_steps.cancel, name="dialogue-cancel"),
    path("dialoge/<slug:key>/<int:number>/beginnen/", dialogue_steps.begin, name="dialogue-begin"),
    path("dialoge/<slug:key>/<int:number>/schreiben/", dialogue_steps.write, name="dialogue-write"),
    path("dialoge/<slug:key>/<int:number>/bestaetigen/<int:party>/", dialogue_steps.confirm, name="dialogue-confirm"),
    path("auswertung/<slug:key>/", programmes.evaluations, name="evaluations"),
    path("auswertung/<slug:key>/<slug:code>/", programmes.evaluation, name="evaluation"),
    path("auswertung/<slug:key>/<slug:code>/pdf/", programmes.pdf, name="evaluation-pdf"),
    path("auswertung/<slug:key>/<slug:code>/docx/", programmes.docx, name="evaluation-docx"),
    path("auswertung/<slug:key>/<slug:code>/xlsx/", programmes.table, {"file_format": "xlsx"}, name="programmes-xlsx"),
    path("auswertung/<slug:key>/<slug:code>/csv/", programmes.table, {"file_format": "csv"}, name="programmes-csv"),
    path("auswertung/<slug:key>/<slug:code>/einlesen/", programmes.read_in, name="programmes-read"),
    path("auswertung/<slug:key>/<slug:code>/neu/", programmes.programme, name="programme-new"),
    path("auswertung/<slug:key>/<slug:code>/<int:number>/", programmes.programme, name="programme"),
    path("auswertung/<slug:key>/<slug:code>/<int:number>/entfernen/", programmes.remove, name="programme-remove"),
    path("abrechnung/<slug:key>/pflicht/<slug:code>/<int:position>/", duties.moved, name="duty-moved"),
    path("pflichten/", duties.duties, name="duties"),
    path("pflichten/xlsx/", duties.export, {"file_format": "xlsx"}, name="duties-xlsx"),
    path("pflichten/csv/", duties.export, {"file_format": "csv"}, name="duties-csv"),
    path("pflichten/<slug:key>/pdf/", duties.pdf, name="duties-pdf"),
    path("pflichten/<slug:key>/nachweis/<int:number>/", duties.evidence, name="duty-evidence"),
    path("pflichten/<slug:key>/<slug:code>/<int:position>/", duties.duty, name="duty"),
    path("pflichten/<slug:key>/<slug:code>/<int:position>/antwort/", duties.answer, name="duty-answer"),
    path("monatswerte/", entry.entry_choose, name="entry-choose"),
    path("monatswerte/<slug:key>/<month:month>/", entry.entry, name="entry"),
    path("monatswerte/<slug:key>/<year:year>/", grid.year, name="entry-year"),
    path("monatswerte/<slug:key>/<year:year>/speichern/", grid.save, name="entry-year-save"),
    path("monatswerte/<slug:key>/zelle/<slug:name>/", grid.context, name="entry-cell"),
    path("monatswerte/<slug:key>/<month:month>/eingabe/", months.month, name="entry-month"),
    path("vollstaendigkeit/", months.overview, name="completeness-overview"),
    path("vollstaendigkeit/<slug:key>/", months.completeness, name="completeness"),
    path("kalender/<slug:key>/", months.calendar, name="calendar"),
    path("mbz/", report.report_choose, name="report-choose"),
    path("mbz/stapel/", batches.batches, name="batches"),
    path("mbz/stapel/<int:pk>/", batches.batch, name="batch"),
    path("mbz/stapel/<int:pk>/zip/", batches.download, name="batch-zip"),
    path("mbz/<slug:key>/<month:month>/", report.report, name="report"),
    path("mbz/<slug:key>/<month:month>/pdf/", report.pdf, name="report-pdf"),
    path("mbz/<slug:key>/<month:month>/xlsx/", report.xlsx, name="report-xlsx"),
    path("mbz/<slug:key>/<month:month>/json/", report.json, name="report-json"),
    path("mbz/<slug:key>/<month:month>/freigeben/", report_steps.release, name="report-release"),
    path("mbz/<slug:key>/<month:month>/zurueck/", report_steps.give_back, name="report-return"),
    path("mbz/<slug:key>/<month:month>/abnehmen/", report_steps.accept, name="report-accept"),
    path("mbz/<slug:key>/<month:month>/kommentar/<slug:code>/", report_texts.comment, name="report-comment"),
    path("mbz/<slug:key>/<month:month>/vormonat/<slug:code>/", report_texts.take_over, name="report-take-over"),
    path("mbz/<slug:key>/<month:month>/notiz/<slug:code>/", report_texts.note, name="report-note"),
    path("massnahmen/", steering.measures, name="measures"),
    path("massnahmen/xlsx/", steering.export, {"file_format": "xlsx"}, name="measures-xlsx"),
    path("massnahmen/csv/", steering.export, {"file_format": "csv"}, name="measures-csv"),
    path("massnahmen/<slug:key>/neu/", steering.new, name="measure-new"),
    path("massnahmen/<slug:key>/<int:number>/", steering.measure, name="measure"),
    path("kommunal/", municipal.municipal_choose, name="municipal-choose"),
    path("kommunal/<slug:key>/<month:month>/", municipal.municipal, name="municipal"),
    path("kommunal/<slug:key>/<month:month>/pdf/", municipal.pdf, name="municipal-pdf"),
    path("kommunal/<slug:key>/<month:month>/xlsx/", municipal.xlsx, name="municipal-xlsx"),
    path("kommunal/<slug:key>/<month:month>/json/", municipal.json, name="municipal-json"),
    path("staedte/", cities.choose, name="cities-choose"),
    path("staedte/<slug:key>/", cities.cities, name="cities"),
    path("staedte/<slug:key>/xlsx/", cities.export, {"file_format": "xlsx"}, name="cities-xlsx"),
    path("staedte/<slug:key>/csv/", cities.export, {"file_format": "csv"}, name="cities-csv"),
    path("staedte/<slug:key>/pdf/", cities.export, {"file_format": "pdf"}, name="cities-pdf"),
    path("vergleich/", comparison.choose, name="comparison-choose"),
    path("vergleich/<month:month>/", comparison.comparison, name="comparison"),
    path("vergleich/<month:month>/xlsx/", comparison.export, {"file_format": "xlsx"}, name="comparison-xlsx"),
    path("vergleich/<month:month>/csv/", comparison.export, {"file_format": "csv"}, name="comparison-csv"),
    path("import/", imports.upload, name="import"),
    path("import/export/", exchange.export, name="import-export"),
    path("import/boegen/", collection.sheets, name="sheets"),
    path("import/boegen/<int:pk>/", collection.sheet, name="sheet"),
    path("import/boegen/<int:pk>/xlsx/", collection.workbook, name="sheet-xlsx"),
    path("import/laeufe/<int:pk>/", import_runs.show, name="import-run"),
    path("import/<int:pk>/", imports.show, name="import-preview"),
    path("import/<int:pk>/zuordnung/", import_layout.layout, name="import-layout"),
]
