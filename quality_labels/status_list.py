"""The list of all labels' states as one small signed file: an IETF Token Status List in a CWT.

    18([ << {1: -19, 4: kid, 16: "application/statuslist+cwt"} >>, {}, << {2: subject, 4: exp, 6: iat,
         65533: {"bits": 2, "lst": zlib of the packed list}, 65534: ttl} >>, signature ])

Two bits a label, the first label in the lowest bits of the first byte. A label says only its place in the list.
Source: draft-ietf-oauth-status-list, and docs/quality-labels.md, R210.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from quality_labels import cbor, cose
from quality_labels.states import LabelState

BITS = 2
SIZE = 2**20  # places of one list; they are drawn at random, so that none tells how many labels there are
MEDIA_TYPE = "application/statuslist+cwt"
TYPE = 16
SUBJECT, EXPIRES, ISSUED, STATUS_LIST, TTL = 2, 4, 6, 65533, 65534
IN_FORCE, INVALID, SUSPENDED, ENDED = range(4)
# What is signed and not yet on its piece is as little in force as what is suspended.
STATUS: Mapping[str, int] = {
    LabelState.SIGNED: SUSPENDED,
    LabelState.PRINTED: SUSPENDED,
    LabelState.ACTIVE: IN_FORCE,
    LabelState.SUSPENDED: SUSPENDED,
    LabelState.WITHDRAWN: INVALID,
    LabelState.VOIDED: INVALID,
    LabelState.EXPIRED: ENDED,
    LabelState.SUPERSEDED: ENDED,
}


class BadList(ValueError):
    """The bytes are no status list, or nobody we know signed them."""


@dataclass(frozen=True)
class StatusList:
    """A list that was checked; `packed` is the list itself."""

    subject: str
    issued_at: datetime
    expires_at: datetime
    ttl: timedelta
    packed: bytes

    def __getitem__(self, index: int) -> int:
        """Return the status at a place."""
        return status_at(self.packed, index)


def pack(statuses: Mapping[int, int], *, size: int = SIZE, bits: int = BITS) -> bytes:
    """Return statuses by place as packed bytes; places not named are 0."""
    per_byte = 8 // bits
    packed = bytearray(size // per_byte)
    for index, status in statuses.items():
        packed[index // per_byte] |= status << bits * (index % per_byte)
    return bytes(packed)


def status_at(packed: bytes, index: int, *, bits: int = BITS) -> int:
    """Return the status at a place of a packed list."""
    per_byte = 8 // bits
    return packed[index // per_byte] >> bits * (index % per_byte) & (1 << bits) - 1


def write(
    packed: bytes,
    *,
    subject: str,
    issued_at: datetime,
    expires_at: datetime,
    ttl: timedelta,
    kid: bytes,
    key: Ed25519PrivateKey,
) -> bytes:
    """Return a packed list as a signed token."""
    protected = cbor.encode({cose.ALGORITHM: cose.ED25519, cose.KEY_ID: kid, TYPE: MEDIA_TYPE})
    payload = cbor.encode(
        {
            SUBJECT: subject,
            ISSUED: int(issued_at.timestamp()),
            EXPIRES: int(expires_at.timestamp()),
            TTL: int(ttl.total_seconds()),
            STATUS_LIST: {"bits": BITS, "lst": zlib.compress(packed, 9)},
        }
    )
    signature = key.sign(cose.to_be_signed(protected, payload))
    return cbor.encode(cbor.tagged(cose.COSE_SIGN1, [protected, {}, payload, signature]))


def read(token: bytes, *, key: Ed25519PublicKey) -> StatusList:
    """Return the list of a token that this key signed.

    :raises BadList: it did not, or the bytes are something else.
    """
    try:
        outer = cbor.decode(token)
        match outer:
            case cbor.Tagged(18, [bytes(protected), dict(), bytes(payload), bytes(signature)]):
                key.verify(signature, cose.to_be_signed(protected, payload))
                header, claims = cbor.decode(protected), cbor.decode(payload)
            case _:
                raise BadList("not a COSE_Sign1")
    except (cbor.NotCanonical, InvalidSignature) as error:
        raise BadList(str(error) or "not signed by this key") from error
    match header, claims:
        case {16: "application/statuslist+cwt"}, {
            2: str(subject),
            4: int(expires),
            6: int(issued),
            65533: {"bits": 2, "lst": bytes(lst)},
            65534: int(ttl),
        }:
            return StatusList(
                subject,
                datetime.fromtimestamp(issued, UTC),
                datetime.fromtimestamp(expires, UTC),
                timedelta(seconds=ttl),
                _unzip(lst),
            )
    raise BadList("a claim is missing")


def _unzip(lst: bytes) -> bytes:
    """Return the list, and never more than a list holds: a small file must not become a large one."""
    reader = zlib.decompressobj()
    try:
        packed = reader.decompress(lst, SIZE // (8 // BITS))
    except zlib.error as error:
        raise BadList("the list is not zlib") from error
    if not reader.eof:
        raise BadList("longer than any list")
    return packed
