"""The fixtures of the 2014 agreement for every test that wants them: catalogue, parties, people, the agreement itself."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.core.management import call_command

FIXTURES = ("regions", "parties", "catalogue", "agreement_2014", "demo_people")
PAPER = Path(__file__).parent / "agreements" / "agreement_2014.txt"


@pytest.fixture
def agreement_2014(db):
    """The agreement of Jobcenter ME-aktiv with everything it refers to; no figures."""
    from agreements.models import Agreement

    call_command("loaddata", *FIXTURES, verbosity=0)
    Agreement.objects.update(state="signed")
    return Agreement.objects.with_partners().get(key="me-aktiv-2014")


@pytest.fixture
def paper_2014() -> tuple[str, ...]:
    """The paper's own text, one paragraph or table cell a line, in printed order."""
    return tuple(PAPER.read_text(encoding="utf-8").splitlines())
