"""Duties in force with what was reported of them, newest report alone; a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

from django.db.models import F, Prefetch, Q, QuerySet
from django.utils import timezone

from agreements.choices import DutyRhythm
from agreements.domain.lifecycle import IN_FORCE
from agreements.domain.sheet import DutySheet
from agreements.models import Agreement, Duty
from monitoring.choices import DutyState
from monitoring.domain.settlement import DutyReport, DutyResult
from monitoring.models import DutyReview


def duties_of(agreement: Agreement, month: date) -> QuerySet[Duty]:
    """The duties of the agreement and of its amendments in force by that month, with responsible parties and reports."""
    amended = Q(target__agreement__amends=agreement, target__agreement__state__in=IN_FORCE)
    reviews = DutyReview.objects.select_related("party", "by").order_by("id")
    return (
        Duty.objects.filter(Q(target__agreement=agreement) | amended & Q(target__agreement__effective_from__lte=month))
        .select_related("target__agreement")
        .prefetch_related("responsible", Prefetch("reviews", reviews))
        .order_by(F("target__agreement__effective_from").asc(nulls_first=True), "target__agreement", "position")
    )


def duties_in_force(agreement: Agreement, month: date) -> dict[tuple[str, int], Duty]:
    """By code of the target and position. An amendment holds only what it changes: its duty replaces the one at the same
    place, or is one more.
    """
    return {(duty.target.code, duty.position): duty for duty in duties_of(agreement, month)}


def duty_results(agreement: Agreement, month: date) -> dict[str, tuple[DutyResult, ...]]:
    """By the code of the target, in the order of their places."""
    found: dict[str, list[DutyResult]] = defaultdict(list)
    for code, position in sorted(duties := duties_in_force(agreement, month)):
        found[code].append(_result(duties[code, position]))
    return {code: tuple(results) for code, results in found.items()}


def _result(duty: Duty) -> DutyResult:
    reviews = list(duty.reviews.all())
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
