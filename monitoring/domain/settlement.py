"""Zielabrechnung as a sheet: per target plan, result and verdict, per duty what was reported, and what an endgültige still lacks."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date

from agreements.choices import MeasureRole, TargetKind
from agreements.domain.months import month_of
from agreements.domain.sheet import DutySheet
from monitoring.choices import AttainmentStatus, DutyState, FigureStatus, SettlementKind, Verdict
from monitoring.domain.sheet import Gap, MeasureSheet

SETTLED_FIGURES = frozenset({FigureStatus.FINAL, FigureStatus.REVISED})


@dataclass(frozen=True, kw_only=True)
class Settled:
    """One measure at December; the sheet of the measure without what a settlement does not show."""

    measure: MeasureSheet
    verdict: Verdict


@dataclass(frozen=True, kw_only=True)
class Obstacle:
    """Why a settlement cannot be final yet, for one measure."""

    target: str  # code
    title: str
    measure: str  # name
    kind: str  # "figures" (no December value), "provisional", "prior_year" (plan not fixed, its figures not final), "plan"
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, kw_only=True)
class DutyReply:
    """What the other side said to a report: accepted, or asked back."""

    accepted: bool
    text: str
    party: str
    by: str
    on: date


@dataclass(frozen=True, kw_only=True)
class DutyReport:
    """The newest report on a duty."""

    number: int
    state: DutyState
    text: str
    party: str
    by: str
    on: date
    new_due: date | None
    link: str
    evidence: str  # name of the file, "" without one
    answer: DutyReply | None = None  # of the other side, the newest


@dataclass(frozen=True, kw_only=True)
class DutyResult:
    """One duty in force and what became of it; without report nobody said anything."""

    number: int
    position: int  # among the duties of its target
    duty: DutySheet
    report: DutyReport | None

    @property
    def is_done(self) -> bool:
        """Only what was reported as erfüllt."""
        return self.report is not None and self.report.state == DutyState.DONE


@dataclass(frozen=True, kw_only=True)
class SettledTarget:
    """One target with results and duties. `accepted` is what readers get who do not read the MBZ: the last accepted one."""

    code: str
    title: str
    section: str
    kind: TargetKind
    sphere: str
    position: int
    in_mbz: bool
    city_duty: bool
    results: tuple[Settled, ...]
    duties: tuple[DutyResult, ...]
    comment: str = ""  # of the December MBZ, once it was released
    comment_by: str = ""
    accepted: tuple[Settled, ...] = ()
    accepted_month: date | None = None
    withheld: bool = False  # there are results, but not for this reader
    reported: date | None = None  # month of the accepted MBZ whose results stand here
    obstacles: tuple[Obstacle, ...] = ()


@dataclass(frozen=True, kw_only=True)
class SettlementSheet:
    """One settlement of one agreement, as it stands on a day or as it was frozen."""

    agreement: str  # key
    title: str
    jobcenter: str
    parties: tuple[str, ...]
    year: int
    kind: SettlementKind
    fictitious: bool
    as_of_day: date
    by: str  # who settled; "" for one that nobody settled yet
    targets: tuple[SettledTarget, ...]
    excerpt: bool = False  # something was left out for its reader
    fingerprint: str | None = None

    @property
    def lines(self) -> tuple[tuple[SettledTarget, Settled], ...]:
        """The results of targets: leading measures with a plan; what is observed, davon and shown stands apart."""
        return tuple((t, each) for t in self.targets for each in t.results if is_target(each.measure))

    @property
    def others(self) -> tuple[tuple[SettledTarget, Settled], ...]:
        """The other results."""
        return tuple((t, each) for t in self.targets for each in t.results if not is_target(each.measure))

    @property
    def withheld(self) -> tuple[SettledTarget, ...]:
        """Targets of which this reader sees no result."""
        return tuple(target for target in self.targets if target.withheld)

    @property
    def duties(self) -> tuple[tuple[SettledTarget, DutyResult], ...]:
        """All duties with their targets."""
        return tuple((target, duty) for target in self.targets for duty in target.duties)

    @property
    def obstacles(self) -> tuple[Obstacle, ...]:
        """Everything that an endgültige settlement still lacks; empty: it is possible."""
        return tuple(obstacle for target in self.targets for obstacle in target.obstacles)

    def count(self, verdict: Verdict) -> int:
        """Results of targets with that verdict."""
        return sum(each.verdict == verdict for _, each in self.lines)

    @property
    def duties_done(self) -> int:
        """How many duties are erfüllt."""
        return sum(duty.is_done for _, duty in self.duties)


def provisional_from(year: int) -> date:
    """The first day of a vorläufige settlement: February of the next year."""
    return month_of(year + 1, 2)


def is_target(measure: MeasureSheet) -> bool:
    """A leading measure with a plan that is no mere forecast: what a settlement must answer for."""
    return measure.role == MeasureRole.LEADING and not measure.observed and measure.course is not None


def settle(measure: MeasureSheet) -> Settled:
    """The measure with its verdict, without chart, workings and outlook.

    "Erreicht" and "nicht erreicht" need the final December value and a plan that no longer moves: a plan that follows
    the prior year is sure only with final figures of the prior year, or once it is fixed (unsere Lesart).
    """
    slim = replace(measure, points=(), components=(), workings=None, needed=None, projection=None, explanation=())
    return Settled(measure=slim, verdict=_verdict(measure))


def obstacles(code: str, title: str, measures: Iterable[MeasureSheet]) -> tuple[Obstacle, ...]:
    """What keeps the results of one target from being final; at most one a measure, the first that applies."""
    return tuple(
        Obstacle(target=code, title=title, measure=measure.name, kind=kind, gaps=gaps)
        for measure in measures
        if is_target(measure)
        for kind, gaps in _lacks(measure)
    )


def for_reader(sheet: SettlementSheet, *, reads_mbz: bool, exact: bool) -> SettlementSheet:
    """The sheet for its reader (domain.md §7).

    Who does not read the MBZ gets its targets as the last accepted report says, and no comments. Who has no exact right
    gets no measures of targets with city duty, as in the municipal report.
    """
    if reads_mbz and exact:
        return sheet
    targets = tuple(_cut(target, reads_mbz=reads_mbz, exact=exact) for target in sheet.targets)
    return replace(sheet, targets=targets, excerpt=targets != sheet.targets)


def _cut(target: SettledTarget, *, reads_mbz: bool, exact: bool) -> SettledTarget:
    if target.in_mbz and not reads_mbz:
        return replace(
            target,
            results=target.accepted,
            reported=target.accepted_month,
            withheld=bool(target.results) and not target.accepted,
            comment="",
            comment_by="",
            obstacles=(),
        )
    if target.city_duty and not exact and target.results:
        return replace(target, results=(), withheld=True, obstacles=())
    return target


def _verdict(measure: MeasureSheet) -> Verdict:
    if measure.observed:
        return Verdict.OBSERVED
    if measure.actual is None:
        return Verdict.NO_VALUE
    if measure.status is None:
        return Verdict.UNJUDGED
    if not measure.final or _moves(measure):
        return Verdict.PROVISIONAL
    return Verdict.REACHED if measure.status == AttainmentStatus.GREEN else Verdict.MISSED


def _lacks(measure: MeasureSheet) -> tuple[tuple[str, tuple[Gap, ...]], ...]:
    december = month_of(measure.month.year, 12)
    if measure.as_of != december or measure.actual is None:
        return (("figures", measure.gaps),)
    if not measure.final:
        return (("provisional", ()),)
    if measure.plan is None:
        return (("plan", measure.plan_missing),)
    return (("prior_year", ()),) if _moves(measure) else ()


def _moves(measure: MeasureSheet) -> bool:
    """The plan follows figures of earlier years of which one may still change."""
    if measure.plan_fixed or measure.workings is None:
        return False
    return any(
        figure.status is not None and figure.status not in SETTLED_FIGURES
        for each in measure.workings.inputs
        for figure in each.figures
        if figure.month.year < measure.month.year
    )
