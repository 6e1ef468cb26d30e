"""A label's envelope: COSE_Sign1 (RFC 9052) with Ed25519, in the one shape that labels have.

    18([ << {1: -19, 4: kid of 4 bytes} >>, {}, << claims >>, signature of 64 bytes ])

RFC 9864 names Ed25519 as algorithm -19 and deprecates the older -8; -19 is written, both are read. Every
header is protected and no other header is accepted, so nothing in a label is outside its signature.
Source: docs/quality-labels.md, R16.
"""

from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from quality_labels import cbor

COSE_SIGN1 = 18
ALGORITHM, KEY_ID = 1, 4
ED25519, EDDSA = -19, -8
KID_BYTES, SIGNATURE_BYTES = 4, 64
MAX_BYTES = 290  # 700 decimal digits: far above the 175 bytes of the fullest label


class BadEnvelope(ValueError):
    """The bytes are not a label's COSE_Sign1; the text says why."""


class BadSignature(ValueError):
    """The envelope is whole, and this key did not sign these bytes."""


@dataclass(frozen=True)
class Envelope:
    """A label taken apart, nothing of it believed yet: call `verify` before reading the payload."""

    algorithm: int
    kid: bytes
    protected: bytes
    payload: bytes
    signature: bytes


def to_be_signed(protected: bytes, payload: bytes) -> bytes:
    """Return the bytes a COSE_Sign1 signature covers (RFC 9052 section 4.4, no external data)."""
    return cbor.encode(["Signature1", protected, b"", payload])


def sign(payload: bytes, *, kid: bytes, key: Ed25519PrivateKey) -> bytes:
    """Wrap and sign a payload; the result is what the QR carries."""
    if len(kid) != KID_BYTES:
        raise BadEnvelope("a key id has 4 bytes")
    protected = cbor.encode({ALGORITHM: ED25519, KEY_ID: kid})
    signature = key.sign(to_be_signed(protected, payload))
    return cbor.encode(cbor.tagged(COSE_SIGN1, [protected, {}, payload, signature]))


def parse(blob: bytes) -> Envelope:
    """Take a label apart without believing it.

    :raises BadEnvelope: too long, not canonical CBOR, or any header, length or tag that labels do not have.
    """
    if len(blob) > MAX_BYTES:
        raise BadEnvelope("longer than any label")
    try:
        outer = cbor.decode(blob)
        if not isinstance(outer, cbor.Tagged) or outer.tag != COSE_SIGN1:
            raise BadEnvelope("not a COSE_Sign1")
        match outer.value:
            case [bytes(protected), {**unprotected}, bytes(payload), bytes(signature)]:
                header = cbor.decode(protected)
            case _:
                raise BadEnvelope("not the four parts of a COSE_Sign1")
    except cbor.NotCanonical as error:
        raise BadEnvelope(str(error)) from error
    if unprotected:
        raise BadEnvelope("a header outside the signature")
    if not isinstance(header, dict) or set(header) != {ALGORITHM, KEY_ID}:
        raise BadEnvelope("an unknown or missing header")
    algorithm, kid = header[ALGORITHM], header[KEY_ID]
    if algorithm not in (ED25519, EDDSA):
        raise BadEnvelope("an algorithm that is not Ed25519")
    if not isinstance(kid, bytes) or len(kid) != KID_BYTES:
        raise BadEnvelope("a key id has 4 bytes")
    if len(signature) != SIGNATURE_BYTES:
        raise BadEnvelope("a signature has 64 bytes")
    return Envelope(algorithm, kid, protected, payload, signature)


def verify(envelope: Envelope, *, key: Ed25519PublicKey) -> None:
    """Check that this key signed this envelope.

    :raises BadSignature: it did not.
    """
    try:
        key.verify(envelope.signature, to_be_signed(envelope.protected, envelope.payload))
    except InvalidSignature as error:
        raise BadSignature("not signed by this key") from error
