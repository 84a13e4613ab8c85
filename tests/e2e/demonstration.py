"""The demonstration in a browser: demo data in the live server's database, logging in at the keyboard, rules of axe."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.management import call_command
from playwright.sync_api import Page, expect

PASSWORD = "vorfuehrung-2014"
KEY = "me-aktiv-2014"
AXE = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "best-practice"]}


@pytest.fixture
def demonstration(transactional_db, settings, monkeypatch, tmp_path) -> None:
    """Seeded anew for every test, for the server commits what the browser does."""
    settings.DEBUG, settings.BASE_DIR = True, tmp_path
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)
    call_command("seed_demo", verbosity=0)
    settings.DEBUG = False


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
