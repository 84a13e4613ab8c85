"""Notices: told once, sent once, one mail a person, no figure in the subject."""

from __future__ import annotations

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command

from monitoring.models import Notice
from monitoring.services.notices import send_digests, tell
from tests.factories import AgreementFactory, UserFactory

pytestmark = pytest.mark.django_db
AT = datetime(2014, 10, 20, 8, 0, tzinfo=UTC)


@pytest.fixture
def agreement():
    return AgreementFactory()


def told(agreement, people, key="mbz-1-release", text="Der MBZ September 2014 ist freigegeben."):
    tell(people, agreement=agreement, key=key, text=text, path="/mbz/muster/2014-09/", at=AT)


def test_an_occasion_is_told_once(agreement):
    person = UserFactory()
    told(agreement, [person])
    told(agreement, [person])
    assert Notice.objects.count() == 1


def test_one_mail_a_person_with_what_and_where(agreement, settings):
    settings.SITE_URL = "https://ziele.example.org"
    erika = UserFactory(first_name="Erika", last_name="Muster", email="erika@example.invalid")
    told(agreement, [erika])
    told(agreement, [erika], key="mbz-2-release", text="Der MBZ August 2014 ist freigegeben.")

    assert send_digests() == 1
    (message,) = mail.outbox
    assert (message.subject, message.to) == ("Zielvereinbarung: 2 Neuigkeiten", ["erika@example.invalid"])
    assert message.body == (
        "Guten Tag Erika Muster,\n\nNeuigkeiten:\n\n"
        "- Der MBZ September 2014 ist freigegeben.\n  https://ziele.example.org/mbz/muster/2014-09/\n\n"
        "- Der MBZ August 2014 ist freigegeben.\n  https://ziele.example.org/mbz/muster/2014-09/\n\n"
        "Diese Mail kommt aus der Anwendung Zielvereinbarung; bitte nicht darauf antworten."
    )


def test_the_second_run_sends_nothing(agreement):
    told(agreement, [UserFactory(), UserFactory()])
    out = StringIO()
    call_command("send_notices", stdout=out)
    call_command("send_notices", stdout=out)
    assert out.getvalue() == "2 Mails verschickt.\n0 Mails verschickt.\n"
    assert len(mail.outbox) == 2


def test_who_left_gets_no_mail(agreement):
    told(agreement, [UserFactory(is_active=False)])
    assert (send_digests(), mail.outbox) == (0, [])


def test_where_the_server_refuses_it_is_sent_the_next_time(agreement, monkeypatch):
    told(agreement, [UserFactory()])

    def refuse(message, *args, **kwargs):
        raise ConnectionRefusedError

    with monkeypatch.context() as patched:
        patched.setattr("django.core.mail.EmailMessage.send", refuse)
        with pytest.raises(ConnectionRefusedError):
            send_digests()
    assert send_digests() == 1
