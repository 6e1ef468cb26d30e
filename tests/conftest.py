"""What every test finds: its database, its servers, its browser, and nothing left over from the test before."""

from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import caches
from django.utils import translation

from tests import servers
from tests.browser import browser_type_launch_args, desktop, phone, phone_without_scripts, visit
from tests.database import django_db_setup, process_db, remove_own_files, store

__all__ = [
    "browser_type_launch_args",
    "desktop",
    "django_db_setup",
    "phone",
    "phone_without_scripts",
    "process_db",
    "store",
    "visit",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark everything under tests/journeys as a journey, and make it wait longer for a browser."""
    for item in items:
        if "journeys" in Path(item.path).parts:
            item.add_marker(pytest.mark.journey)
            item.add_marker(pytest.mark.timeout(180))


def pytest_unconfigure() -> None:
    """Leave no media, mail or database of this process behind."""
    remove_own_files()


@pytest.fixture(autouse=True)
def fresh_caches_and_language() -> Generator[None]:
    """Start every test with empty caches and the default language."""
    caches["default"].clear()  # the one of limits is a table, and new with the database
    yield
    translation.deactivate_all()


@pytest.fixture(scope="session", autouse=True)
def static_files_as_in_production() -> Generator[None]:
    """Let WhiteNoise serve the hashed files to the browser.

    Django's live server would serve the unhashed sources instead: every hashed address would be a 404, and a page
    without its stylesheet passes a byte budget easily.
    """
    from django.contrib.staticfiles import handlers

    monkeypatch = pytest.MonkeyPatch()
    monkeypatch.setattr(handlers, "StaticFilesHandler", lambda application: application)
    yield
    monkeypatch.undo()


@pytest.fixture
def redis_server() -> Generator[servers.RedisServer]:
    """A Redis of this test's own, to flush, hang and kill."""
    if servers.redis_binary() is None:
        pytest.skip("redis-server is not installed")
    with servers.RedisServer() as server:
        yield server


@pytest.fixture
def postgres_cluster() -> Generator[servers.PostgresCluster]:
    """A PostgreSQL cluster of this test's own, to kill and restart."""
    if servers.postgres_binaries() is None:
        pytest.skip("PostgreSQL's programs are not installed")
    with servers.PostgresCluster() as cluster:
        yield cluster


@pytest.fixture
def mail_sink(settings: Any) -> Generator[servers.SmtpSink]:
    """A mail server of this test's own, and Django set to use it. `mail_sink.mode = "hang"` changes its manners."""
    with servers.SmtpSink() as sink:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST = servers.HOST
        settings.EMAIL_PORT = sink.port
        settings.EMAIL_TIMEOUT = 2
        yield sink
