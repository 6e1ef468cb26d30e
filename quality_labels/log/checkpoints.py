"""Checkpoints (C2SP tlog-checkpoint), cosignatures of witnesses (tlog-cosignature) and proofs to carry (tlog-proof).

    <origin>                       the log, here "<stamp host>/log"
    <size, decimal>
    <root, base64>

as the text of a signed note. A cosignature is a line more, over the same text with a time before it.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.conf import settings

from quality_labels.log import notes

PROOF_HEADER = "c2sp.org/tlog-proof@v1"


@dataclass(frozen=True)
class Head:
    """What a checkpoint says."""

    origin: str
    size: int
    root: bytes


def origin() -> str:
    """Return the name of our log, which is its key's name too."""
    return f"{settings.STAMP_HOST.lower()}/log"


def body(head: Head) -> str:
    """Return the text that is signed."""
    return f"{head.origin}\n{head.size}\n{base64.b64encode(head.root).decode()}\n"


def read_body(text: str) -> Head:
    """Return what a checkpoint says.

    :raises notes.BadNote: it is no checkpoint, or carries lines more.
    """
    lines = text.split("\n")
    if len(lines) != 4 or lines[3] or not lines[0]:
        raise notes.BadNote("a checkpoint has three lines")
    if not lines[1].isascii() or not lines[1].isdecimal() or str(int(lines[1])) != lines[1]:
        raise notes.BadNote("the size of a checkpoint is a number")
    try:
        root = base64.b64decode(lines[2], validate=True)
    except binascii.Error as error:
        raise notes.BadNote("the root of a checkpoint is base64") from error
    if len(root) != 32 or base64.b64encode(root).decode() != lines[2]:
        raise notes.BadNote("the root of a checkpoint has 32 bytes")
    return Head(lines[0], int(lines[1]), root)


def read(note: str, *, key: notes.NoteKey) -> Head:
    """Return what a checkpoint says that this key of the log signed.

    :raises notes.BadNote: it did not, or the checkpoint is another log's.
    """
    head = read_body(notes.verify(note, key=key))
    if head.origin != key.name:
        raise notes.BadNote("the checkpoint of another log")
    return head


def cosign(note: str, *, name: str, key: Ed25519PrivateKey, at: datetime) -> str:
    """Return the line by which a witness says that it saw this checkpoint follow the one before (cosignature/v1)."""
    text = notes.parse(note).text
    seconds = int(at.timestamp())
    signature = seconds.to_bytes(8, "big") + key.sign(_cosigned(text, seconds))
    public = notes.NoteKey(name, key.public_key().public_bytes_raw(), notes.COSIGNATURE)
    return f"{notes.DASH}{name} {base64.b64encode(public.key_hash + signature).decode()}\n"


def verify_cosignature(note: str, *, key: notes.NoteKey) -> datetime:
    """Return when this witness cosigned a checkpoint.

    :raises notes.BadNote: it did not, or its signature does not hold.
    """
    parsed = notes.parse(note)
    for name, key_hash, signature in parsed.signatures:
        if (name, key_hash) == (key.name, key.key_hash) and len(signature) == 72:
            seconds = int.from_bytes(signature[:8], "big")
            try:
                Ed25519PublicKey.from_public_bytes(key.public).verify(
                    signature[8:], _cosigned(parsed.text, seconds)
                )
            except InvalidSignature as error:
                raise notes.BadNote("the cosignature does not hold") from error
            return datetime.fromtimestamp(seconds, UTC)
    raise notes.BadNote("this witness did not cosign the checkpoint")


def _cosigned(text: str, seconds: int) -> bytes:
    return f"cosignature/v1\ntime {seconds}\n{text}".encode()


def write_proof(*, index: int, proof: Sequence[bytes], checkpoint: str) -> str:
    """Return a proof to carry: it shows by itself that a leaf is in the log of that checkpoint."""
    lines = [PROOF_HEADER, f"index {index}", *(base64.b64encode(digest).decode() for digest in proof), ""]
    return "\n".join(lines) + "\n" + checkpoint


def read_proof(text: str) -> tuple[int, list[bytes], str]:
    """Return index, hashes and checkpoint of a proof to carry; nothing of it is believed yet.

    :raises notes.BadNote: it is none.
    """
    head, gap, checkpoint = text.partition("\n\n")
    lines = head.split("\n")
    if not gap or lines.pop(0) != PROOF_HEADER:
        raise notes.BadNote("no proof")
    if lines and lines[0].startswith("extra "):
        lines.pop(0)
    if not lines or not lines[0].startswith("index ") or not lines[0][6:].isdecimal():
        raise notes.BadNote("a proof says its index")
    try:
        proof = [base64.b64decode(line, validate=True) for line in lines[1:]]
    except binascii.Error as error:
        raise notes.BadNote("the hashes of a proof are base64") from error
    return int(lines[0][6:]), proof, checkpoint
