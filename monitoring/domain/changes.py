"""One change of a figure as reports and lists show it: old beside new, with who, when, why and from where."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from monitoring.choices import FigureStatus


@dataclass(frozen=True, kw_only=True)
class ChangedSeries:
    """The series of a changed figure, as far as it is written."""

    code: str
    name: str
    unit: str
    decimals: int


@dataclass(frozen=True, kw_only=True)
class Change:
    """One new version of a figure; a value that is None was none (keine Angabe), or was not there."""

    series: ChangedSeries
    place: str  # name of the city; empty for the district
    month: date
    old: Decimal | None
    old_status: FigureStatus | None  # None: there was no figure
    new: Decimal | None
    new_status: FigureStatus | None  # None: it was removed
    reason: str  # why there is no figure now
    by: str
    at: datetime
    why: str
    origin: str  # "Import" …
    file: str  # from which file; empty without

    @property
    def only_status(self) -> bool:
        """The value stayed: vorläufig became endgültig."""
        return self.old == self.new and self.old_status is not None and self.new_status is not None
