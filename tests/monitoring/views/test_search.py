"""Suche in the browser's terms: four kinds of text, and nothing of what the person does not read."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from agreements.models import Duty, Party, Target, User
from monitoring.choices import DutyState
from monitoring.models import MonthlyReport, TargetComment
from monitoring.services.duties import review_duty

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
WORD = "Sonderwort"


@pytest.fixture(autouse=True)
def _written(agreement) -> None:
    """The word stands in a comment that is not released and in a report on a duty."""
    report = MonthlyReport.objects.create(agreement=agreement, month=date(2014, 9, 1))
    by, target = User.objects.get(username="jobcenter"), Target.objects.get(agreement=agreement, code="iq")
    TargetComment.objects.create(report=report, target=target, text=f"Ein {WORD}.", by=by, at=datetime.now(UTC))
    review_duty(
        by=User.objects.get(username="kreis"),
        duty=Duty.objects.get(title="Konzept psychosoziale Betreuung"),
        party=Party.objects.get(key="kreis-mettmann"),
        state=DutyState.DONE,
        text=f"Das {WORD.upper()} liegt vor.",
        new_due=None,
        link="",
        evidence=None,
        on=date(2014, 10, 20),
    )


def kinds(client, asked: str) -> list[str]:
    return sorted(hit.text.kind for hit in client.get("/suche/", {"q": asked}).context["hits"])


@pytest.mark.parametrize(
    ("name", "found", "measures"),
    [
        ("jobcenter", ["Kommentar", "Pflicht"], ["Maßnahme", "Niederschrift"]),
        ("agentur", ["Pflicht"], ["Maßnahme", "Niederschrift"]),
        ("kreis", ["Pflicht"], []),
        ("lesen", ["Pflicht"], []),
    ],
)
def test_everybody_finds_what_they_read(login, name, found, measures):
    assert kinds(login(name), WORD) == found
    assert sorted(set(kinds(login(name), "fallwerkstatt"))) == measures


@pytest.mark.parametrize(
    ("asked", "words"), [("", "Suchen"), ("x", "mindestens zwei Zeichen"), ("gibt es nicht", "0 Fundstellen")]
)
def test_without_a_hit(login, asked, words):
    assert words in login("kreis").get("/suche/", {"q": asked}).content.decode()


def test_what_was_asked_is_shown_as_text(login):
    assert (
        "<script>"
        not in login("kreis").get("/suche/", {"q": "<script>alert(1)</script>"}).content.decode().split("<main")[1]
    )


@pytest.mark.parametrize("count", [1, 3])
def test_the_page_asks_the_same_for_one_and_for_three_comments(login, agreement, count, django_assert_num_queries):
    report, by = MonthlyReport.objects.get(), User.objects.get(username="jobcenter")
    for target in Target.objects.filter(agreement=agreement, code__in=("lzb", "llu")[: count - 1]):
        TargetComment.objects.create(report=report, target=target, text=WORD, by=by, at=datetime.now(UTC))
    client = login("jobcenter")
    with django_assert_num_queries(14):
        client.get("/suche/", {"q": WORD})
