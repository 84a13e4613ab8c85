"""The one door to XLSX and CSV: workbooks and comma files go out here; what comes in is read by tables_in."""

from __future__ import annotations

import csv
import io
import re
import textwrap
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from agreements.documents.tables_in import Cell, Row, Table, TableError, read_table
from agreements.domain.numbers import round_half_up

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = [
    "Cell",
    "Column",
    "Kind",
    "Row",
    "Sheet",
    "Table",
    "TableError",
    "Workbook",
    "read_table",
    "write_csv",
    "write_xlsx",
]

Value = str | int | Decimal | date | None

QUIET = "#545B78"
LONGEST_TEXT = 32_767  # characters of a cell; a longer text would be dropped without a word
RICH_TEXT = re.compile(r"<r>.*</r>\Z", re.DOTALL)  # XlsxWriter takes such a text for markup of its own
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")  # the wide ones count in some Excels, too


class Kind(Enum):
    """What a column holds; decides its number format and its side."""

    TEXT = auto()
    INTEGER = auto()
    DECIMAL = auto()
    PERCENT = auto()  # values in percent: 20.6 is written as 0.206 and shown as "20,6 %"
    EURO = auto()
    DATE = auto()
    MONTH = auto()  # the first of the month, shown as "März 2014"


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column: head, kind, digits after the comma (DECIMAL, PERCENT, EURO) and width in characters."""

    title: str
    kind: Kind = Kind.TEXT
    decimals: int = 0
    width: float = 14


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """One sheet: title rows (the first large), head, rows, a row of sums, notes below; made to be printed.

    A text in a column of numbers ("*", "fehlt") stays a text on the side of the numbers; None is an empty cell.
    """

    name: str
    title: tuple[str, ...]
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    total: Sequence[Value] | None = None
    notes: tuple[str, ...] = ()
    footer: str = ""  # printed at the left of every page, beside "Seite 1 von 2"
    landscape: bool = True
    frozen_columns: int = 1


@dataclass(frozen=True, kw_only=True)
class Workbook:
    """A workbook; `created` comes from the caller, so that the same input gives the same file."""

    title: str
    author: str
    created: date | datetime
    sheets: tuple[Sheet, ...]
    subject: str = ""
    keywords: str = ""


@dataclass
class _Formats:
    """The formats of one workbook, each made once."""

    book: Any
    made: dict[tuple[tuple[str, Any], ...], Format] = field(default_factory=dict)

    def __call__(self, **properties: Any) -> Format:
        key = tuple(sorted(properties.items()))
        if key not in self.made:
            base = {"font_name": "Calibri", "font_size": 11, "valign": "top"}
            self.made[key] = self.book.add_format(base | properties)
        return self.made[key]


def write_xlsx(workbook: Workbook) -> bytes:
    """The workbook as XLSX: real numbers and dates in German formats, text never a formula, ready to print."""
    import xlsxwriter  # slow to import and wanted by few requests

    moment = workbook.created
    if not isinstance(moment, datetime):
        moment = datetime.combine(moment, time(), UTC)
    buffer = io.BytesIO()
    options = {"constant_memory": True, "default_date_format": "dd.mm.yyyy"}
    with xlsxwriter.Workbook(buffer, options) as book:
        book.set_properties(
            {
                "title": workbook.title,
                "author": workbook.author,
                "subject": workbook.subject,
                "keywords": workbook.keywords,
                "created": moment.astimezone(UTC).replace(tzinfo=None),
            }
        )
        formats = _Formats(book)
        for sheet in workbook.sheets:
            _write_sheet(book.add_worksheet(_sheet_name(sheet.name)), sheet, formats)
    return buffer.getvalue()


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Value]]) -> bytes:
    """`;`, decimal comma, UTF-8 with BOM, CRLF. Text that a spreadsheet could take for a formula gets a leading '.

    Decimals keep their own digits, no thousands are parted; dates are 31.12.2014; None is an empty field.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, delimiter=";", lineterminator="\r\n")
    writer.writerow([_csv_field(title) for title in header])
    writer.writerows([_csv_field(value) for value in row] for row in rows)
    return buffer.getvalue().encode("utf-8-sig")


def _write_sheet(page: Worksheet, sheet: Sheet, formats: _Formats) -> None:
    """Rows strictly from top to bottom: constant memory has forgotten what lies above."""
    for number, column in enumerate(sheet.columns):
        page.set_column(number, number, column.width)
    row = 0
    for number, line in enumerate(sheet.title):
        look: dict[str, Any] = {"bold": True, "font_size": 14} if number == 0 else {"font_color": QUIET}
        row = _write_lines(page, row, line, sheet, formats(**look))
    row += 1 if sheet.title else 0
    head = row
    for number, column in enumerate(sheet.columns):
        side = "left" if column.kind is Kind.TEXT else "right"
        page.write_string(
            row, number, _text(column.title), formats(bold=True, text_wrap=True, bottom=2, align=side, valign="bottom")
        )
    row += 1
    for values in sheet.rows:
        _write_row(page, row, values, sheet.columns, formats)
        row += 1
    if sheet.total is not None:
        _write_row(page, row, sheet.total, sheet.columns, formats, bold=True, top=1)
        row += 1
    row += 1
    for note in sheet.notes:
        row = _write_lines(page, row, note, sheet, formats(font_color=QUIET))
    page.freeze_panes(head + 1, sheet.frozen_columns)
    page.repeat_rows(head)
    _set_paper(page, sheet)


def _write_lines(page: Worksheet, row: int, text: str, sheet: Sheet, look: Format) -> int:
    """A long text in as many rows as the table is wide: merged or wrapped it would stretch the first column."""
    width = max(40, int(sum(column.width for column in sheet.columns)))
    for line in textwrap.wrap(_text(text), width) or [""]:
        page.write_string(row, 0, line, look)
        row += 1
    return row


def _set_paper(page: Worksheet, sheet: Sheet) -> None:
    """A4, one page wide, as many as it takes in height."""
    page.set_paper(9)
    if sheet.landscape:
        page.set_landscape()
    page.fit_to_pages(1, 0)
    page.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.8)
    left = sheet.footer.replace("&", "&&")[:200]  # a footer of more than 255 characters would be dropped
    page.set_footer(f"&L&9{' ' if left[:1].isdigit() else ''}{left}&R&9Seite &P von &N")


def _write_row(
    page: Worksheet, row: int, values: Sequence[Value], columns: Sequence[Column], formats: _Formats, **look: Any
) -> None:
    for number, (column, value) in enumerate(zip(columns, values, strict=True)):
        if value is None or value == "":
            if look:
                page.write_blank(row, number, None, formats(**look))
        elif isinstance(value, str):
            side: dict[str, Any] = {"text_wrap": True} if column.kind is Kind.TEXT else {"align": "right"}
            page.write_string(row, number, _text(value), formats(**side, **look))
        elif isinstance(value, date):
            page.write_datetime(row, number, value, formats(num_format=_number_format(column), align="right", **look))
        else:
            figure = _as_shown(value, column)
            page.write_number(row, number, figure, formats(num_format=_number_format(column), **look))


def _as_shown(value: int | Decimal, column: Column) -> Any:
    """The number as the page shows it, so that nobody adds up digits that were never printed."""
    decimals = 0 if column.kind is Kind.INTEGER else column.decimals
    shown = round_half_up(value, decimals)
    return shown / 100 if column.kind is Kind.PERCENT else shown


def _number_format(column: Column) -> str:
    """Written in Excel's own (American) notation; a German Excel shows German signs."""
    digits = f"#,##0{'.' + '0' * column.decimals if column.decimals else ''}"
    return {
        Kind.TEXT: "@",
        Kind.INTEGER: "#,##0",
        Kind.DECIMAL: digits,
        Kind.PERCENT: f'{digits}"\u00a0"%',
        Kind.EURO: f'{digits}"\u00a0€"',
        Kind.DATE: "dd.mm.yyyy",
        Kind.MONTH: "[$-407]mmmm\\ yyyy",
    }[column.kind]


def _text(text: str) -> str:
    """A text that stays one: not longer than a cell, and never taken for XlsxWriter's own markup."""
    text = text if len(text) <= LONGEST_TEXT else f"{text[: LONGEST_TEXT - 1]}…"
    return f" {text}" if RICH_TEXT.match(text) else text


def _sheet_name(name: str) -> str:
    """At most 31 characters, without those that Excel keeps for addresses."""
    return re.sub(r"[\[\]:*?/\\]", "-", name)[:31].strip("'") or "Tabelle"


def _csv_field(value: Value) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        start = value.lstrip(" \u00a0\ufeff")
        return f"'{value}" if start.startswith(FORMULA_STARTS) else value
    if isinstance(value, date):
        return f"{value:%d.%m.%Y}"
    return f"{Decimal(value):f}".replace(".", ",")
