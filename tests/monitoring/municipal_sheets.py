"""Municipal sheets for tests: targets with budgets and duties, without a database."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

from agreements.choices import DutyRhythm, TargetKind
from agreements.domain.sheet import DutySheet
from monitoring.domain.municipal import BudgetLine, MunicipalSheet, MunicipalTarget
from monitoring.domain.sheet import ReportSheet
from tests.monitoring import measure_sheets as sheets

SEPTEMBER = date(2014, 9, 1)


def budget(amount: str = "1000", spent: str | None = "700", **changes: Any) -> BudgetLine:
    """Spent until September and carried on, or nothing known of it."""
    line = BudgetLine(purpose="Zweck", carrier="Kreis", amount=Decimal(amount), series="X_EUR")
    if spent is not None:
        line = replace(line, until=SEPTEMBER, spent=Decimal(spent), projection=Decimal(spent) / 9 * 12)
    return replace(line, **changes)


def duty(title: str = "Konzept", due: date | None = None, **changes: Any) -> DutySheet:
    line = DutySheet(
        title=title,
        sentence="Der Kreis erarbeitet ein Konzept.",
        responsible=("Kreis",),
        with_whom="",
        rhythm=DutyRhythm.ONCE if due else DutyRhythm.ONGOING,
        due=due,
        due_reading=False,
    )
    return replace(line, **changes)


def target(*budgets: BudgetLine, code: str = "leistung", **changes: Any) -> MunicipalTarget:
    base = replace(sheets.target(None, "Leistung", TargetKind.BUDGET), code=code)
    extra: dict[str, Any] = {"readings": (), "city_duty": False, "budgets": budgets, "duties": (), "service": None}
    return MunicipalTarget(**{each.name: getattr(base, each.name) for each in fields(base)} | extra | changes)


def municipal(*targets: MunicipalTarget, exact: bool = True, **changes: Any) -> MunicipalSheet:
    base: ReportSheet = sheets.report()
    values = {each.name: getattr(base, each.name) for each in fields(base)}
    return MunicipalSheet(**values | {"targets": targets, "exact": exact, "municipal": True} | changes)
