"""The municipal report on paper, as a workbook and as JSON: the parts of the MBZ, with money, duties and city services."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from typing import Any

from agreements.documents.pdf import PdfAttachment, render_pdf
from agreements.documents.tables import Column, Content, Kind, Number, Sheet
from agreements.domain.months import month_key
from monitoring.documents.municipal_words import (
    audience,
    money_notes,
    next_words,
    report_title,
    service_words,
    spent_words,
)
from monitoring.documents.report import report_csv
from monitoring.documents.report_cells import NO_FIGURE
from monitoring.documents.report_json import number_text, report_json
from monitoring.documents.report_xlsx import origin_of, workbook
from monitoring.domain.municipal import BudgetLine, Money, MunicipalSheet, MunicipalTarget

NOTHING = "–"


def municipal_name(sheet: MunicipalSheet, ending: str) -> str:
    """File names that sort: 2014-09_kommunaler-bericht_me-aktiv-2014.pdf."""
    return f"{month_key(sheet.month)}_kommunaler-bericht_{sheet.agreement}.{ending}"


def municipal_pdf(sheet: MunicipalSheet) -> bytes:
    """A file that can be archived and read by everybody; the same sheet gives the same bytes."""
    return render_pdf(
        "print/municipal.html",
        {"sheet": sheet, "print": True, "services": ""},
        title=f"{report_title(sheet)} – {sheet.jobcenter}",
        author=sheet.jobcenter,
        created=sheet.as_of_day,
        stylesheets=("report.css", "municipal.css"),
        attachments=(
            PdfAttachment(
                name=municipal_name(sheet, "csv"),
                content=report_csv(sheet),
                description="Zahlen der Messgrößen, Monat für Monat",
            ),
            PdfAttachment(
                name=municipal_name(sheet, "json"),
                content=json.dumps(municipal_json(sheet), ensure_ascii=False, indent=1).encode(),
                description="Der Bericht in maschinenlesbarer Form",
            ),
        ),
    )


def municipal_json(sheet: MunicipalSheet) -> dict[str, Any]:
    """The report in the contract's shape, and beside its targets all budgets, duties and city services."""
    return {
        **report_json(sheet),
        "exact": sheet.exact,
        "budgets": [_budget(target, budget) for target, budget in sheet.budget_lines],
        "budget_total": _money(sheet.money),
        "duties": [
            {
                "target": target.code,
                "title": duty.title,
                "sentence": duty.sentence,
                "responsible": list(duty.responsible),
                "with_whom": duty.with_whom,
                "rhythm": duty.rhythm.value,
                "due": _day(duty.due),
                "due_is_reading": duty.due_reading,
                "present_by": _day(duty.present_by),
            }
            for target, duty in sheet.duties
        ],
        "city_services": [
            {
                "target": target.code,
                "until": month_key(target.service.until) if target.service.until else None,
                "total": target.service.total.value,
                "remark": target.service.total.remark,
            }
            for target in sheet.targets
            if target.service
        ],
    }


def municipal_xlsx(sheet: MunicipalSheet) -> bytes:
    """The workbook of the MBZ with this report's targets, and three sheets more: money, spending by period, duties."""
    name = report_title(sheet)
    origin = origin_of(sheet, name)
    return workbook(sheet, name, more=(_money_sheet(sheet, origin), _spending(sheet, origin), _duties(sheet, origin)))


def _budget(target: MunicipalTarget, budget: BudgetLine) -> dict[str, Any]:
    return {
        "target": target.code,
        "purpose": budget.purpose,
        "carrier": budget.carrier,
        "series": budget.series,
        **_money(budget),
        "data_status": budget.data_status.label if budget.data_status else None,
        "periods": [
            {"month": month_key(each.month), "spent": number_text(each.value), "gap": each.gap}
            for each in budget.periods
        ],
    }


def _money(money: Money) -> dict[str, Any]:
    return {
        "amount": number_text(money.amount),
        "as_of": month_key(money.until) if money.until else None,
        "spent": number_text(money.spent),
        "remaining": number_text(money.remaining),
        "share_percent": number_text(money.share_percent),
        "projection": number_text(money.projection),
        "withheld": money.withheld,
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


def _money_sheet(sheet: MunicipalSheet, origin: str) -> Sheet:
    """Budgets and, where the reader may know them, the sums of the city services as a note."""
    services = (f"{target.title}: {service_words(target.service)}" for target in sheet.targets if target.service)
    money = sheet.money
    return Sheet(
        name="Mittel",
        title=("Zugesagte Mittel und Ausgaben", origin),
        columns=(
            Column(title="Ziel", width=34),
            Column(title="Zweck", width=44),
            Column(title="stellt bereit", width=18),
            Column(title=f"zugesagt {sheet.month.year}", kind=Kind.EURO, decimals=2, width=17),
            Column(title="ausgegeben", kind=Kind.EURO, decimals=2, width=17),
            Column(title="Stand", kind=Kind.MONTH, width=16),
            Column(title="Rest", kind=Kind.EURO, decimals=2, width=17),
            Column(title="Anteil ausgegeben", kind=Kind.PERCENT, decimals=1, width=12),
            Column(title="Hochrechnung bis Dezember", kind=Kind.EURO, width=17),
        ),
        rows=[
            [f"{target.position} {target.title}", budget.purpose, budget.carrier, *_amounts(budget)]
            for target, budget in sheet.budget_lines
        ],
        total=["Summe", None, None, *_amounts(money)],
        notes=tuple(
            note
            for note in (*money_notes(budget for _, budget in sheet.budget_lines), *services, audience(sheet))
            if note
        ),
        footer=origin,
    )


def _amounts(money: Money) -> list[Any]:
    """Numbers where there are any; else the word that stands there on the page, or a dash."""
    values = (money.spent, money.until, money.remaining, money.share_percent, money.projection)
    given = [NOTHING if value is None else value for value in values]
    return [money.amount, spent_words(money) if money.spent is None else money.spent, *given[1:]]


def _spending(sheet: MunicipalSheet, origin: str) -> Sheet:
    return Sheet(
        name="Ausgaben",
        title=("Ausgaben je Zeitraum", f"Bei vierteljährlichen Angaben steht der letzte Monat des Quartals. {origin}"),
        columns=(
            Column(title="Ziel", width=34),
            Column(title="Zweck", width=44),
            Column(title="Zeitraum bis", kind=Kind.MONTH, width=16),
            Column(title="ausgegeben", kind=Kind.EURO, decimals=2, width=22),
            Column(title="Datenstand", width=16),
        ),
        rows=list(_periods(sheet)),
        notes=tuple(filter(None, (audience(sheet),))),
        footer=origin,
    )


def _periods(sheet: MunicipalSheet) -> Iterator[list[Content]]:
    for target, budget in sheet.budget_lines:
        title = f"{target.position} {target.title}"
        if budget.withheld:
            yield [title, budget.purpose, None, spent_words(budget), None]
        for each in budget.periods:
            amount = (
                NO_FIGURE[each.gap or "missing"]
                if each.value is None
                else Number(value=each.value, kind=Kind.EURO, decimals=2)
            )
            yield [title, budget.purpose, each.month, amount, each.data_status.label if each.data_status else None]


def _duties(sheet: MunicipalSheet, origin: str) -> Sheet:
    return Sheet(
        name="Pflichten",
        title=("Pflichten, wie sie vereinbart sind", origin),
        columns=(
            Column(title="Ziel", width=30),
            Column(title="Pflicht", width=38),
            Column(title="verantwortlich", width=24),
            Column(title="mit", width=24),
            Column(title="Rhythmus", width=12),
            Column(title="fällig am", kind=Kind.DATE, width=12),
            Column(title="Tag ist", width=14),
            Column(title="Vorlage bis", kind=Kind.DATE, width=12),
            Column(title="Satz der Vereinbarung", width=70),
        ),
        rows=[
            [
                f"{target.position} {target.title}",
                duty.title,
                ", ".join(duty.responsible),
                duty.with_whom,
                duty.rhythm.label,
                duty.due,
                "unsere Lesart" if duty.due_reading else None,
                duty.present_by,
                duty.sentence,
            ]
            for target, duty in sheet.duties
        ],
        notes=tuple(filter(None, (next_words(sheet),))),
        footer=origin,
    )
