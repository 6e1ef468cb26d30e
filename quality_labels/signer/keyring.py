"""The private halves of the keys: files that one account reads, one for each key and purpose."""

from __future__ import annotations

import hashlib
import os
from datetime import datetime
from pathlib import Path

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from quality_labels import queries
from quality_labels.log import checkpoints, leaves, notes
from quality_labels.models import SigningKey
from quality_labels.refusals import NoSigningKey
from quality_labels.states import KeyPurpose, KeyState, Leaf
from shops.models import Body

KID_BYTES = 4


def make_key(
    *,
    purpose: KeyPurpose,
    use_from_at: datetime,
    use_until_at: datetime,
    now: datetime,
    centre: Body | None = None,
) -> SigningKey:
    """Make a key for one purpose and a time: the private half in a file only this account reads, the public in a row.

    The file is written first: a row whose key is lost could not sign, a file without a row signs nothing. A label key
    belongs to a centre, the others to the house.
    """
    key = Ed25519PrivateKey.generate()
    public = key.public_key().public_bytes_raw()
    kid = hashlib.sha256(public).digest()[:KID_BYTES].hex()
    write_private(key_path(kid, purpose), key)
    with transaction.atomic():
        leaves.write(Leaf.KEY, leaves.key_changed(kid, purpose, KeyState.ACTIVE, use_from_at), now=now)
        return SigningKey.objects.create(
            kid=kid,
            purpose=purpose,
            centre=centre,
            public_key=public.hex(),
            use_from_at=use_from_at,
            use_until_at=use_until_at,
            created_at=now,
        )


def make_label_key(
    *, centre: Body, use_from_at: datetime, use_until_at: datetime, now: datetime
) -> SigningKey:
    """Make a centre's key for labels."""
    return make_key(
        purpose=KeyPurpose.LABEL, centre=centre, use_from_at=use_from_at, use_until_at=use_until_at, now=now
    )


def make_root(folder: Path) -> notes.NoteKey:
    """Make the root key in a folder: `root.pem` to be carried away, `root.vkey` for everybody.

    :raises FileExistsError: there is one in the folder.
    """
    key = Ed25519PrivateKey.generate()
    write_private(folder / "root.pem", key)
    public = notes.NoteKey(queries.root_name(), key.public_key().public_bytes_raw())
    (folder / "root.vkey").write_text(f"{public.vkey}\n", "ascii")
    return public


def key_path(kid: str, purpose: KeyPurpose | str = KeyPurpose.LABEL) -> Path:
    """Return where the private half of a key lies."""
    return Path(settings.LABEL_KEY_DIR) / f"{KeyPurpose(purpose).value}-{kid}.pem"


def write_private(path: Path, key: Ed25519PrivateKey) -> None:
    """Write a private key into a new file that only this account reads.

    :raises FileExistsError: there is such a file.
    """
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    pem = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
        out.write(pem)
        out.flush()
        os.fsync(out.fileno())


def private_key(key: SigningKey) -> Ed25519PrivateKey:
    """Return the private half of a key.

    :raises NoSigningKey: its file is not on this machine, or holds something else.
    """
    return read_private(key_path(key.kid, key.purpose))


def read_private(path: Path) -> Ed25519PrivateKey:
    """Return the private key of a file.

    :raises NoSigningKey: it is not on this machine, or holds something else.
    """
    try:
        pem = path.read_bytes()
    except OSError as error:
        raise NoSigningKey(_("The file of the signing key is not on this machine.")) from error
    private = serialization.load_pem_private_key(pem, password=None)
    if not isinstance(private, Ed25519PrivateKey):
        raise NoSigningKey(_("The file of the signing key holds another kind of key."))
    return private


def log_signer(*, at: datetime) -> notes.KeyInHand | None:
    """Return what signs the checkpoints of our log at a moment, None before there is a key for it."""
    key = queries.house_key(KeyPurpose.LOG, at=at)
    return notes.KeyInHand(checkpoints.origin(), private_key(key)) if key else None
