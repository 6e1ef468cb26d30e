"""Signed notes (C2SP signed-note): a text, an empty line, and a line for each signature.

    <text, whose every line ends with a newline>
    <empty line>
    — <key name> <base64 of the key's 4-byte hash followed by the signature>

The key's hash is SHA-256(name || 0x0A || type || public key)[:4]; type 0x01 is Ed25519 over the text itself. A key is
handed out as a "vkey": `<name>+<hash in hexadecimal>+<base64 of type and public key>`. Type 0x04 is a witness's
(tlog-cosignature), whose signature is over more than the text: quality_labels/log/checkpoints.py. Whoever reads a
note ignores the signatures of keys it does not know; one that does not hold for a known key makes the whole note bad.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import re
from dataclasses import dataclass
from typing import Protocol

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

ED25519 = 0x01
COSIGNATURE = 0x04
DASH = "\u2014 "
MAX_BYTES = 1_000_000
MAX_SIGNATURES = 16
_NAME = re.compile(r"[^\s+\u0000-\u001f]+")


class BadNote(ValueError):
    """The text is no signed note, or a key that should have signed it did not; the text says which."""


@dataclass(frozen=True)
class NoteKey:
    """The public half of a key that signs notes, or (kind `COSIGNATURE`) that cosigns them."""

    name: str
    public: bytes
    kind: int = ED25519

    @property
    def key_hash(self) -> bytes:
        """The four bytes by which a signature line names this key."""
        told = self.name.encode() + b"\n" + bytes([self.kind]) + self.public
        return hashlib.sha256(told).digest()[:4]

    @property
    def vkey(self) -> str:
        """The key as it is handed out."""
        packed = base64.b64encode(bytes([self.kind]) + self.public).decode()
        return f"{self.name}+{self.key_hash.hex()}+{packed}"


def read_vkey(text: str) -> NoteKey:
    """Return the key of a vkey.

    :raises BadNote: it is none, or not of Ed25519, or its hash is another's.
    """
    name, _plus, rest = text.strip().partition("+")
    hash_hex, _plus, packed = rest.partition("+")
    try:
        raw = base64.b64decode(packed, validate=True)
    except binascii.Error as error:
        raise BadNote("a vkey ends in base64") from error
    if not _NAME.fullmatch(name) or len(raw) != 33 or raw[0] not in (ED25519, COSIGNATURE):
        raise BadNote("not the vkey of an Ed25519 key")
    key = NoteKey(name, raw[1:], raw[0])
    if key.key_hash.hex() != hash_hex:
        raise BadNote("the hash in the vkey is another key's")
    return key


def sign(text: str, *, name: str, key: Ed25519PrivateKey) -> str:
    """Return `text` as a note signed by the key of that name.

    :raises BadNote: the text does not end with a newline, or holds what a note may not.
    """
    require_text(text)
    if not _NAME.fullmatch(name):
        raise BadNote("a key's name has neither spaces nor plus signs")
    return f"{text}\n{signature_line(text, name=name, key=key)}"


class NoteSigner(Protocol):
    """Whoever holds a key that signs notes: a file in the signing process, a module of hardware, a test."""

    @property
    def key(self) -> NoteKey:
        """Return the public half."""
        ...

    def line(self, text: str) -> str:
        """Return the signature line over `text`."""
        ...


@dataclass(frozen=True)
class KeyInHand:
    """A signer of notes whose private half is in this process."""

    name: str
    private: Ed25519PrivateKey

    @property
    def key(self) -> NoteKey:
        """Return the public half."""
        return NoteKey(self.name, self.private.public_key().public_bytes_raw())

    def line(self, text: str) -> str:
        """Return the signature line over `text`."""
        return signature_line(text, name=self.name, key=self.private)


def signature_line(text: str, *, name: str, key: Ed25519PrivateKey) -> str:
    """Return the line by which a key of that name signs `text`."""
    public = NoteKey(name, key.public_key().public_bytes_raw())
    packed = base64.b64encode(public.key_hash + key.sign(text.encode())).decode()
    return f"{DASH}{name} {packed}\n"


def require_text(text: str) -> None:
    """Refuse a text that a note may not carry.

    :raises BadNote: no newline at its end, or control characters.
    """
    if not text.endswith("\n"):
        raise BadNote("the text of a note ends with a newline")
    if any(ord(char) < 0x20 and char != "\n" for char in text):
        raise BadNote("a control character")


@dataclass(frozen=True)
class Note:
    """A note taken apart: nothing of it is believed until `verify`. `signatures` are name, key hash, signature."""

    text: str
    signatures: tuple[tuple[str, bytes, bytes], ...]


def parse(note: str) -> Note:
    """Take a note apart.

    :raises BadNote: it is too long, has no signature, or a line that is none.
    """
    if len(note.encode()) > MAX_BYTES:
        raise BadNote("longer than any note")
    text, gap, tail = note.rpartition("\n\n")
    if not gap or not tail.endswith("\n"):
        raise BadNote("no signatures after an empty line")
    text += "\n"
    require_text(text)
    lines = tail.split("\n")[:-1]
    if not 1 <= len(lines) <= MAX_SIGNATURES:
        raise BadNote("no signature, or too many")
    return Note(text, tuple(_signature(line) for line in lines))


def _signature(line: str) -> tuple[str, bytes, bytes]:
    if not line.startswith(DASH):
        raise BadNote("a line after the text that is no signature")
    name, space, packed = line.removeprefix(DASH).partition(" ")
    try:
        raw = base64.b64decode(packed, validate=True)
    except binascii.Error as error:
        raise BadNote("a signature is base64") from error
    if not space or not _NAME.fullmatch(name) or len(raw) < 5 or base64.b64encode(raw).decode() != packed:
        raise BadNote("a line after the text that is no signature")
    return name, raw[:4], raw[4:]


def verify(note: str, *, key: NoteKey) -> str:
    """Return the text of a note that this key signed.

    :raises BadNote: it is no note, this key did not sign it, or its signature does not hold.
    """
    parsed = parse(note)
    mine = [
        signature
        for name, key_hash, signature in parsed.signatures
        if (name, key_hash) == (key.name, key.key_hash)
    ]
    if not mine:
        raise BadNote("this key did not sign the note")
    public = Ed25519PublicKey.from_public_bytes(key.public)
    for signature in mine:
        try:
            public.verify(signature, parsed.text.encode())
        except InvalidSignature as error:
            raise BadNote("the signature does not hold") from error
    return parsed.text
