"""make bench: what the house costs, measured in this process on a database of its own; medians, one table."""

from __future__ import annotations

import os
import statistics
import tempfile
import time
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

ROUNDS = 7
MONTH, TODAY = date(2014, 9, 1), date(2014, 10, 20)


def main() -> None:
    """Set up a demonstration in a temporary folder, measure, print."""
    with tempfile.TemporaryDirectory() as folder:
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "zielvereinbarung.settings",
            "DATABASE_URL": f"sqlite:///{folder}/bench.sqlite3",
            "DEBUG": "1",
            "TODAY": TODAY.isoformat(),
            "ALLOWED_HOSTS": "testserver",
        }
        import django

        django.setup()
        _table(_measurements(Path(folder)))


def _measurements(folder: Path) -> list[tuple[str, str]]:
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.test.utils import override_settings

    from agreements.models import Agreement, User
    from tests import bench_country, bench_import, bench_paper

    settings.BASE_DIR, settings.WHITENOISE_AUTOREFRESH = folder, True
    call_command("migrate", verbosity=0)
    call_command("seed_demo", stdout=StringIO())
    client = Client()
    client.force_login(User.objects.get(username="jobcenter"), backend="django.contrib.auth.backends.ModelBackend")
    agreement = Agreement.objects.with_partners().get(key="me-aktiv-2014")
    with override_settings(DEBUG=False):
        return [
            ("MBZ: Seite", _median(lambda: client.get("/mbz/me-aktiv-2014/2014-09/"))),
            ("Monatswerte: Seite", _median(lambda: client.get("/monatswerte/me-aktiv-2014/2014-09/"))),
            ("Vereinbarung: Seite", _median(lambda: client.get("/vereinbarungen/me-aktiv-2014/"))),
            ("Städte: Seite", _median(lambda: client.get("/staedte/me-aktiv-2014/"))),
            ("MBZ: PDF", _median(lambda: client.get("/mbz/me-aktiv-2014/2014-09/pdf/"))),
            ("Vereinbarung: PDF", _median(lambda: client.get("/vereinbarungen/me-aktiv-2014/pdf/"))),
            *bench_paper.rows(folder),
            *bench_paper.from_the_store(client),
            *_writing(agreement),
            *bench_import.rows(),
            *bench_country.rows(),
        ]


def _writing(agreement) -> list[tuple[str, str]]:  # type: ignore[no-untyped-def]
    """10,000 figures through the verb, as a ratio to bare bulk_create of the same figures and revisions."""
    from django.utils import timezone

    from agreements.domain.months import month_range
    from agreements.models import Region, Series, User
    from agreements.services import audit
    from monitoring.choices import FigureStatus, Origin
    from monitoring.models import ActualRevision, MonthlyActual
    from monitoring.services.actuals import record
    from monitoring.services.entries import Entry

    user = User.objects.get(username="system")
    months = month_range(date(1990, 1, 1), date(2009, 12, 1))
    series = list(Series.objects.filter(level="district", rhythm="monthly"))[:21]
    kind = agreement.district.kind
    regions = [Region.objects.create(key=f"M{n:04d}", name=f"Messkreis {n}", kind=kind) for n in range(4)]
    half = [(s, r, m) for r in regions for s in series for m in months][:20_000]

    def through_the_verb(part: list) -> Callable[[], object]:  # type: ignore[type-arg]
        entries = [Entry(series=s, region=r, month=m, value=Decimal(100)) for s, r, m in part]
        return lambda: record(by=user, entries=entries, origin=Origin.IMPORT, on=TODAY)

    def bare(part: list) -> Callable[[], object]:  # type: ignore[type-arg]
        entry = audit.record(by=user, verb="Messung", object="bench")
        common = {"value": Decimal(100), "version": 1, "status": FigureStatus.PROVISIONAL, "by": user}
        now = timezone.now()

        def write() -> None:
            actuals = [MonthlyActual(series=s, region=r, month=m, at=now, **common) for s, r, m in part]
            MonthlyActual.objects.bulk_create(actuals, batch_size=1000)
            revisions = [
                ActualRevision(series=s, region=r, month=m, at=now, origin=Origin.IMPORT, entry=entry, **common)
                for s, r, m in part
            ]
            ActualRevision.objects.bulk_create(revisions, batch_size=1000)

        return write

    verb, plain = _once(through_the_verb(half[:10_000])), _once(bare(half[10_000:20_000]))
    return [
        ("10.000 Werte: durch den Dienst", f"{verb:.2f} s"),
        ("10.000 Werte: bloßes bulk_create", f"{plain:.2f} s (Dienst ist das {verb / plain:.1f}-Fache)"),
    ]


def _once(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _median(work: Callable[[], object]) -> str:
    work()
    return f"{statistics.median(_once(work) for _ in range(ROUNDS)) * 1000:.0f} ms"


def _table(rows: list[tuple[str, str]]) -> None:
    width = max(len(label) for label, _ in rows)
    for label, figure in rows:
        print(f"{label:<{width}}  {figure}")


if __name__ == "__main__":
    main()
