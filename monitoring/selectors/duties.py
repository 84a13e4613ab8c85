"""Duties in force with what was reported of them and answered to it; a constant number of queries for one agreement or many."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Prefetch
from django.utils import timezone

from agreements.choices import DutyRhythm
from agreements.domain.lifecycle import IN_FORCE
from agreements.domain.months import month_of
from agreements.domain.sheet import DutySheet
from agreements.models import Actor, Agreement, Duty, Target, TargetMeasure
from monitoring.choices import DutyState
from monitoring.domain.due import Due
from monitoring.domain.duty_list import DutyLine, asked_back, duty_urgency, finished, last_day, unlocked
from monitoring.domain.settlement import DutyReply, DutyReport, DutyResult
from monitoring.models import DutyAnswer, DutyReview
from monitoring.rules import answering_parties, duty_parties
from monitoring.selectors.in_force import chains

Place = tuple[int, str, int]  # agreement, code of the target, position


@dataclass(frozen=True)
class DutyInForce:
    """A duty as it reads in a month, with its target and all that was reported of it, the oldest first."""

    duty: Duty
    target: Target
    reviews: tuple[DutyReview, ...]

    @property
    def report(self) -> DutyReport | None:
        """The newest."""
        return _report(self.reviews[-1]) if self.reviews else None


def duties_of(months: Mapping[int, date]) -> dict[Place, DutyInForce]:
    """By place, as the targets of each agreement read in its month. Nine queries, whatever their number.

    What was reported before an amendment stays with the duty that it puts at the same place (unsere Lesart).
    """
    answers = DutyAnswer.objects.select_related("party", "by").order_by("id")
    reviews = DutyReview.objects.select_related("party", "by").prefetch_related(Prefetch("answers", answers))
    duties = Duty.objects.prefetch_related("responsible", Prefetch("reviews", reviews.order_by("id")))
    rows = Target.objects.prefetch_related(Prefetch("duties", duties.order_by("position")))
    found: dict[Place, DutyInForce] = {}
    for (pk, code), chain in chains(months, rows, Prefetch("measures", TargetMeasure.objects.none())).items():
        told: dict[int, tuple[DutyReview, ...]] = defaultdict(tuple)
        for target in chain.rows:
            for duty in target.duties.all():
                told[duty.position] += tuple(duty.reviews.all())
        target_now = chain.at(months[pk])
        for duty in target_now.duties.all() if target_now else ():
            found[pk, code, duty.position] = DutyInForce(duty, chain.first, told[duty.position])
    return found


def duties_in_force(agreement: Agreement, month: date) -> dict[tuple[str, int], DutyInForce]:
    """Of one agreement, by code of the target and position, as the targets read in the month."""
    return {(code, position): each for (_, code, position), each in duties_of({agreement.pk: month}).items()}


def duty_results(agreement: Agreement, month: date) -> dict[str, tuple[DutyResult, ...]]:
    """By the code of the target, in the order of their places."""
    found: dict[str, tuple[DutyResult, ...]] = defaultdict(tuple)
    for (code, _), each in duties_in_force(agreement, month).items():
        result = DutyResult(
            number=each.duty.pk, position=each.duty.position, duty=duty_sheet(each.duty), report=each.report
        )
        found[code] += (result,)
    return dict(found)


def duty_lines(actor: Actor, agreements: Iterable[Agreement], *, today: date) -> tuple[DutyLine, ...]:
    """All duties of agreements in force, in the order of their papers."""
    known = {each.pk: each for each in agreements if each.state in IN_FORCE}
    duties = duties_of({pk: month_of(each.year, 12) for pk, each in known.items()}) if known else {}
    return tuple(_line(actor, known[place[0]], place[1], each, today) for place, each in duties.items())


def conditions_met(agreement: Agreement, code: str, month: date) -> bool | None:
    """Whether the extra posts of a target hold (2014: Konzept, Einvernehmen Kreis, Einvernehmen BA); None without conditions."""
    asked = [each for (target, _), each in duties_in_force(agreement, month).items() if target == code]
    return unlocked(
        (DutyState(each.report.state), each.report.answer is not None and each.report.answer.accepted)
        if each.report
        else (DutyState.OPEN, False)
        for each in asked
        if each.duty.is_condition
    )


def duties_due(actor: Actor, agreements: Iterable[Agreement]) -> tuple[Due, ...]:
    """What one's own parties owe until a day, and what others reported that waits for one's own answer."""
    known = {each.pk: each for each in agreements if each.state in IN_FORCE}
    duties = duties_of({pk: month_of(each.year, 12) for pk, each in known.items()}) if known else {}
    found = []
    for (pk, code, position), each in duties.items():
        agreement, report = known[pk], each.report
        path = f"/pflichten/{agreement.key}/{code}/{position}/"
        day = last_day(duty_sheet(each.duty), report)
        common: dict[str, Any] = {"agreement": pk, "jobcenter": agreement.jobcenter.short_name, "path": path}
        own = bool(duty_parties(actor, each.duty))
        if own and day and not finished(report):
            what = f"Pflicht: {each.duty.title}"
            found.append(Due(key=f"duty-{each.duty.pk}", what=what, verb="Berichten", day=day, **common))
        if own and report and report.answer and asked_back(report):
            what = f"Rückfrage zur Pflicht „{each.duty.title}“"
            key = f"duty-back-{report.number}"
            found.append(Due(key=key, what=what, verb="Berichten", since=report.answer.on, **common))
        waiting = report is not None and finished(report) and report.answer is None
        if waiting and each.reviews and answering_parties(actor, agreement, each.reviews[-1], each.duty):
            what = f"Bericht zur Pflicht „{each.duty.title}“ wartet auf Ihre Antwort"
            key = f"duty-answer-{each.reviews[-1].pk}"
            found.append(Due(key=key, what=what, verb="Ansehen", since=report.on if report else None, **common))
    return tuple(found)


def duty_sheet(duty: Duty) -> DutySheet:
    """A row as everybody reads it."""
    return DutySheet(
        title=duty.title,
        sentence=duty.sentence,
        responsible=tuple(sorted(party.name for party in duty.responsible.all())),
        with_whom=duty.with_whom,
        rhythm=DutyRhythm(duty.rhythm),
        due=duty.due,
        due_reading=duty.due_is_reading,
        present_by=duty.present_by,
    )


def _line(actor: Actor, agreement: Agreement, code: str, found: DutyInForce, today: date) -> DutyLine:
    sheet, report = duty_sheet(found.duty), found.report
    day = last_day(sheet, report)
    return DutyLine(
        agreement=agreement.key,
        agreement_title=agreement.title,
        jobcenter=agreement.jobcenter.short_name,
        target=code,
        target_title=str(found.target),
        position=found.duty.position,
        duty=sheet,
        report=report,
        is_condition=found.duty.is_condition,
        mine=bool(actor.party_ids & {party.pk for party in found.duty.responsible.all()}),
        day=day,
        urgency=duty_urgency(report, day, today),
    )


def _report(row: DutyReview) -> DutyReport:
    answers = list(row.answers.all())
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
        answer=_reply(answers[-1]) if answers else None,
    )


def _reply(row: DutyAnswer) -> DutyReply:
    return DutyReply(
        accepted=row.accepted,
        text=row.text,
        party=row.party.name,
        by=str(row.by),
        on=timezone.localtime(row.at).date(),
    )
