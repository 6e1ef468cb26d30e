"""What becomes of keys: they are told of by the root key, end, or leave their owner's hands."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from marketplace.locks import lock_name
from quality_labels import directory, queries
from quality_labels.log import leaves, notes
from quality_labels.models import Checkpoint, KeyDirectory, SigningKey
from quality_labels.refusals import BadKeys
from quality_labels.states import KeyPurpose, KeyState, Leaf


@transaction.atomic
def publish_directory(*, note: str, now: datetime) -> KeyDirectory:
    """Make a directory of keys the one that holds, after the holders of the root key signed it.

    :raises BadKeys: the root key did not sign it, it is older than the one that holds, or it tells of other keys than
        there are.
    Source: docs/quality-labels.md, R203.
    """
    lock_name("quality_labels.directory")
    root = queries.root_key()
    if root is None:
        raise BadKeys(_("This house has no root key yet."))
    try:
        told = directory.read(notes.verify(note, key=root))
    except (notes.BadNote, directory.BadDirectory) as error:
        raise BadKeys(
            _("The root key did not sign this directory of keys: %(why)s") % {"why": error}
        ) from error
    last = queries.key_directory()
    if told.host != settings.STAMP_HOST.lower() or told.version != (last.version + 1 if last else 1):
        raise BadKeys(_("This directory of keys is another house's, or does not follow the last one."))
    here = directory.read(queries.directory_to_sign(now=now))
    if told.keys != here.keys:
        raise BadKeys(_("The keys have changed since this directory was written: write it anew."))
    return KeyDirectory.objects.create(version=told.version, note=note, published_at=now)


@transaction.atomic
def retire_key(*, key: SigningKey, now: datetime) -> SigningKey:
    """End a key before its time; what it signed stays valid.

    :raises BadKeys: it has ended already.
    """
    key = SigningKey.objects.select_for_update().get(pk=key.pk)
    if key.state != KeyState.ACTIVE:
        raise BadKeys(_("This key signs no more."))
    key.state = KeyState.RETIRED
    key.use_until_at = max(min(key.use_until_at, now), key.use_from_at)
    if key.use_until_at <= key.use_from_at:
        raise BadKeys(_("This key has not begun to sign."))
    key.save(update_fields=["state", "use_until_at"])
    _tell(key, now, now)
    return key


@transaction.atomic
def revoke_key(*, key: SigningKey, since: datetime, now: datetime) -> SigningKey:
    """Say that a key left its owner's hands at `since`: what it signed later is nobody's.

    A thief can write any date on a label. So from now on a label of this key holds only when the log held it before
    `since`: when its leaf is among those that a checkpoint of that time covers.

    :raises BadKeys: that moment lies in the future, or the key was revoked for an earlier one.
    Source: docs/quality-labels.md, R205.
    """
    key = SigningKey.objects.select_for_update().get(pk=key.pk)
    if since > now:
        raise BadKeys(_("That moment is still to come."))
    if key.state == KeyState.COMPROMISED and key.compromised_at and key.compromised_at <= since:
        raise BadKeys(_("This key was revoked for an earlier moment already."))
    covered = Checkpoint.objects.filter(signed_at__lt=since).order_by("size").last()
    key.state, key.compromised_at = KeyState.COMPROMISED, since
    key.log_size_then = covered.size if covered else 0
    key.save(update_fields=["state", "compromised_at", "log_size_then"])
    _tell(key, since, now)
    return key


def _tell(key: SigningKey, at: datetime, now: datetime) -> None:
    leaf = leaves.key_changed(key.kid, KeyPurpose(key.purpose), KeyState(key.state), at)
    leaves.write(Leaf.KEY, leaf, now=now)
