"""Invitations to a dialogue as calendar files (RFC 5545): who, when, where, and the way to the page; no figure in them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BERLIN = ZoneInfo("Europe/Berlin")
USUAL = timedelta(hours=2)  # where no end is named


@dataclass(frozen=True, kw_only=True)
class Invitation:
    """What a calendar needs to know."""

    uid: str
    sequence: int  # counts the changes of day, time and place
    cancelled: bool
    day: date
    begins: time | None  # None: the whole day
    ends: time | None
    place: str
    summary: str
    description: str
    url: str
    organizer: str  # e-mail address
    attendees: tuple[tuple[str, str], ...]  # name and e-mail address
    stamp: datetime


def calendar_file(invitation: Invitation) -> bytes:
    """One event as iTIP REQUEST, or CANCEL where it was called off (RFC 5546)."""
    from icalendar import Calendar, Event, vCalAddress, vText

    event = Event()
    event.add("uid", invitation.uid)
    event.add("sequence", invitation.sequence)
    event.add("dtstamp", invitation.stamp.astimezone(UTC))
    event.add("status", "CANCELLED" if invitation.cancelled else "CONFIRMED")
    event.add("summary", invitation.summary)
    event.add("description", invitation.description)
    event.add("url", invitation.url)
    if invitation.place:
        event.add("location", invitation.place)
    starts, ends = _span(invitation)
    event.add("dtstart", starts)
    event.add("dtend", ends)
    event["organizer"] = vCalAddress(f"mailto:{invitation.organizer}")
    for name, address in _reachable(invitation.attendees):
        attendee = vCalAddress(f"mailto:{address}")
        attendee.params["CN"] = vText(name)
        attendee.params["ROLE"] = vText("REQ-PARTICIPANT")
        attendee.params["RSVP"] = vText("TRUE")
        event.add("attendee", attendee, encode=False)
    calendar = Calendar()
    calendar.add("prodid", "-//Zielvereinbarung//DE")
    calendar.add("version", "2.0")
    calendar.add("method", "CANCEL" if invitation.cancelled else "REQUEST")
    calendar.add_component(event)
    year = invitation.day.year  # its clock changes are enough
    calendar.add_missing_timezones(first_date=date(year, 1, 1), last_date=date(year + 1, 1, 1))
    return bytes(calendar.to_ical())


def _span(invitation: Invitation) -> tuple[date | datetime, date | datetime]:
    if invitation.begins is None:
        return invitation.day, invitation.day + timedelta(days=1)
    starts = datetime.combine(invitation.day, invitation.begins, BERLIN)
    ends = datetime.combine(invitation.day, invitation.ends, BERLIN) if invitation.ends else starts + USUAL
    return starts, ends


def _reachable(attendees: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    return [(name, address) for name, address in attendees if address]
