"""The cells of Meine Jobcenter in words."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from monitoring.choices import AttainmentStatus
from monitoring.documents.matrix import CellWords, cell_words
from monitoring.domain.sheet import Gap
from tests.monitoring.comparisons import MONTH, glance

NBSP = "\u00a0"
RED = AttainmentStatus.RED
MISSING = Gap(series="INT", series_name="Integrationen", month=MONTH, kind="missing")


@pytest.mark.parametrize(
    ("found", "change", "since", "expected"),
    [
        (glance(), "-0.34", 6, (RED, "deutlich unter Soll", f"−2,1{NBSP}%", f"−0,3{NBSP}PP seit Juni", "")),
        (glance(), None, 6, (RED, "deutlich unter Soll", f"−2,1{NBSP}%", "", "")),
        (glance(), None, None, (RED, "deutlich unter Soll", f"−2,1{NBSP}%", "", "")),
        (
            glance(as_of=date(2014, 8, 1)),
            None,
            None,
            (RED, "deutlich unter Soll", f"−2,1{NBSP}%", "", "Stand: August 2014"),
        ),
        (glance(observed=True, status=None), None, None, (None, "beobachtet", f"−2,1{NBSP}%", "", "")),
        (None, None, 6, (None, "–", "", "", "nicht vereinbart")),
        (
            glance(None, None, None, status=None, deviation_percent=None, gaps=(MISSING,)),
            None,
            None,
            (None, "–", "", "", "noch kein Wert: es fehlt Integrationen September 2014"),
        ),
        (
            glance(None, None, None, status=None, deviation_percent=None, not_computable=True),
            None,
            None,
            (None, "–", "", "", "nicht berechenbar, der Nenner ist 0"),
        ),
        (glance(None, status=None, deviation_percent=None), None, None, (None, "–", "", "", "kein Soll")),
    ],
)
def test_a_cell_says_everything_or_why_not(found, change, since, expected):
    status, words, deviation, changed, remark = expected
    month = date(2014, since, 1) if since else None

    assert cell_words(found, Decimal(change) if change else None, month) == CellWords(
        status=status, status_words=words, deviation=deviation, change=changed, remark=remark
    )
