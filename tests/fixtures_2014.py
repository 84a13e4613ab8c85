"""The fixtures of the 2014 agreement for every test that wants them: catalogue, parties, people, the agreement itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.db import transaction

if TYPE_CHECKING:
    from agreements.models import Agreement

FIXTURES = ("regions", "parties", "catalogue", "agreement_2014", "demo_people")
PAPER = Path(__file__).parent / "agreements" / "agreement_2014.txt"


@pytest.fixture(scope="module")
def _loaded_2014(django_db_setup: None, django_db_blocker) -> Iterator[None]:
    """Loaded once a module, in a transaction that is rolled back afterwards; every test's own changes are undone."""
    from agreements.models import Agreement

    with django_db_blocker.unblock(), transaction.atomic():
        call_command("loaddata", *FIXTURES, verbosity=0)
        Agreement.objects.update(state="signed")
        yield
        transaction.set_rollback(True)


@pytest.fixture
def agreement_2014(_loaded_2014: None, db: None) -> Agreement:
    """The agreement of Jobcenter ME-aktiv with everything it refers to; no figures."""
    from agreements.models import Agreement

    return Agreement.objects.with_partners().get(key="me-aktiv-2014")


@pytest.fixture
def paper_2014() -> tuple[str, ...]:
    """The paper's own text, one paragraph or table cell a line, in printed order."""
    return tuple(PAPER.read_text(encoding="utf-8").splitlines())
