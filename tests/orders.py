"""Orders as tests arrange them: by the use cases themselves, so none stands on an order that could not exist."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.timezone import localdate

from catalog.models import Product
from marketplace.basket import actions as baskets
from marketplace.basket.models import Basket
from marketplace.basket.queries import contents
from marketplace.checkout import actions as checkout
from marketplace.checkout import rules
from marketplace.checkout.models import ContactCode
from marketplace.order.models import Order
from marketplace.payment import actions as payment
from marketplace.payment.models import PaymentAttempt
from marketplace.payment.providers.demo import DECLINED, PAID
from marketplace.payment.states import ProviderCode
from marketplace.settlement import actions as settlement
from marketplace.settlement import audit
from marketplace.settlement.queries import current_rate
from marketplace.shipping.actions import install_default_rates
from tests.factories import NOW

BUYER = rules.Buyer(
    name="Amina Benali",
    phone="+213550123456",
    email="amina@example.test",
    country="DZ",
    wilaya="timimoun",
    commune="timimoun",
)
ABROAD = rules.Buyer(
    name="Claire Martin",
    phone="+33612345678",
    email="claire@example.test",
    country="FR",
    street="12 rue des Lilas",
    city="Lyon",
    postcode="69003",
)


def fill_basket(*products: Product, quantity: int = 1, delivery: str = "home", now: datetime = NOW) -> Basket:
    """Put pieces into a new basket, each shop's part going `delivery`."""
    install_default_rates()
    basket_id = None
    for product in products:
        basket_id = baskets.add(
            basket_id=basket_id, product_id=product.pk, quantity=str(quantity), today=localdate(now)
        ).pk
    assert basket_id is not None
    shops = {str(product.shop_id): delivery for product in products}
    return baskets.change(basket_id=basket_id, delivery=shops, today=localdate(now))


def visitor(session: str = "session-1", network: str = "network-1", **more: Any) -> checkout.Visitor:
    """Return who asks."""
    return checkout.Visitor(session=session, network=network, language=more.pop("language", "en"), **more)


def seen(basket: Basket, *, buyer: rules.Buyer = BUYER, currency: str = "DZD", now: datetime = NOW) -> str:
    """Return the sum as the check page showed it."""
    today = localdate(now)
    read = contents(basket, today=today, country=buyer.country, wilaya=buyer.wilaya)
    rate = current_rate(currency, today) if currency != "DZD" else None
    return rules.price(read, currency=currency, rate=rate).seen


def place(
    basket: Basket,
    *,
    buyer: rules.Buyer = BUYER,
    provider: str = ProviderCode.DEMO,
    currency: str = "DZD",
    now: datetime = NOW,
    **more: Any,
) -> Order:
    """Place a basket's order as the check page would."""
    return checkout.place(
        basket_id=basket.pk,
        buyer=buyer,
        provider=provider,
        currency=currency,
        terms_version=more.pop("terms_version", settings.TERMS_VERSION),
        seen=more.pop("seen", None) or seen(basket, buyer=buyer, currency=currency, now=now),
        visitor=more.pop("visitor", None) or visitor(),
        now=now,
        **more,
    )


def make_order(*products: Product, now: datetime = NOW, quantity: int = 1, **more: Any) -> Order:
    """Place an order of these pieces that waits for its payment."""
    return place(
        fill_basket(*products, quantity=quantity, delivery=more.pop("delivery", "home"), now=now),
        now=now,
        **more,
    )


def make_cash_order(*products: Product, now: datetime = NOW, **more: Any) -> Order:
    """Place an order that is collected and paid at the centre, its contact confirmed."""
    basket = fill_basket(*products, delivery="collect", now=now)
    buyer = more.pop("buyer", BUYER)
    confirm_contact(basket, buyer, now=now)
    return place(basket, buyer=buyer, provider=ProviderCode.CASH_AT_CENTRE, now=now, **more)


def confirm_contact(basket: Basket, buyer: rules.Buyer = BUYER, *, now: datetime = NOW) -> ContactCode:
    """Type in the code that was sent."""
    row = checkout.send_code(basket_id=basket.pk, email=buyer.email, language="en", now=now)
    assert checkout.confirm_code(basket_id=basket.pk, email=buyer.email, written=rules.code_of(row), now=now)
    return row


def attempt_of(order: Order) -> PaymentAttempt:
    """Return the one attempt of an order."""
    return PaymentAttempt.objects.get(order=order)


def press(
    order: Order, *, kind: str = PAID, now: datetime = NOW, event_id: str = "", **body: Any
) -> PaymentAttempt:
    """Press *pay* (or *decline*) on DemoPay's page, without anybody hearing of it yet."""
    attempt = attempt_of(order)
    payment.start(attempt=attempt, now=now)
    payment.record_event(
        provider=ProviderCode.DEMO,
        event_id=event_id or f"{kind}:{attempt.reference}",
        kind=kind,
        reference=attempt.reference,
        body={"amount_minor": attempt.amount_minor, "currency": attempt.currency} | body,
        now=now,
    )
    return attempt


def decline(order: Order, *, now: datetime = NOW) -> settlement.Outcome:
    """Press *decline* and come back."""
    return settlement.settle(attempt=press(order, kind=DECLINED, now=now), now=now)


def pay(order: Order, *, now: datetime = NOW) -> settlement.Outcome:
    """Press *pay* and come back."""
    return settlement.settle(attempt=press(order, now=now), now=now)


def make_paid_order(*products: Product, now: datetime = NOW, **more: Any) -> Order:
    """Place an order of these pieces and pay it."""
    order = make_order(*products, now=now, **more)
    assert pay(order, now=now) == settlement.Outcome.PAID
    order.refresh_from_db()
    return order


def assert_books_agree() -> None:
    """Fail with every breach the audit finds."""
    assert audit.findings() == []
