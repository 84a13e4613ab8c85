"""The stadtscharf table as XLSX, CSV and PDF; from a masked sheet no file can hold a hidden number."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass

from agreements.documents.pdf import PdfAttachment, render_pdf
from agreements.documents.tables import Column, Kind, Sheet, Workbook, write_csv, write_xlsx
from monitoring.domain.city_table import CityTable, TableCell, TableRow, city_table
from monitoring.domain.sheet import CitySheet

KEY, CITY = "Gebiet", "Stadt"


@dataclass(frozen=True, kw_only=True)
class CityFile:
    """A file to hand out."""

    name: str
    content: bytes
    content_type: str


def city_file(sheet: CitySheet, file_format: str) -> CityFile:
    """The table as "xlsx", "csv" or "pdf". KeyError for anything else."""
    write, content_type = WRITERS[file_format]
    return CityFile(name=file_name(sheet, file_format), content=write(sheet), content_type=content_type)


def file_name(sheet: CitySheet, ending: str) -> str:
    """Names that sort, and say at the first glance which of the two it is: 2014_me-aktiv_staedte_genau.xlsx."""
    key = re.sub(r"-[0-9]{4}\Z", "", sheet.agreement)
    view = "zur-veroeffentlichung" if sheet.masked else "genau"
    return f"{sheet.year}_{key}_staedte_{view}.{ending}"


def cities_xlsx(sheet: CitySheet) -> bytes:
    """One sheet, ready to print on A4: real numbers, stars as text, the audience in the second row."""
    table = city_table(sheet)
    services = tuple(Column(title=_head(table, place), kind=Kind.INTEGER, width=22) for place in range(_width(table)))
    page = Sheet(
        name=f"{table.heading} {'veröffentlicht' if sheet.masked else 'genau'}",
        title=(f"{table.caption} – {sheet.jobcenter}", f"{table.view}. {table.audience}", _origin(sheet)),
        columns=(Column(title=KEY, width=11), Column(title=CITY, width=27), *services),
        rows=[_values(row) for row in table.rows],
        total=_values(table.total),
        notes=(*_remarks(table), *table.notes),
        footer=f"{table.view} · {_origin(sheet)}",
        frozen_columns=2,
    )
    return write_xlsx(
        Workbook(
            title=_title(sheet), author=sheet.jobcenter, created=sheet.as_of_day, subject=table.view, sheets=(page,)
        )
    )


def cities_csv(sheet: CitySheet) -> bytes:
    """The bare table with its sums: nothing above the header, so that it can be read in again."""
    table = city_table(sheet)
    header = [KEY, CITY, *(_head(table, place) for place in range(_width(table)))]
    return write_csv(header, [_values(row) for row in (*table.rows, table.total)])


def cities_pdf(sheet: CitySheet) -> bytes:
    """One A4 page across, archivable and accessible, with the same table as CSV inside."""
    return render_pdf(
        "print/cities.html",
        {"sheet": sheet, "table": city_table(sheet), "origin": _origin(sheet)},
        title=_title(sheet),
        author=sheet.jobcenter,
        created=sheet.as_of_day,
        stylesheets=("report.css",),
        attachments=(
            PdfAttachment(
                name=file_name(sheet, "csv"),
                content=cities_csv(sheet),
                description="Die Tabelle dieses Papiers als CSV",
            ),
        ),
    )


def _title(sheet: CitySheet) -> str:
    table = city_table(sheet)
    return f"{table.caption} – {sheet.jobcenter} – {table.view}"


def _origin(sheet: CitySheet) -> str:
    """Where the figures come from, and of which day."""
    fictitious = "fiktive Daten, " if sheet.fictitious else ""
    return f"{sheet.title}, {fictitious}Stand {sheet.as_of_day:%d.%m.%Y}"


def _width(table: CityTable) -> int:
    return len(table.columns)


def _head(table: CityTable, place: int) -> str:
    column = table.columns[place]
    return f"{column.name} ({column.counted})"


def _values(row: TableRow) -> tuple[str | int, ...]:
    return (row.key, row.name, *(_value(cell) for cell in row.cells))


def _value(cell: TableCell) -> str | int:
    """The number itself where it may be seen, else the star or the word that stands there."""
    return cell.text if cell.value is None else cell.value


def _remarks(table: CityTable) -> list[str]:
    """What stands under a sum on the page stands below the table in a workbook."""
    return [
        f"{table.total.name} {column.name}: {cell.remark}."
        for column, cell in zip(table.columns, table.total.cells, strict=True)
        if cell.remark
    ]


WRITERS: dict[str, tuple[Callable[[CitySheet], bytes], str]] = {
    "xlsx": (cities_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "csv": (cities_csv, "text/csv; charset=utf-8"),
    "pdf": (cities_pdf, "application/pdf"),
}
