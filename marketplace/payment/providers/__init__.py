"""The ways of paying this installation has. A new one is a module here and a row in the table."""

from __future__ import annotations

from django.conf import settings

from marketplace.payment.providers.base import Event, Provider, Word
from marketplace.payment.providers.cash import CashAtCentre
from marketplace.payment.providers.demo import DemoPay
from marketplace.payment.states import ProviderCode

__all__ = ["Event", "Provider", "Word", "online", "provider_of"]

_PROVIDERS: dict[str, Provider] = {
    ProviderCode.DEMO: DemoPay(),
    ProviderCode.CASH_AT_CENTRE: CashAtCentre(),
}


def provider_of(code: str) -> Provider:
    """Return the provider of this code.

    :raises LookupError: there is none, or it is DemoPay where real people buy.
    """
    if code == ProviderCode.DEMO and not settings.DEMO:
        raise LookupError("DemoPay is for demonstrations only")
    return _PROVIDERS[code]


def online() -> tuple[ProviderCode, ...]:
    """Return the providers that take money on a page, as far as this installation has any."""
    return (ProviderCode.DEMO,) if settings.DEMO else ()
