"""A process that dies in the middle of a save or of an import: every figure is old or new, and the chains are whole."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.db import connection

from monitoring.choices import Origin
from monitoring.models import MonthlyActual
from monitoring.services.actuals import record
from monitoring.services.entries import Entry
from tests.factories import RegionFactory, SeriesFactory, UserFactory

ROOT = Path(__file__).resolve().parents[3]

# Writes as the application does, but stops to be killed after the figures are written and before the transaction ends.
WRITER = """
import sys, time
import django
django.setup()
from monitoring.models import ActualRevision, MonthlyActual
from monitoring.services import actuals, imports
from agreements.models import Region, Series, User
from datetime import date
from decimal import Decimal

write = actuals._write
def write_and_wait(*args, **kwargs):
    written = write(*args, **kwargs)
    print("written", flush=True)
    time.sleep(60)
    return written
actuals._write = write_and_wait
user, on = User.objects.get(username="eingabe"), date(2014, 10, 20)
if sys.argv[1] == "save":
    series, region = Series.objects.get(), Region.objects.get()
    entry = actuals.Entry(series=series, region=region, month=date(2014, 9, 1), value=Decimal(2), expected_version=1)
    actuals.record(by=user, entries=[entry], origin="page", on=on)
else:
    content = "gebiet;datenreihe;monat;wert\\n90001;REIHE;2014-09;2\\n90001;REIHE;2014-08;3\\n".encode()
    imports.import_figures(by=user, content=content, name="werte.csv", on=on)
"""


def _environment(folder: Path) -> dict[str, str]:
    """What another process needs to work on the same rows: the server's database, or a copy of the one in memory."""
    database = connection.settings_dict
    if connection.vendor == "postgresql":
        url = f"postgresql://{database['USER']}@/{database['NAME']}?host={database['HOST']}&port={database['PORT']}"
    else:
        copy = folder / "copy.sqlite3"
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(copy)])
        url = f"sqlite:///{copy}"
    return {
        **os.environ,
        "DATABASE_URL": url,
        "PYTHONPATH": str(ROOT),
        "DJANGO_SETTINGS_MODULE": "zielvereinbarung.settings",
    }


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("how", ["save", "import"])
def test_a_killed_writer_leaves_the_old_figures_and_whole_chains(how, tmp_path):
    series, region = SeriesFactory(code="REIHE"), RegionFactory(key="90001")
    entry = Entry(series=series, region=region, month=date(2014, 9, 1), value=Decimal(1))
    record(by=UserFactory(username="eingabe"), entries=[entry], origin=Origin.PAGE, on=date(2014, 10, 20))
    environment = _environment(tmp_path)

    writer = subprocess.Popen([sys.executable, "-c", WRITER, how], env=environment, stdout=subprocess.PIPE, text=True)
    assert writer.stdout is not None
    assert writer.stdout.readline() == "written\n"
    writer.send_signal(signal.SIGKILL)
    writer.wait()
    writer.stdout.close()

    look = (
        "from monitoring.models import MonthlyActual as A; print(list(A.objects.values_list('month__month', 'value')))"
    )
    after = subprocess.run(
        [sys.executable, "manage.py", "shell", "-v", "0", "-c", look],
        env=environment,
        cwd=ROOT,
        capture_output=True,
        text=True,
    )
    assert after.stdout.strip() == "[(9, Decimal('1.0000'))]", after.stderr
    verified = subprocess.run(
        [sys.executable, "manage.py", "verify_figures"], env=environment, cwd=ROOT, capture_output=True
    )
    assert verified.returncode == 0, verified.stderr
    assert MonthlyActual.objects.get().version == 1
