"""Reads and locks of attempts and of what providers told us."""

from __future__ import annotations

from datetime import datetime

from marketplace.payment.models import PaymentAttempt, ProviderEvent
from marketplace.payment.states import AttemptState


def by_reference(reference: str) -> PaymentAttempt | None:
    """Return the attempt a provider names."""
    return PaymentAttempt.objects.select_related("order").filter(reference=reference).first()


def of_order(order_id: int) -> PaymentAttempt | None:
    """Return the newest attempt at an order's money."""
    return PaymentAttempt.objects.filter(order_id=order_id).order_by("-pk").first()


def unprocessed_events(*, limit: int) -> list[ProviderEvent]:
    """Return what came and was not looked at yet, in the order it came."""
    return list(ProviderEvent.objects.filter(processed_at__isnull=True).order_by("pk")[:limit])


def unanswered_attempts(*, before: datetime, limit: int) -> list[PaymentAttempt]:
    """Return attempts that someone may have paid without our hearing of it."""
    return list(
        PaymentAttempt.objects.filter(
            state__in=(AttemptState.STARTED, AttemptState.DECLINED),
            created_at__lt=before,
            expires_at__gt=before,
        )
        .select_related("order")
        .order_by("pk")[:limit]
    )
