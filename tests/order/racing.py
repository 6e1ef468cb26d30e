"""What the processes of race tests run: each a buyer, a shop or a clock of its own."""

from __future__ import annotations

import time
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce

from catalog.models import Product
from marketplace.accounts.models import User
from marketplace.basket.models import Basket
from marketplace.checkout.actions import start
from marketplace.machine import AlreadyThere, IllegalMove
from marketplace.order import actions as orders
from marketplace.order import counter, holds
from marketplace.order import queries as order_queries
from marketplace.order.models import CounterSale, Order, ShopOrder
from marketplace.payment.models import PaymentAttempt
from marketplace.refusal import Refusal
from marketplace.settlement import actions as settlement
from shops.partner.models import StockRecord
from tests.orders import place, visitor


def buy(basket_id: int, seen: str, name: str) -> dict[str, Any]:
    """Confirm a basket that passed every check before the start signal, then ask for the payment page."""
    basket = Basket.objects.get(pk=basket_id)
    now = datetime.fromisoformat("2026-11-22T09:00:00+00:00")
    try:
        order = place(basket, seen=seen, visitor=visitor(session=name, network=name), now=now)
    except Refusal as refusal:
        return {"refused": type(refusal).__name__, "sentence": refusal.sentence}
    return {"order": order.pk, "next": start(order=order, now=now)}


def _unguarded(wanted: Mapping[int, int]) -> None:
    """Reserve as Oscar does: what was checked in an earlier transaction is written without a condition."""
    for pk in sorted(wanted):
        StockRecord.objects.filter(pk=pk).update(num_allocated=Coalesce(F("num_allocated"), 0) + wanted[pk])


def buy_unguarded(basket_id: int, seen: str, name: str, in_stock: int) -> dict[str, Any]:
    """Buy with the guard switched off: the check was made before the start signal, the writing has no condition.

    The line's own reading of what is left is from before as well, as it is when a check stands in another transaction.
    """
    from marketplace.basket import queries as baskets

    read_line = baskets._line

    def as_it_was(row: Any, *, closed: bool) -> Any:
        line = read_line(row, closed=closed)
        line.left = in_stock
        return line

    baskets._line = as_it_was
    holds.reserve = _unguarded
    return buy(basket_id, seen, name)


def settle(attempt_id: int, at: str) -> str:
    """Come back from the payment page."""
    attempt = PaymentAttempt.objects.get(pk=attempt_id)
    return settlement.settle(attempt=attempt, now=datetime.fromisoformat(at)).value


def release(at: str) -> int:
    """Let the clock give back what is due."""
    return orders.release_expired(now=datetime.fromisoformat(at))


def settle_or_release(what: str, attempt_id: int, at: str) -> Any:
    """Be the buyer who pays, or the clock, at the same moment."""
    return settle(attempt_id, at) if what == "settle" else release(at)


def sell_here_or_buy(what: str, *args: Any) -> Any:
    """Be the seller at the counter, or a buyer on the web, at the same moment."""
    return buy(*args) if what == "buy" else sell_here(*args)


def sell_here(product_id: int, user_id: int, left: int) -> str:
    """Tap "sold in the shop" on a page that was read before the start signal."""
    try:
        counter.sell(
            product=Product.objects.get(pk=product_id),
            by=User.objects.get(pk=user_id),
            left=left,
            now=datetime.fromisoformat("2026-11-22T09:00:00+00:00"),
        )
    except Refusal:
        return "refused"
    return "sold"


def sell_here_unguarded(product_id: int, user_id: int, left: int) -> str:
    """Tap with the guard switched off: what the page showed is believed, and written without a condition."""

    def believe(stockrecord_id: int, *, left: int) -> bool:
        return bool(StockRecord.objects.filter(pk=stockrecord_id).update(num_in_stock=F("num_in_stock") - 1))

    holds.take_from_shelf = believe
    return sell_here(product_id, user_id, left)


def sell_unguarded_or_buy(what: str, *args: Any) -> Any:
    """Do as `sell_here_or_buy` with the guard of the counter switched off."""
    return buy(*args) if what == "buy" else sell_here_unguarded(*args)


def undo_here(sale_id: int, user_id: int) -> str:
    """Take a tap back."""
    try:
        counter.undo(
            sale=CounterSale.objects.get(pk=sale_id),
            by=User.objects.get(pk=user_id),
            now=datetime.fromisoformat("2026-11-22T09:01:00+00:00"),
        )
    except AlreadyThere:
        return "already"
    return "undone"


def answer_or_refuse(what: str, shop_order_id: int, user_id: int, at: str) -> str:
    """Be the shop that accepts, or the clock that refuses for it, at the same moment."""
    now = datetime.fromisoformat(at)
    if what == "clock":
        return "refused" if orders.refuse_unanswered(shop_order_id=shop_order_id, now=now) else "late"
    try:
        orders.accept(
            shop_order=ShopOrder.objects.get(pk=shop_order_id), by=User.objects.get(pk=user_id), now=now
        )
    except IllegalMove:
        return "late"
    return "accepted"


def answer_or_refuse_unguarded(what: str, shop_order_id: int, user_id: int, at: str) -> str:
    """Do the same with the guards off: the state is read in an earlier transaction, and written without a condition."""
    stale = ShopOrder.objects.select_related("shop__body", "order").get(pk=shop_order_id)
    time.sleep(0.5)

    def write(row: Any, to: str, *, moves: Any, by: Any, at: datetime, why: str = "", **columns: Any) -> None:
        if to not in moves.get(row.state, set()):
            raise IllegalMove
        type(row).objects.filter(pk=row.pk).update(state=to, **columns)
        row.changes.create(from_state=row.state, to_state=to, by=by, at=at, why=why)

    order_queries.lock_shop_order = lambda _pk: stale
    orders.advance = write
    return answer_or_refuse(what, shop_order_id, user_id, at)


def answer_day(what: str, order_id: int, proposal_id: int) -> str:
    """Be the buyer in two windows."""
    answer = orders.agree_to_day if what == "agree" else orders.decline_day
    try:
        answer(
            order=Order.objects.get(pk=order_id),
            proposal_id=proposal_id,
            now=datetime.fromisoformat("2026-11-22T10:00:00+00:00"),
        )
    except IllegalMove:
        return "late"
    return what


def count_orders() -> int:
    """Return how many orders there are."""
    return Order.objects.count()
