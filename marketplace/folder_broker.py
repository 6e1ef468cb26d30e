"""The embedded default's broker: kombu's queue in a folder, with messages that are whole or not there.

kombu writes a message in place, and a worker that reads it half written dies of it for good ("Unrecoverable error:
JSONDecodeError", kombu 5.7). Here a message gets its name when it is whole; one that cannot be read all the same is
put away, because a message is a doorbell: the beat rings again within five seconds.

To be read by `--pool threads` only, as run.py does: on a broker without an event loop, Celery's prefork children wait
for work under one shared lock, and a child that is killed takes the lock with it (the fault tests saw a pool stand
still for good). On Redis each child has a pipe of its own.
"""

from __future__ import annotations

import logging
import uuid
from pathlib import Path
from queue import Empty
from time import time_ns
from typing import Any

from kombu.transport import TRANSPORT_ALIASES, filesystem
from kombu.utils.encoding import bytes_to_str, str_to_bytes
from kombu.utils.json import dumps, loads

log = logging.getLogger("damgha.broker")


class Channel(filesystem.Channel):
    """A channel whose messages appear at once, and vanish as they are taken."""

    # kombu's stubs name the second argument in two ways.
    def _put(self, queue: str, payload: Any, **_options: Any) -> None:  # type: ignore[override]
        folder = Path(self.data_folder_out)
        name = f"{time_ns() // 1_000_000}_{uuid.uuid4()}"
        unfinished = folder / f"{name}.unfinished"
        unfinished.write_bytes(str_to_bytes(dumps(payload)))
        unfinished.replace(folder / f"{name}.{queue}.msg")

    def _get(self, queue: str, timeout: float | None = None) -> dict[str, Any]:
        folder = Path(self.data_folder_in)
        for name in sorted(path.name for path in folder.iterdir()):
            if name.partition(".")[2] != f"{queue}.msg":
                continue
            taken = folder / f"{name}.taken-{uuid.uuid4()}"
            try:
                (folder / name).rename(taken)  # whoever renames it has it
                written = taken.read_bytes()
                taken.unlink()
            except FileNotFoundError:
                continue
            try:
                return dict(loads(bytes_to_str(written)))
            except (ValueError, TypeError):
                log.warning("broker: %s was no message and is dropped", name)
        raise Empty


class Transport(filesystem.Transport):
    """`filesystem://` with our channel."""

    Channel = Channel


def install() -> None:
    """Let `filesystem://` mean this transport."""
    TRANSPORT_ALIASES["filesystem"] = f"{__name__}:Transport"
