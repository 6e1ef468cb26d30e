"""The addresses and shapes of a tiled log (C2SP tlog-tiles): 256 hashes a tile, 256 leaves a bundle of entries."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

WIDTH = 256
HASH_BYTES = 32
MAX_ENTRY = 65_535


class BadBundle(ValueError):
    """The bytes are no bundle of entries."""


def index_path(index: int) -> str:
    """Return a tile's index as it stands in addresses: 1234067 is "x001/x234/067"."""
    digits = f"{index:03d}"
    groups = [digits[max(0, end - 3) : end] for end in range(len(digits), 0, -3)][::-1]
    groups[0] = groups[0].zfill(3)
    return "/".join([*(f"x{group}" for group in groups[:-1]), groups[-1]])


def read_index(path: str) -> int | None:
    """Return the index an address names; None when it is not the one spelling of it."""
    index = int(path.replace("x", "").replace("/", ""))
    return index if index_path(index) == path else None


def width_at(level: int, index: int, size: int) -> int:
    """Return how many hashes the tile has in a tree of `size` leaves: 0 to 256."""
    whole = size // WIDTH**level  # full subtrees of that level
    return max(0, min(WIDTH, whole - index * WIDTH))


def bundle(entries: Iterable[bytes]) -> bytes:
    """Return entries as one bundle: each behind its length in two bytes."""
    return b"".join(len(entry).to_bytes(2, "big") + entry for entry in entries)


def read_bundle(blob: bytes) -> Iterator[bytes]:
    """Return the entries of a bundle.

    :raises BadBundle: it ends in the middle of an entry.
    """
    at = 0
    while at < len(blob):
        end = at + 2 + int.from_bytes(blob[at : at + 2], "big")
        if end > len(blob) or at + 2 > len(blob):
            raise BadBundle("the last entry is cut off")
        yield blob[at + 2 : end]
        at = end


def hashes_of(tile: bytes) -> list[bytes]:
    """Return the hashes of a tile.

    :raises BadBundle: its length is no whole number of hashes.
    """
    if len(tile) % HASH_BYTES:
        raise BadBundle("a tile is whole hashes")
    return [tile[at : at + HASH_BYTES] for at in range(0, len(tile), HASH_BYTES)]
