"""What the processes of race tests run: people of the centre who press at the same moment."""

from __future__ import annotations

import time
from typing import Any
from unittest.mock import patch

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.db import transaction

from catalog.models import Product
from marketplace.accounts.models import User
from quality_labels import actions, queries, signer
from quality_labels.log import leaves, notes, writer
from quality_labels.models import (
    Application,
    Checkpoint,
    Decision,
    Label,
    SessionPiece,
    StampingSession,
)
from quality_labels.signer import keyring, signing
from quality_labels.states import Leaf
from tests.factories import NOW

LOG_KEY = notes.KeyInHand("damgha.dz/log", Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33))))


def decide(application_id: int, decider_id: int, verdict: str) -> dict[str, Any]:
    """Grant or refuse as a decider does."""
    application = Application.objects.get(pk=application_id)
    decider = User.objects.get(pk=decider_id)
    if verdict == "grant":
        decision = actions.grant(application=application, decider=decider, grade=50, now=NOW)
    else:
        decision = actions.refuse(application=application, decider=decider, reasons=["asymmetry"], now=NOW)
    return {"decision": decision.pk}


def decide_unguarded(application_id: int, decider_id: int, verdict: str) -> dict[str, Any]:
    """Move the request with the guard switched off: what was checked before is written without a condition."""
    application = Application.objects.get(pk=application_id)
    if application.state != "evaluated":
        return {"late": True}
    time.sleep(1)
    to = {"grant": "granted", "refuse": "refused"}[verdict]
    with transaction.atomic():
        Application.objects.filter(pk=application_id).update(state=to)
        application.changes.create(from_state="evaluated", to_state=to, by_id=decider_id, at=NOW)
    return {"moved": True}


def sign(decision_id: int) -> dict[str, Any]:
    """Sign the label of a decision."""
    return {"label": signer.sign(decision=Decision.objects.get(pk=decision_id), now=NOW).pk}


def sign_unguarded(decision_id: int) -> dict[str, Any]:
    """Sign without asking whether it was done: only the database stands behind it."""
    decision = Decision.objects.get(pk=decision_id)
    application = decision.application
    key = queries.signing_key(application.centre, at=NOW)
    if key is None:
        raise LookupError("no key")
    label = signing._draw_label(
        decision, application, queries.evaluations_of(application), key, keyring.private_key(key), NOW
    )
    time.sleep(1)
    label.save(force_insert=True)
    return {"label": label.pk, "count": Label.objects.count()}


def ask(product_id: int) -> dict[str, Any]:
    """Ask for a stamp as a shop does."""
    application = actions.submit(product=Product.objects.get(pk=product_id), by=None, now=NOW)
    return {"application": application.pk}


def ask_unguarded(product_id: int) -> dict[str, Any]:
    """Ask with the lock off: whether the photo is another piece's was looked at a moment before."""
    product = Product.objects.get(pk=product_id)
    if queries.piece_with_a_photo_of(product) is not None:
        return {"late": True}
    time.sleep(1)
    with patch.object(queries, "piece_with_a_photo_of", lambda _product: None):
        return ask(product_id)


def announce(session_id: int, application_id: int, by_id: int) -> dict[str, Any]:
    """Announce a piece to a session as a person at the desk does."""
    return _announce(session_id, application_id, by_id)


def announce_late(session_id: int, application_id: int, by_id: int) -> dict[str, Any]:
    """Announce with the answer of a moment ago: the piece was in no session then."""
    if SessionPiece.objects.filter(application=application_id, ending="").exists():
        return {"late": True}
    time.sleep(1)
    return _announce(session_id, application_id, by_id)


def _announce(session_id: int, application_id: int, by_id: int) -> dict[str, Any]:
    (piece,) = actions.announce(
        session=StampingSession.objects.get(pk=session_id),
        applications=[Application.objects.get(pk=application_id)],
        by=User.objects.get(pk=by_id),
        now=NOW,
    )
    return {"piece": piece.pk}


def publish(number: int) -> dict[str, Any]:
    """Write one leaf more, and publish."""
    leaves.write(Leaf.SCHEME, leaves.scheme_adopted(f"{number:064x}"), now=NOW)
    checkpoint = writer.publish(key=LOG_KEY, now=NOW)
    return {"size": checkpoint.size if checkpoint else None}


def publish_unguarded(number: int) -> dict[str, Any]:
    """Publish as two writers would who do not wait for one another: what was read is old when it is written."""
    size = writer._placed()
    time.sleep(1)
    with transaction.atomic():
        writer._place_waiting(size)
        Checkpoint.objects.create(size=size + 40, root="00" * 32, note="", signed_at=NOW)
    return {"size": size + 40}
