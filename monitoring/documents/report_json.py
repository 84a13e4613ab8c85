"""The MBZ as JSON, as others rely on it (contract.md): numbers are text of unrounded decimals, null is "no value"."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from agreements.domain.months import month_key
from monitoring.domain.analysis import Scenario, open_gap, what_if
from monitoring.domain.sheet import MeasureSheet, ReportSheet, TargetSheet

PLACES = 6  # at least so many, sign kept


def report_json(sheet: ReportSheet) -> dict[str, Any]:
    """The sheet in the contract's shape."""
    return {
        "agreement": sheet.agreement,
        "month": month_key(sheet.month),
        "number": sheet.number,
        "state": sheet.state.value,
        "previous": {"number": sheet.previous[0], "state": sheet.previous[1].value} if sheet.previous else None,
        "fingerprint": sheet.fingerprint,
        "fictitious": sheet.fictitious,
        "targets": [_target(target) for target in sheet.targets],
    }


def _target(target: TargetSheet) -> dict[str, Any]:
    return {
        "code": target.code,
        "title": target.title,
        "kind": target.kind.value,
        "measures": [_measure(measure) for measure in target.measures],
    }


def _measure(measure: MeasureSheet) -> dict[str, Any]:
    projection, needed = measure.projection, measure.needed
    return {
        "code": measure.code,
        "name": measure.name,
        "unit": measure.unit,
        "as_of": month_key(measure.as_of) if measure.as_of else None,
        "actual": number_text(measure.actual),
        "plan": number_text(measure.plan),
        "annual_plan": number_text(measure.annual_plan),
        "deviation": number_text(measure.deviation),
        "deviation_percent": number_text(measure.deviation_percent),
        "percent_of_plan": number_text(measure.percent_of_plan),
        "prior_year": number_text(measure.prior_year),
        "prior_year_change_percent": number_text(measure.prior_year_change_percent),
        "agreed_change_share_percent": number_text(measure.agreed_change_share_percent),
        "rolling_12": number_text(measure.rolling_12),
        "projection": {
            "value": number_text(projection.value if projection else None),
            "low": number_text(projection.low if projection else None),
            "high": number_text(projection.high if projection else None),
        },
        "needed_total": number_text(needed.total if needed else None),
        "needed_per_month": number_text(needed.per_month if needed else None),
        "what_if": _what_if(measure),
        "gap": _gap(measure),
        "status": measure.status.value if measure.status else None,
        "explanation_base": measure.explanation_base,
        "explanation": [{"part": part.part, "amount": number_text(part.amount)} for part in measure.explanation],
        "data_status": measure.data_status.label if measure.data_status else None,
    }


def _what_if(measure: MeasureSheet) -> dict[str, Any] | None:
    """What comes out in December at which pace; null where nothing is said of "noch nötig"."""
    found = what_if(measure)
    if found is None:
        return None
    return {
        "needed": _scenario(found.needed),
        "so_far": _scenario(found.so_far),
        "prior_year": _scenario(found.prior_year),
    }


def _scenario(scenario: Scenario | None) -> dict[str, Any] | None:
    if scenario is None:
        return None
    return {
        "pace": number_text(scenario.pace),
        "year_end": number_text(scenario.year_end),
        "deviation": number_text(scenario.deviation),
        "reached": scenario.reached,
    }


def _gap(measure: MeasureSheet) -> dict[str, Any] | None:
    """Since when the plan is missed without a break, in percent of the plan then and now; null where it is not."""
    gap = open_gap(measure)
    if gap is None:
        return None
    return {"since": month_key(gap.since), "percent_then": number_text(gap.then), "percent_now": number_text(gap.now)}


def number_text(value: Decimal | None) -> str | None:
    """Plain digits, no exponent, padded to six places."""
    if value is None:
        return None
    text = format(value, "f")
    return text if len(text.partition(".")[2]) >= PLACES else format(value, f".{PLACES}f")
