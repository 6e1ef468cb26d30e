"""DemoPay: no money, loudly. It behaves as a hosted payment page does, so that all behind it is the real thing.

Its "server" is the inbox itself: pressing *pay* on its page writes the event a webhook would bring, and `fetch` reads
the events back as a provider's own record of an attempt.
"""

from __future__ import annotations

from django.http import HttpRequest
from django.urls import reverse

from marketplace.money import Money
from marketplace.payment.models import PaymentAttempt, ProviderEvent
from marketplace.payment.providers.base import Event, Word
from marketplace.payment.states import AttemptState, ProviderCode

PAID, DECLINED = "payment.paid", "payment.declined"


class DemoPay:
    """Stand in for a payment service on a machine without keys. Never offered unless `settings.DEMO`."""

    code = ProviderCode.DEMO

    def start(self, attempt: PaymentAttempt) -> str:
        """Return the address of the demonstration page."""
        return reverse("demo_pay", args=[attempt.reference])

    def fetch(self, attempt: PaymentAttempt) -> Word:
        """Read what was pressed: paid once is paid, whatever was pressed before or after."""
        told = list(
            ProviderEvent.objects.filter(provider=self.code, reference=attempt.reference).order_by("pk")
        )
        for event in told:
            if event.kind == PAID:
                return Word(AttemptState.PAID, Money(event.body["amount_minor"], event.body["currency"]))
        return Word(AttemptState.DECLINED if told else AttemptState.STARTED)

    def refund(self, attempt: PaymentAttempt, amount: Money, *, key: str) -> str:
        """Pretend to give money back."""
        return f"demo-refund:{key}"

    def verify(self, request: HttpRequest) -> Event:
        """Refuse: nobody sends DemoPay's events from outside, its own page writes them.

        :raises ValueError: always.
        """
        raise ValueError("DemoPay has no webhook")
