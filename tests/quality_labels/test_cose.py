"""The envelope and its signature: public vectors, every bit flip, every other shape."""

import re

import pytest
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from quality_labels import cbor, cose, payload
from tests.quality_labels import vectors
from tests.quality_labels.test_payload import RECOMMENDED

# RFC 8032, section 7.1, tests 1 to 3: secret key, public key, message, signature.
RFC_8032 = [
    (
        "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
        "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a",
        "",
        "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b",
    ),
    (
        "4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb",
        "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c",
        "72",
        "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00",
    ),
    (
        "c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7",
        "fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025",
        "af82",
        "6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a",
    ),
]  # fmt: skip
KEY = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(RFC_8032[0][0]))
KID = bytes.fromhex("0a0b0c0d")


def _label(algorithm: int = cose.ED25519) -> bytes:
    protected = cbor.encode({1: algorithm, 4: KID})
    body = payload.encode(RECOMMENDED)
    return cbor.encode(cbor.tagged(18, [protected, {}, body, KEY.sign(cose.to_be_signed(protected, body))]))


def _accepted(blob: bytes) -> bool:
    try:
        cose.verify(cose.parse(blob), key=KEY.public_key())
    except (cose.BadEnvelope, cose.BadSignature):
        return False
    return True


@pytest.mark.parametrize(("secret", "public", "message", "signature"), RFC_8032)
def test_ed25519_gives_the_signatures_of_the_rfc(
    secret: str, public: str, message: str, signature: str
) -> None:
    key = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(secret))

    assert key.public_key().public_bytes_raw().hex() == public
    assert key.sign(bytes.fromhex(message)).hex() == signature


def test_ed25519_passes_every_wycheproof_case() -> None:
    document = vectors.load("wycheproof/ed25519_test.json")
    wrong, seen = [], 0

    for group in document["testGroups"]:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(group["publicKey"]["pk"]))
        for case in group["tests"]:
            seen += 1
            try:
                key.verify(bytes.fromhex(case["sig"]), bytes.fromhex(case["msg"]))
                verified = True
            except InvalidSignature:
                verified = False
            if verified != (case["result"] == "valid"):
                wrong.append(case["tcId"])

    assert seen == document["numberOfTests"]
    assert wrong == []


def test_signature_covers_the_bytes_of_the_cose_working_group_example() -> None:
    example = vectors.load("cose/eddsa-sig-01.json")
    outer = cbor.decode(bytes.fromhex(example["output"]["cbor"]))
    assert isinstance(outer, cbor.Tagged)
    assert isinstance(outer.value, list)
    protected, _unprotected, body, signature = outer.value
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(example["input"]["sign0"]["key"]["x_hex"]))
    envelope = cose.Envelope(-8, b"11", protected, body, signature)

    cose.verify(envelope, key=public)

    assert cose.to_be_signed(protected, body).hex().upper() == example["intermediates"]["ToBeSign_hex"]


@pytest.mark.parametrize("name", ["cose/eddsa-sig-01.json", "cose/eddsa-sig-02.json"])
def test_parse_refuses_the_wider_shapes_of_the_working_group_examples(name: str) -> None:
    blob = bytes.fromhex(vectors.load(name)["output"]["cbor"])

    with pytest.raises(cose.BadEnvelope):
        cose.parse(blob)


def test_signed_label_verifies_with_its_key_only() -> None:
    blob = cose.sign(payload.encode(RECOMMENDED), kid=KID, key=KEY)
    envelope = cose.parse(blob)

    cose.verify(envelope, key=KEY.public_key())

    assert (envelope.algorithm, envelope.kid) == (-19, KID)
    assert payload.decode(envelope.payload) == RECOMMENDED
    with pytest.raises(cose.BadSignature):
        cose.verify(envelope, key=Ed25519PrivateKey.generate().public_key())


def test_both_names_of_ed25519_are_read_and_the_new_one_written() -> None:
    assert _accepted(_label(cose.ED25519))
    assert _accepted(_label(cose.EDDSA))
    assert cose.sign(payload.encode(RECOMMENDED), kid=KID, key=KEY) == _label(cose.ED25519)


def test_every_single_bit_flip_of_a_label_is_refused() -> None:
    blob = _label()
    flipped = (
        bytes([*blob[:at], blob[at] ^ (1 << bit), *blob[at + 1 :]])
        for at in range(len(blob))
        for bit in range(8)
    )

    accepted = [changed for changed in flipped if _accepted(changed)]

    assert _accepted(blob)
    assert accepted == []


def test_every_cut_and_every_extra_byte_is_refused() -> None:
    blob = _label()
    changed = [blob[:length] for length in range(len(blob))] + [blob + b"\x00", b"\x00" + blob]

    assert [part for part in changed if _accepted(part)] == []


def _reshaped(header: dict[object, object] | None = None, **parts: object) -> bytes:
    protected = cbor.encode({1: -19, 4: KID} if header is None else header)
    body = payload.encode(RECOMMENDED)
    signature = parts.get("signature", KEY.sign(cose.to_be_signed(protected, body)))
    inner = parts.get("inner", [protected, parts.get("unprotected", {}), body, signature])
    return cbor.encode(cbor.tagged(int(str(parts.get("tag", 18))), inner))


@pytest.mark.parametrize(
    ("blob", "why"),
    [
        (_reshaped({1: -7, 4: KID}), "not Ed25519"),
        (_reshaped({1: -19, 4: b"long kid"}), "4 bytes"),
        (_reshaped({1: -19}), "missing header"),
        (_reshaped({1: -19, 3: 0, 4: KID}), "unknown"),
        (_reshaped(unprotected={4: KID}), "outside the signature"),
        (_reshaped(tag=98), "not a COSE_Sign1"),
        (_reshaped(signature=b"\x00" * 63), "64 bytes"),
        (_reshaped(inner=[b"", {}, b""]), "four parts"),
        (_reshaped(inner=7), "four parts"),
        (_label() + b"\x00" * 200, "longer than any label"),
        (b"\x00", "not a COSE_Sign1"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_parse_refuses_any_other_shape(blob: bytes, why: str) -> None:
    with pytest.raises(cose.BadEnvelope, match=re.escape(why)):
        cose.parse(blob)
