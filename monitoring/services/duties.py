"""Reports on duties: what a responsible party says of one, with its evidence; never changed, the newest holds."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from agreements.domain.lifecycle import IN_FORCE
from agreements.models import Duty, Party, User
from agreements.services import audit
from agreements.services.texts import clean
from monitoring.choices import DutyState
from monitoring.models import DutyReview


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
    return row
