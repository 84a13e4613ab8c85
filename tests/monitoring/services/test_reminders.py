"""Reminders: told once before and once after the day, to whoever owes it alone, after days without the timer, too."""

from __future__ import annotations

import re
from datetime import date, timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command

from agreements.models import User
from monitoring.choices import MeasureState
from monitoring.models import Notice, SteeringMeasure
from tests.monitoring.talks import forget_dialogues

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo")]
DUE = date(2014, 10, 31)


@pytest.fixture(autouse=True)
def measure() -> SteeringMeasure:
    """Nothing but one measure of the Jobcenter ends in these weeks."""
    forget_dialogues()
    SteeringMeasure.objects.exclude(number=2).delete()
    row = SteeringMeasure.objects.get(agreement__key="me-aktiv-2014")
    SteeringMeasure.objects.update(due=DUE, party=row.agreement.jobcenter)
    return row


def sent(on: date, settings) -> dict[str, str]:
    """What the timer mails on a day: bodies by address."""
    settings.TODAY = on
    mail.outbox.clear()
    call_command("send_notices", stdout=StringIO())
    return {message.to[0]: message.body for message in mail.outbox}


def of(body: str) -> list[str]:
    """The reminders of the measure in a mail."""
    return [line for line in body.splitlines() if "Maßnahme M2" in line]


def staff() -> set[str]:
    users = User.objects.filter(username__in=("jobcenter", "jobcenter-leitung"))
    return set(users.values_list("email", flat=True))


def reminded(bodies: dict[str, str]) -> set[str]:
    return {address for address, body in bodies.items() if of(body)}


def test_only_who_owes_it_is_reminded_and_once(settings):
    assert reminded(sent(DUE - timedelta(days=8), settings)) == set()
    first = sent(DUE - timedelta(days=7), settings)
    assert reminded(first) == staff()
    assert {line for body in first.values() for line in of(body)} == {
        "- Jobcenter ME-aktiv: Maßnahme M2 Fallwerkstatt Langzeitbezug, fällig am 31.10.2014"
    }
    assert reminded(sent(DUE - timedelta(days=7), settings)) == set()
    assert reminded(sent(DUE, settings)) == set()
    assert reminded(sent(DUE + timedelta(days=1), settings)) == staff()
    assert reminded(sent(DUE + timedelta(days=9), settings)) == set()


def test_the_timer_was_off_for_three_days_and_then_runs_twice(settings):
    """The day passed meanwhile: everybody gets the one reminder that is true now, and each mail exactly once."""
    sent(DUE - timedelta(days=8), settings)
    back = DUE + timedelta(days=1)
    first, second = sent(back, settings), sent(back, settings)
    assert reminded(first) == staff()
    assert second == {}
    assert all(
        len(of(body)) == 1 and "überfällig seit 31.10.2014" in of(body)[0] for body in first.values() if of(body)
    )


def test_what_is_done_reminds_nobody_and_a_moved_day_reminds_anew(settings):
    SteeringMeasure.objects.update(state=MeasureState.DONE, result="fertig")
    assert reminded(sent(DUE, settings)) == set()
    SteeringMeasure.objects.update(state=MeasureState.OPEN)
    assert reminded(sent(DUE, settings)) == staff()
    SteeringMeasure.objects.update(due=DUE + timedelta(days=30))
    assert reminded(sent(DUE + timedelta(days=29), settings)) == staff()


def test_the_mail_says_what_where_and_no_figure_in_its_subject(settings):
    settings.SITE_URL = "https://ziele.example.org"
    bodies = sent(DUE, settings)
    message = next(each for each in mail.outbox if of(each.body))
    assert re.fullmatch(r"Zielvereinbarung: (eine Erinnerung|\d Erinnerungen)", message.subject)
    assert "https://ziele.example.org/massnahmen/me-aktiv-2014/2/" in bodies[message.to[0]]
    assert message.body.index("Zu erledigen:") < message.body.index("Maßnahme M2")


def test_reminders_are_no_news_on_the_start_page(settings, login):
    sent(DUE, settings)
    assert Notice.objects.exists()
    assert login("jobcenter").get("/").context["news"] == ()
