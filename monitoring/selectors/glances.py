"""Leading measures of the MBZ of many agreements at one month: what comparison and matrix show, six queries at the most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q

from agreements.choices import Course, MeasureRole
from agreements.domain.months import month_of
from agreements.models import Agreement, Measure, Target, TargetMeasure
from monitoring.domain.attainment import MeasureSpec
from monitoring.domain.attainment.glance import Glance, glance
from monitoring.domain.series import SeriesData
from monitoring.selectors.figures import figures_by_region
from monitoring.selectors.in_force import Chain, chains
from monitoring.selectors.terms import PARTS, measure_spec, plan_terms, series_of, with_plans

YEARS_BACK = {Course.THREE_YEARS: 4}  # the December before the years a course follows; else two


@dataclass(frozen=True)
class Leading:
    """A leading measure of a target of the MBZ, as it is in force in the month."""

    agreement: int  # the original
    target: Target
    row: TargetMeasure
    chain: Chain


def leading_measures(agreements: Iterable[Agreement], month: date) -> list[Leading]:
    """The leading measures of the targets of the MBZ, in the order of the sections. Four queries."""
    rows = Target.objects.filter(Q(in_mbz=True) | Q(agreement__amends__isnull=False))
    plans = TargetMeasure.objects.order_by("position").prefetch_related(*with_plans())
    known = chains([agreement.pk for agreement in agreements], rows, Prefetch("measures", plans))
    return [
        Leading(agreement, target, row, chain)
        for (agreement, _), chain in known.items()
        if (target := chain.at(month)) and target.in_mbz
        for row in target.measures.all()
        if row.role == MeasureRole.LEADING
    ]


def first_of_targets(found: Iterable[Leading]) -> list[Leading]:
    """Of every target the measure that overviews show."""
    first: dict[int, Leading] = {}
    for each in found:
        first.setdefault(each.target.pk, each)
    return list(first.values())


@dataclass
class Glances:
    """Catalogue and figures of all agreements, asked for once: two queries."""

    found: Sequence[Leading]
    agreements: Sequence[Agreement]
    month: date
    today: date

    def __post_init__(self) -> None:
        measures = Measure.objects.filter(pk__in={each.row.measure_id for each in self.found})
        prefix = "measure__"
        self.measures = measures.select_related(*(part.removeprefix(prefix) for part in PARTS)).in_bulk()
        self.specs: Mapping[int, MeasureSpec] = {pk: measure_spec(row) for pk, row in self.measures.items()}
        back = max((YEARS_BACK.get(Course(each.row.course), 2) for each in self.found if each.row.course), default=2)
        self.data: Mapping[int, Mapping[str, SeriesData]] = figures_by_region(
            {agreement.district.pk for agreement in self.agreements},
            [series for measure in self.measures.values() for series in series_of(measure)],
            first=month_of(self.month.year - back, 12),
            last=self.month,
        )

    def of(self, found: Leading, agreement: Agreement) -> Glance:
        """One measure of one Jobcenter."""
        return glance(
            self.specs[found.row.measure_id],
            plan_terms(found.target.kind, found.chain.terms(found.row)),
            self.data[agreement.district.pk],
            month=self.month,
            today=self.today,
        )
