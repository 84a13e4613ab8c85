"""The agreement with actual values: what each target's leading measures stand at, as far as the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from agreements.choices import Sphere, TargetKind
from agreements.models import Agreement, Target
from monitoring.domain.sheet import MeasureSheet
from monitoring.selectors.frozen import frozen_sheet, last_accepted
from monitoring.selectors.report import measured_targets


@dataclass(frozen=True, kw_only=True)
class TargetStanding:
    """One target with its measures. For who does not read the MBZ, its targets stand as the last accepted report says
    (`reported`, its month), and are `withheld` as long as there is none (domain.md §7, Zielstand).
    """

    code: str
    title: str
    section: str
    kind: TargetKind
    sphere: Sphere
    measures: tuple[MeasureSheet, ...]
    withheld: bool
    reported: date | None
    city_duty: bool
    duties: int


def standings(
    agreement: Agreement, month: date, *, today: date, with_live_mbz_targets: bool
) -> tuple[TargetStanding, ...]:
    """All targets of the agreement in their order; those of the MBZ live, or as the last accepted report says."""
    accepted = None if with_live_mbz_targets else last_accepted(agreement)
    frozen = {each.code: each.measures for each in frozen_sheet(accepted).targets} if accepted else {}

    def standing(target: Target, live: tuple[MeasureSheet, ...]) -> TargetStanding:
        if with_live_mbz_targets or not target.in_mbz:
            return _standing(target, live)
        measures = frozen.get(target.code)
        month = accepted.month if accepted and measures is not None else None
        return _standing(target, measures or (), withheld=measures is None, reported=month)

    rows = Target.objects.prefetch_related("duties")
    measured = measured_targets(agreement, month, today=today, rows=rows)
    return tuple(standing(target, measures) for target, measures in measured)


def _standing(
    target: Target, measures: tuple[MeasureSheet, ...], *, withheld: bool = False, reported: date | None = None
) -> TargetStanding:
    return TargetStanding(
        code=target.code,
        title=target.title,
        section=str(target.section),
        kind=TargetKind(target.kind),
        sphere=Sphere(target.sphere),
        measures=measures,
        withheld=withheld,
        reported=reported,
        city_duty=target.city_duty,
        duties=len(target.duties.all()),
    )
