"""The demonstration as tests see it: seeded once a module, every test's own changes undone."""

from __future__ import annotations

from collections.abc import Iterator
from io import StringIO
from typing import TYPE_CHECKING

import pytest
from django.core.management import call_command
from django.db import transaction
from django.test import Client, override_settings

if TYPE_CHECKING:  # this plugin is loaded before Django's apps are
    from agreements.models import Agreement


@pytest.fixture(scope="module")
def demo(django_db_setup: None, django_db_blocker, tmp_path_factory) -> Iterator[None]:
    """The 2014 agreement with fictitious figures and demo logins, in a transaction that is rolled back afterwards."""
    with (
        django_db_blocker.unblock(),
        override_settings(DEBUG=True, BASE_DIR=tmp_path_factory.mktemp("demo")),
        transaction.atomic(),
    ):
        call_command("seed_demo", verbosity=0, stdout=StringIO())
        yield
        transaction.set_rollback(True)


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
