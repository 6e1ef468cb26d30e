"""A log as anybody sees it, over the network: what monitors and witnesses read. Nothing of it is believed.

It needs the addresses of C2SP tlog-tiles and nothing of this house, so it can watch any such log.
"""

from __future__ import annotations

import urllib.request
from dataclasses import dataclass

from quality_labels.log import checkpoints, leaves, merkle, notes, tiles

SECONDS = 20
MOST_BYTES = 20_000_000


class BadLog(RuntimeError):
    """What the log shows does not hold together, or not with what it showed before."""


@dataclass(frozen=True)
class Remote:
    """A log at an address, known by the key that signs its checkpoints."""

    url: str
    key: notes.NoteKey

    def fetch(self, path: str) -> bytes:
        """Return one file of the log.

        :raises OSError: it cannot be had.
        """
        request = urllib.request.Request(f"{self.url.rstrip('/')}/{path}")  # noqa: S310  (the operator's own address)
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:  # noqa: S310
            return bytes(answer.read(MOST_BYTES))

    def checkpoint(self) -> tuple[str, checkpoints.Head]:
        """Return the newest checkpoint, as served and as read.

        :raises BadLog: the key of the log did not sign it.
        """
        note = self.fetch("checkpoint").decode()
        try:
            return note, checkpoints.read(note, key=self.key)
        except notes.BadNote as error:
            raise BadLog(str(error)) from error

    def entries(self, size: int) -> list[bytes]:
        """Return all leaves of a log of that size."""
        found: list[bytes] = []
        for index in range(-(-size // tiles.WIDTH)):
            width = tiles.width_at(0, index, size)
            part = "" if width == tiles.WIDTH else f".p/{width}"
            blob = self.fetch(f"tile/entries/{tiles.index_path(index)}{part}")
            try:
                found += tiles.read_bundle(blob)
            except tiles.BadBundle as error:
                raise BadLog(str(error)) from error
        return found

    def replay(self, *, seen: checkpoints.Head | None) -> tuple[str, checkpoints.Head, list[bytes]]:
        """Read the log from its first leaf; return checkpoint, head and leaves when all of it holds.

        `seen` is the head that was seen last: the log must still begin with it.

        :raises BadLog: it is smaller than it was, begins otherwise, or its leaves have another root than was signed.
        """
        note, head = self.checkpoint()
        if seen is not None and (head.origin != seen.origin or head.size < seen.size):
            raise BadLog(f"the log had {seen.size} leaves and now shows {head.size}")
        told = self.entries(head.size)
        hashes = [leaves.leaf_hash(entry) for entry in told]
        if len(hashes) != head.size or merkle.root(hashes) != head.root:
            raise BadLog("the leaves have another root than was signed")
        if seen is not None and merkle.root(hashes[: seen.size]) != seen.root:
            raise BadLog(f"the first {seen.size} leaves are not those that were seen before")
        return note, head, told
