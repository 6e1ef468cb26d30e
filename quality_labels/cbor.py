"""Deterministic CBOR (RFC 8949 section 4.2), written by cbor2 and read by a strict reader of our own.

A general CBOR reader accepts many spellings of one value: longer lengths than needed, chunks, repeated
keys, bytes left over. Each is a way to make two verifiers disagree about one label, so this reader knows
one spelling only and refuses the rest. It reads what a label is made of and nothing else: integers, byte
strings, text, arrays, maps and the tag 18. No floats, no simple values, no other tags.
Source: docs/quality-labels.md, R16.
"""

from dataclasses import dataclass

import cbor2

MAX_DEPTH = 5
UINT, NEGATIVE, BYTES, TEXT, ARRAY, MAP, TAG = range(7)


@dataclass(frozen=True)
class Tagged:
    """A tagged value; the only tag a label knows is 18 (COSE_Sign1)."""

    tag: int
    value: object


class NotCanonical(ValueError):
    """The bytes are not the one accepted spelling of a value; the text says which rule they break."""


def encode(value: object) -> bytes:
    """Write a value in its one deterministic spelling."""
    return cbor2.dumps(_ordered(value))


def tagged(tag: int, value: object) -> cbor2.CBORTag:
    """Mark a value with a tag, for `encode`."""
    return cbor2.CBORTag(tag, value)


def decode(blob: bytes) -> object:
    """Read exactly one value that fills `blob` to its last byte.

    :raises NotCanonical: anything but the shortest, definite, sorted, unrepeated spelling.
    """
    value, end = _read(blob, 0, MAX_DEPTH)
    if end != len(blob):
        raise NotCanonical("bytes left over after the value")
    return value


def _ordered(value: object) -> object:
    """Put the keys of every map in the order of their bytes; cbor2's own order is the older RFC 7049's."""
    match value:
        case dict():
            return {key: _ordered(value[key]) for key in sorted(value, key=cbor2.dumps)}
        case list():
            return [_ordered(item) for item in value]
        case cbor2.CBORTag():
            return cbor2.CBORTag(value.tag, _ordered(value.value))
        case _:
            return value


def _read(blob: bytes, at: int, depth: int) -> tuple[object, int]:
    if depth == 0:
        raise NotCanonical("nested too deep")
    major, argument, at = _read_head(blob, at)
    if major == UINT:
        return argument, at
    if major == NEGATIVE:
        return -1 - argument, at
    if major in (BYTES, TEXT):
        return _read_string(blob, at, argument, is_text=major == TEXT)
    if major == ARRAY:
        return _read_array(blob, at, argument, depth)
    if major == MAP:
        return _read_map(blob, at, argument, depth)
    if major == TAG:
        value, at = _read(blob, at, depth - 1)
        return Tagged(argument, value), at
    raise NotCanonical("a kind of value that labels do not use")


def _read_head(blob: bytes, at: int) -> tuple[int, int, int]:
    """Read the type and the argument of the value at `at`; return them and where its content starts."""
    if at >= len(blob):
        raise NotCanonical("cut short")
    major, low = blob[at] >> 5, blob[at] & 0x1F
    at += 1
    if low < 24:
        return major, low, at
    if low > 27:
        raise NotCanonical("indefinite length or reserved head")
    width = 1 << (low - 24)
    if at + width > len(blob):
        raise NotCanonical("cut short")
    argument = int.from_bytes(blob[at : at + width], "big")
    smallest = 24 if width == 1 else 1 << (8 * (width // 2))
    if argument < smallest:
        raise NotCanonical("a number written longer than needed")
    return major, argument, at + width


def _read_string(blob: bytes, at: int, length: int, *, is_text: bool) -> tuple[bytes | str, int]:
    end = at + length
    if end > len(blob):
        raise NotCanonical("cut short")
    raw = blob[at:end]
    if not is_text:
        return raw, end
    try:
        return raw.decode("utf-8"), end
    except UnicodeDecodeError as error:
        raise NotCanonical("text that is not UTF-8") from error


def _read_array(blob: bytes, at: int, length: int, depth: int) -> tuple[list[object], int]:
    items: list[object] = []
    for _position in range(min(length, len(blob) + 1)):  # every item takes a byte: a huge length ends early
        item, at = _read(blob, at, depth - 1)
        items.append(item)
    return items, at


def _read_map(blob: bytes, at: int, length: int, depth: int) -> tuple[dict[object, object], int]:
    pairs: dict[object, object] = {}
    previous = b""
    for _position in range(min(length, len(blob) + 1)):
        start = at
        key, at = _read(blob, at, depth - 1)
        if not isinstance(key, (int, str, bytes)):
            raise NotCanonical("a key that is neither a number nor a string")
        spelled = blob[start:at]
        if spelled <= previous:
            raise NotCanonical("keys repeated or out of order")
        previous = spelled
        pairs[key], at = _read(blob, at, depth - 1)
    return pairs, at
