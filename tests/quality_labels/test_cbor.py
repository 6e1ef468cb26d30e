"""The strict reader of CBOR: RFC 8949 examples are read, every other spelling of them is refused."""

import cbor2
import pytest
from hypothesis import given
from hypothesis import strategies as st

from quality_labels import cbor

# RFC 8949, appendix A: the examples made of what a label is made of.
EXAMPLES = [
    ("00", 0),
    ("17", 23),
    ("1818", 24),
    ("1903e8", 1000),
    ("1a000f4240", 1000000),
    ("1b000000e8d4a51000", 1000000000000),
    ("20", -1),
    ("3903e7", -1000),
    ("4401020304", b"\x01\x02\x03\x04"),
    ("62c3bc", "\u00fc"),
    ("83010203", [1, 2, 3]),
    ("a201020304", {1: 2, 3: 4}),
    ("826161a161626163", ["a", {"b": "c"}]),
]

REFUSED = {
    "a number in two bytes that fits one": "1817",
    "a number in three bytes that fits two": "190018",
    "a number in five bytes that fits three": "1a00000001",
    "a number in nine bytes that fits five": "1b00000000ffffffff",
    "a length in two bytes that fits one": "580101",
    "a byte string in chunks": "5f42010243030405ff",
    "an array without length": "9f0102ff",
    "a map without length": "bf0102ff",
    "a repeated key": "a201020103",
    "keys out of order": "a203040102",
    "bytes left over": "0000",
    "nothing": "",
    "cut short in a head": "19",
    "cut short in a string": "4401",
    "cut short in an array": "8301",
    "a huge length": "5bffffffffffffffff",
    "a huge array": "9bffffffffffffffff",
    "a reserved head": "1c",
    "a float": "fb3ff199999999999a",
    "a simple value": "f5",
    "text that is not UTF-8": "62c328",
    "a key that is an array": "a18001",
    "nested too deep": "818181818181818100",
}


@pytest.mark.parametrize(("spelled", "value"), EXAMPLES)
def test_decode_reads_the_examples_of_the_rfc(spelled: str, value: object) -> None:
    assert cbor.decode(bytes.fromhex(spelled)) == value
    assert cbor.encode(value).hex() == spelled


@pytest.mark.parametrize("spelled", REFUSED.values(), ids=REFUSED.keys())
def test_decode_refuses_other_spellings(spelled: str) -> None:
    with pytest.raises(cbor.NotCanonical):
        cbor.decode(bytes.fromhex(spelled))


def test_encode_sorts_keys_by_their_bytes_not_by_their_length() -> None:
    # RFC 8949 section 4.2.1 gives this order: 10, 100, -1, "z", "aa".
    spelled = cbor.encode({"aa": 0, -1: 0, "z": 0, 100: 0, 10: 0})

    assert spelled.hex() == "a5" "0a00" "186400" "2000" "617a00" "62616100"  # fmt: skip


@given(st.binary(max_size=60))
def test_decode_accepts_only_what_encodes_back_to_the_same_bytes(blob: bytes) -> None:
    try:
        value = cbor.decode(blob)
    except cbor.NotCanonical:
        return

    spelled = cbor.encode(_for_cbor2(value))

    assert spelled == blob


def _for_cbor2(value: object) -> object:
    match value:
        case cbor.Tagged(tag, inner):
            return cbor2.CBORTag(tag, _for_cbor2(inner))
        case list():
            return [_for_cbor2(item) for item in value]
        case dict():
            return {key: _for_cbor2(item) for key, item in value.items()}
        case _:
            return value
