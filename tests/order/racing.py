"""What the processes of race tests run: each a buyer, a shop or a clock of its own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db.models import F
from django.db.models.functions import Coalesce

from marketplace.basket.models import Basket
from marketplace.checkout.actions import start
from marketplace.order import actions as orders
from marketplace.order import holds
from marketplace.order.models import Order
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


def count_orders() -> int:
    """Return how many orders there are."""
    return Order.objects.count()
