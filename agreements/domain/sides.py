"""Which side of an agreement a kind of party stands on: the one place that says so for rules, rows, navigation and agreeing."""

from __future__ import annotations

from collections.abc import Collection

from agreements.choices import PartyKind, Sphere

JOBCENTER_KINDS = (PartyKind.JOBCENTER_GE, PartyKind.JOBCENTER_ZKT)

# Unsere Lesart: a zugelassener kommunaler Träger has no Agentur; its agreement is concluded with the Land, which then does
# what the Agentur does elsewhere: it reads the MBZ, asks back, accepts, and agrees on the values of the BA's targets.
AGENTUR_KINDS = (PartyKind.AGENTUR, PartyKind.LAND)

# Unsere Lesart: where Land and municipal carrier are one (Stadtstaat), it signs as the carrier and is kept as a Stadt.
KREIS_KINDS = (PartyKind.KREIS, PartyKind.STADT)

SIDES = {
    Sphere.BA: frozenset({*JOBCENTER_KINDS, *AGENTUR_KINDS, PartyKind.REGIONALDIREKTION, PartyKind.BA, PartyKind.BMAS}),
    Sphere.KOMMUNE: frozenset({*JOBCENTER_KINDS, *KREIS_KINDS}),
    Sphere.BOTH: frozenset(PartyKind),
}


def accepted_by(kinds: Collection[PartyKind]) -> str:
    """Who accepts the MBZ of these partners, as its paper names them."""
    return "das Land" if PartyKind.LAND in kinds else "die Agentur"
