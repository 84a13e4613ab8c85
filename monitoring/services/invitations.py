"""Invitations: what a dialogue is to a calendar, and the mail that brings it to everybody with an address."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from agreements.domain.months import month_name
from agreements.models import User
from agreements.services import audit
from monitoring.choices import DialogueState
from monitoring.documents.invitation import Invitation, calendar_file
from monitoring.domain.dialogue import hours_words
from monitoring.models import Dialogue
from monitoring.services.dialogues import DialogueRefused


def invitation_of(dialogue: Dialogue) -> Invitation:
    """Without a figure: calendars show it to whoever looks over the shoulder."""
    agreement = dialogue.agreement
    url = f"{settings.SITE_URL}/dialoge/{agreement.key}/{dialogue.number}/"
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return Invitation(
        uid=f"dialog-{dialogue.pk}@{host}",
        sequence=dialogue.sequence,
        cancelled=dialogue.state == DialogueState.CANCELLED,
        day=dialogue.day,
        begins=dialogue.begins,
        ends=dialogue.ends,
        place=dialogue.place,
        summary=f"Zielnachhaltedialog {agreement.jobcenter.short_name}",
        description=f"Besprochen wird der MBZ {month_name(dialogue.month)}. Unterlagen: {url}",
        url=url,
        organizer=settings.DEFAULT_FROM_EMAIL,
        attendees=tuple((each.name, each.email) for each in dialogue.participants.all()),
        stamp=dialogue.at,
    )


@transaction.atomic
def send_invitation(*, by: User, dialogue: Dialogue) -> int:
    """To everybody with an address, as a mail with the calendar file; how many. Raises DialogueRefused for none.

    A dialogue that was called off sends its cancellation.
    """
    if dialogue.state not in {DialogueState.PLANNED, DialogueState.CANCELLED}:
        raise DialogueRefused("Eingeladen wird zu einem geplanten Dialog.")
    people = [each for each in dialogue.participants.all() if each.email]
    if not people:
        raise DialogueRefused("Niemand auf der Liste hat eine E-Mail-Adresse; bitte den Dialog bearbeiten.")
    invitation = invitation_of(dialogue)
    audit.record(
        by=by,
        verb="Absage verschickt" if invitation.cancelled else "Einladung verschickt",
        object=f"{dialogue.agreement.key}: Dialog Nr. {dialogue.number}",
        after={"count": len(people), "at": timezone.now()},
    )
    content = calendar_file(invitation)
    for person in people:
        mail = EmailMessage(subject=_subject(invitation), body=_body(invitation), to=[person.email])
        mail.attach(
            "einladung.ics",
            content.decode(),
            f"text/calendar; method={'CANCEL' if invitation.cancelled else 'REQUEST'}",
        )
        mail.send()
    return len(people)


def _subject(invitation: Invitation) -> str:
    return f"{'Absage' if invitation.cancelled else 'Einladung'}: {invitation.summary}"


def _body(invitation: Invitation) -> str:
    when = ", ".join(filter(None, (f"{invitation.day:%d.%m.%Y}", hours_words(invitation.begins, invitation.ends))))
    lines = [f"{'Abgesagt' if invitation.cancelled else 'Wann'}: {when}"]
    lines += [f"Wo: {invitation.place}"] if invitation.place else []
    return "\n".join([*lines, "", invitation.description, "", "Der Termin für den Kalender liegt bei."])
