"""The demonstration as tests see it: seeded once for as many files as come one after the other, every test's own changes undone."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client, override_settings
from pytest_django.plugin import blocking_manager_key

if TYPE_CHECKING:  # this plugin is loaded before Django's apps are
    from agreements.models import Agreement


class Stage:
    """The demonstration in a transaction that stays open from one file to the next, for seeding takes seconds."""

    def __init__(self) -> None:
        self._open: transaction.Atomic | None = None

    def set(self) -> None:
        """Seeded, unless it stands there already."""
        if self._open is None:
            self._open = transaction.atomic()
            self._open.__enter__()
            call_command("seed_demo", verbosity=0, stdout=StringIO())
            connection.check_constraints()  # here once; else PostgreSQL checks all rows again after every test

    def clear(self) -> None:
        """The database as empty as before."""
        if self._open is not None:
            transaction.set_rollback(True)
            self._open.__exit__(None, None, None)
            self._open = None


STAGE = pytest.StashKey[Stage]()


@pytest.fixture(scope="session")
def _stage(django_db_setup: None, django_db_blocker, pytestconfig: pytest.Config) -> Iterator[Stage]:
    pytestconfig.stash[STAGE] = stage = Stage()
    yield stage
    with django_db_blocker.unblock():
        stage.clear()


@pytest.fixture(scope="module")
def demo(_stage: Stage, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """The 2014 agreement with fictitious figures and demo logins; what a test changes is undone after it."""
    with override_settings(DEBUG=True, BASE_DIR=tmp_path_factory.mktemp("demo")):
        with django_db_blocker.unblock():
            _stage.set()
        yield


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with the demonstration first, and in a file the tests with it: then it is seeded once a worker."""
    with_demo = {item.path for item in items if _uses_demo(item)}
    places = {path: place for place, path in enumerate(dict.fromkeys(item.path for item in items))}
    items.sort(key=lambda item: (item.path not in with_demo, places[item.path], not _uses_demo(item)))


def _uses_demo(item: pytest.Item) -> bool:
    return "demo" in getattr(item, "fixturenames", ())


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """A test without the demonstration finds an empty database."""
    stage = item.config.stash.get(STAGE, None)
    if stage is not None and not _uses_demo(item):
        with item.config.stash[blocking_manager_key].unblock():
            stage.clear()


@pytest.fixture
def agreement(db: None) -> Agreement:
    """The agreement of 2014."""
    from agreements.models import Agreement

    return Agreement.objects.with_partners().get(key="me-aktiv-2014")


@pytest.fixture
def login(client: Client):
    """A client that is logged in as one of the demo logins."""
    from agreements.models import User

    def as_user(name: str) -> Client:
        client.force_login(User.objects.get(username=name), backend="django.contrib.auth.backends.ModelBackend")
        return client

    return as_user
