"""Reports on duties: what a responsible party says of one, with its evidence, and what the other side answers; the newest holds."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from agreements.domain.lifecycle import IN_FORCE
from agreements.models import Agreement, AgreementParty, Duty, Party, User
from agreements.rules import staff_of
from agreements.services import audit
from agreements.services.texts import clean
from monitoring.choices import DutyState
from monitoring.models import DutyAnswer, DutyReview
from monitoring.services.notices import tell


class ReviewRefused(Exception):
    """The report is not possible; the message is one German sentence that says why and what would be right."""


@transaction.atomic
def review_duty(
    *,
    by: User,
    duty: Duty,
    party: Party,
    state: DutyState,
    text: str,
    new_due: date | None,
    link: str,
    evidence: Any,
    on: date,
) -> DutyReview:
    """Keep the report; `evidence` is an uploaded file that its form has checked, or None.

    Duties go on living after the year is settled, some are due in the next. That a dropped one needs a reason, too, is
    our reading. Raises ReviewRefused.
    """
    text = clean(text)
    if duty.target.agreement.state not in IN_FORCE:
        raise ReviewRefused("Die Vereinbarung ist noch nicht unterzeichnet; zu berichten ist erst danach.")
    if not duty.responsible.filter(pk=party.pk).exists():
        raise ReviewRefused(f"{party} ist für diese Pflicht nicht verantwortlich.")
    if state in {DutyState.POSTPONED, DutyState.DROPPED} and not text:
        raise ReviewRefused(f"Bitte den Grund nennen, aus dem die Pflicht {state.label} ist.")
    if state == DutyState.POSTPONED and (new_due is None or new_due <= on):
        raise ReviewRefused("Bitte den neuen Tag nennen; er liegt in der Zukunft, etwa 31.03.2016.")
    if state != DutyState.POSTPONED and new_due is not None:
        raise ReviewRefused("Ein neuer Tag gehört nur zu einer verschobenen Pflicht.")
    row = DutyReview.objects.create(
        duty=duty,
        state=state,
        text=text,
        evidence=evidence or "",
        link=link,
        new_due=new_due,
        party=party,
        by=by,
        at=timezone.now(),
    )
    audit.record(
        by=by,
        verb="Pflicht berichtet",
        object=f"{duty.target.agreement.key}: {duty}"[:200],
        after={"state": state, "party": party.key, "new_due": new_due, "evidence": row.evidence.name},
        reason=text,
    )
    responsible = {each.pk for each in duty.responsible.all()}
    others = _partners(duty) - responsible or _partners(duty) - {party.pk}
    _tell(others, row, f"„{duty}“ ist als {state.label} gemeldet.", key=f"duty-review-{row.pk}", by=by, on=on)
    return row


@transaction.atomic
def answer_review(*, by: User, review: DutyReview, party: Party, accepted: bool, text: str, on: date) -> DutyAnswer:
    """Accept the newest report on a duty, or ask back with a reason; a new report opens the question again.

    Raises ReviewRefused.
    """
    text = clean(text)
    if party.pk == review.party_id:
        raise ReviewRefused(f"{party} hat selbst berichtet; antworten kann nur die andere Seite.")
    Agreement.objects.select_for_update().get(pk=review.duty.target.agreement_id)
    newest = DutyReview.objects.filter(duty=review.duty).order_by("-id").first()
    if newest != review:
        raise ReviewRefused("Inzwischen wurde neu berichtet; bitte den neuen Bericht ansehen.")
    if review.answers.exists():
        raise ReviewRefused("Dieser Bericht ist schon beantwortet.")
    if not accepted and not text:
        raise ReviewRefused("Bitte sagen, was noch fehlt.")
    row = DutyAnswer.objects.create(review=review, accepted=accepted, text=text, party=party, by=by, at=timezone.now())
    verb = "Bericht zur Pflicht angenommen" if accepted else "Rückfrage zum Bericht einer Pflicht"
    where = f"{review.duty.target.agreement.key}: {review.duty}"[:200]
    audit.record(by=by, verb=verb, object=where, after={"party": party.key, "review": review.pk}, reason=text)
    said = "ist angenommen" if accepted else "kam mit Rückfrage zurück"
    _tell(
        {review.party_id}, review, f"Der Bericht zu „{review.duty}“ {said}.", key=f"duty-answer-{row.pk}", by=by, on=on
    )
    return row


def _partners(duty: Duty) -> set[int]:
    return set(AgreementParty.objects.filter(agreement=duty.target.agreement_id).values_list("party", flat=True))


def _tell(parties: Collection[int], review: DutyReview, text: str, *, key: str, by: User, on: date) -> None:
    """Whoever works for these parties, at the address of the original."""
    target = review.duty.target
    agreement = target.agreement.amends or target.agreement
    people = [person for person in staff_of(parties, on) if person != by]
    path = f"/pflichten/{agreement.key}/{target.code}/{review.duty.position}/"
    tell(people, agreement=agreement, key=key, text=text, path=path, at=timezone.now())
