"""The plan to date S(m): annual plan, course through the year, fixing and amendments (domain.md §4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from agreements.choices import Aggregation, Course, Direction, PlanWay, TargetKind
from agreements.domain.courses import course_fits
from agreements.domain.months import add_months, month_of, year_months
from agreements.domain.numbers import round_half_up, to_decimal
from monitoring.domain.attainment.measure import MEAN, MeasureSpec
from monitoring.domain.attainment.values import Values
from monitoring.domain.sheet import Gap

FIXED_PLACES = 4  # a plan that is fixed has as many as one that is agreed
COURSE_YEARS = {Course.PRIOR_YEAR: 1, Course.THREE_YEARS: 3}  # prior years a course follows


@dataclass(frozen=True, kw_only=True)
class Fixing:
    """What was fixed ("festgeschrieben"): P and, where the course follows prior years, its twelve shares of P."""

    plan: Decimal
    shares: tuple[Decimal | None, ...] = ()  # January to December; None where the rhythm has no figure
    data_status: str = ""  # of the figures it was fixed on, in words
    on: date | None = None


@dataclass(frozen=True, kw_only=True)
class Promise:
    """The annual plan as promised: P itself, or r % to the prior year; own months by their first day.

    `course` is None only without plan.
    """

    way: PlanWay = PlanWay.NONE
    course: Course | None = None
    plan: Decimal | None = None
    relative_percent: Decimal | None = None
    own_months: Mapping[date, Decimal] = field(default_factory=dict)
    fixing: Fixing | None = None


@dataclass(frozen=True, kw_only=True)
class Amendment(Promise):
    """A Nachtrag: this promise instead of the one before, for the whole value to date from a month on.

    Without a course of its own it follows that of the original.
    """

    from_month: date


@dataclass(frozen=True, kw_only=True)
class PlanTerms(Promise):
    """All that was agreed on a measure of a target. Direction and thresholds are those in force for the whole year."""

    kind: TargetKind = TargetKind.STEERING
    direction: Direction | None = None
    green: Decimal = Decimal(0)  # thresholds g and y in percent
    yellow: Decimal = Decimal(2)
    gradual: bool = False  # "sukzessive": red only at year end, yellow before
    amendments: tuple[Amendment, ...] = ()

    @property
    def observed(self) -> bool:
        """Monitoring: no status, no "noch nötig"."""
        return self.kind == TargetKind.MONITORING

    @property
    def changes(self) -> tuple[date, ...]:
        """The months from which an amendment changes the plan, in order; one that repeats it changes nothing."""
        found, before = [], self.in_force(date.min)
        for month in sorted({amendment.from_month for amendment in self.amendments}):
            now = self.in_force(month)
            if _promised(now) != _promised(before):
                found.append(month)
            before = now
        return tuple(found)

    def in_force(self, month: date) -> Promise:
        """The promise that holds in a month."""
        amended = [amendment for amendment in self.amendments if amendment.from_month <= month]
        if not amended:
            return self
        latest = sorted(amended, key=lambda amendment: amendment.from_month)[-1]  # of one month, the last one signed
        return replace(latest, course=latest.course or self.course)


@dataclass(frozen=True, kw_only=True)
class PlanToDate:
    """P and S(m), and the prior-year figures without which one of them does not exist."""

    annual: Fraction | None = None
    to_date: Fraction | None = None
    missing: tuple[Gap, ...] = ()


def course_allowed(measure: MeasureSpec, course: Course, kind: TargetKind) -> bool:
    """Which way of the plan fits which measure, by the table of domain.md §4."""
    return course_fits(measure.form, course, kind)


def check_terms(measure: MeasureSpec, terms: PlanTerms) -> None:
    """Refuse terms that cannot be computed, rather than guess: ValueError with a German sentence."""
    for promise in (terms, *terms.amendments):
        if promise.way == PlanWay.ABSOLUTE and promise.plan is None:
            raise ValueError(f"{measure.code}: Der Planwert fehlt.")
        if promise.way == PlanWay.RELATIVE and promise.relative_percent is None:
            raise ValueError(f"{measure.code}: Die Veränderung zum Vorjahr in Prozent fehlt.")
        course = promise.course or terms.course
        if promise.fixing and course in COURSE_YEARS and len(promise.fixing.shares) != 12:
            raise ValueError(f"{measure.code}: Zur Festschreibung gehören zwölf Anteile am Jahresplan.")
        if promise.way == PlanWay.NONE:
            continue
        if course is None:
            raise ValueError(f"{measure.code}: Der Planverlauf fehlt.")
        if not course_allowed(measure, course, terms.kind):
            raise ValueError(f"{measure.code}: Der Planverlauf „{course.label}“ passt nicht zu dieser Messgröße.")


def has_status(measure: MeasureSpec, terms: PlanTerms | None, month: date) -> bool:
    """Whether the plan of a month is judged at all: not for monitoring, duties, staffing and without plan or direction.

    Staffing means the posts themselves; a RATIO of a staffing target, like the share of temporary posts with its
    ceiling, is judged (unsere Lesart).
    """
    if terms is None or terms.direction is None or terms.in_force(month).way == PlanWay.NONE:
        return False
    posts = terms.kind == TargetKind.STAFFING and measure.aggregation != Aggregation.RATIO
    return not posts and terms.kind not in {TargetKind.MONITORING, TargetKind.DUTY}


def plan_to_date(terms: PlanTerms | None, values: Values, month: date) -> PlanToDate:
    """P and S(m) in the unit of the measure, with the promise that is in force in that month."""
    if terms is None:
        return PlanToDate()
    promise = terms.in_force(month)
    annual, missing = _annual(promise, values, month)
    if annual is None or promise.course is None:
        return PlanToDate(annual=annual, missing=missing)
    if promise.course == Course.OWN_MONTHS:
        return PlanToDate(annual=annual, to_date=_own_months(promise, values, month))
    share, missing = _share(promise.course, promise.fixing, values, month)
    return PlanToDate(annual=annual, to_date=None if share is None else annual * share, missing=missing)


def propose_fixing(terms: PlanTerms, values: Values, month: date) -> Fixing | None:
    """P and course as today's prior-year figures give them, to be fixed for the promise in force; None without P.

    P is rounded to the places of an agreed plan (unsere Lesart), so that what is fixed is what is stored.
    """
    promise = replace(terms.in_force(month), fixing=None)
    annual, _ = _annual(promise, values, month)
    if annual is None:
        return None
    shares: tuple[Decimal | None, ...] = ()
    if promise.course in COURSE_YEARS:
        found = [_share(promise.course, None, values, each)[0] for each in year_months(month.year)]
        shares = tuple(None if share is None else to_decimal(share) for share in found)
    return Fixing(plan=round_half_up(to_decimal(annual), FIXED_PLACES), shares=shares)


def own_months_difference(terms: PlanTerms | None, values: Values, month: date) -> Fraction | None:
    """Total of the own months of a SUM minus P; None where they agree."""
    promise = terms.in_force(month) if terms else None
    if promise is None or promise.course != Course.OWN_MONTHS or values.measure.aggregation != Aggregation.SUM:
        return None
    annual, _ = _annual(promise, values, month)
    if annual is None:
        return None
    return sum((Fraction(amount) for amount in promise.own_months.values()), Fraction(0)) - annual or None


def follows_prior_year(terms: PlanTerms, month: date) -> bool:
    """Whether P or course still move with the prior year's figures ("vorläufig")."""
    promise = terms.in_force(month)
    if promise.fixing is not None or promise.way == PlanWay.NONE:
        return False
    return promise.way == PlanWay.RELATIVE or promise.course in COURSE_YEARS


def _promised(promise: Promise) -> tuple[object, ...]:
    return (promise.way, promise.plan, promise.relative_percent, promise.course, promise.own_months)


def _annual(promise: Promise, values: Values, month: date) -> tuple[Fraction | None, tuple[Gap, ...]]:
    if promise.fixing is not None:
        return Fraction(promise.fixing.plan), ()
    if promise.way == PlanWay.ABSOLUTE and promise.plan is not None:
        return Fraction(promise.plan), ()
    if promise.way == PlanWay.RELATIVE and promise.relative_percent is not None:
        total = values.to_date(month_of(month.year - 1, 12))
        if total.value is None:
            return None, total.gaps
        return total.value * (1 + Fraction(promise.relative_percent) / 100), ()
    return None, ()


def own_months_needed(values: Values, month: date) -> tuple[date, ...]:
    """Whose own amounts S(month) consists of: all to date, for LAST and RATIO the last one alone."""
    months = values.months(0, month_of(month.year, 1), month)
    return months[-1:] if values.measure.aggregation in {Aggregation.LAST, Aggregation.RATIO} else months


def _own_months(promise: Promise, values: Values, month: date) -> Fraction | None:
    months = own_months_needed(values, month)
    given = [Fraction(promise.own_months[each]) for each in months if each in promise.own_months]
    if not given or len(given) < len(months):
        return None
    total = sum(given, Fraction(0))
    return total / len(given) if values.measure.aggregation == Aggregation.MEAN else total


def _share(
    course: Course, fixing: Fixing | None, values: Values, month: date
) -> tuple[Fraction | None, tuple[Gap, ...]]:
    """S(m)/P."""
    if course == Course.LEVEL:
        return Fraction(1), ()
    if course == Course.LINEAR:
        return (Fraction(1) if values.measure.form == MEAN else Fraction(month.month, 12)), ()
    if fixing is not None:
        share = fixing.shares[month.month - 1]
        return (None if share is None else Fraction(share)), ()
    return _prior_share(COURSE_YEARS[course], values, month)


def _prior_share(years: int, values: Values, month: date) -> tuple[Fraction | None, tuple[Gap, ...]]:
    """V(m)/V(12), or its mean over several prior years, all of which must be there."""
    shares: list[Fraction] = []
    gaps: list[Gap] = []
    for back in range(1, years + 1):
        now = values.to_date(add_months(month, -12 * back))
        year = values.to_date(month_of(month.year - back, 12))
        gaps += [*now.gaps, *year.gaps]
        if now.value is not None and year.value:
            shares.append(now.value / year.value)
    if len(shares) < years:
        return None, tuple(dict.fromkeys(gaps))
    return sum(shares, Fraction(0)) / years, ()
