"""Merkle trees as RFC 6962 section 2.1 hashes them: roots and proofs, over hashes that somebody else keeps.

A proof never needs all leaves: `Subtrees` says the hash of a run of leaves, from whatever it keeps (rows of the
database, tiles of a mirror, a list in a test).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from typing import Protocol

EMPTY_ROOT = hashlib.sha256(b"").digest()
NODE_PREFIX = b"\x01"
HASH_BYTES = 32


class BadProof(ValueError):
    """The hashes do not lead from what is to be proved to the root."""


class Subtrees(Protocol):
    """What says the hash over the leaves `start` to `end` (not included), at least one of them."""

    def __call__(self, start: int, end: int) -> bytes: ...


def node(left: bytes, right: bytes) -> bytes:
    """Return the hash over two subtrees."""
    return hashlib.sha256(NODE_PREFIX + left + right).digest()


def merged(parts: Iterable[tuple[int, bytes]]) -> bytes:
    """Return the hash over neighbours, each `(leaves, hash)`: powers of two, in the order in which a tree grows."""
    peaks: list[tuple[int, bytes]] = []
    for part in parts:
        size, digest = part
        while peaks and peaks[-1][0] == size:
            size, digest = 2 * size, node(peaks.pop()[1], digest)
        peaks.append((size, digest))
    if not peaks:
        return EMPTY_ROOT
    root = peaks.pop()[1]
    while peaks:
        root = node(peaks.pop()[1], root)
    return root


def root(leaves: Sequence[bytes]) -> bytes:
    """Return the root over leaf hashes."""
    return merged((1, leaf) for leaf in leaves)


def of(leaves: Sequence[bytes]) -> Subtrees:
    """Return the subtrees of leaf hashes that are all at hand."""
    return lambda start, end: root(leaves[start:end])


def inclusion_proof(index: int, size: int, subtree: Subtrees) -> list[bytes]:
    """Return the hashes that lead from leaf `index` to the root of `size` leaves, the leaf's sibling first."""
    if not 0 <= index < size:
        raise BadProof(f"no leaf {index} among {size}")
    path: list[bytes] = []
    start, end = 0, size
    while end - start > 1:
        middle = start + _split(end - start)
        if index < middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(start, middle))
            start = middle
    return path[::-1]


def consistency_proof(old: int, size: int, subtree: Subtrees) -> list[bytes]:
    """Return the hashes that show that the first `old` leaves are still the beginning of the first `size`."""
    if not 0 <= old <= size:
        raise BadProof(f"{old} is no earlier size of {size}")
    if old in (0, size):
        return []
    path: list[bytes] = []
    start, end = 0, size
    while end != old:
        middle = start + _split(end - start)
        if old <= middle:
            path.append(subtree(middle, end))
            end = middle
        else:
            path.append(subtree(start, middle))
            start = middle
    return ([subtree(start, end)] if start else []) + path[::-1]


def verify_inclusion(*, leaf: bytes, index: int, size: int, proof: Sequence[bytes], root: bytes) -> None:
    """Check that a leaf hash stands at `index` of the tree of that size and root.

    :raises BadProof: it does not.
    """
    if not 0 <= index < size or any(len(digest) != HASH_BYTES for digest in (leaf, root, *proof)):
        raise BadProof(f"no leaf {index} among {size}, or what is no hash")
    last, digest = size - 1, leaf
    for sibling in proof:
        if last == 0:
            raise BadProof("more hashes than levels")
        if index & 1 or index == last:
            digest = node(sibling, digest)
            while not index & 1 and index:
                index, last = index >> 1, last >> 1
        else:
            digest = node(digest, sibling)
        index, last = index >> 1, last >> 1
    if last or digest != root:
        raise BadProof("the hashes lead to another root")


def verify_consistency(*, old: int, old_root: bytes, size: int, root: bytes, proof: Sequence[bytes]) -> None:
    """Check that a tree of `size` leaves begins with the tree of `old` leaves (RFC 9162 section 2.1.4.2).

    :raises BadProof: it does not.
    """
    if not 0 < old <= size:
        raise BadProof(f"{old} is no earlier size of {size}")
    if old == size and not proof and old_root == root:
        return
    path = [old_root, *proof] if old & (old - 1) == 0 else list(proof)
    if old == size or not proof:
        raise BadProof("two roots of one size, or no hashes")
    first, last = old - 1, size - 1
    while first & 1:
        first, last = first >> 1, last >> 1
    old_seen = seen = path[0]
    for digest in path[1:]:
        if last == 0:
            raise BadProof("more hashes than levels")
        if first & 1 or first == last:
            old_seen, seen = node(digest, old_seen), node(digest, seen)
            while not first & 1 and first:
                first, last = first >> 1, last >> 1
        else:
            seen = node(seen, digest)
        first, last = first >> 1, last >> 1
    if last or old_seen != old_root or seen != root:
        raise BadProof("the hashes lead to other roots")


def _split(leaves: int) -> int:
    """Return how many leaves the left side of a tree of `leaves` has: the largest power of two below."""
    return 1 << (leaves - 1).bit_length() - 1
