"""Duties in force with what was reported of them, newest report alone; a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch
from django.utils import timezone

from agreements.choices import DutyRhythm
from agreements.domain.sheet import DutySheet
from agreements.models import Agreement, Duty, Target, TargetMeasure
from monitoring.choices import DutyState
from monitoring.domain.settlement import DutyReport, DutyResult
from monitoring.models import DutyReview
from monitoring.selectors.in_force import chains


@dataclass(frozen=True)
class DutyInForce:
    """A duty as it reads in a month, with all that was reported of it, the oldest first."""

    duty: Duty
    reviews: tuple[DutyReview, ...]


def duties_in_force(agreement: Agreement, month: date) -> dict[tuple[str, int], DutyInForce]:
    """By code of the target and position, as the targets read in the month.

    What was reported before an amendment stays with the duty that it puts at the same place (unsere Lesart).
    """
    reviews = DutyReview.objects.select_related("party", "by").order_by("id")
    duties = Duty.objects.prefetch_related("responsible", Prefetch("reviews", reviews)).order_by("position")
    rows = Target.objects.prefetch_related(Prefetch("duties", duties))
    found: dict[tuple[str, int], DutyInForce] = {}
    for (_, code), chain in chains([agreement.pk], rows, Prefetch("measures", TargetMeasure.objects.none())).items():
        told: dict[int, tuple[DutyReview, ...]] = defaultdict(tuple)
        for target in chain.rows:
            for duty in target.duties.all():
                told[duty.position] += tuple(duty.reviews.all())
        target_now = chain.at(month)
        for duty in target_now.duties.all() if target_now else ():
            found[code, duty.position] = DutyInForce(duty, told[duty.position])
    return found


def duty_results(agreement: Agreement, month: date) -> dict[str, tuple[DutyResult, ...]]:
    """By the code of the target, in the order of their places."""
    found: dict[str, tuple[DutyResult, ...]] = defaultdict(tuple)
    for (code, _), each in duties_in_force(agreement, month).items():
        found[code] += (_result(each),)
    return dict(found)


def _result(found: DutyInForce) -> DutyResult:
    duty, reviews = found.duty, found.reviews
    return DutyResult(
        number=duty.pk,
        position=duty.position,
        duty=DutySheet(
            title=duty.title,
            sentence=duty.sentence,
            responsible=tuple(sorted(party.name for party in duty.responsible.all())),
            with_whom=duty.with_whom,
            rhythm=DutyRhythm(duty.rhythm),
            due=duty.due,
            due_reading=duty.due_is_reading,
            present_by=duty.present_by,
        ),
        report=_report(reviews[-1]) if reviews else None,
    )


def _report(row: DutyReview) -> DutyReport:
    return DutyReport(
        number=row.pk,
        state=DutyState(row.state),
        text=row.text,
        party=row.party.name,
        by=str(row.by),
        on=timezone.localtime(row.at).date(),
        new_due=row.new_due,
        link=row.link,
        evidence=row.evidence.name.rpartition("/")[2],
    )
