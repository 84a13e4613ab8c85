"""A country of 400 Jobcenter, measured: the MBZ page of one of them against the page with hers alone, and the comparison of all.

The last three years come from `seed_country`; the eighteen before are copied from them in SQL, without revisions, for
they are only there to be in the way of reads.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from datetime import date
from io import StringIO
from typing import Any

from agreements.domain.months import months_between

JOBCENTERS, YEARS, COPIES = 400, 3, 6
ROUNDS = 15
TODAY = date(2014, 10, 20)
MBZ, COMPARISON = "/mbz/me-aktiv-2014/2014-09/", "/vergleich/2014-09/"
COPY = """
INSERT INTO monitoring_monthlyactual
    (series_id, region_id, month, value, reason, basis, status, comment, version, by_id, at, checked_by_id)
SELECT series_id, region_id, date(month, %s), value, reason, basis, status, comment, version, by_id, at, checked_by_id
FROM monitoring_monthlyactual
WHERE month >= %s AND region_id IN (SELECT id FROM agreements_region WHERE key LIKE '999%%')
"""


def rows() -> list[tuple[str, str]]:
    """Label and figure of each measurement. Fills the database, so it comes last."""
    from monitoring.models import MonthlyActual

    page = _page("jobcenter", MBZ)
    alone, questions = _median(page), _questions(page)
    _, seconds = _timed(_country)
    count = MonthlyActual.objects.count()
    crowded, again = _median(page), _questions(page)
    return [
        (f"Land, {count} Ist-Werte: anlegen", f"{seconds:.0f} s (letzte drei Jahre durch den Dienst, Rest kopiert)"),
        ("… MBZ: Seite, nur Demo", f"{alone * 1000:.0f} ms, {len(questions)} Abfragen"),
        (
            "… MBZ: Seite, im Land",
            f"{crowded * 1000:.0f} ms, {len(again)} Abfragen: das {crowded / alone:.2f}-Fache (Ziel ≤ 1,3)",
        ),
        *_compared("agentur"),
        *_compared("bund"),
    ]


def _country() -> None:
    from django.core.management import call_command
    from django.db import connection
    from django.test.utils import override_settings

    from monitoring.management.demo_figures import LAST
    from monitoring.management.fictitious import first_month

    with override_settings(DEBUG=True):
        call_command("seed_country", "--jobcenters", str(JOBCENTERS), "--years", str(YEARS), stdout=StringIO())
    first = first_month(YEARS)
    span = months_between(first, LAST) + 1
    with connection.cursor() as cursor:
        for copy in range(1, COPIES + 1):
            cursor.execute(COPY, [f"-{span * copy} months", first.isoformat()])


def _compared(who: str) -> list[tuple[str, str]]:
    """The comparison as that account sees it, and what of it is the database: its queries once more, fetched bare."""
    from django.db import connection

    from agreements.models import Actor, User
    from monitoring.selectors.comparison import readable_agreements

    jobcenter = len(readable_agreements(Actor(User.objects.get(username=who), TODAY), TODAY.year))
    page = _page(who, COMPARISON)
    questions = _questions(page)
    seconds = _median(page, rounds=5)

    def bare() -> None:
        with connection.cursor() as cursor:
            for question in questions:
                cursor.execute(question.replace("%", "%%"), [])
                cursor.fetchall()

    return [
        (
            f"… Vergleich über {jobcenter} Jobcenter",
            f"{seconds * 1000:.0f} ms, {len(questions)} Abfragen, davon SQL {_median(bare, rounds=5) * 1000:.0f} ms",
        )
    ]


def _page(who: str, path: str) -> Callable[[], Any]:
    from django.test import Client

    from agreements.models import User

    client = Client()
    client.force_login(User.objects.get(username=who), backend="django.contrib.auth.backends.ModelBackend")
    return lambda: client.get(path)


def _questions(work: Callable[[], Any]) -> list[str]:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        work()
    return [question["sql"] for question in asked]


def _median(work: Callable[[], Any], rounds: int = ROUNDS) -> float:
    work()
    return statistics.median(_timed(work)[1] for _ in range(rounds))


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    start = time.perf_counter()
    found = work()
    return found, time.perf_counter() - start
