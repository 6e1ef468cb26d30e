"""Reads and locks of attempts and of what providers told us."""

from __future__ import annotations

from datetime import datetime

from marketplace.payment.models import PaymentAttempt, ProviderEvent
from marketplace.payment.states import AttemptState, ProviderCode


def by_reference(reference: str) -> PaymentAttempt | None:
    """Return the attempt a provider names."""
    return PaymentAttempt.objects.select_related("order").filter(reference=reference).first()


def of_order(order_id: int) -> PaymentAttempt | None:
    """Return the newest attempt at an order's money."""
    return PaymentAttempt.objects.filter(order_id=order_id).order_by("-pk").first()


def unprocessed_events(*, limit: int) -> list[ProviderEvent]:
    """Return what came and was not looked at yet, in the order it came."""
    return list(ProviderEvent.objects.filter(processed_at__isnull=True).order_by("pk")[:limit])


def unanswered_attempts(*, asked_before: datetime, open_after: datetime, limit: int) -> list[PaymentAttempt]:
    """Return attempts on a payment page that someone may have paid without our hearing of it.

    `open_after` leaves out pages that closed before then; a counter's cash is not asked for.
    """
    return list(
        PaymentAttempt.objects.filter(
            state__in=(AttemptState.STARTED, AttemptState.DECLINED, AttemptState.EXPIRED),
            created_at__lt=asked_before,
            expires_at__gt=open_after,
        )
        .exclude(provider=ProviderCode.CASH_AT_CENTRE)
        .select_related("order")
        .order_by("pk")[:limit]
    )
