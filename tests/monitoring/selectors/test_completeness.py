"""Completeness and calendar: what is there, missing, overdue or not yet known, for one agreement and for many."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from agreements.choices import Rhythm, Source
from monitoring.choices import Origin
from monitoring.domain.calendar import Progress
from monitoring.selectors.completeness import calendar, completeness
from monitoring.services.actuals import record
from monitoring.services.entries import Entry
from monitoring.services.months import close_month, set_due
from tests.factories import AgreementFactory, RegionFactory, SeriesFactory, UserFactory

pytestmark = pytest.mark.django_db
TODAY = date(2014, 10, 20)
ALL = frozenset(Source)


@pytest.fixture
def agreement():
    return AgreementFactory()


@pytest.fixture
def catalogue(agreement):
    RegionFactory(city=True, parent=agreement.district, name="Haan")
    RegionFactory(city=True, parent=agreement.district, name="Erkrath")
    return {
        "LZB": SeriesFactory(code="LZB", position=1),
        "VZA": SeriesFactory(code="VZA", source=Source.JOBCENTER, position=2),
        "LATE": SeriesFactory(code="LATE", months_until_available=2, months_until_final=3, position=3),
        "KIND": SeriesFactory(code="KIND", by_city=True, name="Kinderbetreuung", position=4),
    }


def store(series, region, *months, value="1", **changes):
    entries = [
        Entry(series=series, region=region, month=date(2014, month, 1), value=Decimal(value), **changes)
        for month in months
    ]
    record(by=UserFactory(), entries=entries, origin=Origin.IMPORT, on=TODAY)


def words(cells) -> str:
    """Twelve months as letters: given, missing, overdue, not yet, – nothing owed."""
    letters = {None: "–", "given": "g", "missing": "m", "overdue": "o", "not_yet": "n"}
    return "".join(letters[cell.progress] for cell in cells)


def test_months_by_groups(agreement, catalogue):
    store(catalogue["LZB"], agreement.district, 1, 2, 3, 4, 5, 6, 7, 8, 9)
    store(catalogue["LATE"], agreement.district, 1, 2, 3, 4, 5, 6)
    store(catalogue["VZA"], agreement.district, 1, 2, 4, 5, 6, 7, 8)
    (sheet,) = completeness([agreement], {agreement.pk: ALL}, today=TODAY)

    assert [(group.title, words(group.cells)) for group in sheet.groups] == [
        ("BA-Statistik (§ 51b SGB II)", "ggggggonnnnn"),  # July of the delayed series: known since 1.10., due 15.10.
        ("eigene Zählung", "ggogggggonnn"),
        ("Kinderbetreuung", "––o––o––o––n"),
    ]
    september = sheet.totals[8]
    assert (september.given, len(september.owed)) == (1, 5)
    assert [(owed.name.split("-")[0], owed.region.name) for owed in september.missing[1:]] == [
        ("KIND", "Erkrath"),
        ("KIND", "Haan"),
    ]
    assert (september.due, sheet.next_expected.month) == (date(2014, 10, 15), date(2014, 8, 1))


def test_before_its_due_day_a_figure_is_missing_and_not_overdue(agreement, catalogue):
    set_due(by=UserFactory(), agreement=agreement, month=date(2014, 9, 1), due=date(2014, 10, 31))
    (sheet,) = completeness([agreement], {agreement.pk: {Source.JOBCENTER}}, today=TODAY)

    assert words(sheet.groups[0].cells) == "oooooooomnnn"
    assert sheet.totals[8].due == date(2014, 10, 31)


def test_keine_angabe_is_given(agreement, catalogue):
    entry = Entry(series=catalogue["VZA"], region=agreement.district, month=date(2014, 9, 1), reason="nicht erhoben")
    record(by=UserFactory(), entries=[entry], origin=Origin.PAGE, on=TODAY)
    (sheet,) = completeness([agreement], {agreement.pk: {Source.JOBCENTER}}, today=TODAY)

    assert sheet.groups[0].cells[8].progress is Progress.GIVEN


def test_only_the_sources_asked_for(agreement, catalogue):
    (sheet,) = completeness([agreement], {agreement.pk: {Source.BA}}, today=TODAY)
    assert [group.source for group in sheet.groups] == [Source.BA]


def test_closed_months_say_so(agreement, catalogue):
    close_month(by=UserFactory(), agreement=agreement, month=date(2014, 2, 1), on=TODAY)
    (sheet,) = completeness([agreement], {agreement.pk: ALL}, today=TODAY)
    assert [state.closed for state in sheet.states] == [False, True, *[False] * 10]


def test_the_calendar_of_three_months(agreement, catalogue):
    SeriesFactory(code="YEAR", rhythm=Rhythm.YEARLY, source=Source.KREIS, position=5)
    store(catalogue["LZB"], agreement.district, 9)
    days = calendar(agreement, ALL, today=TODAY)

    assert [(day.available, day.due, [line.series.code for line in day.lines]) for day in days] == [
        (date(2014, 10, 1), date(2014, 10, 15), ["LATE", "LZB", "VZA", "KIND"]),
        (date(2014, 11, 1), date(2014, 11, 15), ["LATE", "LZB", "VZA"]),
        (date(2014, 12, 1), date(2014, 12, 15), ["LATE", "LZB", "VZA"]),
        (date(2015, 1, 1), date(2015, 1, 15), ["LATE", "LZB", "VZA", "KIND", "YEAR"]),
    ]
    assert [line.progress.value for line in days[0].lines] == ["overdue", "given", "overdue", "overdue"]
    assert {line.progress for day in days[1:] for line in day.lines} == {Progress.NOT_YET}
    assert (days[0].given, days[0].of, days[0].months) == (1, 5, (date(2014, 7, 1), date(2014, 9, 1)))


def test_questions_do_not_grow(catalogue, agreement, django_assert_num_queries):
    agreements = [agreement, *AgreementFactory.create_batch(2)]
    for some in (agreements[:1], agreements):
        with django_assert_num_queries(5):
            completeness(some, {each.pk: ALL for each in some}, today=TODAY)
    with django_assert_num_queries(5):
        calendar(agreement, ALL, today=TODAY)
