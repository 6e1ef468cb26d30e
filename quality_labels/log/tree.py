"""The tree over our own leaves, read from the rows: full tiles by their hash, the rest leaf by leaf."""

from __future__ import annotations

from collections.abc import Iterator

from quality_labels.log import merkle, tiles
from quality_labels.models import LogEntry, LogTile


def subtree(start: int, end: int) -> bytes:
    """Return the hash over the leaves `start` to `end`; a run as proofs ask for it, aligned to its size."""
    return merkle.merged(_parts(start, end))


def root(size: int) -> bytes:
    """Return the root over the first `size` leaves."""
    return subtree(0, size)


def leaf_hashes(start: int, end: int) -> list[bytes]:
    """Return leaf hashes by place.

    :raises LookupError: one of them is not there.
    """
    rows = LogEntry.objects.filter(position__gte=start, position__lt=end).order_by("position")
    found = [bytes.fromhex(text) for text in rows.values_list("leaf_hash", flat=True)]
    if len(found) != end - start:
        raise LookupError(f"{end - start - len(found)} leaves are missing between {start} and {end}")
    return found


def tile_hashes(level: int, start: int, end: int) -> list[bytes]:
    """Return the hashes of full tiles of a level by place: at the level above they are what leaves are at the lowest.

    :raises LookupError: one of them is not there.
    """
    rows = LogTile.objects.filter(level=level, position__gte=start, position__lt=end).order_by("position")
    found = [bytes.fromhex(text) for text in rows.values_list("root", flat=True)]
    if len(found) != end - start:
        raise LookupError(f"tiles of level {level} are missing between {start} and {end}")
    return found


def hashes(level: int, start: int, end: int) -> list[bytes]:
    """Return what tiles of a level are made of: leaf hashes at the lowest, hashes of full tiles above."""
    return tile_hashes(level - 1, start, end) if level else leaf_hashes(start, end)


def _parts(start: int, end: int) -> Iterator[tuple[int, bytes]]:
    """Cut a run into the largest full tiles there are, then smaller ones, then leaves: a query for each level."""
    span, level = tiles.WIDTH, 0
    while span * tiles.WIDTH <= end - start:
        span, level = span * tiles.WIDTH, level + 1
    while start < end:
        if level < 0:
            yield from ((1, leaf) for leaf in leaf_hashes(start, end))
            return
        if start % span == 0 and (count := (end - start) // span):
            first = start // span
            yield from ((span, digest) for digest in tile_hashes(level, first, first + count))
            start += count * span
        span, level = span // tiles.WIDTH, level - 1
