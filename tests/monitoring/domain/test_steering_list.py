"""The list of steering measures: what is wanted of it, in which order."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from monitoring.choices import MeasureState, Urgency
from monitoring.domain.steering_list import ORDERS, SteeringLine, SteeringWish, wished
from monitoring.domain.steering_sheet import SteeringSheet


def line(number: int, title: str, **changes: Any) -> SteeringLine:
    sheet: dict[str, Any] = {
        "number": number,
        "title": title,
        "reason": "weil",
        "party": "Jobcenter",
        "owner": "",
        "start": date(2014, 6, number),
        "due": date(2014, 12, 31),
        "state": MeasureState.RUNNING,
        "result": "",
    }
    where: dict[str, Any] = {
        "agreement": "a-2014",
        "agreement_title": "Zielvereinbarung 2014",
        "jobcenter": "Jobcenter",
        "target": "iq",
        "target_title": "Integrationsquote",
        "notes": "",
        "urgency": None,
        "days": 72,
    }
    return SteeringLine(
        **where | {name: changes[name] for name in where if name in changes},
        sheet=SteeringSheet(**sheet | {name: changes[name] for name in sheet if name in changes}),
    )


LINES = (
    line(1, "Bewerbertage", owner="Arbeitgeberservice", state=MeasureState.DONE, result="Zwölf Einstellungen"),
    line(2, "Ämterlotsen", due=date(2014, 11, 30), target="lzb", target_title="Bestand LZB"),
    line(3, "coaching", party="Agentur", notes="Träger gewechselt", urgency=Urgency.SOON, due=date(2014, 10, 31)),
    line(1, "Anlaufstelle", agreement="b-2014", state=MeasureState.DROPPED, due=date(2014, 5, 1), reason="Überhang"),
    line(2, "Drehscheibe", agreement="b-2014", state=MeasureState.OPEN),
)


def titles(**wish: str) -> list[str]:
    return [found.sheet.title for found in wished(LINES, SteeringWish(**wish))]


def test_what_is_worked_on_comes_first_by_its_last_day():
    assert titles() == ["coaching", "Ämterlotsen", "Drehscheibe", "Anlaufstelle", "Bewerbertage"]


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        ({"agreement": "b-2014"}, ["Drehscheibe", "Anlaufstelle"]),
        ({"target": "lzb"}, ["Ämterlotsen"]),
        ({"state": "done"}, ["Bewerbertage"]),
        ({"urgency": "soon"}, ["coaching"]),
        ({"urgency": "overdue"}, []),
        ({"agreement": "a-2014", "target": "iq", "state": "running"}, ["coaching"]),
        ({"agreement": "gibt-es-nicht"}, []),
    ],
)
def test_filters_narrow_the_list(wish, found):
    assert titles(**wish) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ämter", ["Ämterlotsen"]),
        (" M1 ", ["Anlaufstelle", "Bewerbertage"]),
        ("überhang", ["Anlaufstelle"]),
        ("BESTAND", ["Ämterlotsen"]),
        ("agentur", ["coaching"]),
        ("arbeitgeber", ["Bewerbertage"]),
        ("träger", ["coaching"]),
        ("zwölf", ["Bewerbertage"]),
        ("gibt es nicht", []),
    ],
)
def test_the_text_is_looked_for_in_all_words_whatever_their_case(text, found):
    assert titles(text=text) == found


@pytest.mark.parametrize(
    ("order", "found"),
    [
        ("nummer", ["Bewerbertage", "Ämterlotsen", "coaching", "Anlaufstelle", "Drehscheibe"]),
        ("massnahme", ["Anlaufstelle", "Bewerbertage", "coaching", "Drehscheibe", "Ämterlotsen"]),
        ("ziel", ["Ämterlotsen", "coaching", "Drehscheibe", "Anlaufstelle", "Bewerbertage"]),
        ("verantwortlich", ["coaching", "Ämterlotsen", "Drehscheibe", "Anlaufstelle", "Bewerbertage"]),
        ("beginn", ["Anlaufstelle", "Bewerbertage", "Ämterlotsen", "Drehscheibe", "coaching"]),
        ("bis", ["Anlaufstelle", "coaching", "Ämterlotsen", "Drehscheibe", "Bewerbertage"]),
        ("-bis", ["Drehscheibe", "Bewerbertage", "Ämterlotsen", "coaching", "Anlaufstelle"]),
        ("stand", ["Drehscheibe", "coaching", "Ämterlotsen", "Bewerbertage", "Anlaufstelle"]),
        ("gibt-es-nicht", ["coaching", "Ämterlotsen", "Drehscheibe", "Anlaufstelle", "Bewerbertage"]),
    ],
)
def test_every_column_sorts(order, found):
    assert titles(order=order) == found


def test_every_column_is_tested():
    assert list(ORDERS) == ["nummer", "massnahme", "ziel", "verantwortlich", "beginn", "bis", "stand"]
