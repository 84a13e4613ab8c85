"""Reminding people of what they owe, once before its day and once after it; the mail of the day takes the reminders along."""

from __future__ import annotations

from datetime import date, datetime

from agreements.models import Actor, Agreement, Membership, User
from monitoring.choices import NoticeKind
from monitoring.domain.due import reminders
from monitoring.models import Notice
from monitoring.selectors.due import due_for, missing_figures
from monitoring.selectors.lists import running

LONGEST = 300


def remind(*, on: date, at: datetime) -> None:
    """A notice for everything that is due within a week or overdue on that day, for whoever owes it and was not told yet.

    Days on which nobody asked lose nothing: whatever day it is asked next, what is due or overdue then is told.
    """
    members = Membership.objects.in_force(on).values("user")
    for person in User.objects.filter(is_active=True, pk__in=members).order_by("pk"):
        _remind(person, on, at)


def _remind(person: User, on: date, at: datetime) -> None:
    actor = Actor(person, on)
    agreements = running(Agreement.objects.visible_to(actor).originals().with_partners(), on)
    dues = due_for(actor, agreements, missing_figures(actor, agreements, today=on), today=on)
    Notice.objects.bulk_create(
        [
            Notice(
                user=person,
                agreement_id=reminder.due.agreement,
                kind=NoticeKind.REMINDER,
                key=reminder.key,
                text=reminder.text[:LONGEST],
                path=reminder.due.path,
                at=at,
            )
            for reminder in reminders(dues, on)
        ],
        ignore_conflicts=True,
    )
