"""A part of an order arrives: handed over at a centre, confirmed by its buyer, or by the clock.

Source: docs/orders.md, "Arriving".
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from marketplace.accounts.models import User
from marketplace.machine import AlreadyThere, IllegalMove, advance
from marketplace.order import queries
from marketplace.order.models import Order, ShopOrder
from marketplace.order.states import SHOP_ORDER_MOVES
from marketplace.order.states import ShopOrderState as S
from marketplace.refusal import Refusal
from marketplace.shipping.places import ALGERIA
from marketplace.shipping.states import DeliveryMethod
from shops.models import Body

BATCH = 200


def collected_at(centre: Body | None) -> QuerySet[ShopOrder]:
    """Return the parts that are collected at a centre (at any, for None), in the order of their numbers."""
    parts = ShopOrder.objects.filter(delivery_method=DeliveryMethod.COLLECT)
    if centre is not None:
        parts = parts.filter(shop__centre=centre)
    return parts.select_related("shop__centre", "order").order_by("number")


@transaction.atomic
def hand_over(*, order: Order, centre: Body | None, by: User, now: datetime) -> list[ShopOrder]:
    """Record that the buyer has taken with them all of an order that lies at a centre.

    The caller has judged that `by` is a clerk of it. Two clerks at once hand it over once.

    :raises Refusal: it is not paid, or nothing of it is here.
    :raises AlreadyThere: all of it was handed over before.
    """
    queries.lock(order.pk)
    order = Order.objects.get(pk=order.pk)
    parts = list(collected_at(centre).filter(order=order))
    ready = [part for part in parts if part.state == S.SENT]
    if not ready:
        if any(part.state == S.DELIVERED for part in parts):
            raise AlreadyThere(f"order {order.number} was handed over")
        raise Refusal(_("Nothing of this order has come to the centre yet."))
    if order.paid_at is None:
        raise Refusal(_("This order is not paid yet: take the money first."))
    for part in ready:
        advance(
            part, S.DELIVERED, moves=SHOP_ORDER_MOVES, by=by, at=now, delivered_at=now, why="at the centre"
        )
    return ready


@transaction.atomic
def confirm_arrival(*, order: Order, number: str, now: datetime) -> ShopOrder:
    """Record that a part has arrived, as whoever holds the order's link says.

    :raises ShopOrder.DoesNotExist: the order has no such part.
    :raises IllegalMove: it is not on its way (AlreadyThere: it has arrived), or is not paid.
    """
    queries.lock(order.pk)
    part = ShopOrder.objects.select_related("order").get(order=order, number=number)
    if part.order.paid_at is None:
        raise IllegalMove(f"{part} is not paid")
    advance(
        part,
        S.DELIVERED,
        moves=SHOP_ORDER_MOVES,
        by=None,
        at=now,
        delivered_at=now,
        why="by the order's link",
    )
    return part


def deliver_by_clock(*, now: datetime, limit: int = BATCH) -> int:
    """Take what was sent so long ago that it has arrived as delivered; return how many parts that were.

    What waits at a centre has not arrived, however long. Each is a transaction of its own; twice is harmless.
    """
    at_home = Q(order__country_code=ALGERIA, sent_at__lte=now - timedelta(days=settings.DELIVERED_DAYS))
    abroad = ~Q(order__country_code=ALGERIA) & Q(
        sent_at__lte=now - timedelta(days=settings.DELIVERED_DAYS_ABROAD)
    )
    due = ShopOrder.objects.filter(at_home | abroad, state=S.SENT, order__paid_at__isnull=False)
    rows = due.exclude(delivery_method=DeliveryMethod.COLLECT).order_by("sent_at", "pk")
    arrived = 0
    for pk in list(rows.values_list("pk", flat=True)[:limit]):
        with transaction.atomic():
            part = queries.lock_shop_order(pk)
            try:
                advance(
                    part,
                    S.DELIVERED,
                    moves=SHOP_ORDER_MOVES,
                    by=None,
                    at=now,
                    delivered_at=now,
                    why="by the clock",
                )
            except (AlreadyThere, IllegalMove):
                continue  # the buyer was quicker, or it went another way
        arrived += 1
    return arrived
