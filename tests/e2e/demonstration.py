"""The demonstration in a browser: demo data in the live server's database, logging in at the keyboard, rules of axe."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import Page, expect

PASSWORD = "vorfuehrung-2014"
KEY = "me-aktiv-2014"
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


@pytest.fixture(scope="session")
def _seeded() -> Iterator[sqlite3.Connection]:
    """A copy of the seeded database, empty until the first test filled it."""
    with closing(sqlite3.connect(":memory:")) as copy:
        yield copy


@pytest.fixture
def demonstration(transactional_db, settings, monkeypatch, tmp_path, _seeded) -> None:
    """As seeded for every test, for the server commits what the browser does; seeded once, then copied page by page."""
    connection.ensure_connection()
    if _seeded.execute("SELECT count(*) FROM sqlite_master").fetchone()[0]:
        _seeded.backup(connection.connection)
        return
    settings.DEBUG, settings.BASE_DIR = True, tmp_path
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)
    call_command("seed_demo", verbosity=0)
    settings.DEBUG = False
    connection.connection.backup(_seeded)


def log_in(page: Page, name: str) -> Page:
    """At the keyboard, as anybody would."""
    page.goto("/anmelden/")
    page.get_by_label("Benutzername").fill(name)
    page.get_by_label("Passwort").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Abmelden")).to_be_visible()
    return page


@pytest.fixture
def as_user(page: Page) -> Callable[[str], Page]:
    """The test's page, logged in under that name."""
    return lambda name: log_in(page, name)
