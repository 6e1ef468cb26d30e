"""A house of real processes for fault tests: worker, beat, buyers, a mail server, a broker; ended by their own pids."""

from __future__ import annotations

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from tests import servers
from tests.database import HERE, ProcessDb


class Nursery:
    """The process whose children the processes of a test are."""

    def __init__(self, env: dict[str, str], folder: Path) -> None:
        self.folder = folder
        with (folder / "nursery.log").open("w") as log:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.nursery", str(folder)],
                cwd=HERE,
                env=env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
            )
        if self._line() != "ready":
            raise RuntimeError((folder / "nursery.log").read_text())

    def _line(self) -> str:
        assert self._process.stdout is not None
        return self._process.stdout.readline().strip()

    def ask(self, **order: Any) -> Any:
        """Give one order and return the answer."""
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(order) + "\n")
        self._process.stdin.flush()
        return json.loads(self._line())

    def end(self) -> None:
        """Let it go."""
        self._process.communicate(timeout=10)


@dataclass
class House:
    """The processes of one test and what they share."""

    nursery: Nursery
    folder: Path
    under: dict[str, Any]
    sink: servers.SmtpSink
    dice: random.Random
    _living: list[int] = field(default_factory=list)

    def start(self, function: str, *arguments: Any) -> int:
        """Start `tests.faults.acts:<function>` in a process of its own and return its pid."""
        order = {"run": f"tests.faults.acts:{function}", "arguments": arguments, "under": self.under}
        pid = int(self.nursery.ask(**order)["pid"])
        self._living.append(pid)
        return pid

    def reap(self, pid: int) -> tuple[int, Any]:
        """Wait for a process and return its exit status (negative: the signal that ended it) and its result."""
        answer = self.nursery.ask(reap=pid)
        self._living.remove(pid)
        return answer["status"], answer["result"]

    def call(self, function: str, *arguments: Any) -> Any:
        """Run a function to its end and return its result.

        :raises AssertionError: it did not end well; says what it printed.
        """
        pid = self.start(function, *arguments)
        status, result = self.reap(pid)
        assert status == 0, self.printed(pid)
        return result

    def call_fatal(self, function: str, *arguments: Any) -> None:
        """Run a function that dies of SIGKILL, and make sure that it did."""
        pid = self.start(function, *arguments)
        status, _result = self.reap(pid)
        assert status == -signal.SIGKILL, self.printed(pid)

    def start_worker(self) -> int:
        """Start a worker as the house does (threads on the folder, processes on Redis); wait until it is up."""
        pid = self.start(
            "worker", "prefork" if self.under["CELERY_BROKER_URL"].startswith("redis") else "threads"
        )
        servers.wait_until(lambda: " ready." in self.printed(pid), seconds=30, what="the worker")
        return pid

    def start_beat(self, function: str = "beat") -> int:
        """Start the beat and wait until it ticks."""
        pid = self.start(function, tempfile.mkdtemp(dir=self.folder))
        servers.wait_until(lambda: "beat: Starting" in self.printed(pid), seconds=30, what="the beat")
        return pid

    def kill(self, pid: int) -> None:
        """End a process and all it started with SIGKILL."""
        os.killpg(pid, signal.SIGKILL)
        self.reap(pid)

    def printed(self, pid: int) -> str:
        """Return what a process wrote."""
        path = self.nursery.folder / f"{pid}.log"
        return path.read_text(errors="replace") if path.exists() else ""

    def has_ended(self, pid: int) -> bool:
        """Tell whether a process is over (and waits to be reaped)."""
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"

    def pool_children(self, worker: int) -> list[int]:
        """Return the pids of a worker's pool."""
        return [int(pid) for pid in Path(f"/proc/{worker}/task/{worker}/children").read_text().split()]

    def wait_for_letters(self, addresses: Sequence[str], *, seconds: float, keep_worker: int = 0) -> None:
        """Wait until every one of `addresses` got a letter; a `keep_worker` that ends by itself is started again.

        That is what Compose does for it (`restart: unless-stopped`): kombu 5.7 now and then ends a worker whose Redis
        goes away while it acknowledges a message.
        """
        kept = keep_worker
        missing = lambda: sorted(set(addresses) - {to for got in self.sink.recipients for to in got})  # noqa: E731

        def have_come() -> bool:
            nonlocal kept
            if kept and self.has_ended(kept):
                self.reap(kept)
                kept = self.start_worker()
            return not missing()

        try:
            servers.wait_until(have_come, seconds=seconds, what="the letters")
        except TimeoutError as late:
            logs = "\n".join(f"--- {pid}\n{self.printed(pid)[-3000:]}" for pid in self._living)
            raise AssertionError(f"{late}; missing: {missing()}\n{logs}") from late

    def end(self) -> None:
        """End what still runs."""
        for pid in list(self._living):
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            self.reap(pid)


@pytest.fixture(scope="session")
def _nurseries() -> Generator[list[Nursery]]:
    kept: list[Nursery] = []
    yield kept
    for nursery in kept:
        nursery.end()


@pytest.fixture
def seed(request: pytest.FixtureRequest) -> int:
    """The seed of this test's dice, printed with a failure; DAMGHA_SEED=… plays it again."""
    value = int(os.environ.get("DAMGHA_SEED") or time.time_ns() % 1_000_000)
    print(f"seed {value} of {request.node.name}: DAMGHA_SEED={value} plays it again")  # noqa: T201
    return value


@pytest.fixture
def broker(tmp_path: Path) -> dict[str, Any]:
    """The embedded default's broker: a folder. Tests that need Redis replace it by `redis_broker`."""
    queue = tmp_path / "queue"
    queue.mkdir()
    options = settings.CELERY_BROKER_TRANSPORT_OPTIONS | {
        "data_folder_in": str(queue),
        "data_folder_out": str(queue),
        "control_folder": str(queue / "control"),
    }
    return {"CELERY_BROKER_URL": "filesystem://", "CELERY_BROKER_TRANSPORT_OPTIONS": options}


def redis_broker(server: servers.RedisServer) -> dict[str, Any]:
    """Return the settings of production's broker at `server`."""
    return {"CELERY_BROKER_URL": server.url, "CELERY_BROKER_TRANSPORT_OPTIONS": settings.REDIS_BROKER_OPTIONS}


@pytest.fixture
def house(
    process_db: ProcessDb, _nurseries: list[Nursery], broker: dict[str, Any], tmp_path: Path, seed: int
) -> Generator[House]:
    """A database, a broker and a mail server of this test's own; processes are started by the test."""
    if not _nurseries:
        _nurseries.append(Nursery(process_db.env, Path(tempfile.mkdtemp(dir=_var()))))
    with servers.SmtpSink() as sink:
        under = {
            "DATABASE_NAME": settings.DATABASES["default"]["NAME"],
            "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "EMAIL_HOST": servers.HOST,
            "EMAIL_PORT": sink.port,
            "EMAIL_TIMEOUT": 2,
            **broker,
        }
        shared = House(_nurseries[0], tmp_path, under, sink, random.Random(seed))
        yield shared
        shared.end()


def _var() -> Path:
    folder = Path(settings.VAR)
    folder.mkdir(parents=True, exist_ok=True)
    return folder
