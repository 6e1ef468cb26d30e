"""What the leaves of the log say, as deterministic CBOR: hashes and numbers, nothing of a person.

    [1, SHA-256 of a label's COSE bytes]                     a label was signed
    [2, SHA-256 of the COSE bytes, status, reason, time]     a label changed its state
    [3, SHA-256 of the scheme's canonical JSON]              a scheme was adopted
    [4, kid, purpose, state, time]                           a key was made or ended
    [5, SHA-256 of the accreditation's canonical JSON]       an accreditation was given or ended
    [6, SHA-256 of the status list's token]                  a status list was signed

The first can be computed from a label alone, so whoever holds a label can look for it in the log. Times are
whole seconds, UTC.
"""

from __future__ import annotations

import hashlib
from datetime import datetime

from quality_labels import cbor
from quality_labels.models import LogEntry
from quality_labels.states import Leaf

LEAF_PREFIX = b"\x00"


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf (RFC 6962 section 2.1)."""
    return hashlib.sha256(LEAF_PREFIX + data).digest()


def issued(cose: bytes) -> bytes:
    """Return the leaf that tells of a signed label."""
    return cbor.encode([Leaf.ISSUED.value, hashlib.sha256(cose).digest()])


def write(kind: Leaf, data: bytes, *, now: datetime) -> LogEntry:
    """Keep a leaf for the log, in the transaction of the act it tells of; its place it gets from who writes the log."""
    return LogEntry.objects.create(kind=kind, data=data, leaf_hash=leaf_hash(data).hex(), created_at=now)
