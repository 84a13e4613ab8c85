"""Agreeing on values, without a database: who sits at the table, what stands, when something is agreed, how it is worded."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from agreements.choices import Direction, PlanWay, Sphere, TargetKind
from agreements.choices import PartyKind as K
from agreements.domain.negotiation import (
    Columns,
    Negotiation,
    Offer,
    RemarkLine,
    Seat,
    TargetTalk,
    ValueTalk,
    at_the_table,
    cells,
    columns,
    offer_words,
)

AGENTUR, JOBCENTER, KREIS = 1, 2, 3
NAMES = {AGENTUR: "Agentur", JOBCENTER: "Jobcenter", KREIS: "Kreis"}
TWO, THREE = frozenset({AGENTUR, JOBCENTER}), frozenset(NAMES)
SEATS = tuple(Seat(party=party, name=name) for party, name in NAMES.items())


def words(*said: tuple[int, str, bool]) -> tuple[Offer, ...]:
    """(party, value, yes) each, in this order; person 10·party speaks for a party."""
    return tuple(
        Offer(
            pk=number,
            party=party,
            party_name=NAMES[party],
            way=PlanWay.ABSOLUTE,
            value=Decimal(value),
            words=value,
            reason="",
            accepted=yes,
            by=10 * party,
            by_name="",
            at=datetime(2013, 11, 1, tzinfo=UTC),
        )
        for number, (party, value, yes) in enumerate(said, 1)
    )


@pytest.mark.parametrize(
    ("sphere", "kinds", "table"),
    [
        (Sphere.BA, (K.AGENTUR, K.JOBCENTER_GE, K.KREIS), {1, 2}),
        (Sphere.KOMMUNE, (K.AGENTUR, K.JOBCENTER_GE, K.KREIS), {2, 3}),
        (Sphere.BOTH, (K.AGENTUR, K.JOBCENTER_GE, K.KREIS), {1, 2, 3}),
        (Sphere.KOMMUNE, (K.AGENTUR, K.JOBCENTER_GE, K.STADT), {2, 3}),
        (Sphere.BA, (K.LAND, K.JOBCENTER_ZKT), {1, 2}),
        (Sphere.KOMMUNE, (K.LAND, K.JOBCENTER_ZKT), {1, 2}),
        (Sphere.BA, (K.LAND, K.JOBCENTER_ZKT, K.KREIS), {1, 2}),
        (Sphere.KOMMUNE, (K.LAND, K.JOBCENTER_ZKT, K.KREIS), {2, 3}),
        (Sphere.KOMMUNE, (K.AGENTUR, K.JOBCENTER_GE), {1, 2}),
        (Sphere.BA, (K.BMAS, K.BA), {1, 2}),
    ],
)
def test_who_agrees_on_a_target(sphere, kinds, table):
    assert at_the_table(sphere, dict(enumerate(kinds, 1))) == table


@pytest.mark.parametrize(
    ("said", "table", "expected"),
    [
        ([], TWO, ("", "", "", "noch kein Angebot")),
        ([(1, "21", False)], TWO, ("21", "", "", "Angebot von Agentur")),
        ([(2, "20", False)], TWO, ("20", "", "", "Angebot von Jobcenter")),
        ([(1, "21", False), (2, "20", False)], TWO, ("21", "20", "", "Gegenvorschlag von Jobcenter")),
        (
            [(1, "21", False), (2, "20", False), (1, "20.5", False)],
            TWO,
            ("20.5", "20", "", "Angebot von Agentur"),
        ),
        ([(1, "21", False), (2, "20", False), (1, "20", True)], TWO, ("21", "20", "20", "vereinbart")),
        ([(1, "21", False), (2, "21", True), (2, "20", False)], TWO, ("20", "", "21", "Angebot von Jobcenter")),
        ([(1, "400", False), (2, "400", True)], THREE, ("400", "", "", "Angebot von Agentur")),
        ([(1, "400", False), (2, "400", True), (3, "400", True)], THREE, ("400", "", "400", "vereinbart")),
        (
            [(1, "400", False), (2, "390", False), (3, "395", False)],
            THREE,
            ("400", "395", "", "Gegenvorschlag von Kreis"),
        ),
        # Kreis turned to the Angebot; what Jobcenter offered before it still stands.
        (
            [(1, "400", False), (2, "390", False), (3, "395", False), (3, "400", True)],
            THREE,
            ("400", "390", "", "Gegenvorschlag von Jobcenter"),
        ),
        # The one who offered goes on: the yes to what it offered before does not count for the new value.
        (
            [(1, "400", False), (2, "400", True), (1, "410", False), (3, "410", True)],
            THREE,
            ("410", "", "", "Angebot von Agentur"),
        ),
    ],
)
def test_three_columns(said, table, expected):
    parted = columns(words(*said), table)
    shown = tuple(each.words if each else "" for each in (parted.offer, parted.counter, parted.agreed))
    assert (*shown, parted.status) == expected


@pytest.mark.parametrize(
    ("said", "table", "standing"),
    [
        ([], TWO, []),
        ([(1, "21", False), (2, "20", False)], TWO, ["21", "20"]),
        ([(1, "21", False), (2, "21", True)], TWO, []),
        # Who says yes to another no longer stands by its own offer.
        ([(1, "400", False), (2, "390", False), (2, "400", True)], THREE, ["400"]),
    ],
)
def test_what_may_be_accepted(said, table, standing):
    parted = columns(words(*said), table)
    assert [each.words for each in parted.standing] == standing
    assert parted.open == bool(standing)


def accepting(said, table, seats=SEATS, person=0) -> list[list[int]]:
    return [
        [seat.party for seat in cell.accept] for cell in cells(columns(words(*said), table), seats=seats, person=person)
    ]


@pytest.mark.parametrize(
    ("said", "person", "expected"),
    [
        ([], 0, [[], [], []]),
        ([(1, "400", False)], 0, [[2, 3], [], []]),
        ([(1, "400", False)], 10, [[], [], []]),
        ([(1, "400", False), (2, "390", False)], 20, [[2, 3], [], []]),
        ([(1, "400", False), (2, "400", True)], 0, [[3], [], []]),
        ([(1, "400", False), (2, "400", True), (3, "400", True)], 0, [[], [], []]),
    ],
)
def test_for_whom_the_reader_may_say_yes(said, person, expected):
    assert accepting(said, THREE, person=person) == expected


def test_a_cell_names_who_agreed_already():
    parted = columns(words((1, "400", False), (2, "400", True)), THREE)
    assert [each.party_name for each in cells(parted, seats=(), person=0)[0].consents] == ["Jobcenter"]


@pytest.mark.parametrize(
    ("kind", "way", "value", "direction", "unit", "expected"),
    [
        (TargetKind.STEERING, PlanWay.ABSOLUTE, "20.6000", Direction.AT_LEAST, "%", "mindestens 20,6\u00a0%"),
        (TargetKind.STEERING, PlanWay.ABSOLUTE, "17283", Direction.AT_MOST, "Anzahl", "höchstens 17.283"),
        (TargetKind.MONITORING, PlanWay.ABSOLUTE, "90295768", None, "€", "Prognose 90.295.768\u00a0€"),
        (TargetKind.CHANGE, PlanWay.RELATIVE, "5", Direction.AT_LEAST, "Anzahl", "mindestens +5\u00a0% zum Vorjahr"),
        (TargetKind.CEILING, PlanWay.RELATIVE, "-2.5", None, "€", "\u22122,5\u00a0% zum Vorjahr"),
        (TargetKind.CEILING, PlanWay.RELATIVE, "0", Direction.AT_MOST, "€", "höchstens ±0\u00a0% zum Vorjahr"),
    ],
)
def test_an_offer_in_words(kind, way, value, direction, unit, expected):
    said = offer_words(kind=kind, way=way, value=Decimal(value), direction=direction, unit=unit)
    assert said == expected


def talk(*said: tuple[int, str, bool], table: frozenset[int] = TWO) -> ValueTalk:
    parted = columns(words(*said), table)
    return ValueTalk(
        pk=1,
        version=1,
        code="IQ",
        name="Integrationsquote",
        unit="%",
        decimals=1,
        way=PlanWay.ABSOLUTE,
        draft_words="",
        columns=parted,
        history=words(*said),
        differs=False,
        seats=(),
        cells=cells(parted, seats=(), person=0),
    )


def target(*values: ValueTalk, remarks: tuple[RemarkLine, ...] = ()) -> TargetTalk:
    return TargetTalk(
        code="iq",
        title="Integrationsquote",
        kind=TargetKind.STEERING,
        sphere=Sphere.BA,
        table=(),
        values=values,
        remarks=remarks,
    )


REMARK = RemarkLine(party_name="Kreis", text="Gut.", by_name="", at=datetime(2013, 11, 1, tzinfo=UTC))
OPEN, AGREED, NEITHER = talk((1, "21", False)), talk((1, "21", False), (2, "21", True)), talk()
AGAIN = talk((1, "21", False), (2, "21", True), (2, "20", False))


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ((), "Diese Vereinbarung hat keine Planwerte, über die zu verhandeln wäre."),
        (
            (OPEN, AGREED, NEITHER, AGAIN),
            "4 Planwerte: 1 vereinbart, 2 mit offenem Angebot, 1 ohne Angebot.",
        ),
        ((NEITHER,), "1 Planwert: 0 vereinbart, 0 mit offenem Angebot, 1 ohne Angebot."),
    ],
)
def test_how_far_the_parties_are(values, sentence):
    assert Negotiation(targets=(target(*values),), seats=()).summary == sentence


@pytest.mark.parametrize(
    ("values", "remarks", "silent"), [((NEITHER,), (), True), ((OPEN,), (), False), ((), (REMARK,), False)]
)
def test_silence(values, remarks, silent):
    assert Negotiation(targets=(target(*values, remarks=remarks),), seats=()).silent is silent


def test_the_states_of_a_target_are_said_once():
    assert target(AGREED, AGREED, OPEN).status == "vereinbart · Angebot von Agentur"
    assert target().status == ""


def test_nothing_said_awaits_nothing():
    assert (Columns().standing, Columns().open) == ((), False)
