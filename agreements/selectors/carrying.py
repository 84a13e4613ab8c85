"""Reads for carrying over: sources one may choose, and texts that still name last year."""

from __future__ import annotations

from django.db.models import QuerySet

from agreements.domain.carrying import Passage, places_naming
from agreements.domain.lifecycle import IN_FORCE
from agreements.models import Actor, Agreement, Budget, Duty, Section, Target
from agreements.rules import may_draft


def carry_sources(actor: Actor) -> list[Agreement]:
    """The agreements this person may carry over: signed originals of a party for which they draft."""
    rows = Agreement.objects.visible_to(actor).originals().filter(state__in=IN_FORCE).with_partners()
    return [row for row in rows if may_draft(actor, row)]


def carry_templates(actor: Actor) -> list[Agreement]:
    """The agreements whose texts and targets this person may take for another: every signed original they read."""
    return list(Agreement.objects.visible_to(actor).originals().filter(state__in=IN_FORCE).with_partners())


def open_years(agreement: Agreement) -> tuple[str, ...]:
    """Where the draft's texts still name the year of its predecessor, place by place. Four queries."""
    if agreement.predecessor is None:
        return ()
    return places_naming(agreement.predecessor.year, _passages(agreement))


def _passages(agreement: Agreement) -> list[Passage]:
    passages = [Passage(place="Titel", text=agreement.title)]
    for section in Section.objects.filter(agreement=agreement).order_by("position"):
        text = "\n".join((section.heading, section.prose, section.closing, section.footnote, *section.column_heads))
        passages.append(Passage(place=f"Abschnitt „{section}“", text=text))
    for target in _ordered(Target.objects.filter(agreement=agreement)):
        passages.append(Passage(place=f"Ziel „{target}“", text=f"{target.title}\n{target.description}"))
    for duty in Duty.objects.filter(target__agreement=agreement).order_by("target_id", "position"):
        passages.append(Passage(place=f"Pflicht „{duty}“", text=f"{duty.title}\n{duty.sentence}"))
    for budget in Budget.objects.filter(target__agreement=agreement).order_by("target_id", "position"):
        passages.append(Passage(place=f"Budget „{budget}“", text=budget.purpose))
    return passages


def _ordered(rows: QuerySet[Target]) -> QuerySet[Target]:
    return rows.order_by("section__position", "position")
