"""Sheets for the tests of charts and sentences: the worked figures of worked-examples.md, assessed as the application does."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from agreements.choices import Aggregation, Course, Direction, PlanWay, TargetKind
from agreements.domain.months import add_months
from monitoring.choices import FigureStatus, ReportState
from monitoring.domain.attainment import MeasureSpec, PartSpec, PlanTerms, assess
from monitoring.domain.series import Figure, SeriesData, SeriesSpec
from monitoring.domain.sheet import MeasureSheet, ReportSheet, TargetSheet

JANUARY_2013 = date(2013, 1, 1)
# January 2013 to September 2014
INTEGRATIONS = (
    *(430, 441, 478, 470, 452, 436, 449, 421, 502, 489, 463, 409),
    *(425, 450, 486, 455, 470, 441, 452, 430, 515),
)
ELB = (
    *(27410, 27480, 27520, 27490, 27430, 27380, 27350, 27300, 27260, 27210, 27190, 27240),
    *(27330, 27390, 27420, 27400, 27350, 27310, 27290, 27250, 27230),
)
LZB = (
    *(17602, 17590, 17571, 17560, 17548, 17530, 17521, 17509, 17498, 17482, 17470, 17461),
    *(17452, 17440, 17421, 17395, 17380, 17366, 17351, 17340, 17322),
)
LLU_CENTS = (
    *(771234510, 769811255, 770198820, 768900100, 765432199, 764007745, 761120010, 759834567, 758001234),
    *(756600180, 754987025, 756123456, 758012345, 757100210, 756988000, 755043177, 754800120, 753900405),
    *(752187790, 751834066, 750211008),
)
TODAY = date(2014, 10, 20)
SEPTEMBER = date(2014, 9, 1)
POSTS = SeriesSpec(code="POSTEN", name="besetzte Stellen", unit="VZA", decimals=2)
U25 = SeriesSpec(code="INT_U25", name="Integrationen U 25", unit="Anzahl")


def series(
    spec: SeriesSpec, figures: Sequence[Any], first: date = JANUARY_2013, missing: Sequence[date] = ()
) -> SeriesData:
    """Figures month by month; None and the months of `missing` are left out. Until June 2014 they are final."""
    found = {add_months(first, step): figure for step, figure in enumerate(figures) if figure is not None}
    return SeriesData(
        spec=spec,
        figures={
            month: Figure(
                value=Decimal(figure),
                status=FigureStatus.FINAL if month <= date(2014, 6, 1) else FigureStatus.PROVISIONAL,
            )
            for month, figure in found.items()
            if month not in missing
        },
    )


def terms(kind: TargetKind, direction: Direction | None, plan: str, course: Course = Course.PRIOR_YEAR) -> PlanTerms:
    return PlanTerms(kind=kind, direction=direction, course=course, way=PlanWay.ABSOLUTE, plan=Decimal(plan))


def iq(month: date = SEPTEMBER, *, missing: Sequence[date] = (), today: date = TODAY, **changes: Any) -> MeasureSheet:
    measure = MeasureSpec(
        code="iq",
        name="Integrationsquote",
        unit="%",
        decimals=1,
        aggregation=Aggregation.RATIO,
        numerator=PartSpec(series="INT", aggregation=Aggregation.SUM),
        denominator=PartSpec(series="ELB", aggregation=Aggregation.MEAN),
        lag=1,
        factor=Decimal(100),
    )
    data = {
        "INT": series(SeriesSpec(code="INT", name="Integrationen", unit="Anzahl"), INTEGRATIONS),
        "ELB": series(
            SeriesSpec(code="ELB", name="Bestand eLb", unit="Personen"), (27350, *ELB), date(2012, 12, 1), missing
        ),
    }
    return made(measure, terms(TargetKind.STEERING, Direction.AT_LEAST, "20.6"), data, month, today, changes)


def lzb(
    month: date = SEPTEMBER,
    *,
    missing: Sequence[date] = (),
    figures: Sequence[Any] = LZB,
    **changes: Any,
) -> MeasureSheet:
    measure = MeasureSpec(
        code="lzb", name="Bestand LZB", unit="Personen", decimals=0, aggregation=Aggregation.MEAN, series="LZB"
    )
    data = {"LZB": series(SeriesSpec(code="LZB", name="Bestand LZB", unit="Personen"), figures, missing=missing)}
    return made(measure, terms(TargetKind.STEERING, Direction.AT_MOST, "17283"), data, month, TODAY, changes)


def llu(month: date = SEPTEMBER, **changes: Any) -> MeasureSheet:
    measure = MeasureSpec(
        code="llu",
        name="Leistungen zum Lebensunterhalt",
        unit="€",
        decimals=2,
        aggregation=Aggregation.SUM,
        series="LLU",
    )
    data = {
        "LLU": series(
            SeriesSpec(code="LLU", name="LLU", unit="€", decimals=2), [Decimal(cents) / 100 for cents in LLU_CENTS]
        )
    }
    return made(measure, terms(TargetKind.MONITORING, None, "90295768"), data, month, TODAY, changes)


def u25(
    month: date = SEPTEMBER, plan: str = "1132", *, before: Sequence[Sequence[int]] = (), **changes: Any
) -> MeasureSheet:
    """`before` holds the years before 2013, oldest first."""
    measure = MeasureSpec(
        code="u25",
        name="Integration Jugendlicher (U 25)",
        unit="Anzahl",
        decimals=0,
        aggregation=Aggregation.SUM,
        series="INT_U25",
    )
    figures = [figure // 5 for figure in INTEGRATIONS[:12]] + [figure // 5 + 1 for figure in INTEGRATIONS[12:]]
    return made(
        measure,
        terms(TargetKind.STEERING, Direction.AT_LEAST, plan),
        {"INT_U25": series(U25, [*itertools.chain(*before), *figures], date(2013 - len(before), 1, 1))},
        month,
        TODAY,
        changes,
    )


def posts(figures: Sequence[Any], month: date = SEPTEMBER, **changes: Any) -> MeasureSheet:
    """Staffing: 405,93 VZA, figures from January 2014 on."""
    measure = MeasureSpec(
        code="vza", name="Personal", unit="VZA", decimals=2, aggregation=Aggregation.LAST, series="POSTEN"
    )
    data = {"POSTEN": series(POSTS, figures, date(2014, 1, 1))}
    plan = terms(TargetKind.STAFFING, Direction.AT_LEAST, "405.93", Course.LEVEL)
    return made(measure, plan, data, month, TODAY, changes)


def kdu(month: date = SEPTEMBER, *, without: Sequence[date] = (), zero: bool = False, **changes: Any) -> MeasureSheet:
    """Housing costs explained by the number of Bedarfsgemeinschaften; `without` are months that lack their number."""
    measure = MeasureSpec(
        code="kdu",
        name="Kosten der Unterkunft",
        unit="€",
        decimals=0,
        aggregation=Aggregation.SUM,
        series="KDU",
        number="BG",
    )
    amounts = [Decimal(9_850_000 + 6_000 * step) + Decimal(step) / 100 for step in range(21)]
    numbers = [0 if zero else 20_400 - 7 * step for step in range(21)]
    data = {
        "KDU": series(SeriesSpec(code="KDU", name="Leistungen für Unterkunft (KdU)", unit="€", decimals=2), amounts),
        "BG": series(SeriesSpec(code="BG", name="Bedarfsgemeinschaften", unit="Anzahl"), numbers, missing=without),
    }
    plan = PlanTerms(
        kind=TargetKind.CHANGE,
        direction=Direction.AT_MOST,
        course=Course.PRIOR_YEAR,
        way=PlanWay.RELATIVE,
        relative_percent=Decimal(0),
    )
    return made(measure, plan, data, month, TODAY, changes)


def made(
    measure: MeasureSpec,
    plan: PlanTerms | None,
    data: Mapping[str, SeriesData],
    month: date,
    today: date,
    changes: dict[str, Any],
) -> MeasureSheet:
    """Assessed, with single fields of the sheet changed afterwards."""
    return replace(assess(measure, plan, data, month=month, today=today), **changes)


def target(measure: MeasureSheet | None, title: str = "", kind: TargetKind = TargetKind.STEERING) -> TargetSheet:
    return TargetSheet(
        code=measure.code if measure else "wort",
        title=title or (measure.name if measure else "Wort"),
        description="",
        kind=kind,
        sphere="ba",
        section="II",
        position=1,
        measures=(measure,) if measure else (),
        comment=None,
        previous_comment=None,
    )


def report(*targets: TargetSheet) -> ReportSheet:
    return ReportSheet(
        agreement="me-2014",
        title="Zielvereinbarung 2014",
        jobcenter="Jobcenter ME-aktiv",
        parties=(),
        month=SEPTEMBER,
        number=1,
        state=ReportState.OPEN,
        previous=None,
        fingerprint=None,
        fictitious=True,
        as_of_day=TODAY,
        targets=targets,
    )
