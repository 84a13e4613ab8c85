"""Figures typed by hand: what can be stored is stored, what cannot comes back with its reason; for month page and year grid."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import IntegrityError

from agreements.models import User
from monitoring.choices import Origin
from monitoring.services.actuals import Recorded, record
from monitoring.services.entries import EntriesRefused, Entry, Refusal

NOTHING = Recorded(new=0, changed=0, removed=0, unchanged=0)
ATTEMPTS = 3  # how often somebody else may create the same figures in the very same moment


@dataclass(frozen=True, kw_only=True)
class Typed:
    """What became of the entries of one call."""

    recorded: Recorded
    refusals: tuple[Refusal, ...]


def save_typed(*, by: User, entries: Iterable[Entry], on: date, origin: Origin) -> Typed:
    """Store every entry that can be stored, in one transaction with one audit entry; the others come back refused.

    A typist's twelve good figures do not wait for the thirteenth. `on` is the day by which the future is told.
    """
    wanted, refused = list(entries), list[Refusal]()
    attempts = ATTEMPTS
    while wanted:
        try:
            return Typed(recorded=record(by=by, entries=wanted, on=on, origin=origin), refusals=tuple(refused))
        except EntriesRefused as error:
            refused += error.refusals
            faulty = {id(refusal.entry) for refusal in error.refusals}
            wanted = [entry for entry in wanted if id(entry) not in faulty]
        except IntegrityError:  # another writer was first where nothing stood: the next round sees what stands there
            attempts -= 1
            if not attempts:
                raise
    return Typed(recorded=NOTHING, refusals=tuple(refused))
