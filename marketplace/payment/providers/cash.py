"""Cash at the centre: the buyer pays at the counter when collecting; a clerk's word is the event."""

from __future__ import annotations

from django.http import HttpRequest

from marketplace.money import Money
from marketplace.payment.models import PaymentAttempt, ProviderEvent
from marketplace.payment.providers.base import Event, Word
from marketplace.payment.states import AttemptState, ProviderCode

RECEIVED = "cash.received"


class CashAtCentre:
    """Wait for a clerk to record the cash: there is no page to pay on and nobody to call."""

    code = ProviderCode.CASH_AT_CENTRE

    def start(self, attempt: PaymentAttempt) -> str:
        """Return no address: the order page says where and until when."""
        return ""

    def fetch(self, attempt: PaymentAttempt) -> Word:
        """Return what the counter recorded."""
        event = ProviderEvent.objects.filter(
            provider=self.code, kind=RECEIVED, reference=attempt.reference
        ).first()
        if event is None:
            return Word(AttemptState.STARTED)
        return Word(AttemptState.PAID, Money(event.body["amount_minor"], event.body["currency"]))

    def refund(self, attempt: PaymentAttempt, amount: Money, *, key: str) -> str:
        """Name the refund; the counter hands the cash out."""
        return f"cash-refund:{key}"

    def verify(self, request: HttpRequest) -> Event:
        """Refuse: a counter has no webhook.

        :raises ValueError: always.
        """
        raise ValueError("a counter has no webhook")
