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

from quality_labels import cbor, schemes
from quality_labels.models import LogEntry
from quality_labels.states import KeyPurpose, KeyState, Leaf

LEAF_PREFIX = b"\x00"


def leaf_hash(data: bytes) -> bytes:
    """Return the hash of a leaf (RFC 6962 section 2.1)."""
    return hashlib.sha256(LEAF_PREFIX + data).digest()


def issued(cose: bytes) -> bytes:
    """Return the leaf that tells of a signed label."""
    return cbor.encode([Leaf.ISSUED.value, hashlib.sha256(cose).digest()])


def status_changed(cose: bytes, status: int, reason: int, at: datetime) -> bytes:
    """Return the leaf that tells of a label's new status (as the status list writes it) and its reason's number."""
    return cbor.encode([Leaf.STATUS.value, hashlib.sha256(cose).digest(), status, reason, _seconds(at)])


def scheme_adopted(sha256: str) -> bytes:
    """Return the leaf that tells of an adopted scheme, from the hash of its canonical JSON in hexadecimal."""
    return cbor.encode([Leaf.SCHEME.value, bytes.fromhex(sha256)])


def key_changed(kid: str, purpose: KeyPurpose, state: KeyState, at: datetime) -> bytes:
    """Return the leaf that tells of a key's state since a moment; its kid in hexadecimal."""
    return cbor.encode([Leaf.KEY.value, bytes.fromhex(kid), purpose.value, state.value, _seconds(at)])


def accreditation(document: dict[str, object]) -> bytes:
    """Return the leaf that tells of an accreditation given or ended; of the document only its hash is in the log."""
    return cbor.encode([Leaf.ACCREDITATION.value, bytes.fromhex(schemes.fingerprint(document))])


def status_list(token: bytes) -> bytes:
    """Return the leaf that tells of a signed status list."""
    return cbor.encode([Leaf.STATUS_LIST.value, hashlib.sha256(token).digest()])


def _seconds(at: datetime) -> int:
    return int(at.timestamp())


def write(kind: Leaf, data: bytes, *, now: datetime) -> LogEntry:
    """Keep a leaf for the log, in the transaction of the act it tells of; its place it gets from who writes the log."""
    return LogEntry.objects.create(kind=kind, data=data, leaf_hash=leaf_hash(data).hex(), created_at=now)
