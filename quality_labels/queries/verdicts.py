"""What a number says when it is checked here."""

from __future__ import annotations

from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from marketplace.prepared import Prepared
from quality_labels import carrier, cbor, cose, payload, schemes, serial
from quality_labels.models import Label, SigningKey
from quality_labels.states import KeyState, Outcome


@dataclass(frozen=True)
class Verdict:
    """What a number says when checked here. `claims` are only there when the signature is good."""

    outcome: Outcome
    label: Label | None = None
    claims: payload.Claims | None = None


def verify(digits: str) -> Verdict:
    """Judge the digits of a QR, or a typed serial.

    A QR is genuine when a key of the directory signed these bytes within its time and they are the ones on record.
    A typed serial is never genuine: anybody can copy twenty digits, so it only says that a record exists.
    """
    if len(digits) >= carrier.SHORTEST_LABEL:
        return _verify_qr(digits)
    label = _recorded(digits) if serial.is_valid(digits) else None
    return Verdict(Outcome.RECORD_EXISTS, label) if label else Verdict(Outcome.UNKNOWN)


def _verify_qr(digits: str) -> Verdict:
    try:
        blob = carrier.bytes_of(digits)
        envelope = cose.parse(blob)
        claims = payload.decode(envelope.payload)
        key = SigningKey.objects.filter(kid=envelope.kid.hex()).first()
        if key is None:
            return Verdict(Outcome.UNKNOWN)
        cose.verify(envelope, key=Ed25519PublicKey.from_public_bytes(bytes.fromhex(key.public_key)))
    except (
        carrier.BadCarrier,
        cbor.NotCanonical,
        cose.BadEnvelope,
        cose.BadSignature,
        payload.BadPayload,
    ):
        return Verdict(Outcome.ALTERED)
    label = _recorded(claims.serial)
    if key.state == KeyState.COMPROMISED and not _logged_in_time(label, key):
        return Verdict(Outcome.KEY_REVOKED, claims=claims)
    if label is None or bytes(label.cose) != blob or not key.may_sign_at(claims.issued_at):
        return Verdict(Outcome.NOT_RECORDED, claims=claims)
    return Verdict(Outcome.GENUINE, label, claims)


def _logged_in_time(label: Label | None, key: SigningKey) -> bool:
    """Tell whether the log held a label before its key left its owner's hands: a thief can write any date on one."""
    entry = label.log_entry if label is not None else None
    return entry is not None and entry.position is not None and entry.position < (key.log_size_then or 0)


_RECORDED = Prepared(
    Label,
    lambda serial: (
        Label.objects.filter(serial=serial)
        .select_related("product", "centre", "scheme_version")
        .only(
            *(
                "serial",
                "public_id",
                "grade",
                "cose",
                "state",
                "signed_at",
                "scheme_version__document",
                "product__slug",
            ),
            *(f"centre__name_{code}" for code in schemes.LANGUAGES),
        )
        .order_by()
    ),
    serial=str,
)


def _recorded(digits: str) -> Label | None:
    return _RECORDED.first(serial=digits)
