"""The settlement: verdicts on December values, what keeps it from being final, and what each reader gets of it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from agreements.choices import Course, Direction, DutyRhythm, MeasureRole, PlanWay, TargetKind
from agreements.domain.months import month_of, year_months
from agreements.domain.sheet import DutySheet
from monitoring.choices import DutyState, FigureStatus, SettlementKind, Verdict
from monitoring.domain.attainment import PlanTerms, assess
from monitoring.domain.settlement import (
    DutyReport,
    DutyResult,
    SettledTarget,
    SettlementSheet,
    for_reader,
    is_target,
    obstacles,
    provisional_from,
    settle,
)
from monitoring.domain.sheet import MeasureSheet
from tests.monitoring.domain import worked
from tests.monitoring.domain.worked import figure

FINAL, PROVISIONAL = FigureStatus.FINAL, FigureStatus.PROVISIONAL
RISING = PlanTerms(
    way=PlanWay.RELATIVE, course=Course.PRIOR_YEAR, relative_percent=Decimal(5), direction=Direction.AT_MOST
)
GIVEN = PlanTerms(way=PlanWay.ABSOLUTE, course=Course.LINEAR, plan=Decimal(17400), direction=Direction.AT_MOST)


def lzb(
    *, months: int = 12, status: FigureStatus = FINAL, before: FigureStatus = FINAL, terms: PlanTerms = GIVEN
) -> MeasureSheet:
    """The worked LZB, its year carried on with 17.400 a month."""
    given = worked.figures()["LZB"]
    figures = {month: replace(each, status=before) for month, each in given.items() if month.year == 2013}
    for month in year_months(2014)[:months]:
        figures[month] = figure(17400, status)
    data = worked.data({"LZB": figures})
    return assess(worked.LZB, terms, data, month=month_of(2014, 12), today=date(2015, 4, 1))


def worked_2013(plan: str) -> MeasureSheet:
    """Integrationsquote of 2013, 19,880013 % by worked-examples.md, against a plan."""
    terms = replace(worked.TERMS["IQ"], plan=Decimal(plan), course=Course.LINEAR)
    return assess(worked.IQ, terms, worked.data(), month=month_of(2013, 12), today=date(2014, 4, 1))


@pytest.mark.parametrize(
    ("plan", "verdict", "deviation"),
    [("19.88", Verdict.REACHED, "0.000013"), ("19.9", Verdict.MISSED, "-0.019987"), ("20.6", Verdict.MISSED, None)],
)
def test_the_worked_december_of_2013(plan: str, verdict: Verdict, deviation: str | None) -> None:
    settled = settle(worked_2013(plan))
    assert settled.verdict == verdict
    assert settled.measure.actual is not None
    assert round(settled.measure.actual, 6) == Decimal("19.880013")
    if deviation is not None:
        assert settled.measure.deviation is not None
        assert round(settled.measure.deviation, 6) == Decimal(deviation)


@pytest.mark.parametrize(
    ("sheet", "verdict", "lacking"),
    [
        (lzb(), Verdict.REACHED, []),
        (lzb(status=FigureStatus.REVISED), Verdict.REACHED, []),
        (lzb(terms=replace(GIVEN, plan=Decimal(17283))), Verdict.MISSED, []),
        (lzb(status=PROVISIONAL), Verdict.PROVISIONAL, ["provisional"]),
        (lzb(months=11), Verdict.PROVISIONAL, ["figures"]),
        (lzb(months=0), Verdict.NO_VALUE, ["figures"]),
        (lzb(terms=RISING), Verdict.REACHED, []),
        (lzb(terms=RISING, before=PROVISIONAL), Verdict.PROVISIONAL, ["prior_year"]),
        (lzb(terms=replace(GIVEN, way=PlanWay.RELATIVE, relative_percent=Decimal(-1))), Verdict.MISSED, []),
        (lzb(terms=replace(GIVEN, kind=TargetKind.MONITORING)), Verdict.OBSERVED, []),
        (lzb(terms=replace(GIVEN, direction=None)), Verdict.UNJUDGED, []),
        (worked_2013("0"), Verdict.UNJUDGED, []),
    ],
    ids=[
        "reached",
        "revised",
        "missed",
        "provisional",
        "until November",
        "nothing",
        "prior year final",
        "prior year moves",
        "relative and linear",
        "observed",
        "without direction",
        "plan 0",
    ],
)
def test_verdict_and_what_a_final_settlement_lacks(sheet: MeasureSheet, verdict: Verdict, lacking: list[str]) -> None:
    assert settle(sheet).verdict == verdict
    assert [each.kind for each in obstacles("lzb", "LZB", [sheet])] == lacking


def test_a_plan_that_cannot_be_computed_is_named_with_its_gaps() -> None:
    figures = worked.figures()["LZB"] | {month: figure(17400) for month in year_months(2014)}
    del figures[month_of(2013, 3)]
    sheet = assess(worked.LZB, RISING, worked.data({"LZB": figures}), month=month_of(2014, 12), today=date(2015, 4, 1))
    (lacking,) = obstacles("lzb", "LZB", [sheet])
    assert (lacking.kind, [gap.month for gap in lacking.gaps]) == ("plan", [month_of(2013, 3)])
    assert settle(sheet).verdict == Verdict.UNJUDGED


def test_what_a_settlement_does_not_show_is_left_out() -> None:
    slim = settle(lzb()).measure
    assert (slim.points, slim.components, slim.workings, slim.needed, slim.projection) == ((), (), None, None, None)
    assert slim.explanation == ()
    assert settle(slim).verdict == Verdict.REACHED


def test_only_leading_measures_with_a_plan_are_answered_for() -> None:
    assert is_target(lzb())
    assert not is_target(replace(lzb(), role=MeasureRole.SHOWN))
    assert not is_target(replace(lzb(), observed=True))
    assert not is_target(replace(lzb(), course=None))
    assert obstacles("lzb", "LZB", [replace(lzb(months=1), role=MeasureRole.PART)]) == ()


def test_the_first_day_of_a_provisional_settlement() -> None:
    assert provisional_from(2014) == date(2015, 2, 1)


def duty(number: int, state: DutyState | None) -> DutyResult:
    promise = DutySheet(
        title="Konzept",
        sentence="Der Kreis erarbeitet ein Konzept.",
        responsible=("Kreis",),
        with_whom="",
        rhythm=DutyRhythm.ONGOING,
        due=None,
        due_reading=False,
    )
    report = DutyReport(
        number=1, state=state or DutyState.OPEN, text="", party="Kreis", by="K", on=date(2015, 1, 9), new_due=None,
        link="", evidence="",
    )  # fmt: skip
    return DutyResult(number=number, position=number, duty=promise, report=report if state else None)


def target(code: str, *measures: MeasureSheet, **changes: object) -> SettledTarget:
    base = SettledTarget(
        code=code,
        title=code.upper(),
        section="II",
        kind=TargetKind.STEERING,
        sphere="BA",
        position=1,
        in_mbz=False,
        city_duty=False,
        results=tuple(settle(each) for each in measures),
        duties=(),
        obstacles=obstacles(code, code.upper(), measures),
    )
    return replace(base, **changes)  # type: ignore[arg-type]


def sheet_of(*targets: SettledTarget) -> SettlementSheet:
    return SettlementSheet(
        agreement="me-2014",
        title="Zielvereinbarung 2014",
        jobcenter="Jobcenter",
        parties=(),
        year=2014,
        kind=SettlementKind.PROVISIONAL,
        fictitious=True,
        as_of_day=date(2015, 2, 20),
        by="",
        targets=targets,
    )


MBZ = target("lzb", lzb(months=11), in_mbz=True, comment="Text", comment_by="J")
ACCEPTED = replace(MBZ, accepted=(settle(lzb(months=9)),), accepted_month=month_of(2014, 9))
CITY = target("sucht", lzb(months=11), city_duty=True)
OPEN = target("kdu", lzb(), replace(lzb(), observed=True), duties=(duty(1, DutyState.DONE), duty(2, DutyState.PARTLY)))
WORDS = target("wort", city_duty=True, duties=(duty(3, None),))


def test_the_sheet_counts_results_and_duties() -> None:
    sheet = sheet_of(MBZ, OPEN, WORDS)
    assert [(t.code, each.verdict) for t, each in sheet.lines] == [
        ("lzb", Verdict.PROVISIONAL),
        ("kdu", Verdict.REACHED),
    ]
    assert [t.code for t, _ in sheet.others] == ["kdu"]
    assert (sheet.count(Verdict.REACHED), sheet.count(Verdict.MISSED), sheet.duties_done) == (1, 0, 1)
    assert [each.number for _, each in sheet.duties] == [1, 2, 3]
    assert [each.kind for each in sheet.obstacles] == ["figures"]


def test_whoever_reads_everything_gets_the_sheet_itself() -> None:
    sheet = sheet_of(ACCEPTED, CITY, OPEN, WORDS)
    assert for_reader(sheet, reads_mbz=True, exact=True) is sheet


def test_who_does_not_read_the_mbz_gets_its_targets_as_last_accepted() -> None:
    cut = for_reader(sheet_of(ACCEPTED, MBZ, CITY, OPEN), reads_mbz=False, exact=True)
    accepted, withheld, city, whole = cut.targets
    assert (accepted.results, accepted.reported, accepted.withheld) == (ACCEPTED.accepted, month_of(2014, 9), False)
    assert (withheld.results, withheld.reported, withheld.withheld) == ((), None, True)
    assert {(t.comment, t.comment_by, t.obstacles) for t in (accepted, withheld)} == {("", "", ())}
    assert (city, whole) == (CITY, OPEN)
    assert cut.excerpt
    assert cut.withheld == (withheld,)


def test_who_has_no_exact_right_gets_no_measures_of_targets_with_city_duty() -> None:
    cut = for_reader(sheet_of(ACCEPTED, CITY, OPEN, WORDS), reads_mbz=True, exact=False)
    assert cut.targets == (ACCEPTED, replace(CITY, results=(), withheld=True, obstacles=()), OPEN, WORDS)
    assert cut.excerpt
    assert not for_reader(sheet_of(OPEN, WORDS), reads_mbz=True, exact=False).excerpt
