"""What every test starts from: an environment of its own, independent of the developer's shell and of the calendar."""

import os

import pytest

pytest_plugins = ["tests.demo"]

# DJANGO_SETTINGS_MODULE stands here and not in pyproject.toml, because from there pytest-django would read the settings
# before this file is loaded.
os.environ |= {
    "DJANGO_SETTINGS_MODULE": "zielvereinbarung.settings",
    "SECRET_KEY": "nur-fuer-tests-" + "x" * 50,
    "DEBUG": "1",  # plain static files, no redirect to https; pytest-django turns settings.DEBUG itself off
    "TODAY": "2014-10-20",  # the demo's day, as in `make run`; a test that needs another sets settings.TODAY
    "APPEND_ONLY_TRIGGERS": "0",  # they would refuse the flush after transactional tests; their own tests create them
    "DJANGO_ALLOW_ASYNC_UNSAFE": "1",  # Playwright keeps an event loop in this thread, Django would take it for async
}
# SQLite in memory, unless somebody names a server (tests/temporary_postgres.py); there, too, the tests make databases
# of their own.
os.environ.setdefault("DATABASE_URL", "sqlite:///db.sqlite3")

LEFT = pytest.StashKey[int | None]()


def pytest_configure() -> None:
    """Where the tests differ from operation for speed or for want of `collectstatic`."""
    from django.conf import settings

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.WHITENOISE_AUTOREFRESH = True  # looks files up when asked for, instead of warning that none are collected


def pytest_report_header() -> str:
    return f"database: {_vendor()}"


def _vendor() -> str:
    from django.conf import settings

    return str(settings.DATABASES["default"]["ENGINE"].rpartition(".")[2])


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """On PostgreSQL run only what the database can change: not what asks none, nor what looks at a finished paper."""
    if _vendor() != "postgresql":
        return
    rest = [item for item in items if not _asks_data(item)]
    items[:] = [item for item in items if _asks_data(item)]
    config.hook.pytest_deselected(items=rest)
    # What a worker deselects, pytest-xdist does not count: the worker tells the one who writes the last lines.
    getattr(config, "workeroutput", {})["left_to_sqlite"] = len(rest)


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node) -> None:
    """Every worker collects everything: the same number from each."""
    node.config.stash[LEFT] = getattr(node, "workeroutput", {}).get("left_to_sqlite")


def pytest_terminal_summary(terminalreporter, config: pytest.Config) -> None:
    if left := config.stash.get(LEFT, None):
        terminalreporter.write_line(f"{left} tests left to SQLite: they ask no database, or look at a finished paper")


def _asks_data(item: pytest.Item) -> bool:
    fixtures = getattr(item, "fixturenames", ())
    asks = item.get_closest_marker("django_db") is not None or "django_db_setup" in fixtures
    return asks and item.get_closest_marker("paper") is None


@pytest.fixture(autouse=True)
def _media(settings, tmp_path_factory) -> None:
    """Uploads and frozen documents of a test go into its own folder, never beside manage.py."""
    settings.MEDIA_ROOT = tmp_path_factory.getbasetemp() / "media"
