"""Letters to be sent: a row first, the call outward second."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Delivery(models.Model):
    """One letter to one recipient. `key` is unique ("order.paid:<order>:buyer"), the Message-ID derives from it.

    Claimed by a lease before it goes out, marked sent after the server took it: at least once, same Message-ID.
    """

    key = models.CharField(max_length=160, unique=True)
    letter = models.CharField(max_length=40)  # templates/notifications/<letter>.{subject.txt,txt,html}
    recipient = models.EmailField()
    language = models.CharField(max_length=2)
    payload = models.JSONField(default=dict)  # ids only
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)

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
