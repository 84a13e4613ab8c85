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
from typing import TYPE_CHECKING, Any

from agreements.documents.tables_cells import Formula, Heading, Kind, Number
from agreements.documents.tables_in import Cell, Row, Table, TableError, read_table
from agreements.domain.numbers import round_half_up

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

__all__ = [
    "Cell",
    "Column",
    "Formula",
    "Heading",
    "Kind",
    "Number",
    "Row",
    "Sheet",
    "Table",
    "TableError",
    "Workbook",
    "first_row",
    "read_table",
    "write_csv",
    "write_xlsx",
]

Value = str | int | Decimal | date | None
Content = Value | Number | Formula | Heading  # of a cell in a workbook; CSV knows values alone

QUIET = "#545B78"
HEAD = {"bold": True, "bottom": 2, "valign": "bottom"}
LINE = 15  # points of one line of a row
LONGEST_TEXT = 32_767  # characters of a cell; a longer text would be dropped without a word
RICH_TEXT = re.compile(r"<r>.*</r>\Z", re.DOTALL)  # XlsxWriter takes such a text for markup of its own
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")  # the wide ones count in some Excels, too


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
    rows: Sequence[Sequence[Content]]
    total: Sequence[Value] | None = None
    notes: tuple[str, ...] = ()
    footer: str = ""  # printed at the left of every page, beside "Seite 1 von 2"
    landscape: bool = True
    frozen_columns: int = 1
    one_page: bool = False  # printed on one page, whatever its height


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


def first_row(sheet: Sheet) -> int:
    """The row of the first line of figures, as Excel counts; formulas need to know."""
    title = sum(len(_lines(line, sheet)) for line in sheet.title)
    return title + (1 if title else 0) + 2


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
    _set_height(page, row, [column.title for column in sheet.columns], sheet.columns)
    for number, column in enumerate(sheet.columns):
        look = _side(sheet.columns, number) if column.kind is Kind.TEXT else {"align": "right"}
        page.write_string(
            row, number, _text(column.title), formats(**{"align": "left", "text_wrap": True} | look, **HEAD)
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
    for line in _lines(text, sheet):
        page.write_string(row, 0, line, look)
        row += 1
    return row


def _lines(text: str, sheet: Sheet) -> list[str]:
    """A long text in as many rows as the table is wide: merged or wrapped it would stretch the first column."""
    width = max(40, int(sum(column.width for column in sheet.columns)))
    return textwrap.wrap(_text(text), width) or [""]


def _set_paper(page: Worksheet, sheet: Sheet) -> None:
    """A4, one page wide, as many as it takes in height."""
    page.set_paper(9)
    if sheet.landscape:
        page.set_landscape()
    page.fit_to_pages(1, 1 if sheet.one_page else 0)
    page.set_margins(left=0.6, right=0.6, top=0.7, bottom=0.8)
    left = sheet.footer.replace("&", "&&")[:200]  # a footer of more than 255 characters would be dropped
    page.set_footer(f"&L&9{' ' if left[:1].isdigit() else ''}{left}&R&9Seite &P von &N")


def _write_row(
    page: Worksheet, row: int, values: Sequence[Content], columns: Sequence[Column], formats: _Formats, **look: Any
) -> None:
    _set_height(page, row, values, columns)
    for number, (column, value) in enumerate(zip(columns, values, strict=True)):
        if value is None or value == "":
            if look:
                page.write_blank(row, number, None, formats(**look))
        elif isinstance(value, str):
            side = _side(columns, number) if column.kind is Kind.TEXT else {"align": "right"}
            page.write_string(row, number, _text(value), formats(**side, **look))
        elif isinstance(value, Heading):
            page.write_string(row, number, _text(value.text), formats(bold=True, **look))
        elif isinstance(value, Formula):
            pattern = _pattern(Kind.DECIMAL, value.decimals)
            page.write_formula(row, number, f"={value.expression}", formats(num_format=pattern, **look), value.value)
        elif isinstance(value, date):
            pattern = _pattern(column.kind, column.decimals)
            page.write_datetime(row, number, value, formats(num_format=pattern, align="right", **look))
        else:
            cell = value if isinstance(value, Number) else _plain(value, column)
            pattern = _pattern(cell.kind, cell.decimals, signed=cell.signed)
            page.write_number(row, number, _figure(cell), formats(num_format=pattern, **look))


def _side(columns: Sequence[Column], number: int) -> dict[str, Any]:
    """Texts wrap; one that stands right of numbers keeps away from them."""
    after_numbers = number > 0 and columns[number - 1].kind is not Kind.TEXT
    return {"text_wrap": True, "align": "left", "indent": 1} if after_numbers else {"text_wrap": True}


def _set_height(page: Worksheet, row: int, values: Sequence[Content], columns: Sequence[Column]) -> None:
    """As many lines as the longest wrapped text takes: not every program finds out by itself."""
    lines = max(
        (
            len(textwrap.wrap(value, max(1, int(column.width) - 1)))
            for value, column in zip(values, columns, strict=True)
            if isinstance(value, str) and len(value) >= column.width
        ),
        default=1,
    )
    if lines > 1:
        page.set_row(row, LINE * min(lines, 20))


def _plain(value: int | Decimal, column: Column) -> Number:
    decimals = 0 if column.kind is Kind.INTEGER else column.decimals
    return Number(value=Decimal(value), kind=column.kind, decimals=decimals)


def _figure(cell: Number) -> Decimal:
    """The number as the page shows it, so that nobody adds up digits that were never printed; or with all its digits."""
    shown = cell.value if cell.exact else round_half_up(cell.value, cell.decimals)
    return shown / 100 if cell.kind is Kind.PERCENT else shown


def _pattern(kind: Kind, decimals: int, *, signed: bool = False) -> str:
    """Written in Excel's own (American) notation; a German Excel shows German signs."""
    digits = f"#,##0{'.' + '0' * decimals if decimals else ''}"
    pattern = {
        Kind.TEXT: "@",
        Kind.INTEGER: "#,##0",
        Kind.DECIMAL: digits,
        Kind.PERCENT: f'{digits}"\u00a0"%',
        Kind.POINTS: f'{digits}"\u00a0PP"',
        Kind.EURO: f'{digits}"\u00a0€"',
        Kind.DATE: "dd.mm.yyyy",
        Kind.MONTH: "[$-407]mmmm\\ yyyy",
    }[kind]
    return f"+{pattern};-{pattern};{pattern}" if signed else pattern


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
