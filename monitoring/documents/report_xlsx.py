"""The MBZ as a workbook: overview, all single figures, what was agreed, and every value once more as a live formula."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal

from agreements.documents.tables import Column, Content, Heading, Kind, Number, Sheet, Workbook, write_xlsx
from agreements.domain.months import month_name
from monitoring.documents.report_cells import Given, Months
from monitoring.documents.report_formulas import write_path
from monitoring.documents.report_path import Path
from monitoring.documents.wording import (
    as_of_words,
    data_status_words,
    listed,
    measure_status_words,
    report_data_status_words,
)
from monitoring.domain.sheet import MeasureSheet, ReportSheet, TargetSheet

XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
NOTHING = "–"
COLUMNS = (
    Column(title="Ziel", width=28),
    Column(title="Messgröße", width=28),
    Column(title="Richtung", width=12),
    Column(title="Jahresplan oder Prognose", kind=Kind.DECIMAL, width=15),
    Column(title="Stand", kind=Kind.MONTH, width=16),
    Column(title="Ist", kind=Kind.DECIMAL, width=15),
    Column(title="Soll oder Prognose", kind=Kind.DECIMAL, width=15),
    Column(title="Abweichung", kind=Kind.DECIMAL, width=12),
    Column(title="Abweichung in %", kind=Kind.PERCENT, width=12),
    Column(title="Ist in % vom Soll", kind=Kind.PERCENT, width=10),
    Column(title="Veränderung zum Vorjahr", kind=Kind.PERCENT, width=13),
    Column(title="Hochrechnung bis Dezember", kind=Kind.DECIMAL, width=15),
    Column(title="Status", width=18),
    Column(title="Datenstand", width=22),
)


def report_xlsx(sheet: ReportSheet) -> bytes:
    """The workbook; the same sheet gives the same bytes. Texts stay texts, formulas are made here alone."""
    name = f"MBZ {month_name(sheet.month)}"
    return workbook(sheet, name, state=f"Nr. {sheet.number}, {sheet.state.label}. ")


def workbook(sheet: ReportSheet, name: str, *, state: str = "", more: Sequence[Sheet] = ()) -> bytes:
    """The workbook of a report of that name; `state` is said in its head, `more` stands behind the overview."""
    origin = origin_of(sheet, name)
    months, given = Months(sheet, origin), Given(origin)
    path = Path(months, given, origin)
    write_path(path, sheet)
    return write_xlsx(
        Workbook(
            title=f"{name} – {sheet.jobcenter}",
            author=sheet.jobcenter,
            created=sheet.as_of_day,
            subject=sheet.title,
            sheets=(_overview(sheet, name, state, origin), *more, months.page, given.page(), path.page()),
        )
    )


def origin_of(sheet: ReportSheet, name: str) -> str:
    """Of which paper and day the figures are, and that they are made up."""
    fictitious = "fiktive Daten, " if sheet.fictitious else ""
    return f"{sheet.title}, {name}, {fictitious}erstellt am {sheet.as_of_day:%d.%m.%Y}"


def _overview(sheet: ReportSheet, name: str, state: str, origin: str) -> Sheet:
    return Sheet(
        name="Überblick",
        title=(
            f"{name} – {sheet.jobcenter}",
            f"{origin}. {state}Datenstand: {report_data_status_words(sheet)}.",
        ),
        columns=COLUMNS,
        rows=list(_rows(sheet)),
        notes=(
            *_remarks(sheet),
            "„Ist in % vom Soll“ ist für alle Ziele Ist ÷ Soll; bei „höchstens“ sind Werte bis 100 günstig. "
            "PP sind Prozentpunkte.",
            "Die Zahlen sind gerundet wie im Bericht; mit allen Stellen und als Formeln stehen sie im Blatt „Rechenweg“.",
        ),
        footer=origin,
        one_page=True,
    )


def _rows(sheet: ReportSheet) -> Iterator[list[Content]]:
    for target in sheet.steering:
        yield from _target_rows(target)
    if sheet.monitored:
        yield [Heading("Beobachtet, kein Ziel (Prognose statt Soll)"), *[None] * (len(COLUMNS) - 1)]
        for target in sheet.monitored:
            yield from _target_rows(target)


def _target_rows(target: TargetSheet) -> Iterator[list[Content]]:
    """One a leading measure; a target of words alone has a row, too."""
    title = f"{target.position} {target.title}"
    yield from (_row(title, measure) for measure in target.led)
    if not target.led:
        yield [title, "in Worten", *[None] * (len(COLUMNS) - 2)]


def _row(title: str, measure: MeasureSheet) -> list[Content]:
    projection = measure.projection if measure.projection and measure.projection.shown else None
    percent_of_plan = None if measure.observed else measure.percent_of_plan
    return [
        title,
        f"{measure.name} ({measure.unit})",
        measure.direction.label if measure.direction and not measure.observed else NOTHING,
        _value(measure, measure.annual_plan),
        measure.as_of or NOTHING,
        _value(measure, measure.actual),
        _value(measure, measure.plan),
        _deviation(measure),
        _percent(measure.deviation_percent, signed=True),
        _percent(percent_of_plan),
        _percent(measure.prior_year_change_percent, signed=True),
        _value(measure, projection.value if projection else None),
        measure_status_words(measure),
        data_status_words(measure) or NOTHING,
    ]


def _value(measure: MeasureSheet, value: Decimal | None) -> Content:
    """In the format of the measure's unit, with as many digits as it shows."""
    if value is None:
        return NOTHING
    kind = {"%": Kind.PERCENT, "€": Kind.EURO}.get(measure.unit, Kind.DECIMAL)
    return Number(value=value, kind=kind, decimals=measure.decimals)


def _deviation(measure: MeasureSheet) -> Content:
    if measure.deviation is None:
        return NOTHING
    kind = Kind.POINTS if measure.is_rate else Kind.EURO if measure.unit == "€" else Kind.DECIMAL
    return Number(value=measure.deviation, kind=kind, decimals=measure.decimals, signed=True)


def _percent(value: Decimal | None, *, signed: bool = False) -> Content:
    return NOTHING if value is None else Number(value=value, kind=Kind.PERCENT, decimals=1, signed=signed)


def _remarks(sheet: ReportSheet) -> Iterator[str]:
    """What stands small beside a value on the page stands below the table in a workbook."""
    if sheet.fictitious:
        yield "Alle Zahlen sind fiktiv."
    for target, measure in sheet.lines:
        if words := as_of_words(measure):
            yield f"{target.title}: {words}."
    moving = [target.title for target, measure in sheet.lines if measure.plan is not None and not measure.plan_fixed]
    if moving:
        yield f"Vorläufig, weil der Plan den Zahlen des Vorjahres folgt, bis er festgeschrieben ist: {listed(moving)}."
