"""What strangers say of a label, and in how many places its QR was read."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q

from quality_labels.models.changes import StampChange
from quality_labels.models.labels import Label
from quality_labels.states import ComplaintKind, ComplaintState


class Complaint(models.Model):
    """What somebody says is wrong with a stamped piece. `place_in_hour` bounds what a network sends within an hour."""

    label = models.ForeignKey(Label, on_delete=models.PROTECT, related_name="complaints")
    state = models.CharField(max_length=10, choices=ComplaintState.choices, default=ComplaintState.OPEN)
    kind = models.CharField(max_length=12, choices=ComplaintKind.choices)
    place = models.CharField(max_length=120, blank=True)
    text = models.CharField(max_length=500, blank=True)
    photo = models.CharField(max_length=100, blank=True)  # in private storage, cleaned
    contact = models.CharField(max_length=120, blank=True)
    language = models.CharField(max_length=2)
    made_at = models.DateTimeField()
    place_in_hour = models.CharField(max_length=40, unique=True)  # a keyed hash, not the address itself

    class Meta:
        ordering = ("pk",)
        indexes: ClassVar = [
            models.Index(fields=["made_at"], name="complaint_open", condition=Q(state="open"))
        ]

    def __str__(self) -> str:
        return f"{self.kind} of label {self.label_id}"


class ComplaintChange(StampChange):
    """Every step of a complaint."""

    row = models.ForeignKey(Complaint, on_delete=models.PROTECT, related_name="changes")


class Scan(models.Model):
    """That a label's QR was read in a week from one network. `device` is a keyed hash that is another one each week."""

    label = models.ForeignKey(Label, on_delete=models.CASCADE, related_name="scans")
    week = models.DateField()  # its Monday
    device = models.CharField(max_length=24)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["label", "week", "device"], name="scan_once_a_week")
        ]

    def __str__(self) -> str:
        return f"{self.label_id} in the week of {self.week}"
