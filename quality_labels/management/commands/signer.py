"""The signing process: `manage.py signer`."""

from __future__ import annotations

import contextlib
import fcntl
import json
import logging
import os
import selectors
import signal
import socket
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections, connections
from django.db.utils import Error as DatabaseProblem
from django.utils import timezone

from marketplace.acting import acting_from
from quality_labels import signer
from quality_labels.log.writer import ForkedLog

log = logging.getLogger("signer")
SECONDS = 2.0  # between two looks when nobody rings


class Command(BaseCommand):
    """Sign what was decided, publish the log and the status list, until told to end. One such process for all keys.

    It listens on a unix socket: "ring" makes it look at once, "status" has it answer in JSON what its last look found.
    """

    help = "Sign labels, the log and the status list: the one process that reads private keys."

    def handle(self, *args: Any, **options: Any) -> None:
        self.ended = False
        for name in (signal.SIGTERM, signal.SIGINT):
            signal.signal(name, self._end)
        with _only_one(Path(settings.LABEL_KEY_DIR)), _listening(Path(settings.SIGNER_SOCKET)) as ear:
            self.told: dict[str, Any] = {"pid": os.getpid()}
            with acting_from("signer"), selectors.DefaultSelector() as waiting:
                waiting.register(ear, selectors.EVENT_READ)
                while not self.ended:
                    self._look()
                    self._wait(waiting, ear)

    def _end(self, *_signal: Any) -> None:
        self.ended = True

    def _look(self) -> None:
        """Look once; a database that is away is met again at the next look."""
        now = timezone.now()
        close_old_connections()
        try:
            found = signer.look(now=now)
        except ForkedLog as error:
            log.critical("nothing is signed: %s", error)
            self.told |= {"looked_at": now.isoformat(), "problem": str(error)}
        except DatabaseProblem as error:
            log.warning("the database does not answer: %s", error)
            self.told |= {"problem": "the database does not answer"}
            connections.close_all()
        else:
            if found.signed:
                log.info("signed %s; the log has %s leaves", found.signed, found.log_size)
            for decision_id, why in found.set_aside.items():
                log.warning("decision %s is not signed: %s", decision_id, why)
            self.told |= {"looked_at": now.isoformat(), "problem": "", **asdict(found)}

    def _wait(self, waiting: selectors.BaseSelector, ear: socket.socket) -> None:
        """Answer whoever asks, until somebody rings or it is time to look again."""
        until = time.monotonic() + SECONDS
        while not self.ended and (left := until - time.monotonic()) > 0:
            if waiting.select(left) and self._answer(ear):
                return

    def _answer(self, ear: socket.socket) -> bool:
        """Answer one caller; tell whether it was the bell."""
        with contextlib.suppress(OSError):
            line, _address = ear.accept()
            with line:
                line.settimeout(1)
                word = line.recv(16).strip()
                line.sendall(json.dumps(self.told).encode())
                return word == b"ring"
        return False


@contextlib.contextmanager
def _only_one(folder: Path) -> Iterator[None]:
    """Hold the keys: two signers would be two writers of the log.

    :raises CommandError: another signer holds them.
    """
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    held: IO[str]
    with (folder / "signer.lock").open("a") as held:
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise CommandError(f"Another signer holds the keys of {folder}.") from None
        yield


@contextlib.contextmanager
def _listening(path: Path) -> Iterator[socket.socket]:
    """Listen where only this account may call; what a signer that was killed left there is cleared away."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.unlink(missing_ok=True)
    ear = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    mask = os.umask(0o177)
    try:
        ear.bind(str(path))
    finally:
        os.umask(mask)
    ear.listen(16)
    try:
        yield ear
    finally:
        ear.close()
        path.unlink(missing_ok=True)
