"""Stock moves here and nowhere else: one guarded UPDATE per piece, in the order of their ids.

The condition travels with the UPDATE and the row count is the answer, so two buyers cannot both get the last piece,
and the same order of rows everywhere keeps two orders from waiting for each other. A CHECK stands behind it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db.models import F
from django.db.models.functions import Coalesce

from marketplace.locks import lock_name as lock_name  # noqa: PLC0414  (callers count free holds under it)
from marketplace.order.models import StockHold
from marketplace.order.states import HoldState
from shops.partner.models import StockRecord


class SoldOut(Exception):
    """Someone was faster: `stockrecord_id` has fewer pieces left than asked for."""

    def __init__(self, stockrecord_id: int) -> None:
        super().__init__(f"stock record {stockrecord_id} is sold out")
        self.stockrecord_id = stockrecord_id


class BooksBroken(RuntimeError):
    """Stock and holds disagree: someone wrote past this module, and a person has to look."""


def reserve(wanted: Mapping[int, int]) -> None:
    """Keep `wanted` pieces per stock record for an order; must run in the transaction that writes the holds.

    :raises SoldOut: one of them has too few left. The caller's transaction has to roll back.
    """
    for pk in sorted(wanted):
        kept = StockRecord.objects.filter(
            pk=pk, num_in_stock__gte=Coalesce(F("num_allocated"), 0) + wanted[pk]
        ).update(num_allocated=Coalesce(F("num_allocated"), 0) + wanted[pk])
        if kept != 1:
            raise SoldOut(pk)


def give_back(holds: Iterable[StockHold]) -> None:
    """Let go of pieces whose hold has just been released by the caller."""
    for hold in _in_order(holds):
        freed = StockRecord.objects.filter(pk=hold.stockrecord_id, num_allocated__gte=hold.quantity).update(
            num_allocated=F("num_allocated") - hold.quantity
        )
        _must_be_one(freed, hold)


def consume(holds: Iterable[StockHold]) -> None:
    """Take sold pieces out of stock and out of the held ones, for holds the caller has just claimed."""
    for hold in _in_order(holds):
        taken = StockRecord.objects.filter(
            pk=hold.stockrecord_id, num_allocated__gte=hold.quantity, num_in_stock__gte=hold.quantity
        ).update(
            num_allocated=F("num_allocated") - hold.quantity, num_in_stock=F("num_in_stock") - hold.quantity
        )
        _must_be_one(taken, hold)


def take_from_shelf(stockrecord_id: int, *, left: int) -> bool:
    """Take one piece nobody holds out of stock, if `left` are to be had now; tell whether it was done.

    `left` is what the seller saw: a second tap of the same page finds another number and takes nothing.
    """
    taken = StockRecord.objects.filter(
        pk=stockrecord_id, num_in_stock=Coalesce(F("num_allocated"), 0) + left, num_in_stock__gt=0
    ).filter(num_in_stock__gt=Coalesce(F("num_allocated"), 0))
    return taken.update(num_in_stock=F("num_in_stock") - 1) == 1


def put_on_shelf(product_id: int, quantity: int) -> None:
    """Put back what had been taken from the shelf by mistake; the caller has just marked that sale as undone."""
    put = StockRecord.objects.filter(product=product_id).update(num_in_stock=F("num_in_stock") + quantity)
    if put != 1:
        raise BooksBroken(f"product {product_id} has no stock record to put {quantity} back to")


def extend(order_id: int, *, until: datetime) -> None:
    """Keep what an order holds at least until then: its pieces are given back together."""
    StockHold.objects.filter(order_id=order_id, state=HoldState.HELD, expires_at__lt=until).update(
        expires_at=until
    )


def move(
    order_id: int, *, from_state: HoldState, to_state: HoldState, shop_order_id: int | None = None
) -> list[StockHold]:
    """Move an order's holds (or one shop's of it) and return those that moved: none when someone was first.

    The caller holds the order's row lock, so nobody moves them in between.
    """
    rows = StockHold.objects.filter(order_id=order_id, state=from_state)
    if shop_order_id is not None:
        rows = rows.filter(shop_order_id=shop_order_id)
    moving = list(rows.select_related("stockrecord"))
    moved = StockHold.objects.filter(pk__in=[hold.pk for hold in moving], state=from_state).update(
        state=to_state
    )
    if moved != len(moving):
        raise BooksBroken(f"order {order_id}: a hold moved under the order's lock")
    return moving


def product_ids(holds: Iterable[StockHold]) -> list[int]:
    """Return the pieces of these holds, whose cards have to be made anew."""
    return sorted({hold.stockrecord.product_id for hold in holds})


def _in_order(holds: Iterable[StockHold]) -> list[StockHold]:
    return sorted(holds, key=lambda hold: hold.stockrecord_id)


def _must_be_one(rows: int, hold: StockHold) -> None:
    if rows != 1:
        raise BooksBroken(f"hold {hold.pk}: the stock record does not hold {hold.quantity} pieces of it")
