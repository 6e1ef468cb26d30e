"""Which key signs, and what is told of all keys."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db.models import QuerySet

from quality_labels import directory
from quality_labels.log import notes
from quality_labels.models import KeyDirectory, SigningKey, StatusListVersion
from quality_labels.states import KeyPurpose, KeyState
from shops.models import Body


def signing_key(centre: Body, *, at: datetime) -> SigningKey | None:
    """Return the key with which a centre signs labels at a moment: the newest that may."""
    return _in_use(KeyPurpose.LABEL, at).filter(centre=centre).first()


def house_key(purpose: KeyPurpose, *, at: datetime) -> SigningKey | None:
    """Return the key with which the house signs its log or its status list at a moment."""
    return _in_use(purpose, at).first()


def _in_use(purpose: KeyPurpose, at: datetime) -> QuerySet[SigningKey]:
    keys = SigningKey.objects.filter(
        purpose=purpose, state=KeyState.ACTIVE, use_from_at__lte=at, use_until_at__gt=at
    )
    return keys.order_by("-use_from_at", "-pk")


def root_name() -> str:
    """Return the name of the root key."""
    return f"{settings.STAMP_HOST.lower()}/root"


def root_key() -> notes.NoteKey | None:
    """Return the public half of the root key, None on a house that has none yet."""
    try:
        return notes.read_vkey(Path(settings.ROOT_KEY).read_text("ascii"))
    except FileNotFoundError:
        return None


def key_directory() -> KeyDirectory | None:
    """Return the directory of keys that holds, None before the first."""
    return KeyDirectory.objects.order_by("version").last()


def is_told_of(key: SigningKey) -> bool:
    """Tell whether the directory of keys names a key, so that whoever verifies offline knows it; before the first
    directory every key counts as told of.
    """
    newest = key_directory()
    return newest is None or f"\nkey {key.kid} " in newest.note


def status_list() -> StatusListVersion | None:
    """Return the newest signed status list, None before the first."""
    return StatusListVersion.objects.order_by("pk").last()


def directory_to_sign(*, now: datetime) -> str:
    """Return the text of the next directory of keys, for the holders of the root key to read and sign."""
    last = key_directory()
    rows = SigningKey.objects.select_related("centre").order_by("kid")
    return directory.write(
        directory.Directory(
            host=settings.STAMP_HOST.lower(),
            version=last.version + 1 if last else 1,
            issued=int(now.timestamp()),
            keys=tuple(_line(row) for row in rows),
        )
    )


def _line(row: SigningKey) -> directory.Key:
    return directory.Key(
        kid=row.kid,
        purpose=row.purpose,
        public_key=row.public_key,
        use_from=int(row.use_from_at.timestamp()),
        use_until=int(row.use_until_at.timestamp()),
        state=row.state,
        centre=f"{row.centre.number:02d}" if row.centre and row.centre.number is not None else "",
        compromised_at=int(row.compromised_at.timestamp()) if row.compromised_at else None,
        log_size_then=row.log_size_then,
    )
