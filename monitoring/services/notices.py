"""Telling people what concerns them: once on the start page, once by mail, as one digest a person."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from agreements.models import Agreement, User
from monitoring.choices import NoticeKind
from monitoring.models import Notice


def tell(people: Iterable[User], *, agreement: Agreement, key: str, text: str, path: str, at: datetime) -> None:
    """A notice for each of them; who was told of this occasion before is not told again."""
    Notice.objects.bulk_create(
        [Notice(user=person, agreement=agreement, key=key, text=text, path=path, at=at) for person in people],
        ignore_conflicts=True,
    )


def send_digests() -> int:
    """One mail to everybody who has notices that no mail told yet; how many mails went out.

    Each person's notices are marked and sent in one transaction: where the mail server refuses, they stay for the next run.
    Accounts that are inactive get none.
    """
    waiting = Notice.objects.filter(sent_at__isnull=True, user__is_active=True)
    people = User.objects.filter(pk__in=waiting.values("user")).order_by("pk")
    return sum(_send(person) for person in people)


@transaction.atomic
def _send(person: User) -> bool:
    User.objects.select_for_update().get(pk=person.pk)  # two runs at once tell nobody twice
    notices = list(Notice.objects.filter(user=person, sent_at__isnull=True).order_by("at", "id"))
    if not notices:
        return False
    Notice.objects.filter(pk__in=[notice.pk for notice in notices]).update(sent_at=timezone.now())
    EmailMessage(subject=_subject(notices), body=_body(person, notices), to=[person.email]).send()
    return True


def _subject(notices: list[Notice]) -> str:
    """Without figures and names: subjects are read by everybody who passes by."""
    parts = (
        (NoticeKind.REMINDER, "eine Erinnerung", "Erinnerungen"),
        (NoticeKind.NEWS, "eine Neuigkeit", "Neuigkeiten"),
    )
    counted = [(sum(notice.kind == kind for notice in notices), one, many) for kind, one, many in parts]
    return "Zielvereinbarung: " + ", ".join(one if n == 1 else f"{n} {many}" for n, one, many in counted if n)


def _body(person: User, notices: list[Notice]) -> str:
    lines = [f"Guten Tag {person},", ""]
    for kind, title in ((NoticeKind.REMINDER, "Zu erledigen:"), (NoticeKind.NEWS, "Neuigkeiten:")):
        found = [notice for notice in notices if notice.kind == kind]
        lines += [title, ""] if found else []
        for notice in found:
            lines += [f"- {notice.text}", f"  {settings.SITE_URL}{notice.path}", ""]
    lines.append("Diese Mail kommt aus der Anwendung Zielvereinbarung; bitte nicht darauf antworten.")
    return "\n".join(lines)
