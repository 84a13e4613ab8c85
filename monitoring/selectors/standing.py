"""The agreement with actual values: what each target's leading measures stand at, as far as the reader may see."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from agreements.choices import Sphere, TargetKind
from agreements.models import Agreement, Target
from monitoring.domain.sheet import MeasureSheet
from monitoring.selectors.report import measured_targets, targets_with_terms


@dataclass(frozen=True, kw_only=True)
class TargetStanding:
    """One target with its measures; `withheld` where figures wait for an accepted report (domain.md §7, Zielstand)."""

    code: str
    title: str
    section: str
    kind: TargetKind
    sphere: Sphere
    measures: tuple[MeasureSheet, ...]
    withheld: bool
    city_duty: bool
    duties: int


def standings(
    agreement: Agreement, month: date, *, today: date, with_live_mbz_targets: bool
) -> tuple[TargetStanding, ...]:
    """All targets of the agreement in their order; those of the MBZ are withheld from who does not read the MBZ."""
    targets = targets_with_terms(agreement).prefetch_related("duties")
    return tuple(
        _standing(target, measures, withheld=target.in_mbz and not with_live_mbz_targets)
        for target, measures in measured_targets(agreement, targets, month, today=today)
    )


def _standing(target: Target, measures: tuple[MeasureSheet, ...], *, withheld: bool) -> TargetStanding:
    return TargetStanding(
        code=target.code,
        title=target.title,
        section=str(target.section),
        kind=TargetKind(target.kind),
        sphere=Sphere(target.sphere),
        measures=() if withheld else measures,
        withheld=withheld,
        city_duty=target.city_duty,
        duties=len(target.duties.all()),
    )
