"""Pieces that another centre has stamped."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from catalog.states import OtherCentre


class ForeignStamp(models.Model):
    """That a piece bears the stamp of another centre, seen by this one with its card; it is not stamped again.

    What was recorded never changes; a record made by mistake ends, once, and says why (triggers).
    """

    product = models.ForeignKey("catalogue.Product", on_delete=models.PROTECT, related_name="foreign_stamps")
    centre = models.PositiveSmallIntegerField(choices=OtherCentre.choices)
    card_number = models.CharField(max_length=40)
    photo = models.CharField(max_length=100)  # of the card, in private storage, cleaned
    sha256 = models.CharField(max_length=64)  # of the photo as it was sent
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField()
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    why = models.CharField(max_length=500, blank=True)

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["product"], condition=Q(ended_at__isnull=True), name="foreign_stamp_once_per_piece"
            ),
            models.UniqueConstraint(
                fields=["centre", "card_number"],
                condition=Q(ended_at__isnull=True),
                name="foreign_card_once",
            ),
            models.CheckConstraint(
                name="foreign_stamp_ends_with_a_reason",
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(why="")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_centre_display()} {self.card_number}"
