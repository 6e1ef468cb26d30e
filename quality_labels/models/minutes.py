"""The minutes of a session (محضر), and who signed them."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models

from quality_labels.models.sessions import StampingSession


class Minutes(models.Model):
    """What a session found, as it stood when it was closed: append-only.

    `document` is what the paper says, as data; `pdf` the paper itself and `sha256` its hash, which people sign.
    """

    session = models.OneToOneField(StampingSession, on_delete=models.PROTECT, related_name="minutes")
    document = models.JSONField()
    pdf = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()

    class Meta:
        verbose_name_plural = "minutes"

    def __str__(self) -> str:
        return f"{self.session_id}: {self.sha256[:12]}"


class MinutesSignature(models.Model):
    """A person of the team stands for the minutes: who, when, from which device, and for which bytes. Append-only.

    Two different people make them signed; who has no seat in the team signs nothing (a trigger sees to it).
    """

    minutes = models.ForeignKey(Minutes, on_delete=models.PROTECT, related_name="signatures")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sha256 = models.CharField(max_length=64)
    signed_at = models.DateTimeField()
    device = models.CharField(max_length=60, blank=True)  # as marketplace.acting tells it

    class Meta:
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["minutes", "person"], name="minutes_signed_once_each")
        ]

    def __str__(self) -> str:
        return f"{self.minutes_id}: {self.person_id}"
