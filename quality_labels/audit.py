"""What the centre's rows say twice, compared: whoever edits one of them by hand is found out by the other.

Every state is derived anew from its steps, every step from the one before it, every fact on a label from its signed
bytes, the stamp on a piece from its label, and the log from its leaves.
Source: docs/quality-labels.md, R520 and R521.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from catalog.models import Product
from quality_labels import cbor, cose, payload
from quality_labels.log import checkpoints, leaves, merkle, notes
from quality_labels.models import (
    Appeal,
    AppealChange,
    Application,
    ApplicationChange,
    Checkpoint,
    Complaint,
    ComplaintChange,
    Label,
    LabelChange,
    LogEntry,
    Minutes,
    SessionChange,
    SigningKey,
    StampingSession,
)
from quality_labels.models.changes import StampChange
from quality_labels.states import (
    APPEAL_MOVES,
    APPLICATION_MOVES,
    COMPLAINT_MOVES,
    LABEL_MOVES,
    SESSION_MOVES,
    KeyPurpose,
    LabelState,
)

BATCH = 500


def findings() -> Iterator[str]:
    """Yield every difference in a sentence for whoever runs the house; nothing is yielded when all agree."""
    for model in (ApplicationChange, LabelChange, AppealChange, ComplaintChange, SessionChange):
        yield from _broken_chain(model)
    yield from _states(Application, APPLICATION_MOVES)
    yield from _states(Label, LABEL_MOVES)
    yield from _states(Appeal, APPEAL_MOVES)
    yield from _states(Complaint, COMPLAINT_MOVES)
    yield from _states(StampingSession, SESSION_MOVES)
    yield from _minutes()
    yield from _labels()
    yield from _projections()
    yield from log_findings()


def log_findings() -> Iterator[str]:
    """Yield what is wrong with the log: leaves, places, and every root that was ever signed."""
    hashes: list[bytes] = []
    entries = LogEntry.objects.filter(position__isnull=False).order_by("position")
    for place, entry in enumerate(entries.iterator(chunk_size=BATCH)):
        digest = leaves.leaf_hash(bytes(entry.data))
        if entry.position != place:
            yield f"the log has no leaf at {place}"
            return
        if digest.hex() != entry.leaf_hash:
            yield f"leaf {place} of the log is not what its hash says"
        hashes.append(digest)
    keys = [
        notes.NoteKey(checkpoints.origin(), bytes.fromhex(row.public_key))
        for row in SigningKey.objects.filter(purpose=KeyPurpose.LOG)
    ]
    grown = _Grown(hashes)
    for checkpoint in Checkpoint.objects.order_by("size").iterator(chunk_size=BATCH):
        if checkpoint.size > len(hashes):
            yield f"a checkpoint of {checkpoint.size} leaves was signed, and there are {len(hashes)}"
        elif grown.root(checkpoint.size).hex() != checkpoint.root:
            yield f"the first {checkpoint.size} leaves have another root than was signed"
        if not any(_says(checkpoint, key) for key in keys):
            yield f"no key of the log signed the checkpoint of {checkpoint.size} leaves as it stands"


class _Grown:
    """Roots of ever larger beginnings of one list, each leaf hashed once."""

    def __init__(self, hashes: list[bytes]) -> None:
        self.hashes, self.size = hashes, 0
        self.peaks: list[tuple[int, bytes]] = []

    def root(self, size: int) -> bytes:
        for leaf in self.hashes[self.size : size]:
            part = (1, leaf)
            while self.peaks and self.peaks[-1][0] == part[0]:
                part = (2 * part[0], merkle.node(self.peaks.pop()[1], part[1]))
            self.peaks.append(part)
        self.size = size
        return merkle.merged(self.peaks)


def _says(checkpoint: Checkpoint, key: notes.NoteKey) -> bool:
    try:
        head = checkpoints.read(checkpoint.note, key=key)
    except notes.BadNote:
        return False
    return (head.size, head.root.hex()) == (checkpoint.size, checkpoint.root)


def _broken_chain(model: type[StampChange]) -> Iterator[str]:
    last = ""
    for change in model._base_manager.order_by("pk").iterator(chunk_size=BATCH):
        if change.previous_digest != last:
            yield f"a step is missing before {model.__name__} {change.pk}"
        if change.own_digest() != change.digest:
            yield f"{model.__name__} {change.pk} was changed after it was written"
        last = change.digest


def _states(model: Any, moves: Mapping[str, set[str]]) -> Iterator[str]:
    for row in model.objects.prefetch_related("changes").order_by("pk").iterator(chunk_size=BATCH):
        state = ""
        for change in row.changes.all():
            is_legal = change.from_state == state and (
                not state or change.to_state in moves.get(state, set())
            )
            if not is_legal:
                yield f"{model.__name__} {row.pk}: no arrow leads from {state or 'nothing'} to {change.to_state}"
            state = change.to_state
        if row.state != state:
            yield f"{model.__name__} {row.pk} is {row.state}, and its steps say {state or 'nothing'}"


def _minutes() -> Iterator[str]:
    for row in Minutes.objects.prefetch_related("signatures").order_by("pk").iterator(chunk_size=BATCH):
        if hashlib.sha256(bytes(row.pdf)).hexdigest() != row.sha256:
            yield f"Minutes {row.pk} are not the paper that was hashed"
        if any(signature.sha256 != row.sha256 for signature in row.signatures.all()):
            yield f"Minutes {row.pk}: somebody signed another paper"


def _labels() -> Iterator[str]:
    rows = Label.objects.select_related("key", "scheme_version", "log_entry").order_by("pk")
    for label in rows.iterator(chunk_size=BATCH):
        blob = bytes(label.cose)
        try:
            envelope = cose.parse(blob)
            cose.verify(envelope, key=Ed25519PublicKey.from_public_bytes(bytes.fromhex(label.key.public_key)))
            claims = payload.decode(envelope.payload)
        except (cose.BadEnvelope, cose.BadSignature, payload.BadPayload, cbor.NotCanonical) as error:
            yield f"Label {label.pk}: its bytes are not those of a signed label ({error})"
            continue
        signed = (claims.serial, claims.grade, claims.status_idx, claims.scheme_version)
        if signed != (label.serial, label.grade, label.status_idx, label.scheme_version.number):
            yield f"Label {label.pk}: its row says something else than its signed bytes"
        if label.log_entry is not None and bytes(label.log_entry.data) != leaves.issued(blob):
            yield f"Label {label.pk}: the log tells of another label"


def _projections() -> Iterator[str]:
    shown = dict(
        Product.objects.filter(stamp_grade__isnull=False).values_list("stamp_public_id", "stamp_grade")
    )
    held = dict(Label.objects.filter(state=LabelState.ACTIVE).values_list("public_id", "grade"))
    for public_id in sorted(shown.keys() | held.keys()):
        if shown.get(public_id) != held.get(public_id):
            yield (
                f"stamp {public_id}: its piece shows {shown.get(public_id) or 'nothing'},"
                f" its label says {held.get(public_id) or 'nothing'}"
            )
