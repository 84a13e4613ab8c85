"""Who takes a promise over where an agreement is written after one between other parties."""

from __future__ import annotations

from collections.abc import Mapping

from agreements.choices import PartyKind
from agreements.domain.sides import AGENTUR_KINDS, JOBCENTER_KINDS, KREIS_KINDS


def stands_in(theirs: Mapping[int, PartyKind], ours: Mapping[int, PartyKind]) -> dict[int, int | None]:
    """For every partner of the template the partner of the new agreement that does what it does there: itself, else one
    of the same kind, else one of the same side, else None (unsere Lesart).
    """
    return {party: _counterpart(party, kind, ours) for party, kind in theirs.items()}


def _counterpart(party: int, kind: PartyKind, ours: Mapping[int, PartyKind]) -> int | None:
    if party in ours:
        return party
    side = next((kinds for kinds in (AGENTUR_KINDS, JOBCENTER_KINDS, KREIS_KINDS) if kind in kinds), (kind,))
    alike = [other for other, its in ours.items() if its == kind] + [
        other for other, its in ours.items() if its in side
    ]
    return alike[0] if alike else None
