"""What a plan and its course would be by today's prior-year figures, ready to be fixed, and whether that differs from what is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements.choices import PlanWay
from agreements.domain.months import month_of, year_months
from agreements.domain.numbers import to_decimal
from monitoring.choices import FigureStatus
from monitoring.domain.attainment import (
    COURSE_YEARS,
    Fixing,
    MeasureSpec,
    PlanTerms,
    Promise,
    Values,
    plan_to_date,
    propose_fixing,
)
from monitoring.domain.series import SeriesData, result_status
from monitoring.domain.sheet import Gap

SETTLED = frozenset({FigureStatus.FINAL, FigureStatus.REVISED})


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """What could be fixed today."""

    fixing: Fixing | None  # None where a figure lacks, or the prior year is 0 and has no course
    missing: tuple[Gap, ...]
    years: tuple[int, ...]  # the prior years it comes from, newest first
    prior_year_total: Decimal | None  # V(12)
    data_status: FigureStatus | None  # of the figures of these years; None where some lack

    @property
    def is_final(self) -> bool:
        """All figures of these years are final or revised."""
        return self.fixing is not None and self.data_status in SETTLED

    def differs_from(self, fixing: Fixing) -> bool:
        """Whether P or one of the twelve shares is another than in `fixing`; unknown is no difference."""
        if self.fixing is None:
            return False
        return (self.fixing.plan, self.fixing.shares) != (fixing.plan, fixing.shares)


def can_be_fixed(terms: PlanTerms, promise: Promise) -> bool:
    """P or the course follows prior years, so there is something to fix."""
    course = promise.course or terms.course
    return promise.way == PlanWay.RELATIVE or (promise.way != PlanWay.NONE and course in COURSE_YEARS)


def candidate(
    measure: MeasureSpec, terms: PlanTerms, promise: Promise, data: Mapping[str, SeriesData], year: int, today: date
) -> Candidate:
    """What the promise, that of the agreement or of one of its amendments, comes to by the figures in `data`.

    All twelve months must be computable: a course is fixed whole or not at all. Its shares are those of the value to
    date, so that of December is 1.
    """
    values, course = Values(measure, data, today), promise.course or terms.course
    alone = PlanTerms(
        way=promise.way,
        plan=promise.plan,
        relative_percent=promise.relative_percent,
        own_months=promise.own_months,
        kind=terms.kind,
        course=course,
        direction=terms.direction,
    )
    missing = tuple(
        dict.fromkeys(gap for month in year_months(year) for gap in plan_to_date(alone, values, month).missing)
    )
    found = propose_fixing(alone, values, month_of(year, 12))
    whole = found is not None and not missing and (not found.shares or found.shares[-1] is not None)
    back = COURSE_YEARS.get(course, 1) if course else 1
    years = tuple(year - step for step in range(1, back + 1))
    statuses = [values.to_date(month_of(each, 12)).data_status for each in years]
    prior = values.prior(month_of(year, 12))
    return Candidate(
        fixing=found if whole else None,
        missing=missing,
        years=years,
        prior_year_total=None if prior is None else to_decimal(prior),
        data_status=None if None in statuses else result_status(each for each in statuses if each is not None),
    )
