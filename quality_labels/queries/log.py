"""What the log says of a leaf."""

from __future__ import annotations

from quality_labels.log import checkpoints, merkle, tree
from quality_labels.models import Checkpoint, Label, LogEntry


def current_checkpoint() -> Checkpoint | None:
    """Return the newest checkpoint, None before the first."""
    return Checkpoint.objects.order_by("size").last()


def served_note(checkpoint: Checkpoint) -> str:
    """Return a checkpoint as it is served: with the lines of the witnesses who cosigned it."""
    return checkpoint.note + "".join(checkpoint.cosignatures.values_list("line", flat=True))


def is_published(label: Label) -> bool:
    """Tell whether a signed checkpoint covers the leaf of a label; before that, nothing of it is printed."""
    entry = label.log_entry
    newest = current_checkpoint()
    return (
        entry is not None
        and entry.position is not None
        and newest is not None
        and entry.position < newest.size
    )


def proof_of(leaf_hash: str) -> str | None:
    """Return the proof to carry for a leaf (tlog-proof), None when no checkpoint covers such a leaf."""
    newest = current_checkpoint()
    if newest is None:
        return None
    places = LogEntry.objects.filter(leaf_hash=leaf_hash, position__lt=newest.size)
    index = places.order_by("position").values_list("position", flat=True).first()
    if index is None:
        return None
    hashes = merkle.inclusion_proof(index, newest.size, tree.subtree)
    return checkpoints.write_proof(index=index, proof=hashes, checkpoint=served_note(newest))
