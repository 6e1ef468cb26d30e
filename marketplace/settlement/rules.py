"""What a sale moves between accounts, and which rate may be used. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.conf import settings

from catalog import seams
from marketplace.money import Money
from marketplace.order.models import Order, ShopOrder
from marketplace.order.states import ShopOrderState as S
from marketplace.payment.states import ProviderCode
from marketplace.settlement.models import ExchangeRate

NOT_DUE = frozenset({S.REFUSED, S.CANCELLED})  # parts that nobody sends

COMMISSION = "commission"
EXCHANGE = "fx_liquidity"


@dataclass(frozen=True, slots=True)
class Posting:
    """`amount` from `credit` to `debit`, under the id that makes it happen once."""

    id: str
    debit: str
    credit: str
    amount: Money


def payable(shop_id: int) -> str:
    """Return the account of what a shop is owed."""
    return f"shop_payable:{shop_id}"


def delivery(shop_id: int) -> str:
    """Return the account of what was paid for a shop's deliveries."""
    return f"delivery:{shop_id}"


def refund_due(order_id: int) -> str:
    """Return the account of what a buyer gets back."""
    return f"buyer_refund_due:{order_id}"


def clearing(provider: str, *, centre_id: int | None) -> str:
    """Return the account where a provider's money arrives."""
    if provider == ProviderCode.CASH_AT_CENTRE:
        return f"cash_centre:{centre_id}"
    return {ProviderCode.DEMO: "demo_clearing"}[ProviderCode(provider)]


def basis_points(own: int | None) -> int:
    """Return the commission that is frozen on a sale now: the shop's own rate, else the house's."""
    return settings.COMMISSION_BASIS_POINTS if own is None else own


def split_of(dinars: int, own: int | None) -> seams.Split:
    """Return who gets what of a price in whole dinars, rounded as a sale is."""
    points = basis_points(own)
    price = Money(dinars * 100)
    commission = commission_of(price, points)
    return seams.Split(maker=price - commission, commission=commission, basis_points=points)


def commission_of(lines: Money, basis_points: int) -> Money:
    """Return the house's share of what the pieces cost; delivery bears none."""
    return lines.share(basis_points)


def money_in(*, journal: str, account: str, charged: Money, dinars: Money) -> tuple[list[Posting], str]:
    """Return how the charge arrives, and the account the dinars then come from.

    Money of another currency stays in its own account and is exchanged through one liquidity account: two linked
    transfers, each in one currency.
    """
    if charged.currency == "DZD":
        return [], account
    return [Posting(f"{journal}:charge", account, EXCHANGE, charged)], EXCHANGE


def sale(order: Order, shop_orders: Iterable[ShopOrder], *, account: str) -> list[Posting]:
    """Return the journal of a paid order: goods and delivery of each shop, and the commission it was placed with."""
    journal = f"sale:{order.pk}"
    parts = list(shop_orders)
    charged = Money(sum(part.charge_minor for part in parts), order.charge_currency)
    postings, source = money_in(
        journal=journal, account=account, charged=charged, dinars=Money(sum(part.dzd_minor for part in parts))
    )
    for part in parts:
        name, shop = f"sale:{part.pk}", part.shop_id
        postings += [
            Posting(f"{name}:goods", source, payable(shop), Money(part.lines_dzd_minor)),
            Posting(f"{name}:delivery", source, delivery(shop), Money(part.delivery_dzd_minor)),
            Posting(f"{name}:commission", payable(shop), COMMISSION, Money(part.commission_minor)),
        ]
    return [posting for posting in postings if posting.amount.minor > 0]


def owed_back(order: Order, part: ShopOrder) -> list[Posting]:
    """Return the journal of a paid part that is refused or cancelled: all of it becomes the buyer's again.

    In dinars; the refund itself returns the stored charge of what it covers.
    """
    name, due = f"refused:{part.pk}", refund_due(order.pk)
    kept = part.lines_dzd_minor - part.commission_minor
    postings = [
        Posting(f"{name}:goods", payable(part.shop_id), due, Money(kept)),
        Posting(f"{name}:commission", COMMISSION, due, Money(part.commission_minor)),
        Posting(f"{name}:delivery", delivery(part.shop_id), due, Money(part.delivery_dzd_minor)),
    ]
    return [posting for posting in postings if posting.amount.minor > 0]


def leaps(rate: ExchangeRate, last: ExchangeRate | None) -> bool:
    """Tell whether a rate is so far off the one before it that it may be a slip of the hand: ten times, or a comma."""
    if last is None:
        return False
    off = abs(rate.dinars_per_unit - last.dinars_per_unit)
    return off * 100 > last.dinars_per_unit * settings.RATE_LEAP_PCT


def is_usable(rate: ExchangeRate | None, *, on: date) -> bool:
    """Tell whether foreign money may be asked for at this rate: there is one, above zero, and not older than a week."""
    return (
        rate is not None
        and rate.dinars_per_unit > 0
        and timedelta(0) <= on - rate.rate_on <= timedelta(days=settings.RATE_STALE_DAYS)
    )
