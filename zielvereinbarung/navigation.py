"""The frame over both floors: who is here, where one may go, and whether the figures are fictitious."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from agreements.choices import Role
from agreements.domain.sides import AGENTUR_KINDS, JOBCENTER_KINDS, KREIS_KINDS
from agreements.models import Actor
from monitoring.rules import may_compare, may_import, may_read_dialogues, may_read_duties, may_read_measures


@dataclass(frozen=True)
class NavigationItem:
    """One word of the navigation."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True)
class Frame:
    """What base.html shows around every page."""

    user_label: str = ""
    party_label: str = ""
    navigation: tuple[NavigationItem, ...] = ()
    fictitious_note: str = ""
    version: str = settings.VERSION
    today: date | None = None
    is_staff: bool = False


def frame(request: HttpRequest) -> dict[str, Any]:
    """Context processor: costs the one query for memberships that the gate has asked already."""
    note = f"fiktive Daten, Stand {settings.TODAY:%d.%m.%Y}" if settings.TODAY else ""
    actor: Actor | None = getattr(request, "actor", None)
    if actor is None or not actor.user.is_authenticated:
        return {"frame": Frame(fictitious_note=note)}
    return {
        "frame": Frame(
            user_label=str(actor.user),
            party_label=", ".join(party.short_name for party in actor.parties),
            navigation=_navigation(actor, request.path),
            fictitious_note=note,
            today=actor.on,
            is_staff=actor.user.is_staff,
        )
    }


def _navigation(actor: Actor, path: str) -> tuple[NavigationItem, ...]:
    """Only what the roles have (pages.md); the rules of each page decide again."""
    jobcenter = bool(actor.party_ids_as(Role.ENTRY, Role.RELEASE, kinds=JOBCENTER_KINDS))
    kreis = bool(actor.party_ids_as(Role.CONTROLLING, kinds=KREIS_KINDS))
    kreis_side = bool(actor.party_ids_as(*Role, kinds=KREIS_KINDS))
    ba_side = bool(actor.party_ids_as(Role.REVIEW, Role.READER, kinds=(*AGENTUR_KINDS, *JOBCENTER_KINDS)))
    items = [("Start", "start", True), ("Vereinbarungen", "agreement-list", True)]
    items.append(("Monatswerte", "entry-choose", jobcenter or kreis))
    items.append(("Vollständigkeit", "completeness-overview", ba_side and not jobcenter))
    items.append(("MBZ", "report-choose", jobcenter or ba_side))
    items.append(("Dialoge", "dialogues", may_read_dialogues(actor)))
    items.append(("Maßnahmen", "measures", may_read_measures(actor)))
    items.append(("Pflichten", "duties", may_read_duties(actor)))
    items.append(("Kommunaler Bericht", "municipal-choose", jobcenter or ba_side or kreis_side))
    items.append(("Städte", "cities-choose", jobcenter or kreis))
    items.append(("Vergleich", "comparison-choose", may_compare(actor)))
    items.append(("Import", "import", may_import(actor)))
    items.append(("Suche", "search", may_read_duties(actor)))
    items.append(("Verwaltung", "admin:index", actor.user.is_staff))
    found = [(label, reverse(name)) for label, name, shown in items if shown]
    return tuple(
        NavigationItem(label, url, path == url if url == "/" else path.startswith(url)) for label, url in found
    )
