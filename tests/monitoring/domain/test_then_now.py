"""Damals und heute: what a comment or a frozen report was made for, beside the figures of today."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from agreements.choices import MeasureRole
from monitoring.choices import AttainmentStatus
from monitoring.documents.then_now_words import Difference, differences, outdated_words, then_now_rows
from monitoring.domain.report_record import CommentSheet, RememberedFigure
from monitoring.domain.then_now import outdated, remember, remember_one, revised
from tests.monitoring.measure_sheets import iq, llu, lzb, posts, report, target

AT = datetime(2014, 10, 12, 9, 0, tzinfo=UTC)


def comment(*measures) -> CommentSheet:
    return CommentSheet(text="Ferien.", by="Erika Muster", at=AT, version=1, figures=remember(measures))


def test_a_comment_remembers_the_leading_measures():
    measure = iq()
    assert remember([measure, iq(role=MeasureRole.PART)]) == (
        RememberedFigure(
            measure="iq",
            as_of=date(2014, 9, 1),
            actual=measure.actual,
            plan=measure.plan,
            status=AttainmentStatus.RED,
        ),
    )


@pytest.mark.parametrize(
    "changes",
    [
        {"actual": Decimal("15.2")},
        {"actual": None, "as_of": None, "status": None},
        {"plan": Decimal("15.5")},
        {"status": AttainmentStatus.YELLOW},
        {"as_of": date(2014, 8, 1)},
    ],
)
def test_any_other_figure_makes_it_outdated(changes):
    now = iq(**changes)
    assert outdated(comment(iq()), [now]) == ((remember_one(iq()), now),)
    assert outdated(comment(now), [now]) == ()


def test_a_comment_that_remembers_nothing_or_another_measure_is_not_outdated():
    assert outdated(comment(), [iq()]) == ()
    assert outdated(comment(lzb()), [iq()]) == ()


def test_what_of_a_frozen_report_is_other_today():
    then = report(target(iq()), target(lzb()), target(llu()))
    now = report(target(iq()), target(lzb(figures=(*[17602] * 12, *[17400] * 9))))
    (found,) = revised(then, now)

    assert (found.target, found.title) == ("lzb", "Bestand LZB")
    assert found.then == remember_one(lzb())
    assert found.today == remember_one(now.targets[1].measures[0])
    assert [row.label for row in then_now_rows(found)] == ["Ist", "Soll"]


def test_the_words_show_what_changed():
    was = remember_one(iq())
    now = iq(actual=Decimal("15.5"), status=AttainmentStatus.GREEN)
    assert differences(was, now) == (
        Difference(label="Ist", then="15,1\xa0%", now="15,5\xa0%"),
        Difference(label="Status", then="deutlich unter Soll", now="im Soll"),
    )


def test_a_small_change_is_written_with_as_many_digits_as_it_takes():
    was = remember_one(iq())
    now = iq(actual=was.actual + Decimal("0.0011"))  # 15,0890 and 15,0901 are both 15,1
    assert [(row.then, row.now) for row in differences(was, now)] == [("15,089\xa0%", "15,090\xa0%")]
    tiny = iq(actual=was.actual + Decimal("0.0000000001"))
    assert differences(was, tiny) == ()


def test_a_value_that_was_not_there_is_a_dash():
    was = RememberedFigure(measure="vza", as_of=None, actual=None, plan=None, status=None)
    assert [(row.label, row.then) for row in differences(was, posts([400] * 9))] == [
        ("Stand", "kein Wert"),
        ("Ist", "–"),
        ("Soll", "–"),
    ]


def test_the_mark_of_a_comment_in_words():
    now = lzb(figures=(*[17602] * 12, *[17400] * 9))
    row = replace(target(now), comment=comment(lzb()))
    assert outdated_words(row) == (
        "Bestand LZB: Ist 17.385\xa0Personen, jetzt 17.400\xa0Personen, Soll 17.302\xa0Personen, jetzt 17.283\xa0Personen"
    )
    assert outdated_words(replace(row, comment=comment(now))) == ""
    assert outdated_words(replace(row, comment=None)) == ""
