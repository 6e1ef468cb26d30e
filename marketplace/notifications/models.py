"""Letters to be sent: a row first, the call outward second."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from marketplace.notifications.states import Channel, Letter


class DeliveryQuerySet(models.QuerySet["Delivery"]):
    """Letters by what is still to be done with them."""

    def calls(self) -> DeliveryQuerySet:
        """Keep the calls that somebody still has to make."""
        return self.filter(channel=Channel.CALL, sent_at__isnull=True, dead_at__isnull=True)

    def due(self, now: datetime) -> DeliveryQuerySet:
        """Keep the letters to be sent now that nobody is sending; calls are made by people."""
        return self.exclude(channel=Channel.CALL).filter(
            Q(lease_until__isnull=True) | Q(lease_until__lt=now),
            sent_at__isnull=True,
            dead_at__isnull=True,
            due_at__lte=now,
        )


class Delivery(models.Model):
    """One letter to one recipient. `key` is unique, and the Message-ID derives from it.

    Claimed by a lease before it goes out, marked sent after the server took it: at least once, same Message-ID.
    `payload` holds ids, or the code the letter is about, which is forgotten once it is sent.

    A call waits on the list of `call_list` (null: the operator's) until a person says that they told it; `attempts`
    counts the calls nobody answered, `due_at` is when to try next.
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
    call_list = models.ForeignKey(
        "shops.Body", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    told_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    dead_at = models.DateTimeField(null=True, blank=True)

    objects = DeliveryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "deliveries"
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="delivery_open",
                condition=Q(sent_at__isnull=True, dead_at__isnull=True),
            ),
            models.Index(
                fields=["call_list", "due_at"],
                name="delivery_calls",
                condition=Q(channel="call", sent_at__isnull=True, dead_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return self.key
