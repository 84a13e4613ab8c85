"""Meine Jobcenter: for the Agentur alone, by the figures of today, in a constant number of queries."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from agreements.choices import DocumentKind, Role
from agreements.models import Actor, Agreement, Target, User
from agreements.services.freezing import freeze
from monitoring.choices import MeasureState, ReportState
from monitoring.models import MonthlyActual, MonthlyReport, SteeringMeasure, TargetComment
from monitoring.selectors.my_jobcenters import my_jobcenters
from monitoring.selectors.report import report_sheet
from tests.factories import AgreementFactory, MembershipFactory, PartyFactory
from tests.monitoring.leading import leading

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
TODAY, SEPTEMBER = date(2014, 10, 20), date(2014, 9, 1)
ME, NORD, SUED, TAL = "me-aktiv-2014", "musterkreis-nord-2014", "musterkreis-sued-2014", "mustertal-2014"


def matrix(who: str = "agentur", today: date = TODAY):
    actor = Actor(User.objects.get(username=who), today)
    return my_jobcenters(actor, Agreement.objects.visible_to(actor).originals().with_partners(), today=today)


def row(key: str, **fields):
    return next(row for row in matrix(**fields).rows if row.agreement.key == key)


def accepted(key: str, month: date, number: int = 1) -> MonthlyReport:
    """The report of the month as it was frozen and accepted."""
    agreement = Agreement.objects.with_partners().get(key=key)
    sheet = report_sheet(agreement, month, today=TODAY, with_comments=False)
    by = User.objects.get(username="system")
    document = freeze(
        by=by, agreement=agreement, kind=DocumentKind.REPORT, sheet=sheet, content=b"%PDF-", at=timezone.now()
    )
    return MonthlyReport.objects.create(
        agreement=agreement, month=month, number=number, state=ReportState.ACCEPTED, frozen=document
    )


def agreement(key: str) -> Agreement:
    return Agreement.objects.get(key=key)


@pytest.mark.parametrize("who", ["jobcenter", "jobcenter-leitung", "kreis", "landrat", "lesen", "admin"])
def test_it_is_for_the_agentur(who):
    assert matrix(who) is None


def test_rows_and_columns_are_jobcenter_and_targets_of_the_mbz():
    found = matrix()

    assert found.month == SEPTEMBER
    assert [row.agreement.key for row in found.rows] == [ME, NORD, SUED, TAL]
    assert found.targets == (
        "Integrationsquote",
        "Langzeitleistungsbezug",
        "Leistungen zum Lebensunterhalt",
        "Integrationen U 25",
        "Integrationen Alleinerziehender",
    )


def test_the_cells_say_what_the_report_says():
    for each in matrix().rows:
        expected = leading(each.agreement).values()
        for cell, sheet in zip(each.cells, expected, strict=True):
            assert (cell.glance.status, cell.glance.deviation_percent) == (sheet.status, sheet.deviation_percent)
            assert (cell.since, cell.change) == (None, None)


def test_the_change_is_that_of_the_deviation_since_the_last_accepted_report():
    then = accepted(ME, date(2014, 6, 1)).frozen
    accepted(ME, date(2014, 3, 1))
    found = row(ME).cells

    assert {cell.since for cell in found} == {date(2014, 6, 1)}
    before = {target["code"]: Decimal(target["measures"][0]["deviation_percent"]) for target in then.sheet["targets"]}
    assert [cell.change for cell in found] == [
        cell.glance.deviation_percent - before[code]
        for cell, code in zip(found, ("iq", "lzb", "llu", "u25", "alleinerziehende"), strict=True)
    ]
    assert {cell.since for cell in row(NORD).cells} == {None}


def test_of_a_month_the_number_accepted_last_counts():
    accepted(ME, date(2014, 6, 1), number=1)
    MonthlyActual.objects.filter(region__key="05158", series__code="INT", month=date(2014, 6, 1)).update(value=900)
    accepted(ME, date(2014, 6, 1), number=2)
    MonthlyActual.objects.filter(region__key="05158", series__code="INT", month=date(2014, 6, 1)).update(value=441)
    now = row(ME).cells[0]

    assert now.change < 0


def test_what_is_missing_now_or_then_has_no_change():
    accepted(ME, date(2014, 6, 1))
    Target.objects.filter(agreement__key=ME, code="u25").update(in_mbz=False)
    MonthlyActual.objects.filter(region__key="05158", series__code="LZB", month__year=2014).delete()
    _, lzb, _, u25, _ = row(ME).cells

    assert (lzb.glance.actual, lzb.change) == (None, None)
    assert (u25.glance, u25.change) == (None, None)


def test_only_open_measures_count():
    iq = Target.objects.get(agreement__key=NORD, code="iq")
    states = [MeasureState.OPEN, MeasureState.RUNNING, MeasureState.DONE, MeasureState.DROPPED]
    for number, state in enumerate(states, 1):
        SteeringMeasure.objects.create(
            agreement=iq.agreement,
            number=number,
            target=iq,
            title="Bewerbertage",
            reason="unter Soll",
            party=iq.agreement.jobcenter,
            start=SEPTEMBER,
            due=TODAY,
            state=state,
            result="erledigt",
            by=User.objects.get(username="system"),
            at=timezone.now(),
        )

    assert [each.open_measures for each in matrix().rows] == [2, 2, 0, 0]  # the demonstration has two of its own


def test_comments_are_missing_as_long_as_the_report_is_in_work():
    assert [each.uncommented for each in matrix().rows] == [3, 1, 3, 4]
    report = MonthlyReport.objects.create(agreement=agreement(ME), month=SEPTEMBER)
    iq, u25 = (Target.objects.get(agreement__key=ME, code=code) for code in ("iq", "u25"))  # red and green
    for target in (iq, u25):
        by = User.objects.get(username="jobcenter")
        TargetComment.objects.create(report=report, target=target, text="Lage", by=by, at=timezone.now())

    assert row(ME).uncommented == 2
    TargetComment.objects.filter(target=iq).delete()
    assert row(ME).uncommented == 3


def test_what_left_the_house_lacks_nothing():
    accepted(ME, SEPTEMBER)

    assert row(ME).uncommented == 0
    assert [(task.month, task.state) for task in row(ME).reports] == [(SEPTEMBER, "abgenommen")]


@pytest.mark.parametrize(
    ("who", "state", "words", "waits"),
    [("agentur", ReportState.RELEASED, "wartet auf Ihre Abnahme", True), ("agentur", None, "in Arbeit", False)],
)
def test_the_report_of_the_month_says_where_it_stands(who, state, words, waits):
    if state:
        report = accepted(ME, SEPTEMBER)
        MonthlyReport.objects.filter(pk=report.pk).update(state=state)
    (task,) = row(ME, who=who).reports

    assert (task.month, task.state, task.waits_for_me) == (SEPTEMBER, words, waits)


def test_other_months_that_wait_for_the_acceptance_are_named():
    report = accepted(ME, date(2014, 7, 1))
    MonthlyReport.objects.filter(pk=report.pk).update(state=ReportState.RELEASED)

    assert [(task.month.month, task.waits_for_me) for task in row(ME).reports] == [(7, True), (9, False)]


def test_what_came_back_is_in_work_at_the_jobcenter():
    report = accepted(ME, SEPTEMBER)
    MonthlyReport.objects.filter(pk=report.pk).update(state=ReportState.RETURNED)
    MonthlyReport.objects.create(agreement=agreement(ME), month=SEPTEMBER, number=2)

    assert [task.state for task in row(ME).reports] == ["beim Jobcenter in Arbeit"]
    assert row(ME).uncommented == 3


def test_who_reads_for_the_agentur_sees_them_and_nothing_waits_for_him():
    reader = MembershipFactory(party=agreement(ME).partners.get(position=1).party, role=Role.READER).user
    report = accepted(ME, SEPTEMBER)
    MonthlyReport.objects.filter(pk=report.pk).update(state=ReportState.RELEASED)
    (task,) = row(ME, who=reader.username).reports

    assert (task.state, task.waits_for_me) == ("freigegeben, wartet auf die Abnahme", False)


@pytest.mark.parametrize(
    ("today", "month"), [(date(2014, 1, 20), None), (date(2014, 2, 1), "2014-01"), (date(2015, 5, 1), "2014-12")]
)
def test_the_month_is_the_last_one_that_is_over(today, month):
    found = matrix(today=today)
    assert (f"{found.month:%Y-%m}" if found else None) == month


def test_one_jobcenter_is_no_matrix():
    agentur = PartyFactory()
    AgreementFactory(partners=[agentur, PartyFactory(jobcenter=True)])
    reviewer = MembershipFactory(party=agentur, role=Role.REVIEW).user

    assert matrix(reviewer.username) is None


@pytest.mark.parametrize("count", [2, 4])
def test_the_questions_do_not_grow_with_the_jobcenter(count, django_assert_num_queries):
    actor = Actor(User.objects.get(username="agentur"), TODAY)
    keys = [ME, NORD, SUED, TAL][:count]
    for key in keys:
        accepted(key, date(2014, 6, 1))
        MonthlyReport.objects.create(agreement=agreement(key), month=SEPTEMBER)
    agreements = list(Agreement.objects.visible_to(actor).originals().with_partners().filter(key__in=keys))
    with django_assert_num_queries(10):
        found = my_jobcenters(actor, agreements, today=TODAY)
    assert len(found.rows) == count
