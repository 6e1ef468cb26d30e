"""Reads of rates and of the ledger."""

from __future__ import annotations

from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from catalog import seams
from marketplace.order.models import Line, Order, ShopOrder
from marketplace.payment.models import PaymentAttempt
from marketplace.payment.states import ProviderCode
from marketplace.prepared import Prepared
from marketplace.settlement import rules
from marketplace.settlement.models import ExchangeRate
from quality_labels.models import Label
from quality_labels.states import LabelState
from shops.partner.models import Partner

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
    """Return the usable rate of each foreign currency: one query.

    Where the newest leaps and nobody has confirmed it, there is none: nobody is charged at a slip of the hand, nor at
    what was true before.
    """
    rates: dict[str, list[ExchangeRate]] = {}
    for rate in _NEWEST.rows(on=on):
        rates.setdefault(rate.currency, []).append(rate)
    return {
        currency: newest
        for currency, (newest, *before) in rates.items()
        if rules.is_usable(newest, on=on)
        and (newest.confirmed_by_id is not None or not rules.leaps(newest, before[0] if before else None))
    }


def rate_before(rate: ExchangeRate) -> ExchangeRate | None:
    """Return the rate of the same currency of the day before it that has one."""
    earlier = ExchangeRate.objects.filter(currency=rate.currency, rate_on__lt=rate.rate_on)
    return earlier.order_by("-rate_on").first()


def is_held_up(rate: ExchangeRate) -> bool:
    """Tell whether a rate leaps and waits for a second person."""
    return rate.confirmed_by_id is None and rules.leaps(rate, rate_before(rate))


def last_rates(limit: int = 20) -> list[ExchangeRate]:
    """Return the newest rates, the last day first."""
    return list(ExchangeRate.objects.order_by("-rate_on", "currency")[:limit])


def missing_currencies(on: date) -> list[str]:
    """Return the currencies that nobody can be charged in on a day."""
    usable = current_rates(on)
    return [currency for currency in FOREIGN if currency not in usable]


def public_rates(on: date) -> tuple[seams.Rate, ...]:
    """Return what pages may say of the rates of that day, euros first: one query."""
    rates = current_rates(on)
    return tuple(
        seams.Rate(rate.currency, rate.dinars_per_unit, rate.rate_on, rate.source)
        for rate in (rates[currency] for currency in FOREIGN if currency in rates)
    )


def sum_due(order: Order) -> int:
    """Return what an order costs in the minor units it is charged in, without the parts that nobody sends."""
    return sum(part.charge_minor for part in order.shop_orders.all() if part.state not in rules.NOT_DUE)


def cash_due(order: Order) -> int | None:
    """Return what a counter still has to take for an order, in minor units; None when it is not paid in cash."""
    if not PaymentAttempt.objects.filter(order=order, provider=ProviderCode.CASH_AT_CENTRE).exists():
        return None
    return 0 if order.paid_at is not None else sum_due(order)


def held_back(shop: Partner) -> QuerySet[ShopOrder]:
    """Return a shop's parts whose share is not paid out now: a stamp that was sold with one of them is in doubt.

    The label is the one that was read as it was packed; before that, the one on the piece. Lifted, the share is free.
    Source: docs/quality-labels.md, R507.
    """
    doubtful = Label.objects.filter(state__in=(LabelState.SUSPENDED, LabelState.WITHDRAWN))
    of_lines = Line.objects.filter(shop_order=OuterRef("pk")).filter(
        Q(packed_label__in=doubtful)
        | Q(packed_label=None, product__in=doubtful.filter(state=LabelState.SUSPENDED).values("product"))
    )
    return ShopOrder.objects.filter(Exists(of_lines), shop=shop)
