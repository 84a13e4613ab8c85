"""On which side a kind of party stands, and who accepts the MBZ."""

from __future__ import annotations

import pytest

from agreements.choices import PartyKind as K
from agreements.domain.sides import AGENTUR_KINDS, JOBCENTER_KINDS, KREIS_KINDS, accepted_by


def test_no_kind_stands_on_two_sides():
    every = [*AGENTUR_KINDS, *JOBCENTER_KINDS, *KREIS_KINDS]
    assert len(every) == len(set(every))


@pytest.mark.parametrize(
    ("kinds", "words"),
    [
        ((K.AGENTUR, K.JOBCENTER_GE, K.KREIS), "die Agentur"),
        ((K.AGENTUR, K.JOBCENTER_GE, K.STADT), "die Agentur"),
        ((K.LAND, K.JOBCENTER_ZKT), "das Land"),
    ],
)
def test_who_accepts_the_report(kinds, words):
    assert accepted_by(kinds) == words
