"""Storing figures: all or none, with a revision and an audit entry; a settled figure changes only with a reason."""

from datetime import date
from decimal import Decimal

import pytest

from agreements.models import AuditEntry
from monitoring.choices import FigureStatus, Origin
from monitoring.models import ActualRevision, MonthlyActual
from monitoring.services.actuals import record
from monitoring.services.entries import EntriesRefused, Entry
from monitoring.services.verification import differences
from tests.factories import RegionFactory, SeriesFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2014, 10, 20)
SEPTEMBER = date(2014, 9, 1)


@pytest.fixture
def series():
    return SeriesFactory()


@pytest.fixture
def region():
    return RegionFactory()


@pytest.fixture
def store(series, region):
    """Store one figure; what is not named is a provisional 100 in September."""
    by = UserFactory(first_name="Erika", last_name="Muster")

    def store_one(**changes):
        entry = Entry(**{"series": series, "region": region, "month": SEPTEMBER, "value": Decimal(100)} | changes)
        return record(by=by, entries=[entry], origin=Origin.PAGE, on=TODAY)

    return store_one


def the_refusal(error) -> str:
    (refusal,) = error.value.refusals
    return refusal.message


def test_a_new_figure_leaves_a_revision_and_an_audit_entry(store):
    recorded = store()

    actual, revision, entry = MonthlyActual.objects.get(), ActualRevision.objects.get(), AuditEntry.objects.get()
    assert (recorded.new, recorded.changed, recorded.unchanged) == (1, 0, 0)
    assert (actual.value, actual.version, actual.status) == (Decimal(100), 1, FigureStatus.PROVISIONAL)
    assert (revision.value, revision.version, revision.origin, revision.entry) == (Decimal(100), 1, "page", entry)
    assert list(differences()) == []


def test_the_same_figure_again_leaves_no_trace(store):
    store()
    recorded = store()

    assert (recorded.stored, recorded.unchanged, AuditEntry.objects.count()) == (0, 1, 1)


def test_a_change_keeps_what_stood_before(store):
    store()
    store(value=Decimal(105), why="nachgezählt")

    history = list(ActualRevision.objects.values_list("version", "value", "why"))
    assert history == [(1, Decimal(100), ""), (2, Decimal(105), "nachgezählt")]


def test_zero_is_a_figure_and_none_needs_its_reason(store):
    store(value=Decimal(0))
    store(value=None, reason="nicht erhoben")

    actual = MonthlyActual.objects.get()
    assert (actual.value, actual.reason, actual.version) == (None, "nicht erhoben", 2)


def test_a_removed_figure_is_missing_again_and_its_numbering_goes_on(store):
    store()
    store(value=None)
    assert MonthlyActual.objects.count() == 0

    store(value=Decimal(7))
    assert MonthlyActual.objects.get().version == 3
    assert list(differences()) == []


@pytest.mark.parametrize("settled", [FigureStatus.FINAL, FigureStatus.REVISED])
def test_a_settled_figure_changes_only_with_a_reason_and_is_revised(store, settled):
    store(status=settled)
    with pytest.raises(EntriesRefused) as error:
        store(value=Decimal(105))
    assert the_refusal(error) == (
        f"{MonthlyActual.objects.get().series.name}, September 2014: Der Wert ist {settled.label}; "
        "eine Änderung braucht einen Grund."
    )

    store(value=Decimal(105), status=FigureStatus.FINAL, why="BA-Revision")
    assert MonthlyActual.objects.get().status == FigureStatus.REVISED


def test_provisional_becomes_final_with_the_same_value(store):
    store()
    recorded = store(status=FigureStatus.FINAL)

    assert (recorded.changed, MonthlyActual.objects.get().status) == (1, FigureStatus.FINAL)


def test_final_with_the_same_value_stays_final(store):
    store(status=FigureStatus.FINAL)
    recorded = store(status=FigureStatus.PROVISIONAL)

    assert (recorded.unchanged, MonthlyActual.objects.get().status) == (1, FigureStatus.FINAL)


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"month": date(2014, 11, 1)}, "November 2014: Der Monat hat noch nicht begonnen."),
        ({"value": Decimal(-1)}, "September 2014: Ein negativer Wert ist nur bei Beträgen in € möglich."),
        ({"value": Decimal("1.5")}, "September 2014: Höchstens 0 Nachkommastellen sind möglich."),
        ({"status": FigureStatus.ESTIMATED}, "September 2014: Ein geschätzter Wert nennt seine Grundlage, und nur er."),
        ({"reason": "nicht erhoben"}, "September 2014: Entweder ein Wert oder „keine Angabe“, nicht beides."),
    ],
    ids=["future", "negative", "decimals", "estimate", "both"],
)
def test_what_cannot_stand_is_refused_with_a_sentence(store, series, changes, sentence):
    with pytest.raises(EntriesRefused) as error:
        store(**changes)

    assert the_refusal(error) == f"{series.name}, {sentence}"
    assert (MonthlyActual.objects.count(), AuditEntry.objects.count()) == (0, 0)


def test_a_negative_amount_of_money_is_a_correction(store):
    store(series=SeriesFactory(euro=True), value=Decimal("-12.50"))

    assert MonthlyActual.objects.get().value == Decimal("-12.50")


def test_a_city_series_is_entered_by_city_and_by_quarter(store):
    by_city = SeriesFactory(by_city=True, name="Kundinnen und Kunden")
    with pytest.raises(EntriesRefused) as error:
        store(series=by_city)
    assert "wird je Stadt erfasst" in the_refusal(error)

    city = RegionFactory(city=True)
    with pytest.raises(EntriesRefused) as error:
        store(series=by_city, region=city, month=date(2014, 8, 1))
    assert the_refusal(error) == (
        "Kundinnen und Kunden, August 2014: Die Datenreihe wird vierteljährlich erfasst, "
        "Werte stehen im März, Juni, September und Dezember."
    )
    assert store(series=by_city, region=city).new == 1


def test_one_fault_refuses_the_whole_call(series, region):
    good = Entry(series=series, region=region, month=SEPTEMBER, value=Decimal(1))
    bad = Entry(series=series, region=region, month=date(2014, 11, 1), value=Decimal(1))
    with pytest.raises(EntriesRefused):
        record(by=UserFactory(), entries=[good, bad], origin=Origin.IMPORT, on=TODAY)

    assert MonthlyActual.objects.count() == 0


def test_the_same_figure_named_twice_is_refused(series, region):
    entry = Entry(series=series, region=region, month=SEPTEMBER, value=Decimal(1))
    with pytest.raises(EntriesRefused) as error:
        record(by=UserFactory(), entries=[entry, entry], origin=Origin.IMPORT, on=TODAY)

    assert the_refusal(error) == f"{series.name}, {region.name}, September 2014: zweimal genannt."


class TestConflict:
    """Two people on one figure: the second is told who was first, and nothing is lost."""

    def test_the_second_is_told_what_stands(self, store, series):
        store()
        with pytest.raises(EntriesRefused) as error:
            store(value=Decimal(99), expected_version=0)

        (refusal,) = error.value.refusals
        assert refusal.message.startswith(f"{series.name}, September 2014: Erika Muster hat am ")
        assert refusal.message.endswith("„100\xa0Personen“ gespeichert.")
        assert (refusal.standing.value, MonthlyActual.objects.get().value) == (Decimal(100), Decimal(100))

    def test_the_same_value_is_no_conflict(self, store):
        store()
        assert store(expected_version=0).unchanged == 1

    def test_knowing_the_version_is_a_decision(self, store):
        store()
        assert store(value=Decimal(99), expected_version=1).changed == 1


class TestVerification:
    """verify_figures: whatever is changed past the services shows."""

    def test_a_figure_changed_past_the_service(self, store, series, region):
        store()
        MonthlyActual.objects.update(value=Decimal(1))

        where = f"Datenreihe {series.pk}, Gebiet {region.pk}, 2014-09"
        assert list(differences()) == [f"{where}: der Wert entspricht nicht seiner letzten Fassung."]

    def test_a_revision_changed_afterwards(self, store):
        store()
        ActualRevision.objects.update(why="geschönt")

        (entry,) = AuditEntry.objects.all()
        assert list(differences()) == [
            f"Protokolleintrag {entry.pk}: die Fassungen der Monatswerte passen nicht zur Prüfsumme."
        ]

    def test_a_figure_without_history(self, series, region):
        MonthlyActual.objects.create(
            series=series, region=region, month=SEPTEMBER, value=1, by=UserFactory(), at="2014-10-01T00:00Z"
        )
        assert list(differences()) == [
            f"Datenreihe {series.pk}, Gebiet {region.pk}, 2014-09: der Wert hat keine Fassungen."
        ]


def test_sums_of_a_tenth_are_exact(store):
    """SQLite keeps decimals as floats; sums are made in Decimal, from rows (stack.md, trap 1)."""
    euro = SeriesFactory(euro=True)
    for month in range(1, 10):
        store(series=euro, month=date(2014, month, 1), value=Decimal("0.10"))

    assert sum(MonthlyActual.objects.values_list("value", flat=True)) == Decimal("0.90")
