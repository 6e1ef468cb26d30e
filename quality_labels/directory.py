"""The directory of keys: which key signs what, since when, and whether it is still trusted; signed by the root key.

    <stamp host>/keys
    version <n>
    issued <unix time>
    key <kid> <purpose> <public key> <from> <until> <state> <centre no or -> <compromised at or -> <log size then or ->

one `key` line for each key, by kid, as the text of a signed note (quality_labels/log/notes.py) of "<stamp host>/root".
It is all that a verifier without a network believes besides the root key itself.
Source: docs/quality-labels.md, R201 to R205.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from quality_labels.states import KeyPurpose, KeyState

_LINE = re.compile(
    r"key ([0-9a-f]{8}) ([a-z]+) ([0-9a-f]{64}) (\d+) (\d+) ([a-z]+) (\d{2}|-) (\d+|-) (\d+|-)", re.ASCII
)


class BadDirectory(ValueError):
    """The text is no directory of keys; the text of the error says which line."""


@dataclass(frozen=True)
class Key:
    """A line of the directory. Times are whole seconds since 1970, UTC; `centre` is empty for keys of the house."""

    kid: str
    purpose: str
    public_key: str
    use_from: int
    use_until: int
    state: str
    centre: str = ""
    compromised_at: int | None = None
    log_size_then: int | None = None


@dataclass(frozen=True)
class Directory:
    """All keys, as the holders of the root key signed them."""

    host: str
    version: int
    issued: int
    keys: tuple[Key, ...]


def write(directory: Directory) -> str:
    """Return the text that the root key signs."""
    head = f"{directory.host}/keys\nversion {directory.version}\nissued {directory.issued}\n"
    return head + "".join(_write_key(key) for key in sorted(directory.keys, key=lambda key: key.kid))


def read(text: str) -> Directory:
    """Return the directory of a text whose signature was checked.

    :raises BadDirectory: it is written in any other way than `write` writes it.
    """
    lines = text.split("\n")
    head = re.fullmatch(r"(\S+)/keys\nversion (\d+)\nissued (\d+)", "\n".join(lines[:3]), re.ASCII)
    if head is None:
        raise BadDirectory("the first three lines")
    keys = tuple(_read_key(line) for line in lines[3:-1])
    found = Directory(head[1], int(head[2]), int(head[3]), keys)
    if write(found) != text or len({key.kid for key in keys}) != len(keys):
        raise BadDirectory("another spelling, order or a key twice")
    return found


def _write_key(key: Key) -> str:
    rest = " ".join("-" if value is None else str(value) for value in (key.compromised_at, key.log_size_then))
    return (
        f"key {key.kid} {key.purpose} {key.public_key} {key.use_from} {key.use_until} {key.state}"
        f" {key.centre or '-'} {rest}\n"
    )


def _read_key(line: str) -> Key:
    match = _LINE.fullmatch(line)
    if match is None or match[2] not in KeyPurpose.values or match[6] not in KeyState.values:
        raise BadDirectory(line)
    kid, purpose, public_key, use_from, use_until, state, centre, at, size = match.groups()
    return Key(
        kid=kid,
        purpose=purpose,
        public_key=public_key,
        use_from=int(use_from),
        use_until=int(use_until),
        state=state,
        centre="" if centre == "-" else centre,
        compromised_at=None if at == "-" else int(at),
        log_size_then=None if size == "-" else int(size),
    )
