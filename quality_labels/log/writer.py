"""The one writer of the log: it gives waiting leaves their places, and signs what the log then is.

All of it is one transaction, and a checkpoint is served from its row: nothing is published that was not kept.
Source: docs/quality-labels.md, R100 to R103.
"""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from marketplace.locks import lock_name
from quality_labels.log import checkpoints, merkle, notes, tiles, tree
from quality_labels.models import Checkpoint, LogEntry, LogTile

LOCK = "quality_labels.log"
BATCH = 500


class ForkedLog(RuntimeError):
    """The log is not what it was when its last checkpoint was signed (a backup was put back?). Nothing is signed."""


@transaction.atomic
def publish(*, key: notes.NoteSigner, now: datetime) -> Checkpoint | None:
    """Give every waiting leaf its place, in the order they were written, and sign the size and root that follow.

    Returns the new checkpoint, or None when no leaf waits and the newest checkpoint covers all.

    :raises ForkedLog: leaves that a checkpoint covered are gone, or hash to another root.
    """
    lock_name(LOCK)
    newest = Checkpoint.objects.order_by("size").last()
    placed = _placed()
    if newest is not None and placed < newest.size:
        raise ForkedLog(f"{placed} leaves where {newest.size} were signed")
    size = placed + _place_waiting(placed)
    if size == (newest.size if newest is not None else 0):
        return None
    _close_tiles(size)
    if newest is not None and tree.root(newest.size).hex() != newest.root:
        raise ForkedLog(f"the first {newest.size} leaves hash to another root than was signed")
    root = tree.root(size)
    text = checkpoints.body(checkpoints.Head(key.key.name, size, root))
    return Checkpoint.objects.create(
        size=size, root=root.hex(), note=f"{text}\n{key.line(text)}", signed_at=now
    )


def _placed() -> int:
    last = LogEntry.objects.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


def _place_waiting(first: int) -> int:
    waiting = list(LogEntry.objects.filter(position__isnull=True).order_by("pk").only("pk"))
    for position, entry in enumerate(waiting, start=first):
        entry.position = position
    LogEntry.objects.bulk_update(waiting, ["position"], batch_size=BATCH)
    return len(waiting)


def _close_tiles(size: int) -> None:
    """Keep the hash of every tile that has become full."""
    level, whole = 0, size // tiles.WIDTH
    while whole:
        done = LogTile.objects.filter(level=level).count()
        LogTile.objects.bulk_create(
            LogTile(
                level=level,
                position=position,
                root=merkle.root(
                    tree.hashes(level, position * tiles.WIDTH, (position + 1) * tiles.WIDTH)
                ).hex(),
            )
            for position in range(done, whole)
        )
        level, whole = level + 1, whole // tiles.WIDTH
