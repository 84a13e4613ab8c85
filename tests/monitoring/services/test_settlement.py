"""Abrechnen: provisional from February on, final with final figures alone, frozen; and every refusal of the verb."""

from __future__ import annotations

from datetime import date

import pytest

from agreements.choices import AgreementState, DocumentKind
from agreements.models import Agreement, AgreementStep, AuditEntry, FrozenDocument, User
from monitoring.choices import DutyState, FigureStatus, SettlementKind
from monitoring.models import MonthlyActual, Settlement
from monitoring.selectors.settlement import frozen_settlement, paper_of_settlement, settlement_sheet
from monitoring.services import settlement as verbs
from monitoring.services.settlement import SettlementRefused, settle_agreement
from tests.monitoring.year_end import LATER, carry_on

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
FEBRUARY = date(2015, 2, 20)
PROVISIONAL, FINAL = SettlementKind.PROVISIONAL, SettlementKind.FINAL


@pytest.fixture
def leader(db) -> User:
    return User.objects.get(username="jobcenter-leitung")


@pytest.fixture
def paper(monkeypatch) -> None:
    """The paper is not what these tests are about."""
    monkeypatch.setattr(verbs, "settlement_pdf", lambda sheet: f"%PDF {sheet.fingerprint}".encode())


def state(agreement: Agreement) -> str:
    return Agreement.objects.get(pk=agreement.pk).state


def test_a_provisional_settlement_is_frozen_and_changes_no_state(agreement, leader, paper):
    row = settle_agreement(by=leader, agreement=agreement, kind=PROVISIONAL, on=FEBRUARY)
    sheet = frozen_settlement(row)
    assert (row.kind, row.frozen.kind, row.frozen.number) == (PROVISIONAL, DocumentKind.SETTLEMENT, 1)
    assert (sheet.by, sheet.kind, sheet.as_of_day) == (str(leader), PROVISIONAL, FEBRUARY)
    assert sheet.fingerprint == row.frozen.fingerprint
    assert paper_of_settlement(row) == f"%PDF {row.frozen.fingerprint}".encode()
    assert state(agreement) == AgreementState.SIGNED
    assert AuditEntry.objects.order_by("-id")[0].verb == "Zielabrechnung vorläufig"


def test_what_is_frozen_stays_whatever_the_figures_become(agreement, leader, paper):
    row = settle_agreement(by=leader, agreement=agreement, kind=PROVISIONAL, on=FEBRUARY)
    before = frozen_settlement(row)
    carry_on(agreement)
    later = settle_agreement(by=leader, agreement=agreement, kind=PROVISIONAL, on=LATER)
    assert frozen_settlement(Settlement.objects.get(pk=row.pk)) == before
    assert (later.frozen.number, frozen_settlement(later) == before) == (2, False)


def test_a_final_settlement_closes_the_agreement(agreement, leader, paper):
    carry_on(agreement)
    row = settle_agreement(by=leader, agreement=agreement, kind=FINAL, on=LATER)
    assert frozen_settlement(row).kind == FINAL
    assert (state(agreement), agreement.state) == (AgreementState.SETTLED, AgreementState.SETTLED)
    assert AgreementStep.objects.get(agreement=agreement, verb="settle").by == leader
    with pytest.raises(SettlementRefused, match="schon endgültig abgerechnet"):
        settle_agreement(by=leader, agreement=agreement, kind=PROVISIONAL, on=LATER)


@pytest.mark.parametrize(("day", "refused"), [(date(2015, 1, 31), True), (date(2015, 2, 1), False)])
def test_from_february_of_the_next_year_on(agreement, leader, paper, day, refused):
    if refused:
        with pytest.raises(SettlementRefused, match=r"frühestens ab 01\.02\.2015"):
            settle_agreement(by=leader, agreement=agreement, kind=PROVISIONAL, on=day)
    else:
        settle_agreement(by=leader, agreement=agreement, kind=PROVISIONAL, on=day)
    assert Settlement.objects.exists() is not refused


def test_a_final_one_names_the_targets_whose_figures_are_not_final(agreement, leader, paper):
    carry_on(agreement)
    december = MonthlyActual.objects.filter(series__code__in=("LZB", "VZA"), month=date(2014, 12, 1))
    december.update(status=FigureStatus.PROVISIONAL)
    with pytest.raises(SettlementRefused, match=r"Es fehlt noch: Langzeitleistungsbezug, Personalisierung\.$"):
        settle_agreement(by=leader, agreement=agreement, kind=FINAL, on=LATER)
    assert (FrozenDocument.objects.count(), state(agreement)) == (0, AgreementState.SIGNED)


def test_what_is_only_observed_keeps_nothing_from_being_final(agreement, leader, paper):
    carry_on(agreement)
    MonthlyActual.objects.filter(series__code="LLU", month=date(2014, 12, 1)).delete()
    settle_agreement(by=leader, agreement=agreement, kind=FINAL, on=LATER)
    assert state(agreement) == AgreementState.SETTLED


@pytest.mark.parametrize("unsigned", ["draft", "agreeing", "ready"])
def test_only_what_is_in_force_is_settled(agreement, leader, paper, unsigned):
    Agreement.objects.filter(pk=agreement.pk).update(state=unsigned)
    agreement.refresh_from_db()
    with pytest.raises(SettlementRefused, match="noch nicht unterzeichnet"):
        settle_agreement(by=leader, agreement=agreement, kind=PROVISIONAL, on=FEBRUARY)


def test_figures_that_change_while_the_paper_is_made_settle_nothing(agreement, leader, monkeypatch):
    def meanwhile(_sheet: object) -> bytes:
        MonthlyActual.objects.filter(series__code="INT", month=date(2014, 3, 1)).update(value=999)
        return b"%PDF"

    monkeypatch.setattr(verbs, "settlement_pdf", meanwhile)
    with pytest.raises(SettlementRefused, match="Während der Abrechnung"):
        settle_agreement(by=leader, agreement=agreement, kind=PROVISIONAL, on=FEBRUARY)
    assert not Settlement.objects.exists()


def test_reports_on_duties_are_part_of_what_is_frozen(agreement, leader, paper):
    from agreements.models import Duty
    from monitoring.services.duties import review_duty

    duty = Duty.objects.filter(responsible=agreement.jobcenter, target__agreement=agreement)[0]
    review_duty(
        by=leader, duty=duty, party=agreement.jobcenter, state=DutyState.DONE, text="Rundmail", new_due=None, link="",
        evidence=None, on=FEBRUARY,
    )  # fmt: skip
    row = settle_agreement(by=leader, agreement=agreement, kind=PROVISIONAL, on=FEBRUARY)
    said = {each.number: each.report for _, each in frozen_settlement(row).duties}[duty.pk]
    assert said is not None
    assert (said.state, said.text, said.party) == (DutyState.DONE, "Rundmail", "Jobcenter ME-aktiv")
    assert settlement_sheet(agreement, today=FEBRUARY).duties_done == 1
