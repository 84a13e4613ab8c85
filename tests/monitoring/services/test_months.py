"""Months: closed for typing, reopened with a reason, another due day; and what a closed or reported month refuses."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction

from agreements.models import AuditEntry
from monitoring.choices import Origin, ReportState, Typing
from monitoring.models import MonthlyActual, ReportingMonth
from monitoring.selectors.months import last_reported, month_state, month_states
from monitoring.services.actuals import record
from monitoring.services.entries import EntriesRefused, Entry
from monitoring.services.months import MonthRefused, close_month, reopen_month, set_due
from tests.factories import AgreementFactory, RegionFactory, SeriesFactory, UserFactory
from tests.monitoring.reports import reported

pytestmark = pytest.mark.django_db
AUGUST, SEPTEMBER, OCTOBER = date(2014, 8, 1), date(2014, 9, 1), date(2014, 10, 1)
TODAY = date(2014, 10, 20)
BY_HAND = [Origin.PAGE, Origin.GRID, Origin.ADMIN]


@pytest.fixture
def agreement():
    return AgreementFactory()


@pytest.fixture
def by():
    return UserFactory(first_name="Erika", last_name="Muster")


@pytest.fixture
def store(agreement):
    series, by = SeriesFactory(name="Bestand LZB"), UserFactory()

    def store_one(value, origin=Origin.PAGE, **changes):
        entry = Entry(**{"series": series, "region": agreement.district, "month": SEPTEMBER, "value": value} | changes)
        return record(by=by, entries=[entry], origin=origin, on=TODAY)

    return store_one


class TestVerbs:
    def test_closing_leaves_who_when_and_an_audit_entry(self, agreement, by):
        close_month(by=by, agreement=agreement, month=SEPTEMBER, on=TODAY)

        state = month_state(agreement, SEPTEMBER)
        assert (state.closed, state.typing) == (True, Typing.CLOSED)
        assert state.why.endswith("von Erika Muster")
        entry = AuditEntry.objects.get()
        assert (entry.verb, entry.object) == ("Monat abgeschlossen", f"{agreement.key} 2014-09")
        assert (entry.before["typing"], entry.after["typing"]) == ("open", "closed")

    def test_reopening_keeps_the_reason(self, agreement, by):
        close_month(by=by, agreement=agreement, month=SEPTEMBER, on=TODAY)
        reopen_month(by=by, agreement=agreement, month=SEPTEMBER, why="  Zahlendreher bei\nden Kontakten ")

        state = month_state(agreement, SEPTEMBER)
        assert (state.closed, state.typing) == (False, Typing.REOPENED)
        assert state.why.endswith("von Erika Muster: Zahlendreher bei den Kontakten")
        assert AuditEntry.objects.order_by("-id")[0].reason == "Zahlendreher bei den Kontakten"
        close_month(by=by, agreement=agreement, month=SEPTEMBER, on=TODAY)
        assert month_state(agreement, SEPTEMBER).closed

    @pytest.mark.parametrize(
        ("verb", "sentence"),
        [
            ({"month": OCTOBER}, "Oktober 2014 läuft noch; abschließen lässt sich ein Monat, der vorüber ist."),
            ({"month": SEPTEMBER}, "September 2014 ist schon abgeschlossen."),
        ],
        ids=["runs", "closed"],
    )
    def test_what_cannot_be_closed(self, agreement, by, verb, sentence):
        close_month(by=by, agreement=agreement, month=SEPTEMBER, on=TODAY)
        with pytest.raises(MonthRefused) as refused:
            close_month(by=by, agreement=agreement, on=TODAY, **verb)
        assert str(refused.value) == sentence

    @pytest.mark.parametrize(
        ("why", "sentence"),
        [
            (" ", "Ein Monat wird nur mit Grund wieder geöffnet; bitte den Grund eingeben."),
            ("x" * 301, "Der Grund ist zu lang; möglich sind 300 Zeichen."),
            ("Korrektur", "September 2014 ist nicht abgeschlossen."),
        ],
        ids=["no reason", "too long", "open"],
    )
    def test_what_cannot_be_reopened(self, agreement, by, why, sentence):
        with pytest.raises(MonthRefused) as refused:
            reopen_month(by=by, agreement=agreement, month=SEPTEMBER, why=why)
        assert (str(refused.value), AuditEntry.objects.count()) == (sentence, 0)

    def test_another_due_day_does_not_say_who_closed(self, agreement, by):
        close_month(by=by, agreement=agreement, month=SEPTEMBER, on=TODAY)
        set_due(by=UserFactory(), agreement=agreement, month=SEPTEMBER, due=date(2014, 10, 24))

        state = month_state(agreement, SEPTEMBER)
        assert (state.due, state.closed) == (date(2014, 10, 24), True)
        assert state.why.endswith("von Erika Muster")
        set_due(by=by, agreement=agreement, month=SEPTEMBER, due=None)
        assert month_state(agreement, SEPTEMBER).due is None

    def test_a_month_is_not_due_before_it_is_over(self, agreement, by):
        with pytest.raises(MonthRefused, match=r"nach dem 30\.09\.2014"):
            set_due(by=by, agreement=agreement, month=SEPTEMBER, due=date(2014, 9, 30))

    @pytest.mark.parametrize(("typing", "why"), [("reopened", ""), ("closed", "weil"), ("open", "weil")])
    def test_the_table_holds_a_reason_for_reopened_months_alone(self, agreement, by, typing, why):
        with pytest.raises(IntegrityError), transaction.atomic():
            ReportingMonth.objects.create(
                agreement=agreement, month=SEPTEMBER, typing=typing, reopened_why=why, by=by, at="2014-10-01T00:00Z"
            )


class TestClosed:
    @pytest.mark.parametrize("origin", BY_HAND)
    def test_nothing_is_typed_by_hand(self, agreement, by, store, origin):
        close_month(by=by, agreement=agreement, month=SEPTEMBER, on=TODAY)
        with pytest.raises(EntriesRefused) as refused:
            store(Decimal(1), origin)

        assert str(refused.value).startswith(
            "Bestand LZB, September 2014: Der Monat ist abgeschlossen (abgeschlossen am "
        )
        assert store(Decimal(1), origin, month=AUGUST).new == 1

    def test_one_sentence_is_enough_for_a_settled_figure_too(self, agreement, by, store):
        store(Decimal(1), status="final")
        close_month(by=by, agreement=agreement, month=SEPTEMBER, on=TODAY)
        with pytest.raises(EntriesRefused) as refused:
            store(Decimal(2))
        (refusal,) = refused.value.refusals
        assert "Der Monat ist abgeschlossen" in refusal.message

    @pytest.mark.parametrize("origin", [Origin.IMPORT, Origin.COMMAND])
    def test_files_and_commands_pass(self, agreement, by, store, origin):
        close_month(by=by, agreement=agreement, month=SEPTEMBER, on=TODAY)

        assert store(Decimal(1), origin, status="final").new == 1

    def test_the_figures_of_a_city_belong_to_the_month_of_its_district(self, agreement, by, store):
        close_month(by=by, agreement=agreement, month=SEPTEMBER, on=TODAY)
        city = RegionFactory(city=True, parent=agreement.district)
        with pytest.raises(EntriesRefused, match="abgeschlossen"):
            store(Decimal(1), series=SeriesFactory(by_city=True), region=city)

    def test_another_district_is_open(self, agreement, by, store):
        close_month(by=by, agreement=agreement, month=SEPTEMBER, on=TODAY)
        assert store(Decimal(1), region=AgreementFactory().district).new == 1

    def test_the_same_figure_again_and_geprueft_are_no_typing(self, agreement, by, store):
        store(Decimal(1))
        close_month(by=by, agreement=agreement, month=SEPTEMBER, on=TODAY)

        assert store(Decimal(1)).unchanged == 1
        assert store(Decimal(1), checked=True).changed == 1

    def test_reopened_takes_figures_again(self, agreement, by, store):
        close_month(by=by, agreement=agreement, month=SEPTEMBER, on=TODAY)
        reopen_month(by=by, agreement=agreement, month=SEPTEMBER, why="Korrektur")
        assert store(Decimal(1)).new == 1

    def test_an_accepted_report_closes_its_month_and_those_before(self, agreement, by):
        reported(agreement, AUGUST)
        states = month_states([agreement], [date(2014, 1, 1), AUGUST, SEPTEMBER])

        assert [state.closed for state in states.values()] == [True, True, False]
        assert month_state(agreement, AUGUST).why == "abgeschlossen mit dem abgenommenen MBZ August 2014"
        reopen_month(by=by, agreement=agreement, month=AUGUST, why="Korrektur")
        assert not month_state(agreement, AUGUST).closed

    @pytest.mark.parametrize("state", [ReportState.RELEASED, ReportState.RETURNED])
    def test_a_report_that_is_not_accepted_closes_nothing(self, agreement, state):
        reported(agreement, SEPTEMBER, state)
        assert not month_state(agreement, SEPTEMBER).closed


class TestRemoving:
    """A figure that stood in a report, or was settled, is removed with a reason only."""

    @pytest.mark.parametrize("status", ["final", "revised"])
    def test_a_settled_figure(self, store, status):
        store(Decimal(1), status=status)
        with pytest.raises(EntriesRefused, match="ihn zu entfernen braucht einen Grund"):
            store(None)
        assert store(None, why="falsche Datenreihe").removed == 1

    @pytest.mark.parametrize("state", [ReportState.RELEASED, ReportState.RETURNED, ReportState.ACCEPTED])
    @pytest.mark.parametrize("month", [AUGUST, SEPTEMBER])
    def test_a_figure_of_a_reported_month(self, agreement, store, state, month):
        store(Decimal(1), month=month)
        reported(agreement, SEPTEMBER, state)
        with pytest.raises(EntriesRefused) as refused:
            store(None, origin=Origin.IMPORT, month=month)
        assert str(refused.value).endswith("Der Wert ist berichtet; ihn zu entfernen braucht einen Grund.")
        assert store(None, origin=Origin.IMPORT, month=month, why="Import zurückgenommen").removed == 1

    def test_a_figure_nobody_read_yet_just_goes(self, agreement, store):
        store(Decimal(1))
        reported(agreement, AUGUST)
        assert (store(None).removed, MonthlyActual.objects.count()) == (1, 0)

    def test_reports_of_other_districts_do_not_count(self, agreement, store):
        other = AgreementFactory()
        reported(other, SEPTEMBER)
        assert last_reported([agreement.district.pk, other.district.pk]) == {other.district.pk: SEPTEMBER}


def test_questions_do_not_grow(django_assert_num_queries):
    agreements = AgreementFactory.create_batch(3)
    for some in (agreements[:1], agreements):
        with django_assert_num_queries(2):
            month_states(some, [AUGUST, SEPTEMBER])
