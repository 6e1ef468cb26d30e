"""Use cases of an order after it is placed: the shop answers and sends, the clock gives unpaid pieces back."""

from __future__ import annotations

import logging
from datetime import datetime

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.timezone import localdate

from catalog.actions import listing_changed
from marketplace import outbox
from marketplace.accounts.models import User
from marketplace.machine import advance
from marketplace.order import holds, queries, rules
from marketplace.order.models import ShopOrder
from marketplace.order.states import SHOP_ORDER_MOVES, HoldState
from marketplace.order.states import ShopOrderState as S

EXPIRY_BATCH = 200
log = logging.getLogger("damgha.order")


def _lock_own(shop_order: ShopOrder, by: User, now: datetime) -> ShopOrder:
    """Return the shop order locked and re-read.

    :raises PermissionDenied: `by` is not of the shop today. A page answers "not found".
    """
    locked = queries.lock_shop_order(shop_order.pk)
    if not queries.sells_for(by, locked, on=localdate(now)):
        raise PermissionDenied(f"{by.pk} is not of the shop of {locked}")
    return locked


@transaction.atomic
def accept(*, shop_order: ShopOrder, by: User, now: datetime) -> ShopOrder:
    """Record that the shop will send its part, and have the buyer told.

    :raises PermissionDenied: `by` is not of the shop today.
    :raises IllegalMove: it is not paid or confirmed (AlreadyThere: it is accepted).
    """
    locked = _lock_own(shop_order, by, now)
    advance(locked, S.ACCEPTED, moves=SHOP_ORDER_MOVES, by=by, at=now, accepted_at=now)
    outbox.emit("shop_order.accepted", key=f"shop_order.accepted:{locked.pk}", shop_order_id=locked.pk)
    return locked


@transaction.atomic
def refuse(*, shop_order: ShopOrder, by: User, reason: str, now: datetime) -> ShopOrder:
    """Record that the shop cannot send its part, with the reason the buyer reads.

    The pieces do not go back on sale: a shop refuses what it does not have. What is owed to the buyer for it is
    posted by settlement when it hears of this.

    :raises PermissionDenied: `by` is not of the shop today.
    :raises Refusal: there is no reason.
    :raises IllegalMove: it is past refusing.
    """
    locked = _lock_own(shop_order, by, now)
    written = rules.clean_reason(reason)
    advance(locked, S.REFUSED, moves=SHOP_ORDER_MOVES, by=by, at=now, why=written, reason=written)
    gone = holds.move(
        locked.order_id, from_state=HoldState.HELD, to_state=HoldState.CLAIMED, shop_order_id=locked.pk
    )
    holds.consume(gone)
    listing_changed(product_ids=holds.product_ids(gone))
    outbox.emit("shop_order.refused", key=f"shop_order.refused:{locked.pk}", shop_order_id=locked.pk)
    return locked


@transaction.atomic
def send(
    *,
    shop_order: ShopOrder,
    by: User,
    now: datetime,
    tracking_number: str = "",
    carrier: str = "",
    handed_to_centre: bool = False,
) -> ShopOrder:
    """Record that the shop's part is on its way: by a carrier's number, or handed to the centre.

    :raises PermissionDenied: `by` is not of the shop today.
    :raises Refusal: it is not said how.
    :raises IllegalMove: it was not accepted first (AlreadyThere: it is sent).
    """
    locked = _lock_own(shop_order, by, now)
    tracking = " ".join(tracking_number.split())
    rules.require_way(tracking=tracking, handed_to_centre=handed_to_centre)
    advance(
        locked,
        S.SENT,
        moves=SHOP_ORDER_MOVES,
        by=by,
        at=now,
        sent_at=now,
        tracking_number=tracking,
        carrier=carrier.strip()[: rules.MAX_TRACKING],
        handed_to_centre=handed_to_centre,
    )
    outbox.emit("shop_order.sent", key=f"shop_order.sent:{locked.pk}", shop_order_id=locked.pk)
    return locked


def release_expired(*, now: datetime, limit: int = EXPIRY_BATCH) -> int:
    """Give back the pieces of orders nobody paid or collected in time, and return how many orders that were.

    Each order is a transaction of its own; one whose books disagree is logged and keeps no other waiting.
    """
    released = 0
    for order_id in queries.due_orders(now=now, limit=limit):
        try:
            released += expire(order_id=order_id, now=now)
        except holds.BooksBroken:
            log.exception("order %s cannot be released", order_id)
    return released


@transaction.atomic
def expire(*, order_id: int, now: datetime) -> bool:
    """Release what an order holds if its time is over; False when it was paid or released meanwhile.

    Twice is harmless: the holds move once, and stock follows only those that moved.
    """
    order = queries.lock(order_id)
    if not order.holds.filter(state=HoldState.HELD, expires_at__lt=now).exists():
        return False
    released = holds.move(order_id, from_state=HoldState.HELD, to_state=HoldState.RELEASED)
    holds.give_back(released)
    for shop_order in order.shop_orders.filter(pk__in={hold.shop_order_id for hold in released}):
        advance(shop_order, S.EXPIRED, moves=SHOP_ORDER_MOVES, by=None, at=now, why="nobody paid in time")
    listing_changed(product_ids=holds.product_ids(released))
    outbox.emit("order.expired", key=f"order.expired:{order_id}:{now.timestamp()}", order_id=order_id)
    return True
