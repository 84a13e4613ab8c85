"""What was agreed on measures, from rows to the core: specs, plan terms, and the amendments that change them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from agreements.choices import Aggregation, AgreementState, Course, Direction, PlanWay, TargetKind
from agreements.models import Measure, Series, TargetMeasure
from monitoring.domain.attainment import Amendment, Fixing, MeasureSpec, PartSpec, PlanTerms
from monitoring.models import PlanFixing

PARTS = ("measure__series", "measure__numerator__series", "measure__denominator__series", "measure__number")
Amended = tuple[int, str, str]  # original, code of the target, code of the measure


@dataclass(frozen=True)
class Terms:
    """What was agreed on one measure, with the amendments that change it."""

    row: TargetMeasure
    amendments: tuple[TargetMeasure, ...]


def with_terms() -> Prefetch:
    """The measures of targets with their series, plan values and fixings, newest fixing first: three queries."""
    rows = TargetMeasure.objects.select_related(*PARTS).order_by("position")
    return Prefetch("measures", rows.prefetch_related(*with_plans()))


def with_plans() -> tuple[str, Prefetch]:
    """Plan values and fixings of measures of targets, newest fixing first: two queries."""
    return ("plan_values", Prefetch("fixings", PlanFixing.objects.order_by("-at", "-id")))


def amendments(originals: Iterable[int]) -> dict[Amended, tuple[TargetMeasure, ...]]:
    """Rows of signed amendments of these agreements, in the order of the months they take effect."""
    rows = (
        TargetMeasure.objects.filter(
            target__agreement__amends__in=originals, target__agreement__state=AgreementState.SIGNED
        )
        .select_related("target__agreement", "measure")
        .prefetch_related(*with_plans())
        .order_by("target__agreement__effective_from")
    )
    found: dict[Amended, tuple[TargetMeasure, ...]] = defaultdict(tuple)
    for row in rows:
        key = (row.target.agreement.amends_id or 0, row.target.code, row.measure.code)
        found[key] = (*found[key], row)
    return found


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
    """What was agreed on a measure, as the core wants it; None where nothing was."""
    row = terms.row
    if row.way == PlanWay.NONE:
        return None
    return PlanTerms(
        **_promise(row),
        kind=TargetKind(kind),
        course=Course(row.course),
        direction=Direction(row.direction) if row.direction else None,
        green=row.green,
        yellow=row.yellow,
        gradual=row.gradual,
        amendments=tuple(
            Amendment(**_promise(each), from_month=each.target.agreement.effective_from)  # type: ignore[arg-type]
            for each in terms.amendments
        ),
    )


def _promise(row: TargetMeasure) -> dict[str, Any]:
    fixings = row.fixings.all()
    return {
        "way": PlanWay(row.way),
        "plan": row.plan,
        "relative_percent": row.relative_percent,
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
