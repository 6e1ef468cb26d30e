"""The past orders of buyer@demo.test, placed, paid and sent by the use cases a visitor and a shop go through.

The older one is sent in both its parts; in the newer one a stamped carpet and a pot of two shops are paid, and wait
in the panels of their shops.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.utils.timezone import localdate

from catalog.models import Product
from marketplace.accounts.models import User
from marketplace.basket import actions as baskets
from marketplace.basket.queries import contents
from marketplace.checkout import actions as checkout
from marketplace.checkout import rules
from marketplace.checkout.actions import Visitor
from marketplace.checkout.rules import Buyer
from marketplace.order import actions as orders
from marketplace.order.models import Order
from marketplace.payment import actions as payment
from marketplace.payment import queries as payments
from marketplace.payment.providers.demo import PAID
from marketplace.payment.states import ProviderCode
from marketplace.settlement import actions as settlement
from marketplace.shipping.states import DeliveryMethod

BUYER = "buyer@demo.test"


@dataclass(frozen=True, slots=True)
class Wish:
    """One piece of a shop: the first there is of a kind, stamped where that is asked for."""

    shop: str
    kind: str
    stamped: bool = False


@dataclass(frozen=True, slots=True)
class Purchase:
    """One past order: what, how many days ago, and after how many days it was sent (None: it waits)."""

    days_ago: int
    wishes: tuple[Wish, ...]
    sent_after_days: int | None


PURCHASES: tuple[Purchase, ...] = (
    Purchase(
        days_ago=32,
        wishes=(Wish("dar-touat", "textile.cushion"), Wish("nol-fatna", "carpet.flat.dokkali")),
        sent_after_days=3,
    ),
    Purchase(
        days_ago=2,
        wishes=(Wish("dar-touat", "carpet.flat.dokkali", stamped=True), Wish("tin-tamentit", "pottery.")),
        sent_after_days=None,
    ),
)


def orders_stand(_now: datetime) -> bool:
    """Tell whether the buyer's orders are there and paid."""
    return _paid_orders() >= len(PURCHASES)


def make_orders(now: datetime) -> int:
    """Place, pay and send what is missing; each order is several transactions, as an order is.

    Cut off between placing and paying, the pieces come back by the clock, and the next start buys others.
    """
    buyer = User.objects.get(email=BUYER)
    for purchase in PURCHASES[_paid_orders() :]:
        at = now - timedelta(days=purchase.days_ago)
        order = _place(purchase, buyer, at)
        checkout.start(order=order, now=at)
        _pay(order, at + timedelta(minutes=4))
        if purchase.sent_after_days is not None:
            _send(order, at + timedelta(days=1), at + timedelta(days=purchase.sent_after_days))
    return _paid_orders()


def _paid_orders() -> int:
    return Order.objects.filter(user__email=BUYER, paid_at__isnull=False).count()


def _place(purchase: Purchase, buyer: User, at: datetime) -> Order:
    """Fill a basket, choose home delivery and order it."""
    today = localdate(at)
    basket_id = None
    for wish in purchase.wishes:
        product = _piece(wish)
        basket_id = baskets.add(basket_id=basket_id, product_id=product.pk, quantity="1", today=today).pk
    address = Buyer(
        name=buyer.full_name,
        phone="+213550000000",
        email=BUYER,
        country="DZ",
        wilaya="alger",
        commune="hydra",
        street="12, rue des Frères",
    )
    basket = baskets.change(basket_id=basket_id or 0, today=today, country="DZ", wilaya=address.wilaya)
    groups = contents(basket, today=today, country="DZ", wilaya=address.wilaya).groups
    basket = baskets.change(
        basket_id=basket.pk,
        today=today,
        delivery={str(group.shop.pk): DeliveryMethod.HOME for group in groups},
    )
    read = contents(basket, today=today, country="DZ", wilaya=address.wilaya)
    return checkout.place(
        basket_id=basket.pk,
        buyer=address,
        provider=ProviderCode.DEMO,
        currency="DZD",
        terms_version=settings.TERMS_VERSION,
        seen=rules.price(read, currency="DZD", rate=None).seen,
        visitor=Visitor(session="demonstration", network="demonstration", language="fr", user=buyer),
        now=at,
    )


def _piece(wish: Wish) -> Product:
    """Return the first piece of a wish that can still be had."""
    rows = Product.objects.filter(
        shop__slug=wish.shop,
        kind__code__startswith=wish.kind,
        stockrecords__num_in_stock__gt=0,
        stamp_grade__isnull=not wish.stamped,
    )
    product = rows.order_by("upc").first()
    if product is None:
        raise LookupError(f"the demonstration lists nothing like {wish}")
    return product


def _pay(order: Order, at: datetime) -> None:
    """Press *pay* on DemoPay's page and come back from it."""
    attempt = payments.of_order(order.pk)
    if attempt is None:
        raise LookupError(f"order {order.number} was placed without an attempt")
    payment.record_event(
        provider=ProviderCode.DEMO,
        event_id=f"demo-{attempt.key}",
        kind=PAID,
        reference=attempt.reference,
        body={"amount_minor": attempt.amount_minor, "currency": attempt.currency},
        now=at,
    )
    settlement.settle(attempt=attempt, now=at)


def _send(order: Order, accepted_at: datetime, sent_at: datetime) -> None:
    """Let each shop's owner accept and send its part."""
    for number, part in enumerate(order.shop_orders.select_related("shop__body").order_by("pk"), start=1):
        owner = part.shop.body.memberships.get(role="owner", until_on__isnull=True).user
        orders.accept(shop_order=part, by=owner, now=accepted_at)
        orders.send(
            shop_order=part,
            by=owner,
            now=sent_at,
            carrier="Demo Express",
            tracking_number=f"DX{order.pk:05d}{number}",
        )
