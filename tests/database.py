"""The test database: built once by the real migrations, then copied, on SQLite and on PostgreSQL.

The template is named by a hash of everything that shapes it, so it is built when a migration changes and only then.
A test that commits gets its database back as a fresh copy of the template: triggers that refuse DELETE stand, rows that
migrations wrote are there again, and nothing has to be flushed.
"""

import contextlib
import fcntl
import hashlib
import json
import os
import re
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import dj_database_url
import psycopg
import pytest
from django.conf import settings
from django.db import connection, connections
from django.test import TransactionTestCase
from psycopg import sql

from tests import servers

HERE = Path(__file__).resolve().parent.parent
FOLDER = HERE / "var" / "test"
OUR_IMPORT = re.compile(
    r"^\s*(?:from|import) ((?:catalog|marketplace|quality_labels|shops)(?:\.\w+)*)", re.MULTILINE
)


def wanted_vendor() -> str:
    """Return which database this run is on: `sqlite` or `postgres`."""
    return os.environ.get("DAMGHA_TEST_DB", "sqlite")


# --- the template ---------------------------------------------------------------------------------


def schema_hash() -> str:
    """Return a hash of all that decides what `migrate` builds: apps, migrations, what they import of ours, packages."""
    files = {path for path in HERE.glob("**/migrations/*.py") if ".venv" not in path.parts}
    for module in {name for path in files for name in OUR_IMPORT.findall(path.read_text())}:
        inside = HERE / module.replace(".", "/")
        files |= (
            {inside.with_suffix(".py")} if inside.with_suffix(".py").exists() else set(inside.glob("*.py"))
        )
    total = hashlib.sha256(f"{sys.version} {settings.INSTALLED_APPS}".encode())
    for path in sorted({*files, HERE / "requirements.txt"}):
        total.update(f"{path.relative_to(HERE)}\0".encode() + path.read_bytes() + b"\0")
    return total.hexdigest()[:16]


def migrate(url: str) -> None:
    """Build the database at `url` with `manage.py migrate`, in a process of its own as anybody would."""
    env = os.environ | {"DATABASE_URL": url, "DJANGO_SETTINGS_MODULE": "marketplace.settings.test"}
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0"]
    done = subprocess.run(command, cwd=HERE, env=env, capture_output=True, text=True, check=False)
    if done.returncode:
        pytest.exit(f"The migrations do not run:\n{done.stdout}{done.stderr}", returncode=3)


@contextlib.contextmanager
def one_builder() -> Iterator[None]:
    """Let one process build a template while the others wait for it."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (FOLDER / "template.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


class SqliteStore:
    """Templates and copies as files."""

    def __init__(self) -> None:
        self.template = FOLDER / f"template-{schema_hash()}.sqlite3"

    def make_template(self) -> None:
        """Build the template unless it is there, and drop the ones of older schemas."""
        with one_builder():
            if self.template.exists():
                return
            building = self.template.with_suffix(".building")
            building.unlink(missing_ok=True)
            migrate(f"sqlite:///{building}")
            with contextlib.closing(sqlite3.connect(building)) as database:
                database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            building.rename(self.template)
            for old in sorted(FOLDER.glob("template-*.sqlite3"), key=lambda path: path.stat().st_mtime)[:-3]:
                old.unlink(missing_ok=True)

    def copy(self, name: str) -> str:
        """Make a fresh copy under `name`; return what Django calls its NAME."""
        path = Path(settings.VAR) / f"{name}.sqlite3"
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(self.template, path)
        return str(path)

    def refresh(self, name: str) -> None:
        """Make the copy `name` a fresh one again, under connections that may still be open."""
        with (
            contextlib.closing(sqlite3.connect(self.template)) as source,
            contextlib.closing(sqlite3.connect(name, timeout=20)) as target,
        ):
            target.execute("PRAGMA synchronous=OFF")
            source.backup(target)

    def drop(self, name: str) -> None:
        """Remove the copy `name`."""
        for suffix in ("", "-wal", "-shm"):
            Path(f"{name}{suffix}").unlink(missing_ok=True)

    def url(self, name: str) -> str:
        """Return the DATABASE_URL of the copy `name`."""
        return f"sqlite:///{name}"


class PostgresStore:
    """Templates and copies as databases of one server."""

    def __init__(self, server: str) -> None:
        self.server = server
        self.template = f"damgha_tpl_{schema_hash()}"

    def _run(self, statement: str, *names: str) -> list[tuple[Any, ...]]:
        with psycopg.connect(self.server, autocommit=True) as database:
            cursor = database.execute(sql.SQL(statement).format(*(sql.Identifier(name) for name in names)))
            return cursor.fetchall() if cursor.description else []

    def make_template(self) -> None:
        """Build the template unless it is there."""
        with one_builder():
            if self.template in self._templates():
                return
            building = f"damgha_building_{os.getpid()}"
            self.drop(building)
            self._run("CREATE DATABASE {}", building)
            migrate(self.url(building))
            with contextlib.suppress(psycopg.errors.DuplicateDatabase):  # another checkout was faster
                self._run("ALTER DATABASE {} RENAME TO {}", building, self.template)
            self.drop(building)
            for old in self._templates()[:-5]:
                with contextlib.suppress(
                    psycopg.errors.ObjectInUse
                ):  # somebody copies it: the next run drops it
                    self._run("DROP DATABASE IF EXISTS {}", old)

    def _templates(self) -> list[str]:
        """Return the names of all templates of this server, oldest first."""
        return [
            name
            for (name,) in self._run(
                "SELECT datname FROM pg_database WHERE datname ^@ 'damgha_tpl_' ORDER BY oid"
            )
        ]

    def copy(self, name: str) -> str:
        """Make a fresh copy under `name`; return what Django calls its NAME."""
        self.drop(name)
        self._run("CREATE DATABASE {} TEMPLATE {}", name, self.template)
        return name

    def refresh(self, name: str) -> None:
        """Make the copy `name` a fresh one again; connections still open to it are cut."""
        self.copy(name)

    def drop(self, name: str) -> None:
        """Remove the copy `name`."""
        self._run("DROP DATABASE IF EXISTS {} WITH (FORCE)", name)

    def url(self, name: str) -> str:
        """Return the DATABASE_URL of the copy `name`."""
        return f"{self.server.rpartition('/')[0]}/{name}"


Store = SqliteStore | PostgresStore


def _use(name: str) -> None:
    """Point every thread's default connection at the copy `name`."""
    connections.close_all()
    settings.DATABASES["default"]["NAME"] = name
    connection.settings_dict["NAME"] = name


# --- pytest ---------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def store(django_test_environment: None) -> Generator[Store]:
    """Where templates and copies are kept: files, the machine's PostgreSQL, or a cluster of our own if it has none."""
    if wanted_vendor() == "sqlite":
        files = SqliteStore()
        files.make_template()
        yield files
        return
    with contextlib.ExitStack() as afterwards:
        server = servers.POSTGRES_URL
        if not servers.reachable(server):
            server = afterwards.enter_context(servers.PostgresCluster(durable=False)).url
        for key, value in dj_database_url.parse(server).items():
            if key in {"HOST", "PORT", "USER", "PASSWORD"}:
                settings.DATABASES["default"][key] = connection.settings_dict[key] = value
        databases = PostgresStore(server)
        databases.make_template()
        yield databases


@pytest.fixture(scope="session")
def django_db_setup(store: Store, django_db_blocker: Any) -> Generator[None]:
    """Give this process its copy, and give it a fresh one after each test that commits (instead of Django's flush)."""
    with django_db_blocker.unblock():
        setting = settings.DATABASES["default"]
        before = setting["NAME"]
        setting["CONN_MAX_AGE"] = connection.settings_dict["CONN_MAX_AGE"] = (
            0  # a kept one would hold back the copying
        )
        name = store.copy(f"damgha_test_{os.getpid()}")
        _use(name)

    def refresh_instead_of_flushing(_case: TransactionTestCase) -> None:
        connections.close_all()
        store.refresh(settings.DATABASES["default"]["NAME"])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(TransactionTestCase, "_fixture_teardown", refresh_instead_of_flushing)
        yield
    with django_db_blocker.unblock():
        _use(before)
        store.drop(name)


@dataclass
class ProcessDb:
    """A database of its own that this test and the processes it starts share; nothing wraps it in a transaction."""

    url: str
    env: dict[str, str]
    _started: list[subprocess.Popen[str]] = field(default_factory=list)

    def start(self, function: str, *arguments: object) -> subprocess.Popen[str]:
        """Start `function` ("tests.order.racing:buy") in a process of its own, with JSON arguments.

        It prints a line when Django is ready, waits for a line on its input, calls, and prints the result as JSON.
        """
        command = [sys.executable, "-m", "tests.child", function, json.dumps(arguments)]
        process = subprocess.Popen(
            command,
            cwd=HERE,
            env=self.env,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )
        self._started.append(process)
        return process

    def at_once(self, function: str, calls: Sequence[Sequence[object]], *, seconds: float = 60) -> list[Any]:
        """Call `function` once per arguments in `calls`, each in a process, all let go at the same moment.

        Returns the results in order; a refusal or an error comes as {"error": class name, "text": …}.
        """
        processes = [self.start(function, *arguments) for arguments in calls]
        for process in processes:
            if process.stdout is None or process.stdout.readline() != "ready\n":
                raise RuntimeError(f"{function} did not get ready")
        for process in processes:
            if process.stdin is not None:
                process.stdin.write("go\n")
                process.stdin.flush()
        return [json.loads(process.communicate(timeout=seconds)[0]) for process in processes]

    def end(self) -> None:
        """Kill what still runs."""
        for process in self._started:
            with servers.ended_afterwards(process):
                pass


@pytest.fixture
def process_db(store: Store, django_db_setup: None, django_db_blocker: Any) -> Generator[ProcessDb]:
    """A fresh copy for a test whose processes commit: `process_db.at_once(…)`, or its `url` and `env` for Popen."""
    with django_db_blocker.unblock():
        before = settings.DATABASES["default"]["NAME"]
        name = store.copy(f"damgha_processes_{os.getpid()}")
        _use(name)
        url = store.url(name)
        env = os.environ | {
            "DATABASE_URL": url,
            "DAMGHA_VAR": str(settings.VAR),
            "DJANGO_SETTINGS_MODULE": "marketplace.settings.test",
        }
        shared = ProcessDb(url=url, env=env)
        yield shared
        shared.end()
        _use(before)
        store.drop(name)


def remove_own_files() -> None:
    """Remove this process's folder of media, mail and databases, and those of processes that were killed."""
    for folder in FOLDER.glob("process-*"):
        pid = int(folder.name.removeprefix("process-"))
        if pid == os.getpid() or not _runs(pid):
            shutil.rmtree(folder, ignore_errors=True)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
