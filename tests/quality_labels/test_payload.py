"""What a label says: written in one spelling, read strictly."""

from dataclasses import replace
from datetime import UTC, datetime
from hashlib import sha256

import pytest

from quality_labels import cbor, payload

ISSUED_AT = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
CORE = payload.Claims(
    serial="01261430030423593650",
    issued_at=ISSUED_AT,
    scheme_version=1,
    kind=1,
    grade=50,
    artisan_no=1234,
    status_idx=4321,
)
RECOMMENDED = replace(
    CORE,
    size_mm=(2400, 1500),
    mass_g=14000,
    measures=(82000, 30, 105, 120, 2),
    materials=(1, 2),
    colours=(1, 9),
    photo=sha256(b"front").digest()[:16],
)
FULLEST = replace(
    RECOMMENDED,
    expires_at=datetime(2046, 11, 22, tzinfo=UTC),
    local_name="فاتيس",
    lot=True,
    size_mm=(1, 2, 3),
)


@pytest.mark.parametrize("claims", [CORE, RECOMMENDED, FULLEST], ids=["core", "recommended", "fullest"])
def test_claims_read_back_as_they_were_written(claims: payload.Claims) -> None:
    assert payload.decode(payload.encode(claims)) == claims


def test_core_payload_has_the_bytes_of_the_specification() -> None:
    spelled = payload.encode(CORE).hex()

    # { 6: 1795339800, 7: h'...', -65537: {1: 1, 2: 1, 3: 50, 4: 1234, 5: 4321} }
    assert spelled == (
        "a3" "06" "1a6b02b618" "07" "4811817fede86892b2"
        "3a00010000" "a5" "0101" "0201" "031832" "041904d2" "051910e1"
    )  # fmt: skip


@pytest.mark.parametrize(
    "change",
    [
        {"grade": 55},
        {"size_mm": (1,)},
        {"size_mm": (1, 2, 3, 4)},
        {"colours": (1, 2, 3, 4)},
        {"materials": ()},
        {"photo": b"short"},
        {"local_name": ""},
        {"local_name": "x" * 41},
        {"mass_g": -1},
        {"mass_g": 2**53},
        {"serial": "01261430030423593651"},
    ],
    ids=str,
)
def test_encode_refuses_what_no_reader_would_accept(change: dict[str, object]) -> None:
    with pytest.raises(payload.BadPayload):
        payload.encode(replace(CORE, **change))


@pytest.mark.parametrize(
    ("where", "key", "value"),
    [
        ("outer", 1, "issuer"),
        ("outer", 5, 1),
        ("outer", "x", 1),
        ("facts", 14, 1),
        ("facts", 0, 1),
        ("facts", 13, 2),
        ("facts", 13, 0),
        ("facts", 3, "50"),
        ("facts", 6, 1),
    ],
)
def test_decode_refuses_unknown_keys_and_wrong_values(where: str, key: object, value: object) -> None:
    outer = cbor.decode(payload.encode(CORE))
    assert isinstance(outer, dict)
    (outer if where == "outer" else outer[payload.CLAIMS])[key] = value

    with pytest.raises(payload.BadPayload):
        payload.decode(cbor.encode(outer))


@pytest.mark.parametrize("key", [1, 2, 3, 4, 5])
def test_decode_refuses_a_missing_fact(key: int) -> None:
    outer = cbor.decode(payload.encode(CORE))
    assert isinstance(outer, dict)
    del outer[payload.CLAIMS][key]

    with pytest.raises(payload.BadPayload):
        payload.decode(cbor.encode(outer))
