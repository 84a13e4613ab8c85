"""The Erfassungsbogen as a workbook: protected, only the asked cells open, numbers checked while they are typed."""

from __future__ import annotations

import io
from collections.abc import Mapping
from datetime import UTC

from agreements.domain.months import month_name, parse_month
from agreements.models import Region, Series
from monitoring.models import CollectionSheet
from monitoring.services.collection import FIRST_ROW, MARK, identifier

HEAD = (("Datenreihe", 52), ("Gebiet", 26), ("Monat", 18), ("Einheit", 12), ("Wert", 16), ("Bemerkung", 44))
HELP = (
    "Bitte nur die hellen Felder ausfüllen: die Zahl unter „Wert“. „0“ heißt: keine Fälle.",
    "Nicht erhoben? Dann „k. A.“ unter „Wert“ und den Grund unter „Bemerkung“. Leere Felder gelten als noch nicht geliefert.",
)


def collection_workbook(sheet: CollectionSheet, series: Mapping[str, Series], regions: Mapping[str, Region]) -> bytes:
    """The workbook for a sheet; the same sheet gives the same cells. No password: the signature is what counts."""
    import xlsxwriter  # slow to import and wanted by few requests

    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer) as book:
        book.set_properties({"title": "Erfassungsbogen", "created": sheet.at.astimezone(UTC).replace(tzinfo=None)})
        page = book.add_worksheet("Erfassungsbogen")
        bold, quiet = book.add_format({"bold": True, "font_size": 14}), book.add_format({"font_color": "#545B78"})
        head = book.add_format({"bold": True, "bottom": 2})
        page.write_row(0, 0, [MARK, identifier(sheet)])
        page.set_row(0, None, None, {"hidden": True})
        page.write_string(1, 0, f"Erfassungsbogen für {sheet.recipient}", bold)
        page.write_string(2, 0, f"{sheet.agreement.jobcenter} · bitte zurück bis {sheet.due:%d.%m.%Y}", quiet)
        for row, text in enumerate(HELP, 3):
            page.write_string(row, 0, text, quiet)
        for place, (title, width) in enumerate(HEAD):
            page.set_column(place, place, width)
            page.write_string(FIRST_ROW - 2, place, title, head)
        note = book.add_format({"locked": False, "bg_color": "#FFF9E0", "border": 1, "num_format": "@"})
        formats = {
            decimals: book.add_format(
                {
                    "locked": False,
                    "bg_color": "#FFF9E0",
                    "border": 1,
                    "num_format": "#,##0" + ("." + "0" * decimals if decimals else ""),
                }
            )
            for decimals in {series[code].decimals for code, _, _ in sheet.cells}
        }
        for row, (code, region, month) in enumerate(sheet.cells, FIRST_ROW - 1):
            what = series[code]
            for place, text in enumerate((what.name, regions[region].name, month_name(parse_month(month)), what.unit)):
                page.write_string(row, place, text)
            page.write_blank(row, 4, None, formats[what.decimals])
            page.write_blank(row, 5, None, note)
            page.data_validation(row, 4, row, 4, _check(row + 1, what))
        page.freeze_panes(FIRST_ROW - 1, 0)
        page.set_landscape()
        page.set_paper(9)
        page.fit_to_pages(1, 0)
        page.protect("", {"format_columns": True, "format_rows": True})
    return buffer.getvalue()


def _check(row: int, series: Series) -> dict[str, str]:
    """A number the series can hold, or k. A."""
    cell = f"E{row}"
    number = f"ROUND({cell},{series.decimals})={cell}" + ("" if series.unit == "€" else f",{cell}>=0")
    digits = f"höchstens {series.decimals} Nachkommastellen" if series.decimals else "ohne Nachkommastellen"
    return {
        "validate": "custom",
        "value": f'=IF(ISNUMBER({cell}),AND({number}),{cell}="k. A.")',
        "error_title": "Keine lesbare Zahl",
        "error_message": f"Bitte eine Zahl {digits} eingeben oder „k. A.“ mit Grund unter „Bemerkung“.",
    }
