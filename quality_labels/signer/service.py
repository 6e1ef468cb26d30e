"""What the signing process does each time it looks: sign what was decided, publish the log, tell the states.

It is level-triggered: it looks at the rows, not at messages, so nothing that was decided can be lost on the way.
Source: docs/quality-labels.md, R206 to R211.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import settings
from django.db import transaction

from marketplace.refusal import Refusal
from quality_labels import queries, status_list
from quality_labels.log import leaves, writer
from quality_labels.models import Checkpoint, Label, SigningKey, StatusListVersion
from quality_labels.signer.keyring import log_signer, private_key
from quality_labels.signer.signing import sign
from quality_labels.states import KeyPurpose, Leaf

AT_ONCE = 200
LIST_TTL = timedelta(hours=12)
LIST_LIFE = timedelta(days=30)


@dataclass
class Look:
    """What one look found: how much was signed, the size of the log, and what was set aside with the reason."""

    signed: int = 0
    log_size: int = 0
    set_aside: dict[int, str] = field(default_factory=dict)


def look(*, now: datetime) -> Look:
    """Sign every decision that waits, publish the log, and sign a status list when a state has changed.

    A decision that may not be signed is set aside, with its reason, and holds up no other.

    :raises writer.ForkedLog: the log is not what this process signed last; then nothing at all is signed.
    """
    require_not_set_back()
    done = Look()
    waiting = queries.owed_a_label().order_by("pk")
    for decision in waiting.select_related("decider")[:AT_ONCE]:
        try:
            sign(decision=decision, now=now)
            done.signed += 1
        except Refusal as refusal:
            done.set_aside[decision.pk] = str(refusal)
    refresh_status_list(now=now)
    publish(now=now)
    newest = queries.current_checkpoint()
    done.log_size = newest.size if newest else 0
    return done


def publish(*, now: datetime) -> Checkpoint | None:
    """Publish the log when there is a key for it, and remember what was signed outside the database."""
    key = log_signer(at=now)
    if key is None:
        return None
    checkpoint = writer.publish(key=key, now=now)
    if checkpoint is not None:
        transaction.on_commit(partial(_remember, checkpoint))  # a step that is undone has signed nothing
    return checkpoint


@transaction.atomic
def refresh_status_list(*, now: datetime) -> StatusListVersion | None:
    """Sign the list of all states anew when one has changed or the last one has grown half its time old.

    Returns None when the last one still says it, or no key of the house signs it yet.
    """
    key = queries.house_key(KeyPurpose.STATUS, at=now)
    if key is None:
        return None
    places = Label.objects.values_list("status_idx", "state")
    packed = status_list.pack({index: status_list.STATUS[state] for index, state in places})
    last = queries.status_list()
    if last is not None and now - last.issued_at < LIST_TTL / 2 and _says(last, key, packed):
        return None
    expires_at = now + LIST_LIFE
    token = status_list.write(
        packed,
        subject=f"https://{settings.STAMP_HOST.lower()}/status/1",
        issued_at=now,
        expires_at=expires_at,
        ttl=LIST_TTL,
        kid=bytes.fromhex(key.kid),
        key=private_key(key),
    )
    return StatusListVersion.objects.create(
        token=token,
        sha256=hashlib.sha256(token).hexdigest(),
        issued_at=now,
        expires_at=expires_at,
        log_entry=leaves.write(Leaf.STATUS_LIST, leaves.status_list(token), now=now),
    )


def _says(last: StatusListVersion, key: SigningKey, packed: bytes) -> bool:
    public = Ed25519PublicKey.from_public_bytes(bytes.fromhex(key.public_key))
    try:
        return status_list.read(bytes(last.token), key=public).packed == packed
    except status_list.BadList:
        return False  # by an older key: sign it anew with this one


def require_not_set_back() -> None:
    """Compare the log with what this process signed last, kept in a file beside its keys.

    A backup of the database that is put back has forgotten leaves whose checkpoint is out in the world; to go on from
    there would sign a second root for one size.

    :raises writer.ForkedLog: the last signed checkpoint is not in the database.
    """
    seen = _last_seen()
    if seen is None:
        return
    size, root = seen
    if not Checkpoint.objects.filter(size=size, root=root).exists():
        raise writer.ForkedLog(
            f"a checkpoint of {size} leaves was signed and the database does not know it; see docs/production.md"
        )


def forget_log() -> None:
    """Begin a new log: nothing that was signed before counts. For a demonstration, and for a log of a new name."""
    _seen_path().unlink(missing_ok=True)


def _seen_path() -> Path:
    return Path(settings.LABEL_KEY_DIR) / "log-seen.json"


def _last_seen() -> tuple[int, str] | None:
    try:
        told = json.loads(_seen_path().read_text())
    except FileNotFoundError:
        return None
    return int(told["size"]), str(told["root"])


def _remember(checkpoint: Checkpoint) -> None:
    """Keep size and root after the transaction that signed them, whole or not at all."""
    path = _seen_path()
    fresh = path.with_suffix(".new")
    with fresh.open("w") as out:
        json.dump({"size": checkpoint.size, "root": checkpoint.root}, out)
        out.flush()
        os.fsync(out.fileno())
    fresh.replace(path)
