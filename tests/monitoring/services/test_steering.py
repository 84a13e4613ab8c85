"""Steering measures: numbered, put on record, refused in clear words, and never saved over somebody else's change."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from agreements.choices import AgreementState
from agreements.models import Agreement, AuditEntry, Party, TargetMeasure, User
from monitoring.choices import MeasureState
from monitoring.models import SteeringMeasure
from monitoring.services.steering import SteeringConflict, SteeringDraft, SteeringRefused, change, propose
from monitoring.services.verification import differences
from tests.factories import PartyFactory
from tests.fixtures_2014 import FIXTURES

pytestmark = pytest.mark.django_db


@pytest.fixture
def agreement(db) -> Agreement:
    """The agreement of 2014, without figures and measures."""
    call_command("loaddata", *FIXTURES, verbosity=0)
    return Agreement.objects.get(key="me-aktiv-2014")


@pytest.fixture
def by(agreement) -> User:
    return User.objects.get(username="agentur")


@pytest.fixture
def effect_on(agreement) -> TargetMeasure:
    return TargetMeasure.objects.select_related("measure").get(target__agreement=agreement, measure__code="IQ")


@pytest.fixture
def draft(agreement) -> SteeringDraft:
    """The least a measure says."""
    return SteeringDraft(
        target=agreement.targets.get(code="iq"),
        title="Bewerbertage",
        reason="2,5 % unter dem Soll",
        party=agreement.jobcenter,
        start=date(2014, 6, 2),
        due=date(2014, 11, 30),
    )


def other(agreement: Agreement, **changes: object) -> Agreement:
    """A copy of the agreement under another key."""
    row = Agreement.objects.get(pk=agreement.pk)
    row.pk = None
    for name, value in ({"key": "me-aktiv-2015"} | changes).items():
        setattr(row, name, value)
    row.save()
    return row


def last_entry() -> AuditEntry:
    return AuditEntry.objects.order_by("-id")[0]


def test_measures_are_numbered_within_their_agreement(agreement, by, draft):
    propose(by=by, agreement=agreement, draft=draft)
    second = propose(by=by, agreement=agreement, draft=replace(draft, title="Coaching"))

    assert str(second) == "M2 Coaching"
    assert (second.state, second.version, second.by) == (MeasureState.OPEN, 1, by)
    assert list(SteeringMeasure.objects.values_list("number", "title")) == [(1, "Bewerbertage"), (2, "Coaching")]


def test_the_agreement_is_locked_while_the_number_is_given(agreement, by, draft):
    with CaptureQueriesContext(
        connection,
    ) as captured:
        propose(by=by, agreement=agreement, draft=draft)
    first = next(query["sql"] for query in captured if query["sql"].startswith("SELECT"))

    assert '"agreements_agreement"' in first
    assert ("FOR UPDATE" in first) is connection.features.has_select_for_update


def test_a_proposal_is_one_audit_entry(agreement, by, draft, effect_on):
    before = AuditEntry.objects.count()
    full = replace(draft, effect_on=effect_on, effect=Decimal("0.3000"), effect_month=date(2014, 9, 1))
    propose(by=by, agreement=agreement, draft=full)

    assert AuditEntry.objects.count() == before + 1
    entry = last_entry()
    assert (entry.verb, entry.object, entry.actor) == ("Maßnahme vereinbart", "me-aktiv-2014 M1", by)
    assert entry.before == {}
    assert entry.after == {
        "target": "iq",
        "title": "Bewerbertage",
        "reason": "2,5 % unter dem Soll",
        "party": "jobcenter-me-aktiv",
        "owner": "",
        "start": "2014-06-02",
        "due": "2014-11-30",
        "effect_on": "IQ",
        "effect": "0.3",
        "effect_month": "2014-09-01",
        "notes": "",
        "state": "open",
        "result": "",
    }
    assert list(differences()) == []


def test_a_change_is_on_record_with_what_it_changed(agreement, by, draft):
    measure = propose(by=by, agreement=agreement, draft=draft)
    wanted = replace(draft, state=MeasureState.DONE, result="Zwölf Einstellungen", due=date(2014, 12, 31))
    changed = change(by=by, measure=measure, draft=wanted, expected_version=1)

    changed.refresh_from_db()
    assert (changed.number, changed.state, changed.result, changed.version) == (1, "done", "Zwölf Einstellungen", 2)
    assert (last_entry().verb, last_entry().object) == ("Maßnahme geändert", "me-aktiv-2014 M1")
    assert last_entry().before == {"state": "open", "result": "", "due": "2014-11-30"}
    assert last_entry().after == {"state": "done", "result": "Zwölf Einstellungen", "due": "2014-12-31"}


def test_the_same_again_leaves_no_trace(agreement, by, draft, effect_on):
    full = replace(draft, effect_on=effect_on, effect=Decimal("0.30"), effect_month=date(2014, 9, 1))
    measure = propose(by=by, agreement=agreement, draft=full)
    entries = AuditEntry.objects.count()
    same = change(by=by, measure=measure, draft=replace(full, effect=Decimal("0.3")), expected_version=0)

    assert (same.version, AuditEntry.objects.count()) == (1, entries)


def test_of_two_who_change_the_second_is_told_who_was_first_and_when(agreement, by, draft):
    measure = propose(by=by, agreement=agreement, draft=draft)
    first = User.objects.get(username="jobcenter")
    change(by=first, measure=measure, draft=replace(draft, notes="läuft"), expected_version=1)
    with pytest.raises(SteeringConflict) as conflict:
        change(by=by, measure=measure, draft=replace(draft, notes="läuft nicht"), expected_version=1)

    standing = SteeringMeasure.objects.get()
    assert (standing.notes, standing.version) == ("läuft", 2)
    assert conflict.value.standing == standing
    assert str(conflict.value).startswith("Controlling ME-aktiv hat M1 am ")
    assert "Ihre Eingaben sind noch nicht gespeichert" in str(conflict.value)


PERIOD = "Der Beginn liegt nicht in der Laufzeit der Vereinbarung, 01.01.2014 bis 31.12.2014."
WHOLE = "Eine erwartete Wirkung nennt Messgröße, Betrag und Monat; hier fehlt: "


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"due": date(2014, 6, 1)}, {"due": "„bis“ liegt vor dem Beginn am 02.06.2014."}),
        ({"start": date(2013, 12, 31)}, {"start": PERIOD}),
        ({"start": date(2015, 1, 1), "due": date(2015, 2, 1)}, {"start": PERIOD}),
        ({"state": MeasureState.DONE}, {"result": "Eine abgeschlossene Maßnahme nennt ihr Ergebnis."}),
        ({"title": ""}, {"title": "Bitte die Maßnahme nennen, etwa „Bewerbertage“."}),
        ({"reason": ""}, {"reason": "Bitte den Anlass nennen: welche Abweichung die Maßnahme beantwortet."}),
        ({"effect": Decimal(1)}, {"effect_on": f"{WHOLE}Messgröße und Monat."}),
        ({"effect_month": date(2014, 9, 1)}, {"effect_on": f"{WHOLE}Messgröße und Betrag."}),
        (
            {"title": "", "due": date(2014, 1, 1)},
            {
                "title": "Bitte die Maßnahme nennen, etwa „Bewerbertage“.",
                "due": "„bis“ liegt vor dem Beginn am 02.06.2014.",
            },
        ),
    ],
)
def test_what_cannot_stand_is_refused_at_its_field(changes, faults, agreement, by, draft):
    with pytest.raises(SteeringRefused) as refused:
        propose(by=by, agreement=agreement, draft=replace(draft, **changes))

    assert refused.value.faults == faults
    assert str(refused.value) == " ".join(faults.values())
    assert SteeringMeasure.objects.count() == 0


@pytest.mark.parametrize(
    ("changes", "faults"),
    [
        ({"effect": Decimal(1)}, {"effect_month": f"{WHOLE}Monat."}),
        ({"effect_month": date(2014, 9, 1)}, {"effect": f"{WHOLE}Betrag."}),
        (
            {"effect": Decimal(1), "effect_month": date(2014, 5, 1)},
            {"effect_month": "Die Wirkung ist vor dem Beginn am 02.06.2014 erwartet."},
        ),
    ],
)
def test_an_effect_is_whole_and_not_before_the_start(changes, faults, agreement, by, draft, effect_on):
    with pytest.raises(SteeringRefused) as refused:
        propose(by=by, agreement=agreement, draft=replace(draft, effect_on=effect_on, **changes))

    assert refused.value.faults == faults


def test_an_effect_may_begin_in_the_month_of_the_start(agreement, by, draft, effect_on):
    full = replace(draft, effect_on=effect_on, effect=Decimal("-0.1"), effect_month=date(2014, 6, 1))
    propose(by=by, agreement=agreement, draft=full)

    assert SteeringMeasure.objects.get().effect == Decimal("-0.1")


def test_the_effect_is_on_a_measure_of_the_target(agreement, by, draft):
    lzb = TargetMeasure.objects.get(target__agreement=agreement, target__code="lzb")
    full = replace(draft, effect_on=lzb, effect=Decimal(1), effect_month=date(2014, 9, 1))
    with pytest.raises(SteeringRefused) as refused:
        propose(by=by, agreement=agreement, draft=full)

    assert refused.value.faults == {"effect_on": f"„{lzb}“ ist keine Messgröße des Ziels „Integrationsquote“."}


def test_municipal_targets_have_no_steering_measures(agreement, by, draft):
    kdu = agreement.targets.get(code="kdu")
    with pytest.raises(SteeringRefused) as refused:
        propose(by=by, agreement=agreement, draft=replace(draft, target=kdu))

    sentence = f"„{kdu}“ steht nicht im MBZ; Steuerungsmaßnahmen gibt es zu Zielen des MBZ."
    assert refused.value.faults == {"target": sentence}


def test_a_target_of_another_agreement_is_refused(agreement, by, draft):
    foreign = other(agreement)
    foreign.partners.create(party=agreement.jobcenter, position=1, function="Jobcenter")
    with pytest.raises(SteeringRefused) as refused:
        propose(by=by, agreement=foreign, draft=draft)

    assert refused.value.faults == {"target": "„Integrationsquote“ ist ein Ziel einer anderen Vereinbarung."}


def test_an_amendment_has_no_measures_of_its_own(agreement, by, draft):
    amendment = other(agreement, amends=agreement, effective_from=date(2014, 7, 1), state=AgreementState.SIGNED)
    amendment.partners.create(party=agreement.jobcenter, position=1, function="Jobcenter")
    with pytest.raises(SteeringRefused) as refused:
        propose(by=by, agreement=amendment, draft=draft)

    sentence = "Maßnahmen werden bei der Zielvereinbarung selbst vereinbart, nicht beim Nachtrag."
    assert refused.value.faults == {"target": sentence}


def test_only_partners_are_responsible(agreement, by, draft):
    stranger = PartyFactory(name="Agentur für Arbeit Fern")
    with pytest.raises(SteeringRefused) as refused:
        propose(by=by, agreement=agreement, draft=replace(draft, party=stranger))
    assert refused.value.faults == {"party": "Agentur für Arbeit Fern ist kein Partner dieser Vereinbarung."}

    kreis = Party.objects.get(key="kreis-mettmann")
    assert propose(by=by, agreement=agreement, draft=replace(draft, party=kreis)).party == kreis


def test_a_refused_change_changes_nothing(agreement, by, draft):
    measure = propose(by=by, agreement=agreement, draft=draft)
    entries = AuditEntry.objects.count()
    with pytest.raises(SteeringRefused):
        change(by=by, measure=measure, draft=replace(draft, state=MeasureState.DONE), expected_version=1)

    standing = SteeringMeasure.objects.get()
    assert (standing.state, standing.version, AuditEntry.objects.count()) == ("open", 1, entries)
