"""The private halves of the keys: files that the signing process alone may read."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.utils.translation import gettext as _

from quality_labels.models import (
    SigningKey,
)
from quality_labels.refusals import NoSigningKey
from shops.models import Body

KID_BYTES = 4


def make_label_key(
    *, centre: Body, use_from_at: datetime, use_until_at: datetime, now: datetime
) -> SigningKey:
    """Make a centre's label key for a time: the private half in a file only this account reads, the public in a row.

    The file is written first: a row whose key is lost could not sign, a file without a row signs nothing.
    """
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    kid = hashlib.sha256(public).digest()[:KID_BYTES]
    path = key_path(kid.hex())
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(pem)
        out.flush()
        os.fsync(out.fileno())
    return SigningKey.objects.create(
        kid=kid.hex(),
        centre=centre,
        public_key=public.hex(),
        use_from_at=use_from_at,
        use_until_at=use_until_at,
        created_at=now,
    )


def key_path(kid: str) -> Path:
    """Return where the private half of a key lies until a signing process of its own holds it."""
    return Path(settings.LABEL_KEY_DIR) / f"label-{kid}.pem"


def private_key(key: SigningKey) -> Ed25519PrivateKey:
    """Return the private half of a key.

    :raises NoSigningKey: its file is not on this machine, or holds something else.
    """
    try:
        pem = key_path(key.kid).read_bytes()
    except OSError as error:
        raise NoSigningKey(_("The file of the signing key is not on this machine.")) from error
    private = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(private, Ed25519PrivateKey):
        raise NoSigningKey(_("The file of the signing key holds another kind of key."))
    return private
