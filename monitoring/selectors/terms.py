"""What was agreed on measures, from rows to the core: specs, plan terms, and the amendments that change them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from agreements.choices import Aggregation, Course, Direction, PlanWay, TargetKind
from agreements.models import Measure, Series, TargetMeasure
from monitoring.domain.attainment import Amendment, Fixing, MeasureSpec, PartSpec, PlanTerms
from monitoring.models import PlanFixing

PARTS = ("measure__series", "measure__numerator__series", "measure__denominator__series", "measure__number")


@dataclass(frozen=True)
class Terms:
    """What was agreed on one measure: the row in force, and every wording of its target in the order of its month.

    The original's has no month; None where a wording does not hold the measure.
    """

    row: TargetMeasure
    links: tuple[tuple[date | None, TargetMeasure | None], ...]


def with_terms() -> Prefetch:
    """The measures of targets with their series, plan values and fixings, newest fixing first: three queries."""
    rows = TargetMeasure.objects.select_related(*PARTS).order_by("position")
    return Prefetch("measures", rows.prefetch_related(*with_plans()))


def with_plans() -> tuple[str, Prefetch]:
    """Plan values and fixings of measures of targets, newest fixing first: two queries."""
    return ("plan_values", Prefetch("fixings", PlanFixing.objects.order_by("-at", "-id")))


def series_of(measure: Measure) -> tuple[Series, ...]:
    """The one series of a measure with the number it is explained by, or those of its numerator and denominator."""
    if measure.series is not None:
        return tuple(series for series in (measure.series, measure.number) if series is not None)
    return tuple(part.series for part in (measure.numerator, measure.denominator) if part and part.series)


def measure_spec(measure: Measure) -> MeasureSpec:
    """A row of the catalogue as the core wants it."""
    ratio = measure.aggregation == Aggregation.RATIO
    return MeasureSpec(
        code=measure.code,
        name=measure.name,
        unit=measure.unit,
        decimals=measure.decimals,
        aggregation=Aggregation(measure.aggregation),
        series=measure.series.code if measure.series else None,
        numerator=_part(measure.numerator) if ratio else None,
        denominator=_part(measure.denominator) if ratio else None,
        lag=measure.lag,
        factor=measure.factor,
        number=measure.number.code if measure.number else None,
    )


def plan_terms(kind: str, terms: Terms) -> PlanTerms | None:
    """What was agreed on a measure, as the core wants it; None where nothing was, before or after an amendment.

    Kind, direction and thresholds are those of the row in force; plan and course are those of each wording.
    """
    row = terms.row
    if all(each is None or each.way == PlanWay.NONE for _, each in terms.links):
        return None
    promises = _promises(terms)
    return PlanTerms(
        **promises.get(None, {}),
        kind=TargetKind(kind),
        direction=Direction(row.direction) if row.direction else None,
        green=row.green,
        yellow=row.yellow,
        gradual=row.gradual,
        amendments=tuple(
            Amendment(**promise, from_month=since) for since, promise in promises.items() if since is not None
        ),
    )


def _promises(terms: Terms) -> dict[date | None, dict[str, Any]]:
    """By the month from which each holds. A wording that repeats the plan keeps what was fixed of it (unsere Lesart)."""
    found: dict[date | None, dict[str, Any]] = {}
    before: dict[str, Any] = {}
    for since, row in terms.links:
        promise = _promise(row)
        if promise.get("fixing", ...) is None and promise == before | {"fixing": None}:
            promise = before
        found[since] = before = promise
    return found


def _promise(row: TargetMeasure | None) -> dict[str, Any]:
    if row is None:
        return {"way": PlanWay.NONE}
    fixings = row.fixings.all()
    return {
        "way": PlanWay(row.way),
        "plan": row.plan,
        "relative_percent": row.relative_percent,
        "course": Course(row.course) if row.course else None,
        "own_months": {value.month: value.value for value in row.plan_values.all()},
        "fixing": fixing_of(fixings[0]) if fixings else None,
    }


def _part(measure: Measure | None) -> PartSpec | None:
    if measure is None or measure.series is None:
        return None
    return PartSpec(series=measure.series.code, aggregation=Aggregation(measure.aggregation))


def fixing_of(row: PlanFixing) -> Fixing:
    """What was fixed, as the core wants it."""
    return Fixing(
        plan=row.plan,
        shares=tuple(None if share is None else Decimal(share) for share in row.shares),
        data_status=row.data_status,
        on=timezone.localtime(row.at).date(),
    )
