"""One or two short series, a measure of them and its sheet: what the rules of the core are tested on."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from agreements.choices import Aggregation, Course, Direction, PlanWay, TargetKind
from agreements.domain.months import month_of, year_months
from monitoring.domain.attainment import MeasureSpec, PartSpec, PlanTerms, assess
from monitoring.domain.series import Figure, SeriesData, SeriesSpec
from monitoring.domain.sheet import MeasureSheet
from tests.monitoring.domain import worked
from tests.monitoring.domain.worked import figure

SUM, MEAN, LAST, RATIO = Aggregation.SUM, Aggregation.MEAN, Aggregation.LAST, Aggregation.RATIO
SPEC = SeriesSpec(code="X", name="Kontakte", unit="Anzahl")
BASE = SeriesSpec(code="Y", name="Kunden", unit="Personen")
Figures = dict[date, Figure]


def measure(*form: Aggregation) -> MeasureSpec:
    if len(form) == 1:
        return MeasureSpec(code="M", name="M", unit="Anzahl", decimals=0, aggregation=form[0], series="X")
    top, bottom = form
    return MeasureSpec(
        code="M",
        name="M",
        unit="Kontakte",
        decimals=1,
        aggregation=RATIO,
        numerator=PartSpec(series="X", aggregation=top),
        denominator=PartSpec(series="Y", aggregation=bottom),
    )


def flat(value: int, *years: int, until: int = 12) -> Figures:
    return {month: figure(value) for year in years for month in year_months(year)[:until]}


def sheet(
    spec: MeasureSpec,
    x: Figures,
    *,
    plan: int | None = None,
    direction: Direction = Direction.AT_LEAST,
    course: Course = Course.LINEAR,
    kind: TargetKind = TargetKind.STEERING,
    month: int = 9,
    today: date = worked.TODAY,
) -> MeasureSheet:
    terms = None
    if plan is not None:
        terms = PlanTerms(way=PlanWay.ABSOLUTE, plan=Decimal(plan), direction=direction, course=course, kind=kind)
    data = {
        "X": SeriesData(spec=SPEC, figures=x),
        "Y": SeriesData(spec=BASE, figures=flat(50, 2012, 2013) | flat(50, 2014, until=10)),
    }
    return assess(spec, terms, data, month=month_of(2014, month), today=today)
