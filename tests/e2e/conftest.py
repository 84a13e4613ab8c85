"""Browser tests: Debian's chromium in German, a database file, and a console that must stay silent about the CSP."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.e2e.demonstration import _seeded, as_user, demonstration

__all__ = ["_seeded", "as_user", "demonstration"]

HERE = Path(__file__).parent
# Debian's browser, not a download; it shall not phone home while it is tested.
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Everything below this folder is a browser test, marked or not."""
    for item in items:
        if item.path.is_relative_to(HERE):
            item.add_marker("e2e")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """Launches /usr/bin/chromium; as root without its sandbox, which refuses root."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.fail("Chromium fehlt für die Browsertests; `make install` richtet ihn ein.", pytrace=False)
    sandbox = ["--no-sandbox"] if os.geteuid() == 0 else []
    return {**browser_type_launch_args, "executable_path": chromium, "args": [*QUIET, *sandbox]}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args: dict[str, Any]) -> dict[str, Any]:
    return {**browser_context_args, "locale": "de-DE", "timezone_id": "Europe/Berlin"}


@pytest.fixture(scope="session")
def base_url(live_server: Any) -> str:
    """`page.goto("/anmelden/")` is enough."""
    return str(live_server.url)


@pytest.fixture(scope="session")
def django_db_modify_db_settings(tmp_path_factory: pytest.TempPathFactory) -> None:
    """A file as in operation: server and test have connections of their own. Each worker has its own folder."""
    from django.db import connections

    database = connections["default"]
    if database.vendor == "sqlite":
        database.settings_dict["TEST"]["NAME"] = str(tmp_path_factory.mktemp("database") / "e2e.sqlite3")


class Console:
    """What the browser complained about: lines that name the Content Security Policy, and errors of the pages."""

    def __init__(self, context: Any) -> None:
        self.complaints: list[str] = []
        context.on("console", self._message)
        context.on("weberror", lambda error: self.complaints.append(f"Fehler im Skript: {error.error}"))

    def _message(self, message: Any) -> None:
        if "content security policy" in message.text.lower():
            self.complaints.append(message.text)


@pytest.fixture(autouse=True)
def console(context: Any) -> Iterator[Console]:
    """Fails the test if the browser complained in any page of its context; a test that wants complaints clears them."""
    record = Console(context)
    yield record
    if record.complaints:
        pytest.fail("Der Browser meldet:\n" + "\n".join(record.complaints), pytrace=False)
