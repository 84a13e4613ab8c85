"""What a sheet adds up and puts together itself."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from agreements.choices import AgreementState, DutyRhythm, MeasureRole, SectionKind, Sphere, TargetKind
from agreements.domain.sheet import (
    AgreedTarget,
    AgreementLine,
    AgreementSheet,
    BudgetSheet,
    DutySheet,
    SectionSheet,
    TargetMeasureSheet,
)

DUTY = DutySheet(
    title="Konzept",
    sentence="Der Kreis erarbeitet ein Konzept.",
    responsible=("Kreis",),
    with_whom="",
    rhythm=DutyRhythm.ONCE,
    due=date(2014, 12, 31),
    due_reading=False,
)
LEADING = TargetMeasureSheet(
    code="IQ", name="Quote", unit="%", role=MeasureRole.LEADING, plan_printed="20,6", plan_words="", reading=""
)
PART = replace(LEADING, code="IQ_F", role=MeasureRole.PART, plan_printed="")
BARE = AgreedTarget(
    code="iq",
    title="Ziel",
    short_title="Ziel",
    description="",
    kind=TargetKind.STEERING,
    sphere=Sphere.BA,
    city_duty=False,
    in_mbz=True,
    measures=(),
    budgets=(),
    duties=(),
)
FULL = replace(
    BARE,
    measures=(LEADING, PART),
    budgets=(
        BudgetSheet(purpose="a", amount=Decimal(72000), carrier="Kreis"),
        BudgetSheet(purpose="b", amount=Decimal(26000), carrier="Kreis"),
    ),
    duties=(DUTY, DUTY),
)
SECTION = SectionSheet(
    position=1,
    number="IV)",
    heading="kommunale Ziele",
    prose="",
    closing="",
    footnote="",
    column_heads=(),
    kind=SectionKind.DESCRIBED,
    targets=(BARE, FULL),
)


def test_a_target_prints_the_values_of_its_leading_measures():
    assert (BARE.printed_values, FULL.printed_values) == ((), ("20,6",))


def test_a_target_adds_up_its_budgets():
    assert (BARE.budget_total, FULL.budget_total) == (Decimal(0), Decimal(98000))


def test_a_bare_target_has_nothing_beyond_its_row():
    assert (BARE.has_details, FULL.has_details) == (False, True)


def test_a_section_has_its_number_before_the_heading_where_it_has_one():
    assert SECTION.title == "IV) kommunale Ziele"
    assert replace(SECTION, number="").title == "kommunale Ziele"


def test_an_agreement_adds_up_its_sections():
    sheet = AgreementSheet(
        key="x-2014",
        year=2014,
        title="Zielvereinbarung 2014",
        jobcenter="Jobcenter",
        state=AgreementState.DRAFT,
        starts=date(2014, 1, 1),
        ends=date(2014, 12, 31),
        parties=(),
        sections=(SECTION, SECTION),
        signatures=(),
    )
    assert sheet.targets == (BARE, FULL, BARE, FULL)
    assert sheet.budget_total == Decimal(196000)
    assert sheet.duty_count == 4


@pytest.mark.parametrize("state", AgreementState)
def test_a_line_of_the_list_knows_what_is_in_force(state):
    line = AgreementLine(
        key="a", year=2014, title="A", jobcenter="J", partners=(), state=state, effective_from=date(2014, 7, 1)
    )
    assert line.in_force == (state in {AgreementState.SIGNED, AgreementState.AMENDED, AgreementState.SETTLED})
