"""Figures typed by hand: the good ones are stored, the others come back; two writers who are first at the same moment."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError

from monitoring.choices import Origin
from monitoring.models import MonthlyActual
from monitoring.services import typing
from monitoring.services.entries import Entry
from monitoring.services.typing import save_typed
from tests.factories import RegionFactory, SeriesFactory, UserFactory

pytestmark = pytest.mark.django_db
ON = date(2014, 10, 20)
SEPTEMBER = date(2014, 9, 1)


def entry(series, region, value, **more) -> Entry:
    return Entry(series=series, region=region, month=SEPTEMBER, value=Decimal(value), **more)


def test_what_can_be_stored_is_and_the_rest_comes_back():
    good, bad, region = SeriesFactory(), SeriesFactory(), RegionFactory()
    entries = [entry(good, region, "5"), entry(bad, region, "-5"), entry(good, region, "6")]
    result = save_typed(by=UserFactory(), entries=entries, on=ON, origin=Origin.GRID)

    assert (result.recorded.new, [refusal.entry for refusal in result.refusals]) == (1, [entries[1], entries[2]])
    assert MonthlyActual.objects.get().value == 5


def test_nothing_to_store_leaves_no_trace():
    result = save_typed(by=UserFactory(), entries=[], on=ON, origin=Origin.GRID)

    assert (result.recorded.stored, result.refusals) == (0, ())


def test_whoever_is_second_in_the_same_moment_is_told_what_stands(monkeypatch):
    """The other one's row appears between our look and our write: the database refuses, the next round sees it."""
    series, region, other, me = SeriesFactory(), RegionFactory(), UserFactory(), UserFactory()
    record, calls = typing.record, []

    def raced(**kwargs):
        calls.append(kwargs)
        if len(calls) == 1:
            record(by=other, entries=[entry(series, region, "7")], on=ON, origin=Origin.GRID)
            raise IntegrityError
        return record(**kwargs)

    monkeypatch.setattr(typing, "record", raced)
    result = save_typed(by=me, entries=[entry(series, region, "8", expected_version=0)], on=ON, origin=Origin.GRID)

    assert (result.recorded.stored, result.refusals[0].standing.value) == (0, Decimal(7))
    assert MonthlyActual.objects.get().by == other
