"""What is due for one person in all running agreements, from every part of the application; a constant number of queries."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone

from agreements.choices import AgreementState
from agreements.domain.months import month_name
from agreements.models import Actor, Agreement, Signature
from agreements.rules import signing_parties
from monitoring.choices import ProposalState, ReportState, ReportVerb
from monitoring.domain.due import REVIEW_DAYS, Due, report_due
from monitoring.models import FixingConsent, FixingProposal, MonthlyReport, ReportStep, SteeringMeasure
from monitoring.rules import (
    fixing_parties,
    has_report,
    may_comment,
    may_manage_measures,
    may_review,
    typed_sources,
)
from monitoring.selectors.completeness import Completeness, completeness
from monitoring.selectors.dialogues import dialogues_due
from monitoring.selectors.duties import duties_due
from monitoring.selectors.lists import month_over
from monitoring.selectors.programmes import evaluations_due


def due_for(
    actor: Actor, agreements: Sequence[Agreement], figures: Iterable[Completeness], *, today: date
) -> tuple[Due, ...]:
    """Everything, in no order; `figures` as missing_figures says. The agreements need partners, Jobcenter and region along."""
    return tuple(
        due
        for found in (
            _figures(figures),
            _reports(actor, agreements, today),
            _measures(actor, agreements),
            _signatures(actor, agreements),
            _fixings(actor, agreements),
            duties_due(actor, agreements),
            dialogues_due(actor, agreements, today),
            evaluations_due(actor, agreements, today=today),
        )
        for due in found
    )


def missing_figures(actor: Actor, agreements: Sequence[Agreement], *, today: date) -> tuple[Completeness, ...]:
    """The completeness of what this person types; five queries, none for who types nothing."""
    sources = {each.pk: found for each in agreements if (found := typed_sources(actor, each))}
    own = [each for each in agreements if each.pk in sources]
    return completeness(own, sources, today=today) if own else ()


def _due(agreement: Agreement, key: str, what: str, verb: str, path: str, **days: date | None) -> Due:
    return Due(
        key=key,
        agreement=agreement.pk,
        jobcenter=agreement.jobcenter.short_name,
        what=what,
        verb=verb,
        path=path,
        **days,
    )


def _figures(known: Iterable[Completeness]) -> Iterator[Due]:
    """The months of which figures that can be known are missing, each until the first day that one of them is due."""
    for each in known:
        for cell in each.incomplete:
            yield _due(
                each.agreement,
                f"figures-{each.agreement.pk}-{cell.month:%Y-%m}",
                f"Monatswerte {month_name(cell.month)} unvollständig",
                "Eingeben",
                reverse("entry", args=[each.agreement.key, cell.month]),
                day=cell.due,
            )


def _reports(actor: Actor, agreements: Sequence[Agreement], today: date) -> Iterator[Due]:
    """The Jobcenter's: the last month that is over, and what came back; the Agentur's: what waits for its answer."""
    own = {each.pk: each for each in agreements if has_report(each) and may_comment(actor, each)}
    reviewed = {each.pk: each for each in agreements if may_review(actor, each)}
    newest: dict[tuple[int, date], MonthlyReport] = {}
    steps = ReportStep.objects.filter(verb=ReportVerb.RELEASE).order_by("id")
    rows = MonthlyReport.objects.filter(agreement__in={*own, *reviewed}).order_by("month", "number")
    released = {step.report_id: timezone.localdate(step.at) for step in steps.filter(report__in=rows)}
    for row in rows:
        newest[row.agreement_id, row.month] = row
    for pk, agreement in own.items():
        month = month_over(agreement, today)
        months = {each for key, each in newest if key == pk} | ({month} if month else set())
        for each in sorted(months):
            report = newest.get((pk, each))
            if report is None or report.state == ReportState.OPEN:
                yield _own_report(agreement, each, report)
    for (pk, each), report in newest.items():
        if pk in reviewed and report.state == ReportState.RELEASED:
            day = released.get(report.pk)
            yield _due(
                reviewed[pk],
                f"review-{report.pk}",
                f"MBZ {month_name(each)} wartet auf Ihre Abnahme",
                "Prüfen",
                reverse("report", args=[reviewed[pk].key, each]),
                day=day + REVIEW_DAYS if day else None,
            )


def _own_report(agreement: Agreement, month: date, report: MonthlyReport | None) -> Due:
    returned = report is not None and report.number > 1
    return _due(
        agreement,
        f"report-{agreement.pk}-{month:%Y-%m}-{report.number if report else 1}",
        f"MBZ {month_name(month)} {'kam mit Rückfrage zurück' if returned else 'kommentieren und freigeben'}",
        "Bearbeiten",
        reverse("report", args=[agreement.key, month]),
        day=None if returned else report_due(month),
    )


def _measures(actor: Actor, agreements: Sequence[Agreement]) -> Iterator[Due]:
    """Open steering measures of one's own parties, for whoever keeps them up to date."""
    managed = {each.pk: each for each in agreements if may_manage_measures(actor, each)}
    rows = SteeringMeasure.objects.filter(agreement__in=managed, party__in=actor.party_ids).open()
    for row in rows:
        agreement = managed[row.agreement_id]
        path = reverse("measure", args=[agreement.key, row.number])
        yield _due(agreement, f"measure-{row.pk}", f"Maßnahme {row}", "Ansehen", path, day=row.due)


def _signatures(actor: Actor, agreements: Sequence[Agreement]) -> Iterator[Due]:
    """Agreements that are ready and wait for the signature of one's party."""
    ready = [each for each in agreements if each.state == AgreementState.READY and signing_parties(actor, each)]
    given: dict[int, set[int]] = defaultdict(set)
    for agreement, party in Signature.objects.filter(
        partner__agreement__in=[each.pk for each in ready], valid=True
    ).values_list("partner__agreement", "partner__party"):
        given[agreement].add(party)
    for each in ready:
        if signing_parties(actor, each) - given[each.pk]:
            path = reverse("agreement-signing", args=[each.key])
            yield _due(each, f"sign-{each.pk}", f"{each.title} wartet auf Ihre Unterschrift", "Unterzeichnen", path)


def _fixings(actor: Actor, agreements: Sequence[Agreement]) -> Iterator[Due]:
    """Proposals to fix a plan that wait for the consent of one's party."""
    known = {each.pk: each for each in agreements}
    consents = FixingConsent.objects.filter(proposal=OuterRef("pk"), party__in=actor.party_ids)
    rows = FixingProposal.objects.filter(state=ProposalState.OPEN, target_measure__target__agreement__in=known)
    for row in rows.exclude(Exists(consents)).select_related("target_measure__target"):
        target = row.target_measure.target
        agreement = known[target.agreement_id]
        if fixing_parties(actor, agreement, target.sphere):
            what = f"Festlegung zu „{target}“ wartet auf Ihre Zustimmung"
            path = reverse("fixings", args=[agreement.key])
            yield _due(agreement, f"fixing-{row.pk}", what, "Ansehen", path, since=timezone.localdate(row.at))
