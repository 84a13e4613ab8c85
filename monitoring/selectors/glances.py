"""Leading measures of the MBZ of many agreements at one month: what comparison and matrix show, six queries at the most."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from agreements.choices import Course, MeasureRole
from agreements.domain.months import month_of
from agreements.models import Agreement, Measure, TargetMeasure
from monitoring.domain.attainment import MeasureSpec
from monitoring.domain.attainment.glance import Glance, glance
from monitoring.domain.series import SeriesData
from monitoring.selectors.figures import figures_by_region
from monitoring.selectors.terms import PARTS, Terms, amendments, measure_spec, plan_terms, series_of, with_plans

YEARS_BACK = {Course.THREE_YEARS: 4}  # the December before the years a course follows; else two


def leading_measures(agreements: Iterable[Agreement]) -> list[TargetMeasure]:
    """The leading measures of the targets of the MBZ with their targets, in the order of the sections. Three queries."""
    rows = (
        TargetMeasure.objects.filter(
            target__agreement__in=[agreement.pk for agreement in agreements],
            target__in_mbz=True,
            role=MeasureRole.LEADING,
        )
        .select_related("target")
        .prefetch_related(*with_plans())
        .order_by("target__section__position", "target__position", "position")
    )
    return list(rows)


def first_of_targets(rows: Iterable[TargetMeasure]) -> list[TargetMeasure]:
    """Of every target the measure that overviews show."""
    first: dict[int, TargetMeasure] = {}
    for row in rows:
        first.setdefault(row.target_id, row)
    return list(first.values())


@dataclass
class Glances:
    """Catalogue, amendments and figures of all agreements, asked for once: three queries."""

    rows: Sequence[TargetMeasure]
    agreements: Sequence[Agreement]
    month: date
    today: date

    def __post_init__(self) -> None:
        measures = Measure.objects.filter(pk__in={row.measure_id for row in self.rows})
        prefix = "measure__"
        self.measures = measures.select_related(*(part.removeprefix(prefix) for part in PARTS)).in_bulk()
        self.specs: Mapping[int, MeasureSpec] = {pk: measure_spec(row) for pk, row in self.measures.items()}
        self.amended = amendments(agreement.pk for agreement in self.agreements)
        back = max((YEARS_BACK.get(Course(row.course), 2) for row in self.rows if row.course), default=2)
        self.data: Mapping[int, Mapping[str, SeriesData]] = figures_by_region(
            {agreement.district.pk for agreement in self.agreements},
            [series for measure in self.measures.values() for series in series_of(measure)],
            first=month_of(self.month.year - back, 12),
            last=self.month,
        )

    def of(self, row: TargetMeasure, agreement: Agreement) -> Glance:
        """One measure of one Jobcenter."""
        spec = self.specs[row.measure_id]
        amended = self.amended.get((agreement.pk, row.target.code, spec.code), ())
        return glance(
            spec,
            plan_terms(row.target.kind, Terms(row, amended)),
            self.data[agreement.district.pk],
            month=self.month,
            today=self.today,
        )
