"""Small counts: which cells and totals of a city table are hidden before it leaves the house (domain.md §6)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from monitoring.domain.sheet import CityCell, CityService, CitySheet

_HIDDEN = CityCell(value=None, hidden=True)


@dataclass(frozen=True, kw_only=True)
class Mask:
    """What is hidden of one service; one entry a cell, in the order of the counts."""

    hidden: tuple[bool, ...]
    total_hidden: bool


def mask(values: Sequence[int | None], threshold: int) -> Mask:
    """Which counts of one service become a star, by the three rules of domain.md §6 with threshold k:

    1. every cell 0 < v < k;
    2. if any is hidden, all cells with the smallest value ≥ k too;
    3. if no cell reaches k but some are hidden, every cell, zeros too, and the total.

    Why this is enough while the total is open: exchange the hidden values among each other. Rule 1 then hides the same
    values at their new places, rule 2 the same smallest value, so the same cells are stars, the open cells and the total
    are unchanged: the very same table is printed. Under every star there may therefore be a value below k as well as one
    of at least k, even for a reader who knows this rule. Where rule 3 applies there is no value ≥ k to exchange with;
    such a table says only that somewhere below k there is something, not where and not how much.

    A missing figure (None) is not a count: it is never a star and no rule looks at it. The total printed is then the sum
    of the others, and the argument holds for the table of the others. That a figure is missing is no secret; what its
    later publication gives away is the business of the second publication, not of this rule.

    Raises ValueError for a negative count or a threshold below 1.
    """
    counts = [value for value in values if value is not None]
    if threshold < 1 or min(counts, default=0) < 0:
        raise ValueError("A mask needs counts of at least 0 and a threshold of at least 1.")
    if not any(0 < count < threshold for count in counts):
        return Mask(hidden=(False,) * len(values), total_hidden=False)
    partner = min((count for count in counts if count >= threshold), default=None)
    if partner is None:
        return Mask(hidden=tuple(value is not None for value in values), total_hidden=True)
    return Mask(
        hidden=tuple(value is not None and (0 < value < threshold or value == partner) for value in values),
        total_hidden=False,
    )


def mask_sheet(sheet: CitySheet) -> CitySheet:
    """The exact table as it may leave the house: a star has no value any more, so nothing later can print, draw or sort it.

    Each service is masked for itself; there are no totals over services. A sheet that is masked already comes back as it
    is. An amount in € is hidden altogether: it would have to take the mask of a count of its own persons, which this
    table does not hold (domain.md §6). Notes and gaps are kept; who writes notes keeps counts out of them.
    """
    if sheet.masked:
        return sheet
    return replace(sheet, masked=True, services=tuple(_masked(service) for service in sheet.services))


def hides_more_than_half(service: CityService) -> bool:
    """Whether more than half of the figures of a masked service are stars: then offer groups of cities, two years
    together, or only the sum of the Kreis. Missing figures count on neither side."""
    hidden = sum(cell.hidden for cell in service.cells)
    return hidden > sum(cell.value is not None for cell in service.cells)


def _masked(service: CityService) -> CityService:
    values = [cell.value for cell in service.cells]
    if service.unit == "€":
        found = Mask(hidden=tuple(value is not None for value in values), total_hidden=True)
    else:
        found = mask(values, service.threshold)
    return replace(
        service,
        cells=tuple(_HIDDEN if hidden else cell for cell, hidden in zip(service.cells, found.hidden, strict=True)),
        total=_HIDDEN if found.total_hidden else service.total,
    )
