"""Attempts at being paid and the inbox of what providers say; knows no ledger."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from marketplace.machine import Change
from marketplace.payment.states import AttemptState, ProviderCode


class PaymentAttempt(models.Model):
    """One attempt at one order's money. `key` is the idempotency key, stored before any call goes out."""

    order = models.ForeignKey("order.Order", on_delete=models.PROTECT, related_name="attempts")
    provider = models.CharField(max_length=20, choices=ProviderCode.choices)
    key = models.CharField(max_length=64, unique=True)
    reference = models.CharField(max_length=64, unique=True)  # the provider's name for it; unguessable
    state = models.CharField(max_length=12, choices=AttemptState.choices, default=AttemptState.CREATED)
    amount_minor = models.BigIntegerField()
    currency = models.CharField(max_length=3)
    url = models.CharField(max_length=500, blank=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="attempt_amount_positive", condition=Q(amount_minor__gt=0))
        ]

    def __str__(self) -> str:
        return self.key


class PaymentAttemptChange(Change):
    """Every step of an attempt."""

    row = models.ForeignKey(PaymentAttempt, on_delete=models.PROTECT, related_name="changes")


class ProviderEvent(models.Model):
    """What a provider told us, stored as it came under its own unique id, processed once from here."""

    provider = models.CharField(max_length=20, choices=ProviderCode.choices)
    event_id = models.CharField(max_length=120)
    kind = models.CharField(max_length=60)
    reference = models.CharField(
        max_length=64, blank=True, db_index=True
    )  # the attempt's, as the provider names it
    body = models.JSONField()
    received_at = models.DateTimeField()
    processed_at = models.DateTimeField(null=True, blank=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["provider", "event_id"], name="provider_event_once")]

    def __str__(self) -> str:
        return f"{self.provider} {self.event_id}"


from oscar.apps.payment.models import *  # noqa: E402, F403  (Oscar's tables stay, for reading)
