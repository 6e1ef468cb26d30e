"""What is to be done, written beside what it follows from."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


class Message(models.Model):
    """One thing that must happen because something was committed; written in that same transaction.

    `payload` holds ids only (and a code, for as long as it takes to send it). A message is done in the transaction of
    its effect, so it is never lost and never done twice; one that fails twelve times is dead and waits for a person.
    """

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    created_at = models.DateTimeField()
    due_at = models.DateTimeField()
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    last_error = models.TextField(blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    dead_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["due_at", "id"],
                name="outbox_open",
                condition=Q(done_at__isnull=True, dead_at__isnull=True),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
