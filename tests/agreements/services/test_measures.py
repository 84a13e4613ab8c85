"""One measure as its page saves it: terms, value, printed words and own months together, or nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from agreements.choices import Course, PlanWay
from agreements.domain.months import year_months
from agreements.models import AuditEntry, TargetMeasure
from agreements.selectors.editing import drafted_measures, measure_line
from agreements.services.drafts import StaleDraft
from agreements.services.measures import Terms, save_measure
from agreements.services.plans import even_course, set_plan
from tests.agreements.drafting import draft, measure_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db
__all__ = ["draft"]


def save(draft, code="LZB", *, seen=None, **facts):
    row = measure_of(draft, code)
    known = {"fields": {}, "way": PlanWay(row.way), "value": row.plan} | facts
    return save_measure(by=UserFactory(), agreement=draft, row=row, seen=seen, terms=Terms(**known))


def months(value: str) -> dict:
    return dict.fromkeys(year_months(2014), Decimal(value))


@pytest.mark.parametrize(
    ("value", "printed", "expected"),
    [
        ("17000", None, "17.000"),  # untouched words follow the value
        ("17283", None, "17.283"),
        ("17000", "rund 17.000", "rund 17.000"),
        ("17283", "unter 17.283", "unter 17.283"),
        ("17283", "", "17.283"),  # emptied words come anew
    ],
)
def test_printed_words_and_value(draft, value, printed, expected):
    saved = save(draft, way=PlanWay.ABSOLUTE, value=Decimal(value), printed=printed)
    assert (saved.plan, saved.plan_printed) == (Decimal(value), expected)


def test_own_months_are_kept_with_their_course_alone(draft):
    saved = save(draft, course=Course.OWN_MONTHS, months=months("17283"))
    assert {value.month: value.value for value in saved.plan_values.all()} == months("17283")
    again = save(draft, course=Course.OWN_MONTHS, months=months("17283"))
    assert again.version == saved.version
    other = save(draft, course=Course.LINEAR, months=months("1"))
    assert {value.value for value in other.plan_values.all()} == {Decimal(17283)}


def test_a_plan_taken_back_keeps_its_course(draft):
    before = measure_of(draft, "LZB").course
    saved = save(draft, way=PlanWay.NONE, value=None, course="")
    assert (saved.way, saved.plan, saved.plan_printed, saved.course) == (PlanWay.NONE, None, "", before)


@pytest.mark.parametrize(
    ("value", "typed", "reading"),
    [
        ("17283", {}, "17.283 Personen im Mittel"),
        ("17000", {}, "17.283 Personen im Mittel"),  # the writer saw it and left it
        ("17000", {"reading": "im Mittel"}, "im Mittel"),
    ],
)
def test_on_the_page_our_reading_is_the_writers(draft, value, typed, reading):
    TargetMeasure.objects.filter(pk=measure_of(draft, "LZB").pk).update(reading="17.283 Personen im Mittel")
    assert save(draft, way=PlanWay.ABSOLUTE, value=Decimal(value), fields=typed).reading == reading


@pytest.mark.parametrize(("value", "reading"), [("17283", "17.283 Personen im Mittel"), ("17000", "")])
def test_elsewhere_our_reading_goes_with_the_value_it_explains(draft, value, reading):
    row = measure_of(draft, "LZB")
    TargetMeasure.objects.filter(pk=row.pk).update(reading="17.283 Personen im Mittel")
    saved = set_plan(by=UserFactory(), agreement=draft, row=row, way=PlanWay.ABSOLUTE, value=Decimal(value))
    assert (saved.plan, saved.reading) == (Decimal(value), reading)


def test_of_a_stale_measure_nothing_is_saved(draft):
    row = measure_of(draft, "LZB")
    with pytest.raises(StaleDraft):
        save(draft, seen=row.version + 1, value=Decimal(1), fields={"reading": "neu"})
    after = measure_of(draft, "LZB")
    assert (after.plan, after.reading, AuditEntry.objects.count()) == (row.plan, row.reading, 0)


@pytest.mark.parametrize(
    ("code", "course"),
    [
        ("IQ", Course.LINEAR),
        ("LZB", Course.LINEAR),
        ("LLU", Course.LINEAR),
        ("VZA", Course.LEVEL),
        ("EGV_QUOTE", Course.LEVEL),
    ],
)
def test_an_even_course_is_one_that_fits(draft, code, course):
    assert even_course(measure_of(draft, code)) == course


def test_the_line_of_a_measure_says_what_does_not_fit(draft):
    save(draft, course=Course.OWN_MONTHS, months=months("17283") | {year_months(2014)[0]: Decimal(18483)})
    line = measure_line(drafted_measures(draft).get(measure__code="LZB"), 2014)
    assert line.words == "höchstens 17.283\u00a0Personen im Jahr 2014"
    assert line.doubts == (
        "Die Monatswerte ergeben im Mittel 17.383\u00a0Personen; der Planwert ist 17.283\u00a0Personen, "
        "das ist 100\u00a0Personen mehr.",
    )
