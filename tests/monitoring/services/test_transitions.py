"""geschätzt → vorläufig → endgültig → revidiert: one table, the same for page, grid, import, command and admin."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from monitoring.choices import FigureStatus, Origin
from monitoring.models import MonthlyActual
from monitoring.services.actuals import record
from monitoring.services.entries import EntriesRefused, Entry
from monitoring.services.verification import differences
from tests.factories import RegionFactory, SeriesFactory, UserFactory

pytestmark = pytest.mark.django_db
SEPTEMBER = date(2014, 9, 1)
STATUS = {"g": "estimated", "v": "provisional", "e": "final", "r": "revised"}
REFUSED, SAME = "refused", "unchanged"

# from, wanted | same value, other value without a reason, other value with a reason. "–" is no figure yet.
TABLE = """
    – g | g         g        g
    – v | v         v        v
    – e | e         e        e
    – r | r         r        r
    g g | unchanged g        g
    g v | v         v        v
    g e | e         e        e
    g r | r         r        r
    v g | g         g        g
    v v | unchanged v        v
    v e | e         e        e
    v r | r         r        r
    e g | unchanged refused  r
    e v | unchanged refused  r
    e e | unchanged refused  r
    e r | unchanged refused  r
    r g | unchanged refused  r
    r v | unchanged refused  r
    r e | unchanged refused  r
    r r | unchanged refused  r
"""
CASES = [
    (before, wanted, value, why, result)
    for before, wanted, _, *results in (line.split() for line in TABLE.split("\n") if line.strip())
    for (value, why), result in zip([(100, ""), (105, ""), (105, "Nachlieferung")], results, strict=True)
]


@pytest.fixture
def entry():
    series, region = SeriesFactory(), RegionFactory()

    def make(status: str, value: int, why: str = "") -> Entry:
        return Entry(
            series=series,
            region=region,
            month=SEPTEMBER,
            value=Decimal(value),
            status=FigureStatus(STATUS[status]),
            basis="Stichprobe" if status == "g" else "",
            why=why,
        )

    return make


@pytest.mark.parametrize(("before", "wanted", "value", "why", "result"), CASES)
def test_every_step_of_the_status(entry, before, wanted, value, why, result):
    by, on = UserFactory(), date(2014, 10, 20)
    if before != "–":
        record(by=by, entries=[entry(before, 100)], origin=Origin.COMMAND, on=on)
    if result == REFUSED:
        with pytest.raises(EntriesRefused, match="eine Änderung braucht einen Grund"):
            record(by=by, entries=[entry(wanted, value, why)], origin=Origin.PAGE, on=on)
    else:
        recorded = record(by=by, entries=[entry(wanted, value, why)], origin=Origin.PAGE, on=on)
        assert recorded.unchanged == (result == SAME)

    actual = MonthlyActual.objects.get()
    expected = before if result in {REFUSED, SAME} else result
    assert actual.status == STATUS[expected]
    assert actual.value == (Decimal(100) if result in {REFUSED, SAME} else Decimal(value))
    assert bool(actual.basis) == (expected == "g")
    assert list(differences()) == []


@pytest.mark.parametrize("origin", Origin)
def test_the_same_verb_from_everywhere(entry, origin):
    by, on = UserFactory(), date(2014, 10, 20)
    record(by=by, entries=[entry("e", 100)], origin=origin, on=on)
    with pytest.raises(EntriesRefused):
        record(by=by, entries=[entry("v", 105)], origin=origin, on=on)
    record(by=by, entries=[entry("v", 105, "BA-Revision")], origin=origin, on=on)

    assert MonthlyActual.objects.get().status == FigureStatus.REVISED
