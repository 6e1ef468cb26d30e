"""The transparency log: its leaves, and the checkpoints that were signed over them."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from quality_labels.states import Leaf


class LogEntry(models.Model):
    """One leaf. It is written in the transaction of the act it tells of, and gets its place in the log later, by the
    one process that writes the log: `position` is empty until then, and set once (a trigger sees to both).
    """

    kind = models.PositiveSmallIntegerField(choices=Leaf.choices)
    data = models.BinaryField()  # deterministic CBOR, quality_labels/log/leaves.py
    leaf_hash = models.CharField(max_length=64)  # SHA-256(0x00 || data), RFC 6962 section 2.1, hexadecimal
    position = models.PositiveBigIntegerField(null=True, blank=True, unique=True)  # from 0, without a gap
    created_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.position}: {self.leaf_hash[:8]}"


class LogTile(models.Model):
    """A full tile by the hash over its 256 hashes: append-only. With it no root is computed from all leaves."""

    level = models.PositiveSmallIntegerField()  # 0: over leaves; each above over 256 tiles of the one below
    position = models.PositiveBigIntegerField()
    root = models.CharField(max_length=64)

    class Meta:
        ordering = ("level", "position")
        constraints: ClassVar = [models.UniqueConstraint(fields=["level", "position"], name="log_tile_once")]

    def __str__(self) -> str:
        return f"{self.level}/{self.position}"


class Checkpoint(models.Model):
    """A signed statement of the log's size and root: append-only, one root for one size."""

    size = models.PositiveBigIntegerField(unique=True)
    root = models.CharField(max_length=64)
    note = models.TextField()  # C2SP signed note, as served
    signed_at = models.DateTimeField()

    class Meta:
        ordering = ("size",)
        indexes: ClassVar = []

    def __str__(self) -> str:
        return f"{self.size}: {self.root[:8]}"


class Cosignature(models.Model):
    """A witness's word that a checkpoint followed the one before it: append-only."""

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="cosignatures")
    witness = models.CharField(max_length=120)  # the name of its key
    line = models.CharField(max_length=400)  # as it stands under the checkpoint
    cosigned_at = models.DateTimeField()

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["checkpoint", "witness"], name="cosignature_once_per_witness")
        ]

    def __str__(self) -> str:
        return f"{self.witness}: {self.checkpoint_id}"
