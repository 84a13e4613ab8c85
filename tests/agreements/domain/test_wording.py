"""Plan values in words, and what a signature is worth."""

from __future__ import annotations

from decimal import Decimal

import pytest

from agreements.choices import AgreementState, Direction, PlanWay, SignatureWay, TargetKind
from agreements.domain.wording import (
    Promise,
    field_name,
    own_decimals,
    plan_words,
    printed_plan,
    signature_result,
    signature_worth,
)

LEAST, MOST, EXACTLY = Direction.AT_LEAST, Direction.AT_MOST, Direction.EXACTLY


def words(way: PlanWay, **facts) -> str:
    kind = facts.pop("kind", TargetKind.STEERING)
    spoken = plan_words(Promise(kind=kind, way=way, year=2014, **facts))
    return spoken.replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("plan", "unit", "direction", "expected"),
    [
        ("20.6000", "%", LEAST, "mindestens 20,6 % im Jahr 2014"),
        ("17283.0000", "Personen", MOST, "höchstens 17.283 Personen im Jahr 2014"),
        ("80", "%", LEAST, "mindestens 80 % im Jahr 2014"),
        ("405.93", "VZA", EXACTLY, "405,93 VZA im Jahr 2014"),
        ("1000", "Anzahl", None, "1.000 im Jahr 2014"),
    ],
)
def test_a_plan_value_is_said_with_direction_unit_and_year(plan, unit, direction, expected):
    assert words(PlanWay.ABSOLUTE, plan=Decimal(plan), unit=unit, direction=direction) == expected


@pytest.mark.parametrize(
    ("percent", "direction", "expected"),
    [
        ("5.0000", LEAST, "mindestens 5 % mehr als im Jahr 2013"),
        ("-2.5", LEAST, "höchstens 2,5 % weniger als im Jahr 2013"),
        ("3", MOST, "höchstens 3 % mehr als im Jahr 2013"),
        ("-2", MOST, "mindestens 2 % weniger als im Jahr 2013"),
        ("4", EXACTLY, "4 % mehr als im Jahr 2013"),
        ("0.0000", MOST, "nicht mehr als im Jahr 2013"),
        ("0", LEAST, "nicht weniger als im Jahr 2013"),
        ("0", EXACTLY, "so viel wie im Jahr 2013"),
        ("0", None, "so viel wie im Jahr 2013"),
    ],
)
def test_a_change_is_said_against_the_prior_year(percent, direction, expected):
    assert words(PlanWay.RELATIVE, relative_percent=Decimal(percent), direction=direction) == expected


def test_a_forecast_is_no_plan():
    kind = TargetKind.MONITORING
    assert words(PlanWay.ABSOLUTE, plan=Decimal(90295768), unit="€", kind=kind) == (
        "Prognose: 90.295.768 € im Jahr 2014"
    )
    assert words(PlanWay.RELATIVE, relative_percent=Decimal(-1), kind=kind) == (
        "Prognose: 1 % weniger als im Jahr 2013"
    )


def test_without_plan():
    assert words(PlanWay.NONE) == "ohne Planwert"


@pytest.mark.parametrize(
    ("way", "facts", "expected"),
    [
        (PlanWay.ABSOLUTE, {"plan": Decimal("20.6000"), "unit": "%"}, "20,6"),
        (PlanWay.ABSOLUTE, {"plan": Decimal("17283"), "unit": "€"}, "17.283 €"),
        (PlanWay.RELATIVE, {"relative_percent": Decimal("5.0000")}, "zum VJ um +5 %"),
        (PlanWay.NONE, {}, ""),
    ],
)
def test_the_table_of_targets_prints_the_value_alone(way, facts, expected):
    promise = Promise(kind=TargetKind.STEERING, way=way, year=2014, **facts)
    assert printed_plan(promise).replace("\u00a0", " ") == expected


@pytest.mark.parametrize(("value", "decimals"), [("20.6000", 1), ("17283.0000", 0), ("405.93", 2), ("9E+3", 0)])
def test_as_many_decimals_as_agreed(value, decimals):
    assert own_decimals(Decimal(value)) == decimals


@pytest.mark.parametrize("way", SignatureWay)
def test_no_way_to_sign_claims_to_be_qualified(way):
    said = signature_worth(way, AgreementState.SIGNED)
    assert said == signature_worth(way, AgreementState.READY)
    assert "ist qualifiziert" not in said


@pytest.mark.parametrize("state", AgreementState)
def test_without_signature_it_is_awaited_or_not_on_file(state):
    open_states = {AgreementState.DRAFT, AgreementState.AGREEING, AgreementState.READY}
    expected = "Noch nicht unterzeichnet." if state in open_states else "Zu dieser Unterschrift ist nichts hinterlegt."
    assert signature_worth(None, state) == expected


@pytest.mark.parametrize(
    ("trusted", "qualified", "words"),
    [
        (None, False, "denn es ist keine hinterlegt. Eine qualifizierte elektronische Signatur ist das nicht."),
        (True, True, "endet bei einer vertrauten Stelle. Das Zertifikat nennt sich qualifiziert;"),
    ],
)
def test_what_the_check_of_a_signature_found(trusted, qualified, words):
    said = signature_result(issuer="D-Trust", trusted=trusted, qualified=qualified)
    assert words in said
    assert said.endswith("Eine Sperrung des Zertifikats wurde nicht abgefragt.")


def test_fields_are_counted_in_the_order_of_the_cover():
    assert [field_name(place) for place in (1, 2)] == ["Unterschrift_1", "Unterschrift_2"]
