"""Agreeing on values: offers, the yes of the others, remarks; who may not, and in which state nobody may."""

from __future__ import annotations

from decimal import Decimal

import pytest

from agreements.choices import AgreementState, Course, PlanWay
from agreements.models import Agreement, AuditEntry, Proposal, Target, TargetMeasure, TargetRemark
from agreements.selectors.agreement import agreement_sheet
from agreements.services.agreeing import ProposalRefused, add_remark
from agreements.services.drafts import NotEditable, StaleDraft, save_draft
from tests.agreements.negotiating import AGENTUR, JOBCENTER, KREIS, accept, in_state, offer, party, value
from tests.factories import PartyFactory, UserFactory

pytestmark = pytest.mark.django_db
CLOSED = [state for state in AgreementState if state != AgreementState.AGREEING]


@pytest.fixture
def agreeing(agreement_2014) -> Agreement:
    """The one of 2014 while it was negotiated."""
    return in_state(agreement_2014)


@pytest.fixture
def people() -> dict:
    """One person a party."""
    return {kind: UserFactory() for kind in (AGENTUR, JOBCENTER, KREIS)}


def test_an_offer_is_kept_and_changes_nothing_in_the_draft(agreeing, people):
    made = offer(agreeing, people[AGENTUR], AGENTUR, "21.4")
    assert (made.party.kind, made.way, made.plan, made.relative_percent) == (
        "agentur",
        "absolute",
        Decimal("21.4"),
        None,
    )
    assert (made.accepted, made.by) == (False, people[AGENTUR])
    assert value(agreeing).plan == Decimal("20.6")
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.object) == ("Planwert vorgeschlagen", "me-aktiv-2014: Integrationsquote")
    assert entry.after == {"party": made.party.key, "way": "absolute", "value": "21.4"}


def test_offer_counter_and_yes_make_the_plan(agreeing, people):
    offer(agreeing, people[AGENTUR], AGENTUR, "21.4")
    counter = offer(agreeing, people[JOBCENTER], JOBCENTER, "21.0")
    assert accept(agreeing, people[AGENTUR], AGENTUR, counter) is True

    row = value(agreeing)
    assert (row.way, row.plan, row.plan_printed, row.version) == ("absolute", Decimal(21), "21", 2)
    assert list(Proposal.objects.order_by("id").values_list("party__kind", "plan", "accepted")) == [
        ("agentur", Decimal("21.4"), False),
        ("jobcenter_ge", Decimal(21), False),
        ("agentur", Decimal(21), True),
    ]
    printed = next(target for target in agreement_sheet(agreeing).targets if target.code == "iq")
    assert printed.printed_values == ("21",)


def test_a_change_to_the_prior_year_is_agreed_likewise(agreeing, people):
    made = offer(agreeing, people[AGENTUR], AGENTUR, "-2.5", code="LZB", way=PlanWay.RELATIVE)
    assert accept(agreeing, people[JOBCENTER], JOBCENTER, made) is True
    row = value(agreeing, "LZB")
    assert (row.way, row.plan, row.relative_percent) == ("relative", None, Decimal("-2.5"))


def test_for_both_carriers_the_last_yes_of_three_makes_the_plan(agreeing, people):
    made = offer(agreeing, people[AGENTUR], AGENTUR, "410", code="VZA")
    assert accept(agreeing, people[JOBCENTER], JOBCENTER, made) is False
    assert value(agreeing, "VZA").plan == Decimal("405.93")
    assert accept(agreeing, people[KREIS], KREIS, made) is True
    assert value(agreeing, "VZA").plan == Decimal(410)
    assert list(AuditEntry.objects.order_by("id").values_list("verb", flat=True)) == [
        "Planwert vorgeschlagen",
        "Planwert zugestimmt",
        "Entwurf geändert",
        "Planwert vereinbart",
    ]


@pytest.mark.parametrize(("code", "course"), [("IQ", Course.LINEAR), ("LZB", Course.LINEAR), ("VZA", Course.LEVEL)])
def test_a_value_without_course_goes_evenly_through_the_year(agreeing, people, code, course):
    TargetMeasure.objects.filter(pk=value(agreeing, code).pk).update(
        way=PlanWay.NONE, plan=None, relative_percent=None, course=""
    )
    made = offer(agreeing, people[AGENTUR], AGENTUR, "7", code=code)
    seen = value(agreeing, code).version
    accept(agreeing, people[JOBCENTER], JOBCENTER, made, seen=seen)
    if code == "VZA":
        accept(agreeing, people[KREIS], KREIS, made, seen=seen)
    row = value(agreeing, code)
    assert (row.plan, row.course) == (Decimal(7), course)


class TestRefused:
    @pytest.mark.parametrize("state", CLOSED)
    def test_outside_of_agreeing_nothing_is_said(self, agreeing, people, state):
        made = offer(agreeing, people[AGENTUR], AGENTUR, "21.4")
        closed = in_state(agreeing, state)
        with pytest.raises(NotEditable):
            offer(closed, people[JOBCENTER], JOBCENTER, "21")
        with pytest.raises(NotEditable):
            accept(closed, people[JOBCENTER], JOBCENTER, made)
        with pytest.raises(NotEditable):
            remark(closed, people[KREIS])
        assert (Proposal.objects.count(), TargetRemark.objects.count()) == (1, 0)

    @pytest.mark.parametrize(("kind", "person"), [(AGENTUR, JOBCENTER), (JOBCENTER, AGENTUR)])
    def test_nobody_accepts_their_own(self, agreeing, people, kind, person):
        made = offer(agreeing, people[AGENTUR], AGENTUR, "21.4")
        with pytest.raises(ProposalRefused, match="nimmt ein anderer Partner an"):
            accept(agreeing, people[person], kind, made)
        assert value(agreeing).plan == Decimal("20.6")

    @pytest.mark.parametrize(("code", "kind"), [("IQ", KREIS), ("KDU", AGENTUR)])
    def test_who_does_not_agree_on_the_target_neither_offers_nor_accepts(self, agreeing, people, code, kind):
        with pytest.raises(ProposalRefused, match="eine Anmerkung ist möglich"):
            offer(agreeing, people[kind], kind, "5", code=code)
        made = offer(agreeing, people[JOBCENTER], JOBCENTER, "5", code=code)
        with pytest.raises(ProposalRefused, match="eine Anmerkung ist möglich"):
            accept(agreeing, people[kind], kind, made)

    def test_a_stranger_neither(self, agreeing, people):
        with pytest.raises(ProposalRefused, match="ist kein Partner dieser Vereinbarung"):
            remark(agreeing, people[KREIS], PartyFactory())

    def test_the_same_value_is_accepted_and_not_offered_again(self, agreeing, people):
        offer(agreeing, people[AGENTUR], AGENTUR, "21.4")
        with pytest.raises(ProposalRefused, match="liegt schon auf dem Tisch"):
            offer(agreeing, people[JOBCENTER], JOBCENTER, "21.40")

    def test_a_replaced_offer_is_gone(self, agreeing, people):
        first = offer(agreeing, people[AGENTUR], AGENTUR, "21.4")
        offer(agreeing, people[AGENTUR], AGENTUR, "21.2")
        with pytest.raises(ProposalRefused, match="inzwischen ersetzt oder beantwortet"):
            accept(agreeing, people[JOBCENTER], JOBCENTER, first)

    def test_an_answered_offer_is_gone(self, agreeing, people):
        made = offer(agreeing, people[AGENTUR], AGENTUR, "21.4")
        accept(agreeing, people[JOBCENTER], JOBCENTER, made)
        with pytest.raises(ProposalRefused, match="inzwischen ersetzt oder beantwortet"):
            accept(agreeing, people[JOBCENTER], JOBCENTER, made)

    def test_nobody_says_yes_twice(self, agreeing, people):
        made = offer(agreeing, people[AGENTUR], AGENTUR, "410", code="VZA")
        accept(agreeing, people[JOBCENTER], JOBCENTER, made)
        with pytest.raises(ProposalRefused, match="hat diesem Vorschlag schon zugestimmt"):
            accept(agreeing, people[JOBCENTER], JOBCENTER, made)

    @pytest.mark.parametrize("course", ["prior_year", ""])
    def test_a_draft_that_was_changed_meanwhile_is_shown_first(self, agreeing, people, course):
        if not course:
            TargetMeasure.objects.filter(pk=value(agreeing).pk).update(way=PlanWay.NONE, plan=None, course="")
        made, row = offer(agreeing, people[AGENTUR], AGENTUR, "21.4"), value(agreeing)
        save_draft(by=people[KREIS], agreement=agreeing, row=row, seen=None, changes={"yellow": Decimal(3)})
        with pytest.raises(StaleDraft):
            accept(agreeing, people[JOBCENTER], JOBCENTER, made, seen=row.version)
        assert Proposal.objects.count() == 1


def remark(agreement, by, who=None, text=" Bitte\r\nprüfen.\x00 "):
    target = Target.objects.get(agreement=agreement, code="iq")
    return add_remark(by=by, agreement=agreement, target=target, party=who or party(agreement, KREIS), text=text)


def test_every_partner_remarks_on_every_target(agreeing, people):
    made = remark(agreeing, people[KREIS])
    assert (made.text, made.party.kind, made.by) == ("Bitte\nprüfen.", "kreis", people[KREIS])
    entry = AuditEntry.objects.get()
    assert (entry.verb, entry.after) == ("Anmerkung zum Ziel", {"party": made.party.key, "text": "Bitte\nprüfen."})


def test_an_empty_remark_is_none(agreeing, people):
    with pytest.raises(ProposalRefused, match="Die Anmerkung ist leer"):
        remark(agreeing, people[KREIS], text=" \r\n ")
