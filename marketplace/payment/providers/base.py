"""What a way of paying must be able to do. Order code never imports a provider's own library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Protocol

from django.http import HttpRequest

from marketplace.money import Money
from marketplace.payment.models import PaymentAttempt
from marketplace.payment.states import AttemptState, ProviderCode


@dataclass(frozen=True, slots=True)
class Word:
    """What the provider says of an attempt now: its state, and the money it holds for it (none unless paid)."""

    state: AttemptState
    amount: Money | None = None


@dataclass(frozen=True, slots=True)
class Event:
    """One thing a provider told us, under the provider's own unique id."""

    event_id: str
    kind: str
    reference: str
    body: dict[str, Any]


class Provider(Protocol):
    """Take money. Every method may call outward and is never called inside a transaction."""

    code: ProviderCode

    def start(self, attempt: PaymentAttempt) -> str:
        """Return the address where the buyer pays, empty where there is none; the same for the same attempt's key."""
        ...

    def fetch(self, attempt: PaymentAttempt) -> Word:
        """Ask the provider where the attempt stands: its word, not what a page or a webhook claims."""
        ...

    def refund(self, attempt: PaymentAttempt, amount: Money, *, key: str) -> str:
        """Give `amount` back once per `key`, and return the provider's name for it."""
        ...

    def verify(self, request: HttpRequest) -> Event:
        """Return the event a webhook carries.

        :raises ValueError: it was not the provider who sent it.
        """
        ...
