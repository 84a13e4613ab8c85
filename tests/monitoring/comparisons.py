"""Comparisons for tests of the core and of the documents: Jobcenter with a value, or without one for a reason."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

from agreements.choices import Direction
from monitoring.choices import AttainmentStatus, FigureStatus
from monitoring.domain.attainment.glance import Glance
from monitoring.domain.comparison import ComparisonSheet, MeasureComparison, Unit

MONTH = date(2014, 9, 1)


def glance(plan: str | None = "97.9", prior: str | None = "1.4", actual: str | None = "15.1", **fields: Any) -> Glance:
    """Percent of the plan, change to the prior year, the value itself."""

    def number(text: str | None) -> Decimal | None:
        return None if text is None else Decimal(text)

    found: dict[str, Any] = {
        "month": MONTH,
        "as_of": MONTH if actual is not None else None,
        "not_computable": False,
        "actual": number(actual),
        "plan": Decimal("15.4"),
        "deviation": Decimal("-0.3"),
        "deviation_percent": Decimal("-2.1"),
        "percent_of_plan": number(plan),
        "prior_year_change_percent": number(prior),
        "direction": Direction.AT_LEAST,
        "observed": False,
        "status": AttainmentStatus.RED,
        "final": False,
        "data_status": FigureStatus.PROVISIONAL,
        "gaps": (),
        "plan_missing": (),
        "prior_missing": (),
    }
    return Glance(**found | fields)


def unit(name: str, found: Glance | None, *, kind: str = "A", own: bool = False) -> Unit:
    """One Jobcenter."""
    key = name.casefold().replace(" ", "-")
    return Unit(agreement=key, name=f"Jobcenter {name}", own=own, comparison_type=kind, glance=found)


def units(*plans: str) -> list[Unit]:
    """Jobcenter 01, 02 … with these percents of their plans."""
    return [unit(f"{number:02d}", glance(plan)) for number, plan in enumerate(plans, 1)]


def compared(units: Sequence[Unit], *, comparison_type: str = "A", **fields: Any) -> ComparisonSheet:
    """A comparison of one measure."""
    found: dict[str, Any] = {"code": "IQ", "name": "Integrationsquote", "unit": "%", "decimals": 1, "observed": False}
    return ComparisonSheet(
        month=MONTH,
        as_of_day=date(2014, 10, 20),
        comparison_type=comparison_type,
        types=tuple(sorted({unit.comparison_type for unit in units if unit.comparison_type})),
        jobcenter=tuple(unit.name for unit in units),
        fictitious=True,
        measures=(MeasureComparison(**found | fields, units=tuple(units)),),
    )
