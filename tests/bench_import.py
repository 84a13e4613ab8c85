"""Import of 35,000 figures, measured: preview, writing against a bare bulk_create, and django-import-export's defaults."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable
from datetime import date
from typing import Any

ROWS, MONTHS = 35_000, 36
DEFAULT_ROWS = 700  # django-import-export's defaults are measured on fewer and compared per row
TODAY = date(2015, 1, 20)


def rows() -> list[tuple[str, str]]:
    """Label and figure of each measurement; everything happens in a transaction that is rolled back."""
    from django.db import transaction

    with transaction.atomic():
        found = _measured()
        transaction.set_rollback(True)
    return found


def _measured() -> list[tuple[str, str]]:
    from agreements.models import User
    from monitoring.services.imports import Upload, import_figures, preview

    codes = _catalogue()
    by, _ = User.objects.get_or_create(username="messung", defaults={"email": "messung@example.invalid"})
    content = _file(codes)
    upload = Upload(content=content, name="gross.csv")
    shown, preview_time = _timed(lambda: preview(by=by, upload=upload, on=TODAY))
    assert len(shown.of("new")) == ROWS
    tracemalloc.start()
    preview(by=by, upload=upload, on=TODAY)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    entries, read_time = _timed(lambda: _entries(upload))
    bare = min(_undone(lambda: _bare(by, entries)) for _ in range(2))
    write = min(_undone(lambda: _record(by, entries)) for _ in range(2))
    whole = _undone(lambda: import_figures(by=by, content=content, name="gross.csv", on=TODAY, seen=shown.digest))
    default = _undone(lambda: _library(entries[:DEFAULT_ROWS])) * ROWS / DEFAULT_ROWS
    return [
        (f"Import, {ROWS} Zeilen: lesen und prüfen (Rechenzeit)", f"{read_time:.1f} s"),
        ("… Vorschau (mit Probeschreiben und Plausibilität)", f"{preview_time:.1f} s, {peak / 1e6:.0f} MB"),
        ("… bestätigen im Ganzen (lesen, schreiben)", f"{whole:.1f} s"),
        (
            "… schreiben",
            f"{write:.1f} s, {write / bare:.2f} × bulk_create derselben Werte und Fassungen ({bare:.1f} s)",
        ),
        (
            "… Vorgabe von django-import-export, nur Werte",
            f"{default:.1f} s, {default / whole:.1f} × so lange wie unser Ganzes",
        ),
    ]


def _catalogue() -> list[tuple[str, str]]:
    """Region and series of each column of figures; made for the measurement."""
    from agreements.choices import Nature, RegionKind, Rhythm, Source
    from agreements.models import Region, Series

    regions = [Region(key=f"9{n:04d}", name=f"Messgebiet {n}", kind=RegionKind.DISTRICT) for n in range(49)]
    series = [
        Series(
            code=f"MESS{n}",
            name=f"Messreihe {n}",
            unit="Personen",
            source=Source.BA,
            nature=Nature.STOCK,
            rhythm=Rhythm.MONTHLY,
        )
        for n in range(20)
    ]
    Region.objects.bulk_create(regions)
    Series.objects.bulk_create(series)
    return [(region.key, row.code) for region in regions for row in series]


def _file(codes: list[tuple[str, str]]) -> bytes:
    lines = ["gebiet;datenreihe;monat;wert;status;grund"]
    for place in range(ROWS):
        (region, code), month = codes[place // MONTHS], place % MONTHS
        value = 10_000 + (place * 7919) % 211
        lines.append(f"{region};{code};{2012 + month // 12}-{month % 12 + 1:02d};{value};vorläufig;")
    return "\r\n".join(lines).encode()


def _entries(upload: Any) -> list[Any]:
    from monitoring.services.imports import read_entries

    return [entry for _, entry in read_entries(upload)]


def _record(by: Any, entries: list[Any]) -> None:
    from monitoring.choices import Origin
    from monitoring.services.actuals import record

    record(by=by, entries=entries, origin=Origin.IMPORT, on=TODAY)


def _bare(by: Any, entries: list[Any]) -> None:
    """The least any import must do: the same rows into both tables."""
    from django.utils import timezone

    from agreements.services import audit
    from monitoring.models import ActualRevision, MonthlyActual

    at = timezone.now()
    entry = audit.record(by=by, verb="Messung", object="Messung")
    shared = {"by": by, "at": at, "version": 1}
    same = [
        shared | {"series": e.series, "region": e.region, "month": e.month, "value": e.value, "status": e.status}
        for e in entries
    ]
    ActualRevision.objects.bulk_create(
        [ActualRevision(**row, origin="import", entry=entry) for row in same], batch_size=1000
    )
    MonthlyActual.objects.bulk_create([MonthlyActual(**row) for row in same], batch_size=1000)


def _library(entries: list[Any]) -> None:
    """What the same costs with a ModelResource as it comes: no revisions, no audit, no German messages."""
    import tablib
    from django.utils import timezone
    from import_export import fields, resources, widgets

    from agreements.models import Region, Series, User
    from monitoring.models import MonthlyActual

    class Plain(resources.ModelResource):
        series = fields.Field("series", "series", widgets.ForeignKeyWidget(Series, "code"))
        region = fields.Field("region", "region", widgets.ForeignKeyWidget(Region, "key"))
        by = fields.Field("by", "by", widgets.ForeignKeyWidget(User, "username"))

        class Meta:
            model = MonthlyActual
            import_id_fields = ("series", "region", "month")
            fields = ("series", "region", "month", "value", "status", "by", "at")

    data = tablib.Dataset(headers=["series", "region", "month", "value", "status", "by", "at"])
    for e in entries:
        data.append(
            [
                e.series.code,
                e.region.key,
                f"{e.month:%Y-%m-%d}",
                str(e.value),
                str(e.status),
                "messung",
                f"{timezone.now():%Y-%m-%d %H:%M:%S}",
            ]
        )
    result = Plain().import_data(data, raise_errors=True)
    assert result.totals["new"] == len(entries)


def _timed(work: Callable[[], Any]) -> tuple[Any, float]:
    """With SQLite the database works in this process, so its time counts; what else runs on the machine does not."""
    start = time.process_time()
    found = work()
    return found, time.process_time() - start


def _undone(work: Callable[[], Any]) -> float:
    """Seconds of computing of the work, which is taken back."""
    from django.db import transaction

    with transaction.atomic():
        _, seconds = _timed(work)
        transaction.set_rollback(True)
    return seconds
