"""Settings from the environment: safe by default, every database address, and no serving without a key."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from zielvereinbarung import env

ROOT = Path(__file__).resolve().parents[2]
BARE = {key: value for key, value in os.environ.items() if key not in {"DEBUG", "SECRET_KEY", "TODAY", "DATABASE_URL"}}


def run(code: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Python in a process of its own, with nothing of this one's settings."""
    variables = BARE | {"DJANGO_SETTINGS_MODULE": "zielvereinbarung.settings"} | environment
    return subprocess.run([sys.executable, "-c", code], cwd=ROOT, env=variables, capture_output=True, text=True)


def test_serving_without_a_key_is_refused_and_says_how_to_make_one():
    result = run("import zielvereinbarung.wsgi")

    assert result.returncode == 1
    assert "SECRET_KEY fehlt: ohne geheimen Schlüssel wird nicht ausgeliefert." in result.stderr


def test_commands_run_without_a_key_and_without_debug():
    result = run(
        "from django.conf import settings; print(settings.DEBUG, len(settings.SECRET_KEY) > 50, settings.TODAY)"
    )

    assert result.stdout.split() == ["False", "True", "None"]


def test_the_date_of_the_demonstration_needs_debug():
    code = "from django.conf import settings; print(settings.TODAY)"

    assert run(code, TODAY="2014-10-20").stdout.strip() == "None"
    assert run(code, TODAY="2014-10-20", DEBUG="1").stdout.strip() == "2014-10-20"


def test_demo_data_is_refused_when_debug_is_off():
    result = run(
        "import django; django.setup(); from django.core.management import call_command; call_command('seed_demo')"
    )

    assert "Vorführdaten gibt es nur mit DEBUG=1" in result.stderr


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("sqlite:///daten.sqlite3", {"NAME": "daten.sqlite3"}),
        ("sqlite:////srv/daten.sqlite3", {"NAME": "/srv/daten.sqlite3"}),
        (
            "postgresql://ziele:geh%40im@db.example.org:5433/ziele",
            {"NAME": "ziele", "USER": "ziele", "PASSWORD": "geh@im", "HOST": "db.example.org", "PORT": "5433"},
        ),
        (
            "postgresql://postgres@/ziele?host=/run/pg&port=5434",
            {"HOST": "/run/pg", "PORT": "5434", "USER": "postgres"},
        ),
        ("postgresql://postgres@%2Frun%2Fpg/ziele", {"HOST": "/run/pg", "NAME": "ziele"}),
    ],
)
def test_database_addresses(monkeypatch, url, expected):
    monkeypatch.setenv("DATABASE_URL", url)
    found = env.database(ROOT)

    assert {key: found[key] for key in expected} == expected


def test_the_database_address_wins_over_the_variables_of_postgresql(monkeypatch):
    monkeypatch.setenv("PGDATABASE", "anderswo")
    monkeypatch.setenv("DATABASE_URL", "sqlite:///hier.sqlite3")
    assert env.database(ROOT)["NAME"] == "hier.sqlite3"

    monkeypatch.delenv("DATABASE_URL")
    assert env.database(ROOT)["NAME"] == "anderswo"


def test_without_any_address_the_file_beside_manage_py(monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.delenv("PGDATABASE", raising=False)

    assert env.database(ROOT)["NAME"] == str(ROOT / "db.sqlite3")


@pytest.mark.parametrize(
    ("name", "text", "read", "sentence"),
    [
        ("DEBUG", "vielleicht", env.flag, "DEBUG muss 1 oder 0 sein, nicht „vielleicht“."),
        ("TODAY", "20.10.2014", env.day, "TODAY muss ein Datum wie 2014-10-20 sein, nicht „20.10.2014“."),
    ],
)
def test_a_slip_is_named(monkeypatch, name, text, read, sentence):
    monkeypatch.setenv(name, text)
    with pytest.raises(ImproperlyConfigured) as error:
        read(name)
    assert str(error.value) == sentence


def test_days_flags_and_words(monkeypatch):
    monkeypatch.setenv("TODAY", "2014-10-20")
    monkeypatch.setenv("ALLOWED_HOSTS", "a.example.org, b.example.org,")

    assert env.day("TODAY") == date(2014, 10, 20)
    assert env.words("ALLOWED_HOSTS") == ["a.example.org", "b.example.org"]
    assert env.flag("GIBT_ES_NICHT", default=True) is True


def test_another_database_is_named(monkeypatch):
    monkeypatch.setenv("DATABASE_URL", "mysql://root@localhost/x")
    with pytest.raises(ImproperlyConfigured, match="beginnt mit „mysql“; richtig wäre sqlite:/// oder postgresql://"):
        env.database(ROOT)
