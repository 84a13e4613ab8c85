"""Which months are closed for typing, since when and why, which day was named for them, and what was reported."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Max, Q
from django.utils import timezone

from agreements.domain.months import month_name
from agreements.models import Agreement
from monitoring.choices import ReportState, Typing
from monitoring.models import MonthlyReport, ReportingMonth


@dataclass(frozen=True, kw_only=True)
class MonthState:
    """One month of one agreement: open or not and why, the day somebody named, the last change of it."""

    month: date
    typing: Typing
    closed: bool
    why: str = ""  # a German sentence on a month that is closed or was reopened
    due: date | None = None  # only where it was named; else the rule of the calendar holds
    at: datetime | None = None  # since when it is closed or open again


def month_states(agreements: Iterable[Agreement], months: Collection[date]) -> dict[tuple[int, date], MonthState]:
    """The state of every month of every agreement, by primary key and month. Two queries.

    A month is closed by its own record, or by an accepted report of this or a later month (domain.md §5) unless it was
    reopened since.
    """
    keys = [agreement.pk for agreement in agreements]
    rows = {
        (row.agreement_id, row.month): row
        for row in ReportingMonth.objects.filter(agreement__in=keys, month__in=months).select_related("by")
    }
    accepted = {
        key: (last, at)
        for key, last, at in MonthlyReport.objects.filter(agreement__in=keys, state=ReportState.ACCEPTED)
        .order_by()
        .values_list("agreement")
        .annotate(last=Max("month"), at=Max("frozen__at"))
    }
    return {(key, month): _state(month, rows.get((key, month)), accepted.get(key)) for key in keys for month in months}


def month_state(agreement: Agreement, month: date) -> MonthState:
    """The state of one month. Two queries."""
    return month_states([agreement], [month])[agreement.pk, month]


def closed_months(district_ids: Collection[int], months: Collection[date]) -> dict[tuple[int, date], MonthState]:
    """The closed ones among the months of these districts, by district and month. Three queries.

    Where a district has several agreements in a year, one that closed the month is enough.
    """
    years = {month.year for month in months}
    agreements = list(
        Agreement.objects.originals()
        .filter(jobcenter__region__in=district_ids, year__in=years)
        .select_related("jobcenter")
    )
    districts = {agreement.pk: (agreement.jobcenter.region_id, agreement.year) for agreement in agreements}
    states = month_states(agreements, months) if agreements else {}
    return {
        (districts[key][0] or 0, month): state
        for (key, month), state in states.items()
        if state.closed and month.year == districts[key][1]
    }


def last_reported(district_ids: Collection[int]) -> dict[int, date]:
    """Up to which month figures of these districts stand in a report that was released, by district. One query.

    A report holds all months before, too, as figures to date and as prior year.
    """
    rows = MonthlyReport.objects.filter(~Q(state=ReportState.OPEN), agreement__jobcenter__region__in=district_ids)
    return dict(rows.order_by().values_list("agreement__jobcenter__region").annotate(last=Max("month")))


def _state(month: date, row: ReportingMonth | None, accepted: tuple[date, datetime] | None) -> MonthState:
    typing = Typing(row.typing) if row else Typing.OPEN
    due, at, why = (row.due if row else None), None, ""
    locked = typing == Typing.OPEN and accepted is not None and accepted[0] >= month
    if row is not None and typing != Typing.OPEN:
        at, when = row.at, f"am {timezone.localtime(row.at):%d.%m.%Y} von {row.by}"
        closed = typing == Typing.CLOSED
        why = f"abgeschlossen {when}" if closed else f"wieder geöffnet {when}: {row.reopened_why}"
    elif locked and accepted is not None:
        at, why = accepted[1], f"abgeschlossen mit dem abgenommenen MBZ {month_name(accepted[0])}"
    return MonthState(month=month, typing=typing, closed=typing == Typing.CLOSED or locked, why=why, due=due, at=at)
