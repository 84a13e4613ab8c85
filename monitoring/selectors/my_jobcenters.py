"""Meine Jobcenter: what an Agentur must know of each of hers at the month that is over, in a constant number of queries."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from agreements.models import Actor, Agreement, FrozenDocument
from monitoring.choices import ReportState
from monitoring.domain.attainment.glance import Glance
from monitoring.domain.report_lifecycle import wants_comment
from monitoring.models import MonthlyReport, SteeringMeasure, TargetComment
from monitoring.rules import may_review, reads_as_agentur
from monitoring.selectors.frozen import thaw
from monitoring.selectors.glances import Glances, Leading, leading_measures
from monitoring.selectors.lists import month_over
from monitoring.selectors.report_tasks import ReportTask, state_words


@dataclass(frozen=True, kw_only=True)
class MatrixCell:
    """One target of one Jobcenter, and how far it was from its plan in the last accepted report."""

    glance: Glance | None  # None: not agreed there
    since: date | None  # the month of that report
    change: Decimal | None  # of the deviation in percent, in Prozentpunkten


@dataclass(frozen=True, kw_only=True)
class MatrixRow:
    """One Jobcenter."""

    agreement: Agreement
    cells: tuple[MatrixCell, ...]
    open_measures: int
    uncommented: int  # red and yellow targets without comment in a report that is still in work
    reports: tuple[ReportTask, ...]  # that of the month, and every other that waits for the acceptance


@dataclass(frozen=True, kw_only=True)
class Matrix:
    """Jobcenter × targets."""

    month: date
    targets: tuple[str, ...]
    rows: tuple[MatrixRow, ...]


def my_jobcenters(actor: Actor, agreements: Iterable[Agreement], *, today: date) -> Matrix | None:
    """The agreements one watches as Agentur, of the newest year with a month that is over; None for less than two.

    Ten queries at the most. The agreements need their partners, Jobcenter and region along.
    """
    watched = [agreement for agreement in agreements if reads_as_agentur(actor, agreement)]
    month = max((month for each in watched if (month := month_over(each, today))), default=None)
    mine = [agreement for agreement in watched if month and agreement.year == month.year]
    if month is None or len(mine) < 2:
        return None
    rows = leading_measures(mine, month)
    glances = Glances(rows, mine, month, today)
    reports = _reports(mine)
    titles = {row.target.code: str(row.target) for row in reversed(rows)}
    codes = list(dict.fromkeys(row.target.code for row in rows))
    then = _accepted(reports)
    commented = _commented(reports, month)
    measures = Counter(SteeringMeasure.objects.filter(agreement__in=mine).open().values_list("agreement", flat=True))
    of_agreement: dict[int, list[Leading]] = defaultdict(list)
    for row in rows:
        of_agreement[row.agreement].append(row)
    found = []
    for agreement in mine:
        seen = [(row, glances.of(row, agreement)) for row in of_agreement[agreement.pk]]
        newest = reports[agreement.pk]
        found.append(
            MatrixRow(
                agreement=agreement,
                cells=tuple(_cell(code, seen, then.get(agreement.pk)) for code in codes),
                open_measures=measures[agreement.pk],
                uncommented=_uncommented(seen, newest.get(month), commented),
                reports=_tasks(newest, month, reviewing=may_review(actor, agreement)),
            )
        )
    return Matrix(month=month, targets=tuple(titles[code] for code in codes), rows=tuple(found))


Reports = dict[date, list[MonthlyReport]]  # of one agreement, by month, all numbers in order
Then = tuple[date, Mapping[str, Decimal | None]]  # month of the last accepted report, deviations in percent by target
Seen = Sequence[tuple[Leading, Glance]]


def _reports(agreements: Collection[Agreement]) -> dict[int, Reports]:
    """All numbers of all months. One query."""
    found: dict[int, Reports] = {agreement.pk: {} for agreement in agreements}
    for report in MonthlyReport.objects.filter(agreement__in=found).order_by("month", "number"):
        found[report.agreement_id].setdefault(report.month, []).append(report)
    return found


def _accepted(reports: Mapping[int, Reports]) -> dict[int, Then]:
    """What the last accepted report of each agreement said. One query for their documents."""
    last = {
        key: report
        for key, months in reports.items()
        for numbers in months.values()
        for report in numbers
        if report.state == ReportState.ACCEPTED
    }
    documents = FrozenDocument.objects.in_bulk([report.frozen_id for report in last.values()])
    found: dict[int, Then] = {}
    for key, report in last.items():
        sheet = thaw(documents[report.frozen_id])
        leading = ((target.code, target.leading) for target in sheet.targets)
        found[key] = (
            report.month,
            {code: measure.deviation_percent for code, measure in leading if measure is not None},
        )
    return found


def _commented(reports: Mapping[int, Reports], month: date) -> frozenset[tuple[int, str]]:
    """Report and target of every comment on the newest number of the month. One query."""
    current = [months[month][-1].pk for months in reports.values() if month in months]
    return frozenset(TargetComment.objects.filter(report__in=current).values_list("report", "target__code"))


def _cell(code: str, seen: Seen, then: Then | None) -> MatrixCell:
    glance = next((glance for row, glance in seen if row.target.code == code), None)
    since, deviations = then or (None, {})
    before, now = deviations.get(code), glance.deviation_percent if glance else None
    return MatrixCell(glance=glance, since=since, change=None if before is None or now is None else now - before)


def _uncommented(seen: Seen, numbers: Sequence[MonthlyReport] | None, commented: Collection[tuple[int, str]]) -> int:
    """Targets that stand against the release of a report in work; what left the house has its comments."""
    current = numbers[-1] if numbers else None
    if current is not None and current.state != ReportState.OPEN:
        return 0
    statuses = defaultdict(list)
    for row, glance in seen:
        statuses[row.target.code].append(glance.status)
    wanting = [target for target, of_target in statuses.items() if wants_comment(of_target)]
    return sum(current is None or (current.pk, target) not in commented for target in wanting)


def _tasks(reports: Reports, month: date, *, reviewing: bool) -> tuple[ReportTask, ...]:
    found = []
    for each in sorted({*reports, month}):
        newest = reports[each][-1] if each in reports else None
        state = ReportState(newest.state) if newest else ReportState.OPEN
        returned = newest is not None and newest.number > 1 and state == ReportState.OPEN
        waits = reviewing and state == ReportState.RELEASED
        if waits or each == month:
            words = state_words(state, returned=returned, own=False, reviewing=reviewing)
            found.append(ReportTask(month=each, state=words, waits_for_me=waits))
    return tuple(found)
