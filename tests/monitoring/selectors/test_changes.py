"""Geändert seit dem letzten Bericht: old beside new, who, why, from where; what only says "geprüft" is no change."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from agreements.choices import Source
from monitoring.choices import Origin
from monitoring.models import ActualRevision, ImportRun
from monitoring.selectors.changes import changes_since, last_released_at
from monitoring.services.actuals import record
from monitoring.services.entries import Entry
from tests.factories import AgreementFactory, RegionFactory, SeriesFactory, UserFactory
from tests.monitoring.reports import reported

pytestmark = pytest.mark.django_db
SEPTEMBER = date(2014, 9, 1)


@pytest.fixture
def agreement():
    return AgreementFactory()


@pytest.fixture
def store(agreement):
    series, by = SeriesFactory(name="Bestand LZB"), UserFactory(first_name="Erika", last_name="Muster")

    def store_one(value, origin=Origin.IMPORT, import_run=None, **changes):
        entry = Entry(**{"series": series, "region": agreement.district, "month": SEPTEMBER, "value": value} | changes)
        record(by=by, entries=[entry], origin=origin, on=date(2014, 10, 20), import_run=import_run)

    return store_one


def lines(agreement, since, **narrow):
    return [
        (change.old, change.old_status, change.new, change.new_status)
        for change in changes_since(agreement, since, **narrow)
    ]


def test_a_revised_figure_names_everything(agreement, store):
    store(Decimal(17366), status="final")
    since = timezone.now()
    run = ImportRun.objects.create(file_name="ba.xlsx", sha256="0" * 64, by=UserFactory(), at=since)
    store(Decimal(17370), why="Nachlieferung", import_run=run)

    (change,) = changes_since(agreement, since)
    assert (change.old, change.old_status, change.new, change.new_status) == (17366, "final", 17370, "revised")
    assert (change.by, change.why, change.origin, change.file) == ("Erika Muster", "Nachlieferung", "Import", "ba.xlsx")
    assert (change.series.name, change.month, change.place, change.only_status) == (
        "Bestand LZB",
        SEPTEMBER,
        "",
        False,
    )


def test_each_version_stands_beside_the_one_before_the_latest_first(agreement, store):
    store(Decimal(1))
    since = timezone.now()
    store(Decimal(2))
    store(Decimal(2), status="final")
    store(Decimal(2), checked=True)
    store(None, why="falsch")
    store(None, reason="nicht erhoben")

    assert lines(agreement, since) == [
        (None, None, None, "provisional"),
        (2, "final", None, None),
        (2, "provisional", 2, "final"),
        (1, "provisional", 2, "provisional"),
    ]
    assert [change.only_status for change in changes_since(agreement, since)] == [False, False, True, False]


def test_new_figures_are_changes_too(agreement, store):
    store(Decimal(1))
    since = ActualRevision.objects.get().at
    store(Decimal(7), month=date(2014, 8, 1))

    assert lines(agreement, since) == [(None, None, 7, "provisional")]


def test_only_what_the_reports_of_the_agreement_read(agreement, store):
    since = timezone.now()
    store(Decimal(1), region=RegionFactory())
    store(Decimal(1), month=date(2012, 11, 1))
    store(Decimal(2), month=date(2012, 12, 1))
    city = RegionFactory(city=True, parent=agreement.district, name="Haan")
    store(Decimal(3), region=city, series=SeriesFactory(by_city=True))

    assert sorted((change.new, change.place) for change in changes_since(agreement, since)) == [(2, ""), (3, "Haan")]
    assert lines(agreement, since, months=[SEPTEMBER], sources=[Source.BA]) == []


def test_the_moment_of_the_last_report(agreement):
    assert last_released_at(agreement) is None
    report = reported(agreement, SEPTEMBER)
    assert last_released_at(agreement) == report.frozen.at


def test_questions_do_not_grow(agreement, store, django_assert_num_queries):
    since = timezone.now()
    with django_assert_num_queries(1):
        assert changes_since(agreement, since) == []
    for month in (7, 8, 9):
        store(Decimal(month), month=date(2014, month, 1))
        with django_assert_num_queries(2):
            changes_since(agreement, since)
