"""Measures for the tests of the workbook: one for every way of a plan, every kind of value, and every way to have none."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

from agreements.choices import Aggregation, Course, PlanWay, Rhythm, TargetKind
from agreements.domain.months import month_of, year_months
from monitoring.domain.attainment import Amendment, Fixing, assess
from monitoring.domain.sheet import MeasureSheet
from tests.monitoring import measure_sheets as sheets
from tests.monitoring.domain import worked

OWN = {month: Decimal(17300 - month.month) for month in year_months(2014)}
FIXED = Fixing(plan=Decimal("17283.5"), shares=tuple(Decimal(f"1.00{month:02}") for month in range(1, 13)))


def of(code: str, month: int = 9, figures: dict | None = None, **changes: Any) -> MeasureSheet:
    terms = replace(worked.TERMS[code], **changes)
    return assess(worked.MEASURES[code], terms, worked.data(figures), month=month_of(2014, month), today=worked.TODAY)


def older() -> dict:
    """Three prior years, each a little larger than the next."""
    figures = worked.figures()
    for found in figures.values():
        for month, each in list(found.items()):
            for back in (1, 2) if month < date(2014, 1, 1) else ():
                earlier = month.replace(year=month.year - back)
                found.setdefault(earlier, worked.figure((each.value or 0) * (100 + back * month.month) / 100))
    return figures


def gap(code: str, *months: int) -> dict:
    figures = worked.figures()
    for month in months:
        del figures[code][month_of(2014, month)]
    return figures


def zero() -> dict:
    figures = worked.figures()
    figures["ELB"] |= {month: worked.figure(0) for month in [month_of(2013, 12), *year_months(2014)]}
    return figures


def linear(code: str) -> MeasureSheet:
    return of(code, course=Course.LINEAR)


CASES: dict[str, Callable[[], tuple[MeasureSheet, ...]]] = {
    "five targets": lambda: (sheets.iq(), sheets.lzb(), sheets.llu(), sheets.u25()),
    "January": lambda: tuple(of(code, 1) for code in worked.MEASURES),
    "three prior years": lambda: tuple(of(code, figures=older()) for code in worked.MEASURES),
    "course of three years": lambda: tuple(
        of(code, figures=older(), course=Course.THREE_YEARS) for code in worked.MEASURES
    ),
    "linear": lambda: tuple(linear(code) for code in worked.MEASURES),
    "own months": lambda: tuple(of(code, course=Course.OWN_MONTHS, own_months=OWN) for code in worked.MEASURES),
    "relative": lambda: tuple(
        of(code, way=PlanWay.RELATIVE, plan=None, relative_percent=Decimal("-1.5")) for code in worked.MEASURES
    ),
    "fixed": lambda: (of("LZB", fixing=FIXED), of("IQ", fixing=replace(FIXED, plan=Decimal("20.6")))),
    "amended": lambda: (
        of("LZB", amendments=(Amendment(way=PlanWay.ABSOLUTE, plan=Decimal(17000), from_month=month_of(2014, 7)),)),
        of(
            "LLU",
            kind=TargetKind.CEILING,
            amendments=(
                Amendment(way=PlanWay.RELATIVE, relative_percent=Decimal(-2), from_month=month_of(2014, 3)),
                Amendment(way=PlanWay.RELATIVE, relative_percent=Decimal(-3), from_month=month_of(2014, 8)),
            ),
        ),
    ),
    "number and each": lambda: (sheets.kdu(),),
    "number without its figures": lambda: (sheets.kdu(without=[month_of(2014, 2)]),),
    "posts, level": lambda: (sheets.posts(["397.1"] * 9),),
    "an older value": lambda: (of("IQ", figures=gap("ELB", 7)), of("LZB", figures=gap("LZB", 6))),
    "no value": lambda: (of("IQ", figures=gap("INT", 1)), of("LZB", figures=gap("LZB", 1))),
    "denominator 0": lambda: (of("IQ", figures=zero()),),
    "no prior year": lambda: (sheets.posts([5] * 9), of("LLU", figures=worked.figures() | {"LLU": year_2014("LLU")})),
    "December": lambda: (december(),),
    "quarters": lambda: (quarters(),),
    "stocks over stocks, without factor": lambda: (stocks(),),
    "monitoring in words": lambda: (),
}


def year_2014(code: str) -> dict:
    return {month: figure for month, figure in worked.figures()[code].items() if month.year == 2014}


def december() -> MeasureSheet:
    figures = worked.figures()
    for month in (10, 11, 12):
        figures["INT"][month_of(2014, month)] = worked.figure(440 + month)
        figures["ELB"][month_of(2014, month)] = worked.figure(27200 - month)
    return assess(worked.IQ, worked.TERMS["IQ"], worked.data(figures), month=month_of(2014, 12), today=date(2015, 2, 1))


def quarters() -> MeasureSheet:
    spec = replace(worked.SERIES["LZB"], rhythm=Rhythm.QUARTERLY)
    figures = {month_of(year, month): worked.figure(year + month) for year in (2013, 2014) for month in (3, 6, 9)}
    figures[month_of(2013, 12)] = worked.figure(2030)
    terms = replace(worked.TERMS["LZB"], plan=Decimal(2020))
    return assess(
        worked.LZB, terms, worked.data({"LZB": figures}, (spec,)), month=month_of(2014, 9), today=worked.TODAY
    )


def stocks() -> MeasureSheet:
    part = replace(worked.IQ.numerator, aggregation=Aggregation.LAST)
    measure = replace(
        worked.IQ, numerator=part, denominator=replace(part, series="ELB"), lag=0, factor=Decimal(1), decimals=3
    )
    terms = replace(worked.TERMS["IQ"], course=Course.LEVEL, plan=Decimal("0.02"))
    return assess(measure, terms, worked.data(), month=month_of(2014, 9), today=worked.TODAY)
