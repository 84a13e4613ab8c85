"""Fixing of plans: proposal, consent of every party concerned, refusal, revision of the prior year, and every refusal of the verbs."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.models import Agreement, AuditEntry, Party, TargetMeasure, User
from monitoring.choices import FigureStatus, ProposalState
from monitoring.documents.sentences import hints
from monitoring.models import FixingConsent, FixingProposal, MonthlyActual, PlanFixing
from monitoring.selectors.fixing import FixingLine, fixing_lines
from monitoring.selectors.report import report_sheet
from monitoring.services.fixing import FixingRefused, answer_proposal, propose_fixing

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
TODAY = date(2014, 10, 20)


def party(key: str) -> Party:
    return Party.objects.get(key=key)


@pytest.fixture
def jobcenter() -> Party:
    return party("jobcenter-me-aktiv")


@pytest.fixture
def agentur() -> Party:
    return party("agentur-mettmann")


@pytest.fixture
def kreis() -> Party:
    return party("kreis-mettmann")


def row(code: str, measure: str) -> TargetMeasure:
    return TargetMeasure.objects.get(target__code=code, measure__code=measure, target__agreement__key="me-aktiv-2014")


@pytest.fixture
def u25() -> TargetMeasure:
    return row("u25", "INT_U25")


def user(name: str) -> User:
    return User.objects.get(username=name)


def propose(agreement: Agreement, signed: TargetMeasure, *parties: Party, by: str = "jobcenter-leitung"):
    ids = {each.pk for each in parties}
    return propose_fixing(by=user(by), agreement=agreement, row=signed.pk, parties=ids, on=TODAY)


def answer(agreement: Agreement, proposal: FixingProposal, by: Party, *, agreed: bool = True, reason: str = ""):
    return answer_proposal(
        by=user("agentur"),
        agreement=agreement,
        row=proposal.target_measure_id,
        proposal=proposal.pk,
        party=by,
        agreed=agreed,
        reason=reason,
        on=TODAY,
    )


def line(agreement: Agreement, signed: TargetMeasure) -> FixingLine:
    return next(each for each in fixing_lines(agreement, today=TODAY) if each.row == signed)


def revise(add: int = 20) -> None:
    actual = MonthlyActual.objects.get(series__code="INT_U25", region__key="05158", month=date(2013, 3, 1))
    MonthlyActual.objects.filter(pk=actual.pk).update(value=actual.value + add, status=FigureStatus.REVISED)


def test_the_plans_that_follow_the_prior_year(agreement):
    found = fixing_lines(agreement, today=TODAY)
    assert [(each.target.code, each.measure.code) for each in found] == [
        ("iq", "IQ"),
        ("lzb", "LZB"),
        ("llu", "LLU"),
        ("u25", "INT_U25"),
        ("alleinerziehende", "INT_ALLEIN"),
        ("kdu", "KDU"),
    ]
    assert {each.is_due for each in found} == {True}


def test_proposed_by_one_and_fixed_by_the_other(agreement, u25, jobcenter, agentur):
    before = (u25.way, u25.plan, u25.relative_percent, u25.version)
    proposal = propose(agreement, u25, jobcenter)
    assert (proposal.state, PlanFixing.objects.count()) == (ProposalState.OPEN, 0)

    answered = answer(agreement, proposal, agentur)

    fixing = PlanFixing.objects.get()
    assert (answered.state, answered.fixing, fixing.target_measure) == (ProposalState.FIXED, fixing, u25)
    assert (fixing.plan, fixing.shares) == (proposal.plan, proposal.shares)
    assert fixing.plan == Decimal("1231.65")
    assert len(fixing.shares) == 12
    assert Decimal(fixing.shares[11]) == 1
    assert fixing.data_status == "Zahlen 2013 endgültig, Stand 20.10.2014"
    assert fixing.basis == "mindestens 5\u00a0% mehr als im Jahr 2013, Verlauf des Vorjahres; 2013: 1.173"
    u25.refresh_from_db()
    assert (u25.way, u25.plan, u25.relative_percent, u25.version) == before
    assert [entry.verb for entry in AuditEntry.objects.order_by("-id")[:3]] == [
        "Plan festgelegt",
        "Festlegung zugestimmt",
        "Festlegung vorgeschlagen",
    ]
    assert not line(agreement, u25).is_due


def test_the_mbz_says_what_is_in_force_and_on_which_figures(agreement, u25, jobcenter, agentur):
    answer(agreement, propose(agreement, u25, jobcenter), agentur)
    revise()
    sheet = report_sheet(agreement, date(2014, 9, 1), today=TODAY, with_comments=False)
    measure = next(target for target in sheet.targets if target.code == "u25").measures[0]
    day = PlanFixing.objects.get().at
    assert measure.annual_plan == Decimal("1231.65")
    assert hints(measure) == (
        f"Das Soll ist seit dem {day:%d.%m.%Y} festgeschrieben (Zahlen 2013 endgültig, Stand 20.10.2014).",
        "Nach heutigem Vorjahr wäre der Jahreswert 1.253; es gilt der festgeschriebene.",
    )


def test_a_revision_proposes_anew_and_changes_nothing_without_consent(agreement, u25, jobcenter, agentur):
    answer(agreement, propose(agreement, u25, jobcenter), agentur)
    revise()
    assert line(agreement, u25).is_due
    again = propose(agreement, u25, agentur, by="agentur")
    assert (again.plan, line(agreement, u25).fixed.plan) == (Decimal("1252.65"), Decimal("1231.65"))

    answer(agreement, again, jobcenter)

    assert (line(agreement, u25).fixed.plan, PlanFixing.objects.count()) == (Decimal("1252.65"), 2)


def test_a_refusal_with_its_reason_closes_the_proposal(agreement, u25, jobcenter, agentur):
    proposal = propose(agreement, u25, jobcenter)
    closed = answer(agreement, proposal, agentur, agreed=False, reason=" Erst den Mai prüfen. ")
    assert (closed.state, closed.fixing, PlanFixing.objects.count()) == (ProposalState.REFUSED, None, 0)
    assert FixingConsent.objects.get(party=agentur).reason == "Erst den Mai prüfen."
    assert propose(agreement, u25, jobcenter).state == ProposalState.OPEN


def test_a_proposal_on_new_figures_replaces_the_open_one(agreement, u25, jobcenter, agentur):
    first = propose(agreement, u25, jobcenter)
    revise()
    assert line(agreement, u25).outdated
    second = propose(agreement, u25, agentur, by="agentur")
    first.refresh_from_db()
    assert (first.state, second.state) == (ProposalState.OUTDATED, ProposalState.OPEN)
    with pytest.raises(FixingRefused, match="nicht mehr offen"):
        answer(agreement, first, jobcenter)


def test_municipal_plans_are_fixed_by_jobcenter_and_kreis(agreement, jobcenter, kreis, agentur):
    proposal = propose(agreement, row("kdu", "KDU"), jobcenter)
    with pytest.raises(FixingRefused, match="ist an diesem Ziel nicht beteiligt"):
        answer(agreement, proposal, agentur)
    assert answer(agreement, proposal, kreis).state == ProposalState.FIXED


def test_who_speaks_for_all_fixes_at_once(agreement, u25, jobcenter, agentur):
    assert propose(agreement, u25, jobcenter, agentur).state == ProposalState.FIXED


class TestRefused:
    def test_twice_on_the_same_figures(self, agreement, u25, jobcenter):
        propose(agreement, u25, jobcenter)
        with pytest.raises(FixingRefused, match="schon ein Vorschlag mit denselben Zahlen offen"):
            propose(agreement, u25, jobcenter)

    def test_what_is_fixed_so_already(self, agreement, u25, jobcenter, agentur):
        propose(agreement, u25, jobcenter, agentur)
        with pytest.raises(FixingRefused, match="dasselbe, was festgelegt ist"):
            propose(agreement, u25, jobcenter)

    def test_an_incomplete_prior_year(self, agreement, u25, jobcenter):
        MonthlyActual.objects.filter(series__code="INT_U25", month=date(2013, 3, 1)).delete()
        with pytest.raises(FixingRefused, match=r"es fehlt Integrationen unter 25 Jahren März 2013\."):
            propose(agreement, u25, jobcenter)

    def test_a_prior_year_of_zero(self, agreement, u25, jobcenter):
        MonthlyActual.objects.filter(series__code="INT_U25", month__year=2013).update(value=0)
        with pytest.raises(FixingRefused, match="oder er ist 0"):
            propose(agreement, u25, jobcenter)

    def test_a_plan_that_follows_no_prior_year(self, agreement, jobcenter):
        with pytest.raises(FixingRefused, match="nichts festzulegen"):
            propose(agreement, row("egv", "EGV_QUOTE"), jobcenter)

    @pytest.mark.parametrize(("state", "words"), [("agreeing", "noch nicht unterzeichnet"), ("settled", "abgerechnet")])
    def test_before_signing_and_after_settling(self, agreement, u25, jobcenter, state, words):
        Agreement.objects.filter(pk=agreement.pk).update(state=state)
        with pytest.raises(FixingRefused, match=words):
            propose(agreement, u25, jobcenter)

    def test_a_second_answer_of_the_same_party(self, agreement, u25, jobcenter):
        proposal = propose(agreement, u25, jobcenter)
        with pytest.raises(FixingRefused, match="schon geantwortet"):
            answer(agreement, proposal, jobcenter)

    def test_a_refusal_without_reason(self, agreement, u25, jobcenter, agentur):
        proposal = propose(agreement, u25, jobcenter)
        with pytest.raises(FixingRefused, match="Bitte die Ablehnung begründen"):
            answer(agreement, proposal, agentur, agreed=False, reason=" \n")
        assert FixingConsent.objects.count() == 1


def test_an_amendment_is_fixed_on_a_row_of_its_own(agreement, u25, jobcenter, agentur):
    from tests.monitoring.amended import amend

    changed = amend(agreement, u25, relative_percent=Decimal(10), month=date(2014, 7, 1))
    original, amendment = (each for each in fixing_lines(agreement, today=TODAY) if each.target.code == "u25")
    assert (original.row, amendment.row, amendment.from_month) == (u25, changed, date(2014, 7, 1))
    propose(agreement, changed, jobcenter, agentur)
    fixed = PlanFixing.objects.get()
    assert (fixed.target_measure, fixed.plan) == (changed, Decimal("1290.3"))
    assert fixed.basis.startswith(
        "mindestens 10\u00a0% mehr als im Jahr 2013, Verlauf des Vorjahres; Nachtrag, wirkt ab Juli"
    )


def test_the_number_of_queries_is_constant(agreement, u25, jobcenter):
    with CaptureQueriesContext(connection) as without:
        fixing_lines(agreement, today=TODAY)
    propose(agreement, u25, jobcenter)
    with CaptureQueriesContext(connection) as one:
        fixing_lines(agreement, today=TODAY)
    for code, measure in (("iq", "IQ"), ("lzb", "LZB")):
        propose(agreement, row(code, measure), jobcenter)
    with CaptureQueriesContext(connection) as three:
        fixing_lines(agreement, today=TODAY)
    assert (len(without), len(one), len(three)) == (6, 7, 7)
