"""Words for damals und heute: which figure was what, and is what now; with as many digits as it takes to see the difference."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from agreements.domain.months import month_name
from agreements.domain.numbers import format_value
from monitoring.documents.figures import value_words
from monitoring.documents.wording import status_words
from monitoring.domain.report_record import RememberedFigure
from monitoring.domain.sheet import MeasureSheet, TargetSheet
from monitoring.domain.then_now import ThenNow, outdated, remember_one

MOST_DECIMALS = 6


@dataclass(frozen=True, kw_only=True)
class Difference:
    """One line: "Ist", "15,1 %", "15,2 %"."""

    label: str
    then: str
    now: str


def differences(then: RememberedFigure, measure: MeasureSheet) -> tuple[Difference, ...]:
    """What of the remembered figure is said otherwise today: Stand, Ist, Soll, Status."""
    now = remember_one(measure)
    pairs = [
        ("Stand", _month(then), _month(now)),
        ("Ist", *_values(measure, then.actual, now.actual)),
        ("Prognose" if measure.observed else "Soll", *_values(measure, then.plan, now.plan)),
        ("Status", _status(then, measure), _status(now, measure)),
    ]
    return tuple(Difference(label=label, then=old, now=new) for label, old, new in pairs if old != new)


def then_now_rows(each: ThenNow) -> tuple[Difference, ...]:
    """The differences of one measure of a frozen report."""
    return differences(each.then, each.now)


def outdated_words(target: TargetSheet) -> str:
    """ "Ist damals 15,1 %, heute 15,2 %; Soll …": for which figures the comment was written; "" where they still stand."""
    if target.comment is None:
        return ""
    return "; ".join(
        f"{measure.name}: {', '.join(f'{row.label} {row.then}, jetzt {row.now}' for row in rows)}"
        for figure, measure in outdated(target.comment, target.measures)
        if (rows := differences(figure, measure))
    )


def _month(figure: RememberedFigure) -> str:
    return month_name(figure.as_of) if figure.as_of else "kein Wert"


def _status(figure: RememberedFigure, measure: MeasureSheet) -> str:
    if not measure.has_status:
        return ""
    known = figure.actual is not None and figure.plan is not None
    deviation = figure.actual - figure.plan if known else None  # type: ignore[operator]
    return status_words(figure.status, measure.direction, deviation, final=False)


def _values(measure: MeasureSheet, then: Decimal | None, now: Decimal | None) -> tuple[str, str]:
    """Both as the report writes them; where that looks the same, with more decimals."""
    said = value_words(measure, then), value_words(measure, now)
    if then is None or now is None or then == now or said[0] != said[1]:
        return said
    for decimals in range(measure.decimals, MOST_DECIMALS + 1):
        said = format_value(then, decimals, measure.unit), format_value(now, decimals, measure.unit)
        if said[0] != said[1]:
            break
    return said
