"""What was printed, and what became of each label of it."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from quality_labels.models.labels import Label
from quality_labels.states import Layout


class PrintRun(models.Model):
    """Labels printed together: append-only. It is open while one of them is neither on its piece nor void.

    `sha256` is of the file that was read back before it was handed out; drawing it again gives the same bytes.
    """

    centre = models.ForeignKey("shops.Body", on_delete=models.PROTECT, related_name="print_runs")
    layout = models.CharField(max_length=8, choices=Layout.choices)
    stock_from = models.PositiveIntegerField(null=True, blank=True)  # first numbered blank
    printed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    printed_at = models.DateTimeField()
    sha256 = models.CharField(max_length=64)

    class Meta:
        ordering = ("-pk",)

    def __str__(self) -> str:
        return f"{self.layout} {self.printed_at:%Y-%m-%d}"


class PrintedLabel(models.Model):
    """One label of a run, in its order: append-only. A label is printed once; a spoilt one becomes void."""

    run = models.ForeignKey(PrintRun, on_delete=models.PROTECT, related_name="printed")
    label = models.OneToOneField(Label, on_delete=models.PROTECT, related_name="printed")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ("run", "position")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "position"], name="printed_label_position")
        ]

    def __str__(self) -> str:
        return f"{self.run_id}: {self.label_id}"


class Affixing(models.Model):
    """A label fixed to its piece: what was read from it there, and a photo of the corner. Append-only."""

    label = models.OneToOneField(Label, on_delete=models.PROTECT, related_name="affixing")
    affixed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    affixed_at = models.DateTimeField()
    scanned = models.BooleanField(default=False)  # the whole QR was read, not the number typed
    seal_no = models.CharField(max_length=20, blank=True)  # of the numbered seal, where the centre uses them
    photo = models.CharField(max_length=100, blank=True)  # in private storage, cleaned

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["seal_no"], condition=~Q(seal_no=""), name="seal_used_once")
        ]

    def __str__(self) -> str:
        return f"{self.label_id}"
