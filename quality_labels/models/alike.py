"""Photos that look alike, and who compared the pieces they show."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from quality_labels.models.applications import Application


class PhotoHash(models.Model):
    """The difference hash of a photo of a piece that asks for a stamp, by the SHA-256 of its bytes."""

    sha256 = models.CharField(max_length=64, primary_key=True)
    dhash = models.CharField(max_length=64)

    def __str__(self) -> str:
        return self.sha256[:12]


class AlikePiece(models.Model):
    """That a piece asking for a stamp shows a photo like one of another piece. It waits until somebody compared both.

    `is_another` is what that person said; it is said once (trigger), and no request is accepted before (trigger).
    """

    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="alike")
    other = models.ForeignKey("catalogue.Product", on_delete=models.PROTECT, related_name="+")
    distance = models.PositiveSmallIntegerField()  # bits of 256
    found_at = models.DateTimeField()
    is_another = models.BooleanField(null=True, blank=True)
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    told_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["application", "other"], name="alike_piece_once"),
            models.CheckConstraint(
                name="alike_piece_told_whole",
                condition=Q(is_another__isnull=True, told_by__isnull=True, told_at__isnull=True)
                | Q(is_another__isnull=False, told_by__isnull=False, told_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.application_id} and piece {self.other_id}: {self.distance}"
