"""Letters to be sent: a row first, the call outward second."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.db.models import Q

from marketplace.notifications.states import Channel, Letter


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Letters by what is still to be done with them."""

    def due(self, now: datetime) -> DeliveryQuerySet:
        """Keep the letters to be sent now that nobody is sending."""
        return self.filter(
            Q(lease_until__isnull=True) | Q(lease_until__lt=now),
            sent_at__isnull=True,
            dead_at__isnull=True,
            due_at__lte=now,
        )


class Delivery(models.Model):
    """One letter to one recipient. `key` is unique, and the Message-ID derives from it.

    Claimed by a lease before it goes out, marked sent after the server took it: at least once, same Message-ID.
    `payload` holds ids, or the code the letter is about, which is forgotten once it is sent.
    """

    key = models.CharField(max_length=160, unique=True)
    letter = models.CharField(max_length=40, choices=Letter.choices)
    channel = models.CharField(max_length=8, choices=Channel.choices, default=Channel.EMAIL)
    recipient = models.CharField(max_length=254)  # an e-mail address, or a phone (+213…)
    language = models.CharField(max_length=2)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="delivery_open",
                condition=Q(sent_at__isnull=True, dead_at__isnull=True),
            )
        ]

    def __str__(self) -> str:
        return self.key
