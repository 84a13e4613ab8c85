"""Doubts about stored figures, who confirmed them, and until when that holds."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from agreements.domain.months import month_range
from monitoring.choices import Origin
from monitoring.models import ActualRevision, MonthlyActual
from monitoring.services.actuals import record
from monitoring.services.entries import EntriesRefused, Entry
from monitoring.services.plausibility import doubts, import_warnings
from tests.factories import RegionFactory, SeriesFactory, UserFactory

pytestmark = pytest.mark.django_db
SEPTEMBER = date(2014, 9, 1)
TODAY = date(2014, 10, 20)


@pytest.fixture
def region():
    return RegionFactory()


@pytest.fixture
def people():
    whole = SeriesFactory(code="INT", name="Integrationen", unit="Anzahl")
    part = {"subset_of": whole, "unit": "Anzahl"}
    return {
        "INT": whole,
        "F": SeriesFactory(code="INT_F", name="Frauen", partition="Geschlecht", **part),
        "M": SeriesFactory(code="INT_M", name="Männer", partition="Geschlecht", **part),
        "U25": SeriesFactory(code="INT_U25", name="unter 25", **part),
    }


@pytest.fixture
def store(region):
    by = UserFactory()

    def store_all(values, month=SEPTEMBER, **changes):
        entries = [
            Entry(series=series, region=region, month=month, value=Decimal(value), **changes)
            for series, value in values.items()
        ]
        return record(by=changes.pop("by", by), entries=entries, origin=Origin.PAGE, on=TODAY)

    return store_all


def said(*codes: str) -> dict[str, tuple[str, ...]]:
    """What is doubted among these series in September, by code."""
    rows = list(MonthlyActual.objects.filter(month=SEPTEMBER, series__code__in=codes).select_related("series"))
    found = doubts(rows)
    return {row.series.code: found[row.pk] for row in rows if row.pk in found}


def test_women_and_men_are_all_and_it_is_said_once(store, people):
    store({people["INT"]: 515, people["F"]: 214, people["M"]: 297, people["U25"]: 110})
    sentence = "Integrationen September 2014: 515, aber Frauen 214 + Männer 297 ergibt 511."

    assert said("INT", "INT_F", "INT_M", "INT_U25") == {"INT": (sentence,)}
    assert said("INT_F", "INT_U25") == {"INT_F": (sentence,)}, "without the whole it is said at the part"


def test_parts_that_add_up_and_parts_that_are_missing_say_nothing(store, people):
    store({people["INT"]: 515, people["F"]: 214, people["U25"]: 110})
    assert said("INT", "INT_F", "INT_U25") == {}

    store({people["M"]: 301})
    assert said("INT", "INT_F", "INT_M") == {}


def test_a_part_is_no_more_than_its_whole(store, people):
    store({people["INT"]: 515, people["U25"]: 516})

    assert said("INT", "INT_U25") == {"INT_U25": ("unter 25 September 2014: 516 sind mehr als Integrationen (515).",)}


def test_a_jump_names_the_values_it_was_compared_with(store, people):
    for month in month_range(date(2014, 1, 1), date(2014, 8, 1)):
        store({people["INT"]: 500}, month=month)
    store({people["INT"]: 51})

    assert said("INT") == {
        "INT": ("Integrationen September 2014: 51 sind 90\u00a0% weniger als im August 2014 (500).",)
    }


class TestChecked:
    """geprüft: who confirmed an unlikely figure, and that it ends with the figure."""

    @pytest.fixture
    def doubted(self, store, people):
        store({people["INT"]: 515, people["U25"]: 516})
        return people["U25"]

    def actual(self) -> MonthlyActual:
        return MonthlyActual.objects.get(series__code="INT_U25")

    def test_it_remembers_who_and_leaves_a_version(self, store, doubted):
        recorded = store({doubted: 516}, checked=True)

        assert (recorded.changed, said("INT_U25"), self.actual().checked_by) == (1, {}, self.actual().by)
        assert ActualRevision.objects.get(series=doubted, version=2).why == "geprüft"

    def test_twice_is_once(self, store, doubted):
        store({doubted: 516}, checked=True)
        assert store({doubted: 516}, checked=True).unchanged == 1

    def test_the_same_figure_again_keeps_it(self, store, doubted):
        store({doubted: 516}, checked=True)
        store({doubted: 516}, status="final")

        assert (self.actual().status, said("INT_U25")) == ("final", {})

    def test_another_figure_ends_it(self, store, doubted):
        store({doubted: 516}, checked=True)
        store({doubted: 517})

        assert (self.actual().checked_by, list(said("INT_U25"))) == (None, ["INT_U25"])

    def test_another_figure_may_be_confirmed_at_once_with_its_own_reason(self, store, doubted):
        store({doubted: 517}, checked=True, why="nachgezählt")

        assert (said("INT_U25"), self.actual().version) == ({}, 2)
        assert ActualRevision.objects.get(series=doubted, version=2).why == "nachgezählt"

    def test_a_final_figure_is_confirmed_without_a_reason_and_stays_final(self, store, doubted):
        store({doubted: 516}, status="final")
        store({doubted: 516}, checked=True)

        assert (self.actual().status, self.actual().checked_by) == ("final", self.actual().by)

    def test_the_conflict_comes_first(self, store, doubted):
        store({doubted: 517})
        with pytest.raises(EntriesRefused):
            store({doubted: 516}, checked=True, expected_version=1)


def test_imports_list_what_nobody_checked(store, people):
    recorded = store({people["INT"]: 515, people["F"]: 214, people["M"]: 297})

    assert import_warnings(recorded) == ["Integrationen September 2014: 515, aber Frauen 214 + Männer 297 ergibt 511."]


def test_questions_do_not_grow(store, people, region, django_assert_num_queries):
    store({people["INT"]: 515, people["F"]: 214, people["M"]: 297, people["U25"]: 516})
    rows = list(MonthlyActual.objects.all())
    for some in (rows[:1], rows):
        with django_assert_num_queries(2):
            doubts(some)
    with django_assert_num_queries(0):
        assert doubts([]) == {}


def test_a_partition_needs_its_whole():
    with pytest.raises(IntegrityError), transaction.atomic():
        SeriesFactory(partition="Geschlecht")


def test_one_part_alone_is_no_partition(store, people):
    people["M"].partition = ""
    people["M"].save()
    store({people["INT"]: 515, people["F"]: 214, people["M"]: 297})

    assert said("INT", "INT_F", "INT_M") == {}


def test_the_catalogue_knows_that_women_and_men_are_all(settings):
    rows = json.loads((settings.FIXTURE_DIRS[0] / "catalogue.json").read_text())
    parts = [row["fields"] for row in rows if row["fields"].get("partition")]
    assert [(part["code"], part["subset_of"], part["partition"]) for part in parts] == [
        ("INT_F", ["INT"], "Geschlecht"),
        ("INT_M", ["INT"], "Geschlecht"),
        ("ELB_F", ["ELB"], "Geschlecht"),
        ("ELB_M", ["ELB"], "Geschlecht"),
    ]
