"""One demonstration for all journeys: `run.py demo` with all its processes, started once and ended by Ctrl-C."""

from __future__ import annotations

import http.client
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests import servers
from tests.browser import Visit, windows
from tests.database import HERE, SqliteStore, Store
from tests.journeys import people

PIECES = 130  # of the three hundred: every shop keeps something, and the drawings take half of the time
SECONDS_TO_START = 300  # under a minute on a quiet machine
SECONDS_TO_END = 15


@dataclass(frozen=True)
class Demo:
    """A running demonstration: its address, and the folder of everything it keeps."""

    url: str
    folder: Path
    process: subprocess.Popen[bytes]

    @property
    def said(self) -> str:
        """Return what it has printed, for the test that has to give up on it."""
        return (self.folder / "said.txt").read_text(errors="replace")[-2000:]

    def is_up(self) -> bool:
        """Tell whether it has introduced itself: the first page answers, worker, beat and signer are started."""
        assert self.process.poll() is None, f"the demo ended by itself:\n{self.said}"
        return "Ctrl-C ends all of it." in self.said and self.status("/ar/") == 200

    def status(self, path: str) -> int:
        """Return the status of one answer, or 0 while nobody answers."""
        connection = http.client.HTTPConnection(self.url.removeprefix("http://"), timeout=30)
        try:
            connection.request("GET", path)
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def processes(self) -> set[int]:
        """Return every process that works on this folder, whoever its parent is by now."""
        mine = f"DAMGHA_VAR={self.folder}\0".encode()
        found = set()
        for path in Path("/proc").glob("[0-9]*/environ"):
            try:
                if mine in path.read_bytes() + b"\0":
                    found.add(int(path.parent.name))
            except OSError:  # it ended while we looked, or is somebody else's
                continue
        return found


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory, store: Store) -> Generator[Demo]:
    """Start the demonstration as a person would, wait for its first page, and end it by Ctrl-C.

    Its database starts as a copy of the migrated one the suite has already: what a first start takes is measured in
    tests/house. DAMGHA_JOURNEYS_FROM names the folder of a demo that has ended, to start from a copy of that.
    """
    folder = tmp_path_factory.mktemp("demo") / "var"
    if seeded := os.environ.get("DAMGHA_JOURNEYS_FROM"):
        shutil.copytree(seeded, folder)
    else:
        folder.mkdir()
        if isinstance(store, SqliteStore):
            shutil.copyfile(store.template, folder / "damgha.sqlite3")
    port = servers.free_port()
    env = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR") if name in os.environ}
    env |= {"DAMGHA_VAR": str(folder), "PORT": str(port), "DAMGHA_DEMO_PIECES": str(PIECES)}
    with (folder / "said.txt").open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "run.py", "demo"],
            cwd=HERE,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    running = Demo(f"http://{servers.HOST}:{port}", folder, process)
    try:
        servers.wait_until(running.is_up, seconds=SECONDS_TO_START, what="the demo's first page")
        yield running
        end(running)
    finally:
        for pid in running.processes():
            os.kill(pid, signal.SIGKILL)
        process.wait()


def end(running: Demo) -> None:
    """Press Ctrl-C.

    :raises AssertionError: it took longer than promised, ended with an error, or left a process behind.
    """
    assert len(running.processes()) >= 5, "run, web, worker, beat and signer were not all there until the end"
    began = time.monotonic()
    running.process.send_signal(signal.SIGINT)
    code = running.process.wait(timeout=SECONDS_TO_END)
    assert time.monotonic() - began < SECONDS_TO_END
    assert code == 0, running.said
    assert running.processes() == set()


@pytest.fixture
def window(browser: Browser, demo: Demo) -> Generator[Visit]:
    """Open windows on the demonstration: `window(language="en", phone=False)`."""
    with windows(browser, demo.url) as open_window:
        yield open_window


@pytest.fixture(scope="session")
def cookies_of(browser: Browser, demo: Demo) -> Callable[[str], Any]:
    """Log a person of the demonstration in, once; the cookies open as many windows as one likes.

    Once, because a code of a second factor is good once.
    """
    kept: dict[str, Any] = {}

    def log_in(email: str) -> Any:
        if email not in kept:
            with windows(browser, demo.url) as open_window:
                page = open_window(language="en", phone=False)
                people.log_in(page, email)
                kept[email] = page.context.storage_state()
        return kept[email]

    return log_in
