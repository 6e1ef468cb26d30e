"""Reads of rates and of the ledger."""

from __future__ import annotations

from datetime import date

from catalog import seams
from marketplace.prepared import Prepared
from marketplace.settlement import rules
from marketplace.settlement.models import ExchangeRate

FOREIGN = ("EUR", "USD")
_NEWEST = Prepared(
    ExchangeRate,
    lambda on: ExchangeRate.objects.filter(currency__in=FOREIGN, rate_on__lte=on).order_by("-rate_on")[:20],
    on=date,
)


def current_rate(currency: str, on: date) -> ExchangeRate | None:
    """Return the newest official rate of `currency` known on that day; nothing when it is missing or stale."""
    return current_rates(on).get(currency)


def current_rates(on: date) -> dict[str, ExchangeRate]:
    """Return the usable rate of each foreign currency: one query."""
    newest: dict[str, ExchangeRate] = {}
    for rate in _NEWEST.rows(on=on):
        newest.setdefault(rate.currency, rate)
    return {currency: rate for currency, rate in newest.items() if rules.is_usable(rate, on=on)}


def public_rates(on: date) -> tuple[seams.Rate, ...]:
    """Return what pages may say of the rates of that day, euros first: one query."""
    rates = current_rates(on)
    return tuple(
        seams.Rate(rate.currency, rate.dinars_per_unit, rate.rate_on, rate.source)
        for rate in (rates[currency] for currency in FOREIGN if currency in rates)
    )
