"""Use cases of paying: begin an attempt, start it outside any transaction, keep what the provider tells."""

from __future__ import annotations

import secrets
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from marketplace.machine import AlreadyThere, advance, begin
from marketplace.money import Money
from marketplace.order.models import Order
from marketplace.payment import providers
from marketplace.payment.models import PaymentAttempt, ProviderEvent
from marketplace.payment.states import ATTEMPT_MOVES, AttemptState


def begin_attempt(
    *, order: Order, provider: str, amount: Money, now: datetime, expires_at: datetime
) -> PaymentAttempt:
    """Write the attempt with its idempotency key in the transaction that places the order: before any call."""
    attempt = PaymentAttempt.objects.create(
        order=order,
        provider=provider,
        key=f"order:{order.number}:1",
        reference=secrets.token_urlsafe(24),
        amount_minor=amount.minor,
        currency=amount.currency,
        created_at=now,
        expires_at=expires_at,
    )
    begin(attempt, by=None, at=now)
    return attempt


def start(*, attempt: PaymentAttempt, now: datetime) -> PaymentAttempt:
    """Ask the provider for its page and keep the answer; never inside a transaction, again is harmless.

    The attempt's key makes a repeated call the same payment to the provider.
    """
    with transaction.atomic(
        durable=True
    ):  # refuses to be inside another transaction, where no call may go out
        attempt.refresh_from_db(fields=["state", "url"])
    if attempt.state != AttemptState.CREATED:
        return attempt
    url = providers.provider_of(attempt.provider).start(attempt)
    try:
        with transaction.atomic():
            advance(attempt, AttemptState.STARTED, moves=ATTEMPT_MOVES, by=None, at=now, url=url)
    except AlreadyThere:  # the other tab was faster, with the same answer
        attempt.refresh_from_db()
    return attempt


def record_event(
    *, provider: str, event_id: str, kind: str, reference: str, body: dict[str, Any], now: datetime
) -> ProviderEvent | None:
    """Keep what a provider told us as it came, once per its own event id; None when it was told before."""
    try:
        with transaction.atomic():
            return ProviderEvent.objects.create(
                provider=provider,
                event_id=event_id,
                kind=kind,
                reference=reference,
                body=body,
                received_at=now,
            )
    except IntegrityError:
        return None
