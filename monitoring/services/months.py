"""Months: closed for typing by hand, reopened with a reason, due on another day."""

from __future__ import annotations

from datetime import date

from django.db import transaction
from django.utils import timezone

from agreements.domain.months import last_day, month_key, month_name
from agreements.models import Agreement, User
from agreements.services import audit
from monitoring.choices import Typing
from monitoring.models import ReportingMonth
from monitoring.selectors.months import month_state


class MonthRefused(Exception):
    """The month cannot become what was wanted; the message is one German sentence."""


@transaction.atomic
def close_month(*, by: User, agreement: Agreement, month: date, on: date) -> ReportingMonth:
    """No more typing by hand; imports still pass (domain.md §5). `on` is the day by which a month is over.

    Raises MonthRefused for a month that still runs or is closed already.
    """
    if on <= last_day(month):
        raise MonthRefused(f"{month_name(month)} läuft noch; abschließen lässt sich ein Monat, der vorüber ist.")
    if month_state(agreement, month).closed:
        raise MonthRefused(f"{month_name(month)} ist schon abgeschlossen.")
    return _change(by, agreement, month, "Monat abgeschlossen", typing=Typing.CLOSED, reopened_why="")


@transaction.atomic
def reopen_month(*, by: User, agreement: Agreement, month: date, why: str) -> ReportingMonth:
    """Typing by hand is possible again. Raises MonthRefused without a reason, and for a month that is not closed."""
    why = " ".join(why.split())
    if not why:
        raise MonthRefused("Ein Monat wird nur mit Grund wieder geöffnet; bitte den Grund eingeben.")
    if len(why) > 300:
        raise MonthRefused("Der Grund ist zu lang; möglich sind 300 Zeichen.")
    if not month_state(agreement, month).closed:
        raise MonthRefused(f"{month_name(month)} ist nicht abgeschlossen.")
    return _change(by, agreement, month, "Monat wieder geöffnet", reason=why, typing=Typing.REOPENED, reopened_why=why)


@transaction.atomic
def set_due(*, by: User, agreement: Agreement, month: date, due: date | None) -> ReportingMonth:
    """Another day by which the figures of the month are due; None goes back to the rule of the calendar.

    Raises MonthRefused for a day before the month is over.
    """
    if due is not None and due <= last_day(month):
        raise MonthRefused(f"Fällig ist ein Monat erst, wenn er vorüber ist: nach dem {last_day(month):%d.%m.%Y}.")
    return _change(by, agreement, month, "Fälligkeit geändert", due=due)


def _change(
    by: User, agreement: Agreement, month: date, verb: str, reason: str = "", **values: date | str | None
) -> ReportingMonth:
    """Write the row and one audit entry on what changed in it."""
    row = ReportingMonth.objects.select_for_update().filter(agreement=agreement, month=month).first()
    if row is None or "typing" in values:  # by and at say who opened or closed
        row = row or ReportingMonth(agreement=agreement, month=month)
        row.by, row.at = by, timezone.now()
    before = {name: getattr(row, name) for name in values}
    for name, value in values.items():
        setattr(row, name, value)
    audit.record(
        by=by,
        verb=verb,
        object=f"{agreement.key} {month_key(month)}",
        before=before,
        after=values,
        reason=reason,
    )
    row.save()
    return row
