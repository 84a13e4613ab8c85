"""Who takes a promise over in an agreement between other parties: oneself, the same kind, the same side, or nobody."""

from __future__ import annotations

import pytest

from agreements.choices import PartyKind as K
from agreements.domain.standing_in import stands_in


@pytest.mark.parametrize(
    ("theirs", "ours", "found"),
    [
        ({1: K.AGENTUR, 2: K.JOBCENTER_GE}, {1: K.AGENTUR, 5: K.JOBCENTER_GE}, {1: 1, 2: 5}),
        ({1: K.AGENTUR, 2: K.JOBCENTER_GE}, {4: K.LAND, 5: K.JOBCENTER_ZKT}, {1: 4, 2: 5}),
        ({3: K.KREIS}, {6: K.STADT, 7: K.KREIS}, {3: 7}),
        ({3: K.KREIS}, {6: K.STADT}, {3: 6}),
        ({3: K.KREIS}, {4: K.AGENTUR}, {3: None}),
        ({8: K.BMAS}, {9: K.BMAS, 4: K.AGENTUR}, {8: 9}),
        ({8: K.BMAS}, {4: K.AGENTUR}, {8: None}),
    ],
)
def test_counterparts(theirs, ours, found):
    assert stands_in(theirs, ours) == found
