"""Saving rows of a draft: only a draft, never over somebody else, values with the words that print them."""

from __future__ import annotations

from decimal import Decimal

import pytest

from agreements.choices import AgreementState, PlanWay
from agreements.models import Agreement, AuditEntry, Target, TargetMeasure
from agreements.services.drafts import NotEditable, StaleDraft, save_draft
from agreements.services.plans import set_plan
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def draft(agreement_2014) -> Agreement:
    """The one of 2014, before it was signed."""
    Agreement.objects.filter(pk=agreement_2014.pk).update(state=AgreementState.DRAFT)
    agreement_2014.refresh_from_db()
    return agreement_2014


def measure(agreement: Agreement, code: str = "IQ") -> TargetMeasure:
    return TargetMeasure.objects.select_related("target", "measure").get(
        target__agreement=agreement, measure__code=code
    )


def test_what_is_saved_is_a_new_version_with_an_entry(draft):
    row = Target.objects.get(agreement=draft, code="iq")
    saved = save_draft(by=UserFactory(), agreement=draft, row=row, seen=row.version, changes={"title": "Mehr Arbeit"})
    assert (saved.title, saved.version) == ("Mehr Arbeit", row.version + 1)
    entry = AuditEntry.objects.get()
    assert (entry.before, entry.after) == ({"title": row.title}, {"title": "Mehr Arbeit"})


def test_what_does_not_change_leaves_no_trace(draft):
    row = Target.objects.get(agreement=draft, code="iq")
    save_draft(by=UserFactory(), agreement=draft, row=row, seen=row.version, changes={"title": row.title})
    assert Target.objects.get(pk=row.pk).version == row.version
    assert not AuditEntry.objects.exists()


def test_nobody_saves_over_somebody_else(draft):
    row = Target.objects.get(agreement=draft, code="iq")
    save_draft(by=UserFactory(), agreement=draft, row=row, seen=row.version, changes={"title": "Erste"})
    with pytest.raises(StaleDraft) as error:
        save_draft(by=UserFactory(), agreement=draft, row=row, seen=row.version, changes={"title": "Zweite"})
    assert error.value.standing.title == "Erste"


@pytest.mark.parametrize("state", [AgreementState.READY, AgreementState.SIGNED, AgreementState.SETTLED])
def test_what_is_no_draft_stays(draft, state):
    Agreement.objects.filter(pk=draft.pk).update(state=state)
    row = Target.objects.get(agreement=draft, code="iq")
    with pytest.raises(NotEditable, match="wird nicht mehr bearbeitet"):
        save_draft(by=UserFactory(), agreement=draft, row=row, seen=None, changes={"title": "Zu spät"})


@pytest.mark.parametrize(
    ("code", "way", "value", "printed"),
    [
        ("IQ", PlanWay.ABSOLUTE, Decimal("21.4"), "21,4"),
        ("LLU", PlanWay.ABSOLUTE, Decimal(91000000), "91.000.000\u00a0€"),
        ("LZB", PlanWay.RELATIVE, Decimal("-2.5"), "zum VJ um \u22122,5\u00a0%"),
        ("INT_U25", PlanWay.NONE, None, ""),
    ],
)
def test_a_value_brings_the_words_that_print_it(draft, code, way, value, printed):
    saved = set_plan(by=UserFactory(), agreement=draft, row=measure(draft, code), way=way, value=value)
    assert (saved.way, saved.plan if way == PlanWay.ABSOLUTE else saved.relative_percent) == (way, value)
    assert saved.plan_printed == printed


def test_the_same_value_keeps_the_words_of_the_paper(draft):
    saved = set_plan(
        by=UserFactory(), agreement=draft, row=measure(draft, "EGV_QUOTE"), way=PlanWay.ABSOLUTE, value=Decimal(80)
    )
    assert saved.plan_printed == "mindestens 80 %"


def test_words_of_one_s_own_hold(draft):
    saved = set_plan(
        by=UserFactory(),
        agreement=draft,
        row=measure(draft, "VZA"),
        way=PlanWay.ABSOLUTE,
        value=Decimal(400),
        printed="400 Stellen",
    )
    assert saved.plan_printed == "400 Stellen"
